/// Foster, Greer and Thorbecke's poverty measures: T = sum d ((z - y)/z)^a 1[y <= z] / sum d, with a line z that is an
/// amount, or a fraction of the reference's mean or median.
#include <algorithm>
#include <clusia/indicator.hpp>
#include <cmath>
#include <numbers>

using namespace clusia;

namespace {

constexpr const char* line_choices[]{"amount", "mean", "median", nullptr};

/// A Gaussian kernel estimate of the density of incomes at x; bandwidth sd / (sum w)^(1/5), which is convey's.
double density(const Numbers& income, const Weighting& weighting, double x) {
  double total = 0, sum = 0, squares = 0;
  for (const auto [k, row, weight] : weighting) total += weight, sum += weight * income[row];
  const double mean = sum / total;
  for (const auto [k, row, weight] : weighting) squares += weight * (income[row] - mean) * (income[row] - mean);
  const double h = std::sqrt(squares / total) / std::pow(total, 0.2);
  if (!(h > 0)) return 0;  // one value: a small move of the line leaves the rate where it is
  double kernel = 0;
  for (const auto [k, row, weight] : weighting) {
    const double distance = (x - income[row]) / h;
    kernel += weight * std::exp(-0.5 * distance * distance);
  }
  return kernel * std::numbers::inv_sqrtpi / std::numbers::sqrt2 / (h * total);
}

}  // namespace

struct Fgt {
  static constexpr About about{"fgt", "Foster-Greer-Thorbecke measure", "1.0.0",
                               "The mean of the poor's relative gaps, raised to a power; the others count zero",
                               "Foster, Greer and Thorbecke 1984, eq. 1; Osier 2009 for the line's influence"};
  static constexpr Parameter parameters[]{
      parameter::integer("alpha", "aversion to poverty: 0 headcount, 1 gap, 2 severity").by_default("1").within(0, 10),
      parameter::choice("line", line_choices, "what the line is: an amount, or a fraction of the reference's statistic")
          .by_default("\"amount\""),
      parameter::number("of", "the amount, or the fraction").within(0, 1e12),
  };
  static constexpr Input inputs[]{input::number("income", "income that is compared with the line")};
  static constexpr Output outputs[]{
      output("fgt", "Foster-Greer-Thorbecke measure", "", CLUSIA_LOWER_IS_BETTER, "from 0 to 1")
          .following("poor is y <= line; densities and bandwidth as convey's")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit Fgt(const IndicatorData& data)
      : income(data.number("income")),
        alpha(data.parameters.integer("alpha")),
        kind(data.parameters.choice("line")),
        of(data.parameters.number("of")) {
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) ascending.push_back(row);
    std::stable_sort(ascending.begin(), ascending.end(), [&](int64_t a, int64_t b) { return income[a] < income[b]; });
  }

  void evaluate(const Evaluation& e) const {
    const double z = line(e.reference);
    weighted_mean(e, [&](int64_t row) { return score(row, z); });
    if (!e.wants_influence() || kind == "amount") return;
    double slope = 0;  // dT/dz
    if (alpha == 0) {
      slope = density(income, e.domain, z);
    } else {
      double total = 0;
      for (const auto [k, row, weight] : e.domain) total += weight, slope += weight * score_slope(row, z);
      slope /= total;
    }
    move_line(e.reference, z, slope, e.v());
  }

  void scores(Weighting reference, int64_t, std::span<double> s) const {
    const double z = line(reference);
    for (const int64_t row : ascending) s[static_cast<std::size_t>(row)] = score(row, z);
  }
  void score_reference(int64_t, Weighting reference, std::span<const double> l, std::span<double> v) const {
    if (kind == "amount") return;
    if (alpha == 0) throw unsupported("a headcount's score jumps at a relative line: alpha = 1 or more has a slope");
    const double z = line(reference);
    double slope = 0;
    for (const int64_t row : ascending) slope += l[static_cast<std::size_t>(row)] * score_slope(row, z);
    move_line(reference, z, slope, v);
  }

 private:
  double score(int64_t row, double z) const {
    const double y = income[row];
    return y <= z ? std::pow((z - y) / z, static_cast<double>(alpha)) : 0;
  }
  /// dscore/dz, for alpha >= 1.
  double score_slope(int64_t row, double z) const {
    const double y = income[row], a = static_cast<double>(alpha);
    return y <= z ? a * std::pow((z - y) / z, a - 1) * y / (z * z) : 0;
  }

  double line(const Weighting& reference) const {
    const double z = kind == "amount" ? of : of * (kind == "mean" ? mean(reference) : median(reference));
    if (!(z > 0)) throw undefined("the poverty line is not positive");
    return z;
  }
  double mean(const Weighting& reference) const {
    double sum = 0, total = 0;
    for (const auto [k, row, weight] : reference) total += weight, sum += weight * income[row];
    if (!(total > 0)) throw undefined("nobody with a positive weight and an income in the reference: there is no line");
    return sum / total;
  }
  /// The least q with F(q) >= 1/2; the slack covers the rounding of the running sum.
  double median(const Weighting& reference) const {
    const double total = reference.total();
    if (!(total > 0)) throw undefined("nobody with a positive weight and an income in the reference: there is no line");
    std::vector<double> weight_of(static_cast<std::size_t>(income.size()));
    for (const auto [k, row, weight] : reference) weight_of[static_cast<std::size_t>(row)] = weight;
    double below = 0, last = 0;
    for (const int64_t row : ascending) {
      if (weight_of[static_cast<std::size_t>(row)] == 0) continue;
      last = income[row];
      below += weight_of[static_cast<std::size_t>(row)];
      if (below >= 0.5 * total - 1e-12 * total) break;
    }
    return last;
  }

  /// v_i = slope dz/dr_i.
  void move_line(const Weighting& reference, double z, double slope, std::span<double> v) const {
    const double total = reference.total(), statistic = z / of;
    const double by_rank = kind == "median" ? -1 / density(income, reference, statistic) : 0;
    for (const auto [k, row, weight] : reference)
      v[static_cast<std::size_t>(k)] =
          slope * of / total *
          (kind == "median" ? by_rank * ((income[row] <= statistic ? 1 : 0) - 0.5) : income[row] - statistic);
  }

  Numbers income;
  int64_t alpha;
  std::string_view kind;
  double of;
  std::vector<int64_t> ascending;
};
CLUSIA_INDICATOR_PLUGIN(Fgt);
