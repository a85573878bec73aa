/// Foster, Greer and Thorbecke's measures of poverty: T = sum d ((z - y) / z)^alpha 1[poor] / sum d, and the line z.
#include <clusia/line.hpp>

using namespace clusia;

struct Fgt {
  static constexpr About about{
      "fgt", "Foster-Greer-Thorbecke measure", "1.0.0",
      "Poverty's incidence (alpha 0), depth (1) or severity (2): the mean of the poor's relative gaps to a power",
      "Foster, Greer and Thorbecke 1984, eq. 1; Deville 1999 and Osier 2009 for the influence of an estimated line"};
  static constexpr auto parameters = line_parameters(
      parameter::number("alpha", "aversion to poverty: 0 the headcount, 1 the gap, 2 the squared gap").within(0, 100),
      parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{
      output("fgt", "Foster-Greer-Thorbecke measure", "", CLUSIA_LOWER_IS_BETTER,
             "mean over the domain of ((line - income) / line)^alpha of the poor, 0 of the others")
          .following("a relative line is that of the reference, whatever the domain"),
      line_output()};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Fgt(const IndicatorData& data)
      : income(data.number("income")),
        line(data, line_statement(data), at_line(data.parameters)),
        score{data.parameters.number("alpha")},
        rows(data.rows()) {
    if (score.alpha == 0) now[0] = now[0].proportion();
    now[0].title = score.alpha == 0   ? "Poverty headcount"
                   : score.alpha == 1 ? "Poverty gap"
                   : score.alpha == 2 ? "Squared poverty gap"
                                      : now[0].title;
    if (line.relative() && score.alpha > 0 && score.alpha < 1)
      throw bad_parameter("alpha", "between 0 and 1 its slope at an estimated line is unbounded: take 0, or 1 or more");
  }

  std::span<const Output> outputs_now() const { return now; }

  bool reads_reference() const { return line.relative(); }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    if (!estimate_line(e, z, 1)) return e.leave_undefined(0);
    weighted_mean(e, [&](int64_t row) { return score(line, income[row], z.at(row)); });
    if (e.wants_influence() && line.relative()) z.add_influence(slope(e.domain, z.common()), e.v(0));
  }

  void scores(Weighting reference, int64_t output, std::span<double> s) const {
    const PovertyLine::Drawn z = line.under(reference);
    for (int64_t row = 0; row < rows; ++row)
      s[static_cast<std::size_t>(row)] = output == 0 ? score(line, income[row], z.at(row)) : z.at(row);
  }
  void score_reference(int64_t output, Weighting reference, std::span<const double> l, std::span<double> v) const {
    if (!line.relative()) return;
    if (output == 0 && score.alpha == 0)
      throw unsupported("a headcount's score jumps at an estimated line: alpha = 1 or more has a slope");
    const PovertyLine::Drawn z = line.under(reference);
    double sum = 0;
    for (int64_t row = 0; row < rows; ++row)
      if (const double weight = l[static_cast<std::size_t>(row)]; weight != 0)
        sum += weight * (output == 0 ? score.slope(income[row], z.common()) : 1);
    z.add_influence(sum, v);
  }

 private:
  /// dT/dz under the domain's weights.
  double slope(const Weighting& domain, double z) const {
    if (score.alpha == 0) return line.density(domain, z);
    double sum = 0;
    for (const auto [k, row, weight] : domain) sum += weight * score.slope(income[row], z);
    return sum / domain.total();
  }

  Numbers income;
  PovertyLine line;
  FgtScore score;
  int64_t rows;
  std::array<Output, 2> now{outputs[0], outputs[1]};
};
CLUSIA_INDICATOR_PLUGIN(Fgt);
