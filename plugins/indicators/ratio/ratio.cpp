/// The ratio of two weighted totals: T = sum d y / sum d x.
#include <clusia/ratio.hpp>

using namespace clusia;

struct RatioOfTotals {
  static constexpr About about{
      "ratio", "Ratio", "1.0.0", "The ratio of two weighted totals",
      "Woodruff 1971; Sarndal, Swensson and Wretman 1992, section 5.6, for the ratio and its linearisation"};
  static constexpr Input inputs[]{input::number("numerator", "what is totalled above the line"),
                                  input::number("denominator", "what is totalled below the line")};
  static constexpr Output outputs[]{output("ratio", "Ratio", "", CLUSIA_NO_DIRECTION, "sum d y / sum d x")
                                        .following("the ratio of the totals, not the mean of the rows' ratios")};

  explicit RatioOfTotals(const IndicatorData& data)
      : above(data.number("numerator")), below(data.number("denominator")) {}

  void evaluate(const Evaluation& e) const {
    const Ratio ratio(
        e.domain, [&](int64_t row) { return above[row]; }, [&](int64_t row) { return below[row]; });
    if (!ratio.exists()) throw undefined("the total of the denominator is zero: there is nothing to divide by");
    ratio.answer(e, 0);
  }

  Numbers above, below;
};
CLUSIA_INDICATOR_PLUGIN(RatioOfTotals);
