/// The weighted total of a number: T = sum d y.
#include <clusia/batch.hpp>

using namespace clusia;

struct Total {
  static constexpr About about{"total", "Total", "1.0.0", "The weighted total of a number",
                               "Horvitz and Thompson 1952; Sarndal, Swensson and Wretman 1992, eq. 2.8.1"};
  static constexpr Input inputs[]{input::number("value", "what is summed")};
  static constexpr Output outputs[]{
      output("total", "Total", "@value", CLUSIA_NO_DIRECTION, "sum d y")
          .of_degree(1)
          .following("rows with a missing value add nothing: the total is that of the rows with a value")};

  explicit Total(const IndicatorData& data) : value(data.number("value")) {}

  void evaluate(const Evaluation& e) const {
    double total = 0;
    bool somebody = false;
    for (const auto [k, row, weight] : e.domain) {
      total += weight * value[row];
      somebody = somebody || weight != 0;
    }
    if (!somebody) throw undefined("nobody with a weight and a value in the domain");
    e.estimate() = total;
    if (!e.wants_influence()) return;
    for (int64_t k = 0; k < e.domain.size(); ++k) e.u()[static_cast<std::size_t>(k)] = value[e.domain.row(k)];
  }

  void batch(const clusia_batch& of) const {
    const Batch batch(of, 1);
    const auto total = batch.by_psu([&](int64_t row, double weight) { return weight * value[row]; });
    const auto rows = batch.by_psu([](int64_t, double weight) { return weight != 0 ? 1.0 : 0.0; });
    for (int64_t b = 0; b < batch.replicates(); ++b)
      batch.estimate(b) = batch.somebody(b, rows) ? batch.sum(b, total) : std::numeric_limits<double>::quiet_NaN();
  }

  Numbers value;
};
CLUSIA_INDICATOR_PLUGIN(Total);
