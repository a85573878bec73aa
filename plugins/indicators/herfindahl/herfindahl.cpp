/// Dependence on buyers: the Herfindahl-Hirschman index and the largest share, of each row's sales over its buyers, and
/// of the sales of all rows together.
#include <algorithm>
#include <clusia/ratio.hpp>

using namespace clusia;

struct Herfindahl {
  static constexpr About about{"herfindahl", "Concentration of sales", "1.0.0",
                               "Herfindahl-Hirschman index and largest share, of each firm's sales over buyers and of "
                               "the market's",
                               "Hirschman 1945; Herfindahl 1950; Hirschman 1964 for the paternity of the index"};
  static constexpr Input inputs[]{
      input::number("sales", "sales to each buyer, a column each; one column where `by` says to whom or whose")
          .many_columns(),
      input::category("by", "whose shares make the market's index: a buyer, a seller").optional()};
  static constexpr Output outputs[]{
      output("firm_hhi", "Mean of the firms' index", "", CLUSIA_LOWER_IS_BETTER,
             "mean of sum (share of buyer)^2 of the firms that sell; only without `by`")
          .proportion(),
      output("firm_largest", "Mean of the largest buyer's share", "", CLUSIA_LOWER_IS_BETTER,
             "mean share of its largest buyer, of the firms that sell; only without `by`")
          .proportion(),
      output("no_sales", "Share of firms without sales", "", CLUSIA_LOWER_IS_BETTER,
             "they take no part in the two means; only without `by`")
          .proportion(),
      output("market_hhi", "Index of the market", "", CLUSIA_LOWER_IS_BETTER,
             "sum (share in the sales of all)^2, over the columns or the levels of `by`")
          .proportion(),
      output("market_largest", "Largest share in the market", "", CLUSIA_LOWER_IS_BETTER,
             "largest share in the sales of all")
          .proportion()};

  explicit Herfindahl(const IndicatorData& data) : grouped(data.has("by")) {
    for (int64_t j = 0; j < data.count("sales"); ++j) sales.push_back(data.number("sales", j));
    if (grouped) by = data.category("by");
    if (grouped && sales.size() != 1) throw bad_parameter("sales", "with `by` it is one column: the sales of the row");
    if (!grouped && sales.size() < 2)
      throw bad_parameter("sales", "without `by` it is a column for each buyer: name two or more");
    const auto rows = static_cast<std::size_t>(data.rows());
    hhi.assign(rows, 0), largest.assign(rows, 0), sells.assign(rows, 0), negative.assign(rows, false);
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) add(row);
  }

  std::span<const Output> outputs_now() const { return std::span(outputs).subspan(grouped ? 3 : 0); }

  void evaluate(const Evaluation& e) const {
    for (const auto [k, row, weight] : e.domain)
      if (negative[static_cast<std::size_t>(row)])
        throw undefined("sales are negative on a row of the domain: they have no shares");
    if (!(e.domain.total() > 0)) throw undefined("nobody with a positive weight and all sales in the domain");
    if (!grouped) firms(e);
    market(e, grouped ? 0 : 3);
  }

  /// The means are over the firms that sell: means of unit scores where all do, else none: NaN.
  void scores(Weighting, int64_t output, std::span<double> s) const {
    const bool mean = !grouped && output < 3 && (all_sell || output == 2);
    for (std::size_t row = 0; row < s.size(); ++row)
      s[row] = !mean ? std::nan("") : output == 0 ? hhi[row] : output == 1 ? largest[row] : 1 - sells[row];
  }

 private:
  void add(int64_t row) {
    const auto i = static_cast<std::size_t>(row);
    double total = 0, squares = 0;
    for (const Numbers& s : sales) {
      total += s[row];
      squares += s[row] * s[row];
      largest[i] = std::max(largest[i], s[row]);
      negative[i] = negative[i] || s[row] < 0;
    }
    sells[i] = total > 0 ? 1 : 0;
    all_sell = all_sell && total > 0;
    hhi[i] = total > 0 ? squares / (total * total) : 0;
    largest[i] = total > 0 ? largest[i] / total : 0;
  }

  void firms(const Evaluation& e) const {
    const auto selling = [&](int64_t row) { return sells[static_cast<std::size_t>(row)]; };
    Ratio(
        e.domain, [&](int64_t row) { return hhi[static_cast<std::size_t>(row)]; }, selling)
        .answer(e, 0);
    Ratio(
        e.domain, [&](int64_t row) { return largest[static_cast<std::size_t>(row)]; }, selling)
        .answer(e, 1);
    weighted_mean(
        e, [&](int64_t row) { return 1 - selling(row); }, 2);
  }

  /// With S_j the total of column or level j and S that of all: H = sum (S_j / S)^2, dH/dd_i = 2 sum_j y_ij (S_j - H S)
  /// / S^2.
  void market(const Evaluation& e, int64_t output) const {
    std::vector<double> share(grouped ? by.names().size() : sales.size());
    const auto each = [&](int64_t row, const auto& visit) {
      if (grouped) return visit(static_cast<std::size_t>(by[row]), sales.front()[row]);
      for (std::size_t j = 0; j < sales.size(); ++j) visit(j, sales[j][row]);
    };
    double total = 0;
    for (const auto [k, row, weight] : e.domain)
      each(row, [&, w = weight](std::size_t j, double y) { share[j] += w * y, total += w * y; });
    if (!(total > 0)) return e.leave_undefined(output), e.leave_undefined(output + 1);
    double index = 0;
    for (double& s : share) s /= total, index += s * s;
    const auto top = static_cast<std::size_t>(std::max_element(share.begin(), share.end()) - share.begin());
    e.estimate(output) = index;
    e.estimate(output + 1) = share[top];
    if (!e.wants_influence()) return;
    for (const auto [k, row, weight] : e.domain)
      each(row, [&, i = static_cast<std::size_t>(k)](std::size_t j, double y) {
        e.u(output)[i] += 2 * y * (share[j] - index) / total;
        e.u(output + 1)[i] += y * ((j == top ? 1 : 0) - share[top]) / total;
      });
  }

  std::vector<Numbers> sales;
  Categories by;
  bool grouped, all_sell = true;
  std::vector<double> hhi, largest, sells;  // by row; sells: 1 or 0
  std::vector<bool> negative;
};
CLUSIA_INDICATOR_PLUGIN(Herfindahl);
