/// Atkinson's index: the share of income that equality could spare at the same welfare. With x = y / mean and
/// a = 1 - epsilon, A = 1 - (sum d x^a / sum d)^(1/a), and 1 - exp(sum d log x / sum d) where a = 0.
#include <clusia/positive.hpp>

using namespace clusia;

struct Atkinson {
  static constexpr About about{"atkinson", "Atkinson index", "1.0.0",
                               "The share of income that an equal distribution could spare at the same welfare",
                               "Atkinson 1970, eq. 13; Biewen and Jenkins 2006 for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("epsilon", "aversion to inequality: the larger, the more the low incomes count")
          .by_default("1")
          .within(1e-6, 100),
      parameter::nonpositive()};
  static constexpr Input inputs[]{input::number("income", "what is unequal, positive")};
  static constexpr Output outputs[]{
      output("atkinson", "Atkinson index", "", CLUSIA_LOWER_IS_BETTER, "0: all alike; near 1: one has nearly all"),
      excluded_output};

  explicit Atkinson(const IndicatorData& data)
      : income(data.number("income")), a(1 - data.parameters.number("epsilon")), rule(nonpositive(data.parameters)) {}
  std::span<const Output> outputs_now() const { return {outputs, rule == Nonpositive::drop ? 2U : 1U}; }

  void evaluate(const Evaluation& e) const {
    const Positives rows(e.domain, income, rule);
    double moment = 0;  // (mean of x^a, less 1) / a
    for (const auto [k, row, d] : e.domain)
      if (d != 0 && rows.counts(row)) moment += d * box_cox(std::log(rows.relative(row)), a);
    moment /= rows.weight();
    if (!std::isfinite(moment)) throw undefined("incomes lie too far apart for this epsilon to be computed");
    const double log_moment = a == 0 ? moment : std::log1p(a * moment) / a;  // log of the equal income over the mean
    e.estimate() = -std::expm1(log_moment);
    if (rule == Nonpositive::drop) rows.excluded(e, 1);
    if (!e.wants_influence()) return;
    const double slope = std::exp(log_moment) / rows.weight();
    for (const auto [k, row, d] : e.domain)
      if (rows.counts(row)) {
        const double x = rows.relative(row);
        e.u()[static_cast<std::size_t>(k)] = slope * (x - 1 - box_cox(std::log(x) - log_moment, a));
      }
  }

 private:
  Numbers income;
  double a;
  Nonpositive rule;
};
CLUSIA_INDICATOR_PLUGIN(Atkinson);
