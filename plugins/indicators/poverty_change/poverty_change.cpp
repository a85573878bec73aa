/// What changed poverty since the baseline: growth of the mean, redistribution around it, and what is left (Datt and
/// Ravallion 1992); or the first two alone, averaged over both orders (Shorrocks 2013).
#include <clusia/baseline.hpp>
#include <clusia/line.hpp>

using namespace clusia;

namespace {

constexpr Output poverty(const char* name, const char* title, const char* doc) {
  return output(name, title, "", CLUSIA_LOWER_IS_BETTER, doc);
}

/// One of the two distributions: who is listed with which weight.
struct Side {
  std::vector<Ranked> rows;
  double weight = 0, mean = 0;

  explicit Side(std::vector<Ranked> ascending) : rows(std::move(ascending)), weight(total_of(rows)) {
    for (const Ranked& r : rows) mean += r.weight * r.value / weight;
  }
};

}  // namespace

struct PovertyChange {
  static constexpr About about{
      "poverty_change", "Growth and redistribution in the change of poverty", "1.0.0",
      "The change of poverty since the baseline, and what growth and redistribution did to it",
      "Datt and Ravallion 1992, with the baseline as reference; Shorrocks 2013 for the average over both orders"};
  static constexpr auto parameters = fixed_line_parameters(
      parameter::number("alpha", "aversion to poverty: 0 the headcount, 1 the gap, 2 the squared gap").within(0, 100),
      parameter::bandwidth(), parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption, in the prices of one wave"),
                                  input::wave(), input::by(), line_input()};
  static constexpr Output outputs[]{
      poverty("before", "Poverty at baseline", "of the same group in the baseline wave"),
      poverty("after", "Poverty now", "of the domain"),
      poverty("change", "Change of poverty", "now less baseline"),
      poverty("growth", "Growth component", "baseline's distribution at the present mean, less poverty at baseline"),
      poverty("redistribution", "Redistribution component",
              "present distribution at the baseline's mean, less poverty at baseline"),
      poverty("residual", "Residual", "what neither explains alone: change less growth less redistribution")
          .following("Datt and Ravallion's, with the baseline as the reference of both components"),
      poverty("shapley_growth", "Growth component, averaged", "growth, averaged over before and after redistribution"),
      poverty("shapley_redistribution", "Redistribution component, averaged",
              "redistribution, averaged over before and after growth")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit PovertyChange(const IndicatorData& data)
      : line(data, fixed_line_statement(data), at_line(data.parameters)),
        score{data.parameters.number("alpha")},
        kernel(bandwidth(data.parameters)),
        same(data),
        ranking(line.poorest_first(data)) {
    if (score.alpha > 0 && score.alpha < 1)
      throw bad_parameter("alpha", "between 0 and 1 poverty's slope in the mean is unbounded: take 0, or 1 or more");
  }

  void evaluate(const Evaluation& e) const {
    const std::vector<bool> of_group = same.in(e.reference, e.domain);
    std::vector<Ranked> baseline = ranking.of(e.reference);
    std::erase_if(baseline, [&](const Ranked& r) { return !of_group[static_cast<std::size_t>(r.k)]; });
    const Side before(std::move(baseline)), after(ranking.of(e.domain));
    if (!(before.weight > 0)) throw undefined("nobody like the domain at baseline");
    if (!(before.mean > 0 && after.mean > 0)) throw undefined("mean incomes are not positive: growth does not exist");
    const double k = after.mean / before.mean;
    const std::array<double, 4> p{measure(before, 1), measure(before, k), measure(after, 1 / k), measure(after, 1)};
    for (std::size_t m = 0; m < std::size(parts); ++m)
      for (std::size_t j = 0; j < 4; ++j) e.estimate(static_cast<int64_t>(m)) += parts[m][j] * p[j];
    if (e.wants_influence()) influence(e, before, after, p);
  }

 private:
  /// Of the outputs, in poverty of the baseline, of the baseline at the present mean, of the present at the baseline's
  /// mean, and of the present.
  static constexpr double parts[][4]{{1, 0, 0, 0},  {0, 0, 0, 1},   {-1, 0, 0, 1},      {-1, 1, 0, 0},
                                     {-1, 0, 1, 0}, {1, -1, -1, 1}, {-.5, .5, -.5, .5}, {-.5, -.5, .5, .5}};

  double z() const { return line.fixed().common(); }
  /// Poverty when all incomes are `scale` times theirs.
  double measure(const Side& side, double scale) const {
    double sum = 0;
    for (const Ranked& r : side.rows) sum += r.weight * score(line, scale * r.value, z());
    return sum / side.weight;
  }
  /// Its derivative in `scale`.
  double slope(const Side& side, double scale) const {
    if (score.alpha == 0) return -Density(side.rows, kernel).at(z() / scale) * z() / (scale * scale);
    double sum = 0;
    for (const Ranked& r : side.rows) {
      const double y = scale * r.value;
      if (y < z()) sum -= r.weight * r.value * score.alpha * std::pow((z() - y) / z(), score.alpha - 1) / z();
    }
    return sum / side.weight;
  }

  void influence(const Evaluation& e, const Side& before, const Side& after, const std::array<double, 4>& p) const {
    const double k = after.mean / before.mean;
    const double grown = slope(before, k), shrunk = -slope(after, 1 / k) / (k * k);  // by k
    for (const Ranked& r : after.rows) {
      const double dk = (r.value - after.mean) / (before.mean * after.weight);
      answer(e, r.k, true,
             {0, grown * dk, (score(line, r.value / k, z()) - p[2]) / after.weight + shrunk * dk,
              (score(line, r.value, z()) - p[3]) / after.weight});
    }
    for (const Ranked& r : before.rows) {
      const double dk = -k * (r.value - before.mean) / (before.mean * before.weight);
      answer(e, r.k, false,
             {(score(line, r.value, z()) - p[0]) / before.weight,
              (score(line, k * r.value, z()) - p[1]) / before.weight + grown * dk, shrunk * dk, 0});
    }
  }
  static void answer(const Evaluation& e, int64_t place, bool domain, const std::array<double, 4>& dp) {
    for (std::size_t m = 0; m < std::size(parts); ++m) {
      double sum = 0;
      for (std::size_t j = 0; j < 4; ++j) sum += parts[m][j] * dp[j];
      const auto output = static_cast<int64_t>(m);
      (domain ? e.u(output) : e.v(output))[static_cast<std::size_t>(place)] = sum;
    }
  }

  PovertyLine line;
  FgtScore score;
  Bandwidth kernel;
  SameGroupBefore same;
  Ranking ranking;
};
CLUSIA_INDICATOR_PLUGIN(PovertyChange);
