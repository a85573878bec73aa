/// The relative median poverty gap: T = (z - m) / z, with the median income m of the domain's poor; and the line z.
#include <clusia/line.hpp>

using namespace clusia;

struct RelativeMedianGap {
  static constexpr About about{"relative_median_gap", "Relative median poverty gap", "1.0.0",
                               "How far the median of the poor is below the line, as a fraction of the line",
                               "Eurostat 2004 (relative median at-risk-of-poverty gap); Osier 2009 for the influence"};
  static constexpr auto parameters = line_parameters(parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{
      output("gap", "Relative median poverty gap", "", CLUSIA_LOWER_IS_BETTER,
             "(line - median income of the domain's poor) / line, from 0 to 1")
          .following(
              "a relative line is that of the reference; the median of the poor is the domain's, by the same rule"),
      line_output()};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit RelativeMedianGap(const IndicatorData& data)
      : line(data, line_statement(data), at_line(data.parameters)), poorest_first(line.poorest_first(data)) {}

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn drawn = line.under(e.reference);
    const double z = drawn.common();
    const bool anybody = estimate_line(e, drawn, 1);
    const std::vector<Ranked> all = poorest_first.of(e.domain);
    const std::span<const Ranked> poor = line.poor_of(all, drawn);
    const double total = total_of(poor);
    if (!anybody || !(total > 0)) return e.leave_undefined(0);
    const double m = quantile_of(poor, total, 0.5, line.quantile_rule());
    e.estimate(0) = (z - m) / z;
    if (!e.wants_influence()) return;
    // F(m) = F(z) / 2 moves m by (1[poor] / 2 - 1[y <= m]) / (n f(m)) a row, and by f(z) / (2 f(m)) with the line.
    const Density density(all, line.bandwidth());
    const double f = density.at(m);
    if (f > 0)
      for (const Ranked& r : poor)
        e.u(0)[static_cast<std::size_t>(r.k)] = ((r.value <= m ? 1 : 0) - 0.5) / (density.total() * f * z);
    if (line.relative()) drawn.add_influence(m / (z * z) - (f > 0 ? density.at(z) / (2 * f * z) : 0), e.v(0));
  }

 private:
  PovertyLine line;
  Ranking poorest_first;
};
CLUSIA_INDICATOR_PLUGIN(RelativeMedianGap);
