/// Generalised entropy in parts: between groups, as if everyone had the mean of their group, and within them. With
/// x_g = mean_g / mean and f_g the share of people: between = sum f_g h(x_g), within = sum f_g x_g^alpha GE_g.
#include <clusia/entropy.hpp>

using namespace clusia;

struct GeDecomposition {
  static constexpr About about{"ge_decomposition", "Inequality between and within groups", "1.0.0",
                               "A generalised entropy index in two parts that add up: between groups and within them",
                               "Shorrocks 1980, eq. 23; Cowell 1980; Shorrocks 1984 for uniqueness"};
  static constexpr Parameter parameters[]{
      parameter::number("alpha", "0: mean log deviation; 1: Theil; 2: half the squared coefficient of variation")
          .by_default("1")
          .within(-100, 100),
      parameter::nonpositive()};
  static constexpr Input inputs[]{input::number("income", "what is unequal, positive"),
                                  input::category("group", "who belongs together")};
  static constexpr Output outputs[]{
      output("total", "Generalised entropy index", "", CLUSIA_LOWER_IS_BETTER, "0: all alike; within + between"),
      output("within", "Inequality within groups", "", CLUSIA_LOWER_IS_BETTER,
             "what equal means of groups would leave"),
      output("between", "Inequality between groups", "", CLUSIA_LOWER_IS_BETTER,
             "what would remain if everyone had the mean of their group"),
      output("between_share", "Share between groups", "", CLUSIA_NO_DIRECTION, "between / total, from 0 to 1")
          .proportion(),
      excluded_output};

  explicit GeDecomposition(const IndicatorData& data)
      : income(data.number("income")),
        group(data.category("group")),
        entropy{data.parameters.number("alpha")},
        rule(nonpositive(data.parameters)) {}
  std::span<const Output> outputs_now() const { return {outputs, rule == Nonpositive::drop ? 5U : 4U}; }

  void evaluate(const Evaluation& e) const {
    const Positives rows(e.domain, income, rule, entropy.alpha > 1);
    if (rule == Nonpositive::drop) rows.excluded(e, 4);
    const auto of_group = group_means(e.domain, rows);
    double total = 0, within = 0, between = 0;
    for (const auto [k, row, d] : e.domain) {
      if (d == 0 || !rows.counts(row)) continue;
      const double x = rows.relative(row), g = of_group[code(row)];
      total += d * entropy.score(x);
      between += d * entropy.score(g);
      // In a group without any income nobody differs.
      if (g > 0) within += d * std::exp(entropy.alpha * std::log(g)) * entropy.score(x / g);
    }
    for (double* part : {&total, &within, &between}) *part /= rows.weight();
    if (!std::isfinite(total)) throw undefined("incomes lie too far apart for this alpha to be computed");
    e.estimate(0) = total;
    e.estimate(1) = within;
    e.estimate(2) = between;
    if (total > 0)
      e.estimate(3) = between / total;
    else
      e.leave_undefined(3);
    if (e.wants_influence()) influence(e, rows, of_group, total, between);
  }

 private:
  std::size_t code(int64_t row) const { return static_cast<std::size_t>(group[row]); }

  /// By code: the mean of a group over the mean of all; -1 where nobody weighs anything.
  std::vector<double> group_means(const Weighting& domain, const Positives& rows) const {
    std::vector<double> people(group.names().size()), sum(people.size());
    for (const auto [k, row, d] : domain)
      if (rows.counts(row)) {
        people[code(row)] += d;
        sum[code(row)] += d * rows.relative(row);
      }
    for (std::size_t g = 0; g < sum.size(); ++g) sum[g] = people[g] > 0 ? sum[g] / people[g] : -1;
    return sum;
  }

  void influence(const Evaluation& e, const Positives& rows, const std::vector<double>& of_group, double total,
                 double between) const {
    for (const auto [k, row, d] : e.domain) {
      if (!rows.counts(row)) continue;
      const auto at = static_cast<std::size_t>(k);
      // A row of weight 0 in a group where nobody weighs anything would be that group.
      const double x = rows.relative(row), g = of_group[code(row)] < 0 ? x : of_group[code(row)];
      const double of_total = entropy.score(x) - total - entropy.slope(total) * (x - 1);
      const double of_between =
          entropy.score(g) + entropy.score_slope(g) * (x - g) - between - entropy.slope(between) * (x - 1);
      e.u(0)[at] = of_total / rows.weight();
      e.u(1)[at] = (of_total - of_between) / rows.weight();
      e.u(2)[at] = of_between / rows.weight();
      if (total > 0) e.u(3)[at] = (of_between - between / total * of_total) / (total * rows.weight());
    }
  }

  Numbers income;
  Categories group;
  Entropy entropy;
  Nonpositive rule;
};
CLUSIA_INDICATOR_PLUGIN(GeDecomposition);
