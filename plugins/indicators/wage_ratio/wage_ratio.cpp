/// Wages against a minimum wage: the mean of the ratios, the ratio of the means, who is below, and by how much.
#include <clusia/ratio.hpp>

using namespace clusia;

namespace {
constexpr const char* at_line_choices[]{"below", "at_or_below", nullptr};
}

struct WageRatio {
  static constexpr About about{
      "wage_ratio", "Wages against a minimum", "1.0.0",
      "Wages over a minimum or regional wage, the share of workers under it, and their gap",
      "ILO 2020, Global Wage Report 2020-21, part II (ratio, share under the minimum); Foster, "
      "Greer and Thorbecke 1984, alpha = 0 and 1, with the minimum as the line"};
  static constexpr Parameter parameters[]{
      parameter::number("amount", "the minimum, where it is one for all").optional().within(1e-6, infinity),
      parameter::choice("at_line", at_line_choices, "whether a wage exactly at the minimum counts as under it")
          .by_default("\"below\"")
          .following("below: wage < minimum, as a law has it; at_or_below: wage <= minimum")};
  static constexpr Input inputs[]{
      input::number("wage", "the wage, for the same time as the minimum"),
      input::number("minimum", "the minimum of each row, where it differs by region or trade").optional()};
  static constexpr Output outputs[]{
      output("mean_of_ratios", "Mean of wage over minimum", "", CLUSIA_HIGHER_IS_BETTER,
             "each worker's own ratio counts"),
      output("ratio_of_means", "Mean wage over mean minimum", "", CLUSIA_HIGHER_IS_BETTER, "each unit of wage counts"),
      output("below", "Share under the minimum", "", CLUSIA_LOWER_IS_BETTER, "from 0 to 1").proportion(),
      output("gap", "Gap under the minimum", "", CLUSIA_LOWER_IS_BETTER,
             "mean of (minimum - wage) / minimum under it, 0 for the others")};

  explicit WageRatio(const IndicatorData& data)
      : wage(data.number("wage")), at_or_below(data.parameters.choice("at_line") == "at_or_below") {
    if (data.has("minimum") == data.parameters.is_set("amount"))
      throw bad_parameter("amount", "write either the input `minimum` (a column) or the parameter `amount`");
    by_row = data.has("minimum");
    if (by_row)
      column = data.number("minimum");
    else
      amount = data.parameters.number("amount");
  }

  void evaluate(const Evaluation& e) const {
    for (const auto [k, row, weight] : e.domain)
      if (!(minimum(row) > 0))
        throw undefined("a minimum in the domain is zero or negative: nothing can be set against it");
    for (const int64_t output : {0, 2, 3})
      weighted_mean(
          e, [&](int64_t row) { return score(output, row); }, output);
    Ratio(
        e.domain, [&](int64_t row) { return wage[row]; }, [&](int64_t row) { return minimum(row); })
        .answer(e, 1);
  }
  /// The ratio of means is a mean of scores where there is one minimum for all, else it is none: NaN.
  void scores(Weighting, int64_t output, std::span<double> s) const {
    for (std::size_t row = 0; row < s.size(); ++row)
      s[row] = output == 1 && by_row ? std::nan("") : score(output, static_cast<int64_t>(row));
  }

 private:
  double minimum(int64_t row) const { return by_row ? column[row] : amount; }
  double score(int64_t output, int64_t row) const {
    const double w = wage[row], m = minimum(row);
    const bool under = w < m || (at_or_below && w == m);
    if (output == 2) return under ? 1 : 0;
    if (output == 3) return under ? (m - w) / m : 0;
    return w / m;
  }

  Numbers wage, column;
  bool at_or_below, by_row = false;
  double amount = 0;
};
CLUSIA_INDICATOR_PLUGIN(WageRatio);
