/// Watts's measure of poverty: T = sum d ln(z / y) 1[y < z] / sum d, and the line z.
#include <clusia/line.hpp>
#include <clusia/positive.hpp>

using namespace clusia;

struct Watts {
  static constexpr About about{"watts", "Watts measure", "1.0.0",
                               "The mean of the poor's log distance from the line; the others count zero",
                               "Watts 1968; Zheng 1993; Deville 1999 and Osier 2009 for an estimated line"};
  static constexpr auto parameters = line_parameters(parameter::nonpositive());
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{output("watts", "Watts measure", "", CLUSIA_LOWER_IS_BETTER,
                                           "mean over the domain of ln(line / income) of the poor, 0 of the others")
                                        .following("a relative line is that of the reference, whatever the domain"),
                                    line_output(), excluded_output};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Watts(const IndicatorData& data)
      : income(data.number("income")),
        line(data, line_statement(data)),
        rule(nonpositive(data.parameters)),
        rows(data.rows()) {}
  std::span<const Output> outputs_now() const { return {outputs, rule == Nonpositive::drop ? 3U : 2U}; }

  bool reads_reference() const { return line.relative(); }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    if (!estimate_line(e, z, 1)) {
      if (rule == Nonpositive::drop) e.leave_undefined(2);
      return e.leave_undefined(0);
    }
    const Positives positives(e.domain, income, rule);
    if (rule == Nonpositive::drop) positives.excluded(e, 2);
    double total = 0, slope = 0;
    for (const auto [k, row, weight] : e.domain) {
      if (!positives.counts(row)) continue;
      total += weight * score(row, z);
      slope += weight * score_slope(row, z);
    }
    const double n = positives.weight();
    e.estimate(0) = total / n;
    if (!e.wants_influence()) return;
    for (const auto [k, row, weight] : e.domain)
      if (positives.counts(row)) e.u(0)[static_cast<std::size_t>(k)] = (score(row, z) - e.estimate(0)) / n;
    z.add_influence(slope / n, e.v(0));
  }

  /// A row without a logarithm has no score.
  void scores(Weighting reference, int64_t output, std::span<double> s) const {
    const PovertyLine::Drawn z = line.under(reference);
    for (int64_t row = 0; row < rows; ++row) {
      const bool positive = income[row] > 0;
      s[static_cast<std::size_t>(row)] = output == 2   ? (positive ? 0 : 1)
                                         : output == 1 ? z.at(row)
                                         : positive    ? score(row, z)
                                                       : std::nan("");
    }
  }
  void score_reference(int64_t output, Weighting reference, std::span<const double> l, std::span<double> v) const {
    if (!line.relative() || output == 2) return;
    const PovertyLine::Drawn z = line.under(reference);
    double sum = 0;
    for (int64_t row = 0; row < rows; ++row)
      if (const double weight = l[static_cast<std::size_t>(row)]; weight != 0)
        sum += weight * (output == 1 ? 1 : score_slope(row, z));
    z.add_influence(sum, v);
  }

 private:
  double score(int64_t row, const PovertyLine::Drawn& z) const {
    return income[row] < z.at(row) ? std::log(z.at(row) / income[row]) : 0;
  }
  double score_slope(int64_t row, const PovertyLine::Drawn& z) const {
    return income[row] < z.at(row) ? 1 / z.at(row) : 0;
  }

  Numbers income;
  PovertyLine line;
  Nonpositive rule;
  int64_t rows;
};
CLUSIA_INDICATOR_PLUGIN(Watts);
