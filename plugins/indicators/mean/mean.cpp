/// The weighted mean of a number: T = sum d y / sum d.
#include <clusia/batch.hpp>

using namespace clusia;

struct Mean {
  static constexpr About about{"mean", "Mean", "1.0.0", "The weighted mean of a number",
                               "Hajek 1971; Sarndal, Swensson and Wretman 1992, eq. 5.7.1"};
  static constexpr Input inputs[]{input::number("value", "what is averaged")};
  static constexpr Output outputs[]{output("mean", "Mean", "@value", CLUSIA_NO_DIRECTION, "sum d y / sum d")};

  explicit Mean(const IndicatorData& data) : value(data.number("value")) {}

  void evaluate(const Evaluation& e) const {
    weighted_mean(e, [&](int64_t row) { return value[row]; });
  }
  void batch(const clusia_batch& of) const {
    batch_weighted_mean(Batch(of, 1), [&](int64_t row) { return value[row]; });
  }
  void scores(Weighting, int64_t, std::span<double> s) const {
    for (int64_t row = 0; row < value.size(); ++row) s[static_cast<std::size_t>(row)] = value[row];
  }

  Numbers value;
};
CLUSIA_INDICATOR_PLUGIN(Mean);
