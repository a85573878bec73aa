/// Watts's measure of poverty: T = sum d ln(z / y) 1[y < z] / sum d, and the line z.
#include <clusia/line.hpp>

using namespace clusia;

namespace {
constexpr const char* not_positive_choices[]{"undefined", "left_out", nullptr};
}

struct Watts {
  static constexpr About about{"watts", "Watts measure", "1.0.0",
                               "The mean of the poor's log distance from the line; the others count zero",
                               "Watts 1968; Zheng 1993; Deville 1999 and Osier 2009 for an estimated line"};
  static constexpr auto parameters = line_parameters(
      parameter::choice("not_positive", not_positive_choices,
                        "what incomes of zero and less, which have no logarithm, do to a domain that holds one")
          .by_default("\"undefined\"")
          .following("undefined: there is no measure; left_out: they are no part of the domain, but of the reference "
                     "of the line, as in convey's examples"));
  static constexpr Input inputs[]{input::number("income", "income or consumption that is compared with the line"),
                                  line_input()};
  static constexpr Output outputs[]{output("watts", "Watts measure", "", CLUSIA_LOWER_IS_BETTER,
                                           "mean over the domain of ln(line / income) of the poor, 0 of the others")
                                        .following("a relative line is that of the reference, whatever the domain"),
                                    line_output()};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Watts(const IndicatorData& data)
      : income(data.number("income")),
        line(data),
        left_out(data.parameters.choice("not_positive") == "left_out"),
        rows(data.rows()) {
    int64_t out = 0;
    for (int64_t row = 0; row < rows; ++row)
      if (data.complete(row) && !(income[row] > 0)) ++out;
    if (left_out && out > 0) data.host.warn(std::to_string(out) + " rows have no positive income and are left out");
  }

  void evaluate(const Evaluation& e) const {
    const PovertyLine::Drawn z = line.under(e.reference);
    estimate_line(e, z, 1);
    double sum = 0, total = 0, slope = 0;
    for (const auto [k, row, weight] : e.domain) {
      if (!takes_part(row, weight, e.wants_influence())) continue;
      sum += weight;
      total += weight * score(row, z);
      if (income[row] < z.at(row)) slope += weight / z.at(row);
    }
    if (!(sum > 0)) return e.leave_undefined(0);
    e.estimate(0) = total / sum;
    if (!e.wants_influence()) return;
    for (const auto [k, row, weight] : e.domain)
      if (income[row] > 0) e.u(0)[static_cast<std::size_t>(k)] = (score(row, z) - e.estimate(0)) / sum;
    z.add_influence(slope / sum, e.v(0));
  }

  void scores(Weighting reference, int64_t output, std::span<double> s) const {
    const PovertyLine::Drawn z = line.under(reference);
    for (int64_t row = 0; row < rows; ++row)
      s[static_cast<std::size_t>(row)] = output == 1 ? z.at(row) : income[row] > 0 ? score(row, z) : std::nan("");
  }
  void score_reference(int64_t output, Weighting reference, std::span<const double> l, std::span<double> v) const {
    if (!line.relative()) return;
    const PovertyLine::Drawn z = line.under(reference);
    double sum = 0;
    for (int64_t row = 0; row < rows; ++row)
      if (const double weight = l[static_cast<std::size_t>(row)]; weight != 0)
        sum += weight * (output == 1 ? 1 : income[row] < z.common() ? 1 / z.common() : 0);
    z.add_influence(sum, v);
  }

 private:
  /// A row of weight 0 has no derivative either, where one is wanted.
  bool takes_part(int64_t row, double weight, bool wanted) const {
    if (income[row] > 0) return true;
    if (!left_out && (weight != 0 || wanted))
      throw undefined("an income in the domain is zero or negative: it has no logarithm");
    return false;
  }
  double score(int64_t row, const PovertyLine::Drawn& z) const {
    return income[row] < z.at(row) ? std::log(z.at(row) / income[row]) : 0;
  }

  Numbers income;
  PovertyLine line;
  bool left_out;
  int64_t rows;
};
CLUSIA_INDICATOR_PLUGIN(Watts);
