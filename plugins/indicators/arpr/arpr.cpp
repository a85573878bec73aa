/// The at-risk-of-poverty rate: the share of the domain below a fraction of a quantile of the reference, and that line.
/// The influence of the estimated line follows Deville (1999) and Osier (2009): densities by a Gaussian kernel.
#include <algorithm>
#include <clusia/indicator.hpp>
#include <numeric>

using namespace clusia;

namespace {

constexpr const char* at_line_choices[]{"below", "at_or_below", nullptr};
constexpr const char* bandwidth_choices[]{"kish", "n", "convey", nullptr};
enum class Bandwidth { kish, n, convey };

constexpr double inverse_root_two_pi = 0.398942280401432677939946059934;

/// Sums of a weighting that a density needs; incomes are centred so that a large common level costs no digits.
struct Spread {
  double total = 0, squares = 0, mean = 0, variance = 0;
  int64_t rows = 0;

  Spread(const Numbers& income, const Weighting& weighting) {
    double sum = 0, low = infinity, high = -infinity;
    for (const auto [k, row, weight] : weighting) {
      if (weight == 0) continue;
      total += weight;
      squares += weight * weight;
      sum += weight * income[row];
      low = std::min(low, income[row]);
      high = std::max(high, income[row]);
      ++rows;
    }
    if (!(total > 0) || low == high) return;  // no spread, not even that of rounding
    mean = sum / total;
    for (const auto [k, row, weight] : weighting) variance += weight * (income[row] - mean) * (income[row] - mean);
    variance /= total;
  }
  /// sd / N^(1/5), with what N counts declared by the study.
  double bandwidth(Bandwidth rule) const {
    const double n = rule == Bandwidth::convey ? total
                     : rule == Bandwidth::n    ? static_cast<double>(rows)
                                               : total * total / squares;
    return std::sqrt(variance) / std::pow(n, 0.2);
  }
};

/// sum w K((x - y) / h) / (h sum w); h > 0.
double density(const Numbers& income, const Weighting& weighting, double total, double h, double x) {
  double sum = 0;
  for (const auto [k, row, weight] : weighting) {
    const double z = (x - income[row]) / h;
    sum += weight * std::exp(-0.5 * z * z);
  }
  return sum * inverse_root_two_pi / (h * total);
}

}  // namespace

struct Arpr {
  static constexpr About about{
      "arpr", "At-risk-of-poverty rate", "1.0.0",
      "The share of people whose income is below a fraction of a quantile of the reference, and that line",
      "Eurostat 2004 (at-risk-of-poverty rate); Deville 1999 and Osier 2009, section 3.2, for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("percent", "the line as a fraction of the quantile").by_default("0.6").within(1e-6, 10),
      parameter::number("quantile", "which quantile of the reference")
          .by_default("0.5")
          .within(1e-6, 1 - 1e-6)
          .following(
              "the least q with F(q) >= p, as survey and convey; laeken takes the next value where F(q) = p exactly"),
      parameter::choice("at_line", at_line_choices, "whether an income exactly at the line counts as poor")
          .by_default("\"below\"")
          .following("below: Eurostat and laeken (y < line); at_or_below: convey (y <= line)"),
      parameter::choice("bandwidth", bandwidth_choices,
                        "what N is in the kernel bandwidth sd / N^(1/5) of an estimated density")
          .by_default("\"kish\"")
          .following(
              "kish: (sum w)^2 / sum w^2; n: rows that weigh something; convey: sum of weights, not scale free")};
  static constexpr Input inputs[]{input::number("income", "income that is compared with the line")};
  static constexpr Output outputs[]{output("rate", "At-risk-of-poverty rate", "", CLUSIA_LOWER_IS_BETTER,
                                           "share of the domain below the line, from 0 to 1")
                                        .following("the line is that of the reference, whatever the domain"),
                                    output("line", "At-risk-of-poverty line", "@income", CLUSIA_NO_DIRECTION,
                                           "percent times the quantile of the reference")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Arpr(const IndicatorData& data)
      : income(data.number("income")),
        percent(data.parameters.number("percent")),
        p(data.parameters.number("quantile")),
        at_or_below(data.parameters.choice("at_line") == "at_or_below"),
        rule(rule_of(data.parameters.choice("bandwidth"))),
        rows(data.rows()) {
    for (int64_t row = 0; row < rows; ++row)
      if (data.complete(row)) ascending.push_back(row);
    std::stable_sort(ascending.begin(), ascending.end(), [&](int64_t a, int64_t b) { return income[a] < income[b]; });
  }

  void evaluate(const Evaluation& e) const {
    const Spread everyone(income, e.reference);
    if (!(everyone.total > 0))
      throw undefined("nobody with a positive weight and an income in the reference: there is no line");
    const double q = quantile(e.reference, everyone.total);
    if (!(q > 0)) throw undefined("the quantile of the reference is not positive: a fraction of it is no poverty line");
    const double line = percent * q;
    e.estimate(1) = line;
    if (e.wants_influence()) line_influence(e, everyone, q);

    const auto poor = [&](int64_t row) {
      return income[row] < line || (at_or_below && income[row] == line) ? 1.0 : 0.0;
    };
    const Spread domain(income, e.domain);
    if (!(domain.total > 0)) return e.leave_undefined(0);
    weighted_mean(e, poor, 0);
    if (!e.wants_influence()) return;
    // Tied incomes have no density to speak of: a small move of the line leaves their rate where it is.
    const double h = domain.bandwidth(rule);
    const double f = h > 0 ? density(income, e.domain, domain.total, h, line) : 0;
    for (std::size_t k = 0; k < e.v(0).size(); ++k) e.v(0)[k] = f * e.v(1)[k];
  }

 private:
  static Bandwidth rule_of(std::string_view name) {
    return name == "convey" ? Bandwidth::convey : name == "n" ? Bandwidth::n : Bandwidth::kish;
  }

  /// The least q with F(q) >= p; the slack covers the rounding of the running sum.
  double quantile(const Weighting& reference, double total) const {
    std::vector<double> weight_of(static_cast<std::size_t>(rows));
    for (const auto [k, row, weight] : reference) weight_of[static_cast<std::size_t>(row)] = weight;
    double below = 0, last = 0;
    for (const int64_t row : ascending) {
      const double weight = weight_of[static_cast<std::size_t>(row)];
      if (weight == 0) continue;
      last = income[row];
      below += weight;
      if (below >= p * total - 1e-12 * total) break;
    }
    return last;
  }

  /// dline/dr_i = -percent (1[y_i <= q] - p) / (sum r f(q)). Where all incomes are one value the quantile cannot move:
  /// 0.
  void line_influence(const Evaluation& e, const Spread& everyone, double q) const {
    const double h = everyone.bandwidth(rule);
    if (!(h > 0)) return;
    const double slope = -percent / (everyone.total * density(income, e.reference, everyone.total, h, q));
    for (int64_t k = 0; k < e.reference.size(); ++k)
      e.v(1)[static_cast<std::size_t>(k)] = slope * ((income[e.reference.row(k)] <= q ? 1 : 0) - p);
  }

  Numbers income;
  double percent, p;
  bool at_or_below;
  Bandwidth rule;
  int64_t rows;
  std::vector<int64_t> ascending;
};
CLUSIA_INDICATOR_PLUGIN(Arpr);
