/// Sen's measure of poverty in its replication-invariant form: T = H (I + (1 - I) G), with the headcount H, the mean
/// relative gap I and the Gini coefficient G of the poor's incomes; and the line.
#include <clusia/line.hpp>

using namespace clusia;

struct Sen {
  static constexpr About about{
      "sen", "Sen measure", "1.0.0",
      "Headcount, depth and inequality among the poor in one figure: gaps weighted by rank",
      "Sen 1976, theorem 1 (the form for many poor); Shorrocks 1995, which calls it replication-invariant"};
  static constexpr auto parameters = line_parameters(parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{
      output("sen", "Sen measure", "", CLUSIA_LOWER_IS_BETTER, "H (I + (1 - I) G), of the domain's poor")
          .following("replication-invariant: without the factor q / (q + 1) beside G that Sen 1976 has for q poor"),
      line_output()};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Sen(const IndicatorData& data)
      : line(data, line_statement(data), at_line(data.parameters)), poorest_first(line.poorest_first(data)) {}

  bool reads_reference() const { return line.relative(); }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    if (!estimate_line(e, z, 1)) return e.leave_undefined(0);
    const std::vector<Ranked> all = poorest_first.of(e.domain);
    const std::span<const Ranked> poor = line.poor_of(all, z);
    const double n = e.domain.total();
    const GapPairs among(poor, z.common());
    // Where nobody is poor a first poor person of weight w would bring w x / n.
    const double t = among.weight > 0 ? among.pairs / (n * among.weight) : 0;
    e.estimate(0) = t;
    if (!e.wants_influence()) return;
    const auto u = e.u(0);
    for (const Ranked& r : all) u[static_cast<std::size_t>(r.k)] = -t / n;
    for (std::size_t i = 0; i < poor.size(); ++i)
      u[static_cast<std::size_t>(poor[i].k)] +=
          among.weight > 0 ? (2 * among.with[i] / n - t) / among.weight : (z.common() - poor[i].value) / z.common() / n;
    if (!line.relative() || !(among.weight > 0)) return;
    // Who becomes poor as the line rises has no gap yet, but a rank: f n (2 sum w x / (n P) - T / P).
    const double newly = line.density(e.domain, z.common()) * (2 * among.gaps - t * n) / among.weight;
    z.add_influence(among.slope / (n * among.weight) + newly, e.v(0));
  }

 private:
  PovertyLine line;
  Ranking poorest_first;
};
CLUSIA_INDICATOR_PLUGIN(Sen);
