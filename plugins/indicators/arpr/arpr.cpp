/// The at-risk-of-poverty rate: the share of the domain below a fraction of a quantile of the reference, and that line.
/// The influence of the estimated line follows Deville (1999) and Osier (2009): densities by a Gaussian kernel.
#include <clusia/line.hpp>

using namespace clusia;

struct Arpr {
  static constexpr About about{
      "arpr", "At-risk-of-poverty rate", "1.1.0",
      "The share of people whose income is below a fraction of a quantile of the reference, and that line",
      "Eurostat 2004 (at-risk-of-poverty rate); Deville 1999 and Osier 2009, section 3.2, for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("percent", "the line as a fraction of the quantile").by_default("0.6").within(1e-6, 10),
      parameter::number("quantile", "which quantile of the reference").by_default("0.5").within(1e-6, 1 - 1e-6),
      parameter::quantile_rule(), parameter::at_line(), parameter::bandwidth()};
  static constexpr Input inputs[]{input::number("income", "income that is compared with the line")};
  static constexpr Output outputs[]{output("rate", "At-risk-of-poverty rate", "", CLUSIA_LOWER_IS_BETTER,
                                           "share of the domain below the line, from 0 to 1")
                                        .following("the line is that of the reference, whatever the domain")
                                        .proportion(),
                                    output("line", "At-risk-of-poverty line", "@income", CLUSIA_NO_DIRECTION,
                                           "percent times the quantile of the reference")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Arpr(const IndicatorData& data)
      : income(data.number("income")), line(data, fraction_of_a_quantile(data.parameters), at_line(data.parameters)) {}

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    e.estimate(1) = z.common();
    if (e.wants_influence()) z.add_influence(1, e.v(1));
    if (!(e.domain.total() > 0)) return e.leave_undefined(0);
    weighted_mean(
        e, [&](int64_t row) { return line.poor(income[row], z.common()) ? 1.0 : 0.0; }, 0);
    if (e.wants_influence()) z.add_influence(line.density(e.domain, z.common()), e.v(0));
  }

 private:
  static LineStatement fraction_of_a_quantile(const Parameters& p) {
    LineStatement s{LineStatement::Kind::quantile};
    s.percent = p.number("percent");
    s.p = p.number("quantile");
    s.rule = quantile_rule(p);
    s.bandwidth = bandwidth(p);
    return s;
  }

  Numbers income;
  PovertyLine line;
};
CLUSIA_INDICATOR_PLUGIN(Arpr);
