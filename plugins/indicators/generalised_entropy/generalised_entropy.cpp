/// The generalised entropy indices: GE(0) is the mean log deviation, GE(1) Theil's index, GE(2) half the squared
/// coefficient of variation.
#include <clusia/entropy.hpp>

using namespace clusia;

struct GeneralisedEntropy {
  static constexpr About about{
      "generalised_entropy", "Generalised entropy index", "1.0.0",
      "Inequality as the mean of a function of income over mean income; the Theil indices are of this family",
      "Theil 1967; Cowell 1980; Shorrocks 1980, eq. 20; Biewen and Jenkins 2006 for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("alpha", "0: mean log deviation; 1: Theil; 2: half the squared coefficient of variation")
          .by_default("1")
          .within(-100, 100),
      parameter::nonpositive()};
  static constexpr Input inputs[]{input::number("income", "what is unequal, positive")};
  static constexpr Output outputs[]{
      output("entropy", "Generalised entropy index", "", CLUSIA_LOWER_IS_BETTER, "0: all alike; no upper bound"),
      excluded_output};

  explicit GeneralisedEntropy(const IndicatorData& data)
      : income(data.number("income")), entropy{data.parameters.number("alpha")}, rule(nonpositive(data.parameters)) {}
  std::span<const Output> outputs_now() const { return {outputs, rule == Nonpositive::drop ? 2U : 1U}; }

  void evaluate(const Evaluation& e) const {
    const Positives rows(e.domain, income, rule, entropy.alpha > 1);
    double index = 0;
    for (const auto [k, row, d] : e.domain)
      if (d != 0 && rows.counts(row)) index += d * entropy.score(rows.relative(row));
    index /= rows.weight();
    if (!std::isfinite(index)) throw undefined("incomes lie too far apart for this alpha to be computed");
    e.estimate() = index;
    if (rule == Nonpositive::drop) rows.excluded(e, 1);
    if (!e.wants_influence()) return;
    const double slope = entropy.slope(index);
    for (const auto [k, row, d] : e.domain)
      if (rows.counts(row)) {
        const double x = rows.relative(row);
        e.u()[static_cast<std::size_t>(k)] = (entropy.score(x) - index - slope * (x - 1)) / rows.weight();
      }
  }

 private:
  Numbers income;
  Entropy entropy;
  Nonpositive rule;
};
CLUSIA_INDICATOR_PLUGIN(GeneralisedEntropy);
