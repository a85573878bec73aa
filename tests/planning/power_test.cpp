// Power, sample size and detectable effect: against R (oracles/planning/power.R), a printed table, and simulated
// studies.
#include "planning/power.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <random>

#include "studies/csv.hpp"

namespace clusia::planning {
namespace {

using std::filesystem::path;
using test::csv;

struct Printed {
  Comparison of;
  Arms n;
  double effect, power;
  std::string which;
};

std::vector<Printed> printed() {
  std::vector<Printed> all;
  for (const auto& row : csv(path(CLUSIA_SOURCE_DIR) / "tests/oracles/planning/power.csv")) {
    const auto number = [&](const char* name) { return std::stod(row.at(name)); };
    Printed p;
    Comparison& of = p.of;
    of.outcome.share = row.at("share") == "1";
    (of.outcome.share ? of.outcome.comparison : of.outcome.sd) = number("sd_or_share");
    of.outcome.explained = number("explained");
    of.outcome.icc = number("icc");
    of.outcome.correlation = number("correlation");
    of.outcome.cluster_correlation = number("cluster_correlation");
    of.analysis = row.at("analysis") == "after"        ? Analysis::after
                  : row.at("analysis") == "difference" ? Analysis::difference
                                                       : Analysis::ancova;
    of.before = static_cast<int>(number("before"));
    of.after = static_cast<int>(number("after"));
    of.cluster_size = number("cluster_size");
    of.cluster_cv = number("cluster_cv");
    of.strata = static_cast<int>(number("strata"));
    of.level = number("level");
    p.n = {number("treated"), number("comparison")};
    p.effect = number("effect");
    p.power = number("power");
    p.which =
        row.at("origin") + ", " + row.at("analysis") + ", effect " + row.at("effect") + ", n " + row.at("treated");
    all.push_back(p);
  }
  return all;
}

TEST(Power, oracle_PowerAsR) {
  const auto all = printed();
  ASSERT_EQ(all.size(), 240U);
  for (const Printed& p : all) EXPECT_NEAR(power(p.of, p.n, p.effect) / p.power, 1, 1e-8) << p.which;
}

TEST(Power, oracle_SampleSizeAndDetectableEffectAsR) {
  int compared = 0;
  for (const Printed& p : printed()) {
    if (p.power < 0.1 || p.power > 0.999) continue;  // a sample size is no function of a power that hardly changes
    ++compared;
    const double ratio = p.n.treated / p.n.comparison;
    EXPECT_NEAR(sample_size(p.of, p.effect, p.power, ratio).comparison / p.n.comparison, 1, 1e-8) << p.which;
    EXPECT_NEAR(detectable_effect(p.of, p.n, p.power, p.effect) / p.effect, 1, 1e-8) << p.which;
  }
  EXPECT_GT(compared, 150);
}

/// Cohen 1988, table 2.4.1: n in each arm for a power of 0.80 of a two-sided test at 0.05.
TEST(Power, oracle_SampleSizesOfCohensTable) {
  for (const auto& [d, n] : {std::pair{0.2, 393.0}, {0.5, 64.0}, {0.8, 26.0}})
    EXPECT_EQ(std::round(sample_size({}, d, 0.8).comparison), n) << d;
}

Comparison with(Analysis analysis, double correlation) {
  Comparison of;
  of.analysis = analysis;
  of.outcome.correlation = correlation;
  return of;
}

/// McKenzie 2012, section 2: with one round each, difference in differences needs 2 (1 - rho) and ANCOVA 1 - rho^2
/// times the sample of a comparison after the programme.
TEST(Power, RoundsSaveWhatMcKenzieSays) {
  for (const double rho : {0.0, 0.25, 0.5, 0.9}) {
    EXPECT_DOUBLE_EQ(rounds_factor(with(Analysis::after, rho)), 1);
    EXPECT_DOUBLE_EQ(rounds_factor(with(Analysis::difference, rho)), 2 * (1 - rho));
    EXPECT_DOUBLE_EQ(rounds_factor(with(Analysis::ancova, rho)), 1 - rho * rho);
  }
}

TEST(Power, AsksForNothingThatCannotBe) {
  Comparison of;
  EXPECT_TRUE(std::isnan(power(of, {1, 1}, 1)));
  of.outcome.share = true;
  of.outcome.comparison = 0.9;
  EXPECT_TRUE(std::isnan(power(of, {100, 100}, 0.2)));
  EXPECT_THROW(sample_size(of, 0.2, 0.8), NoSample);
  EXPECT_THROW(sample_size(of, 0, 0.8), NoSample);
  EXPECT_THROW(detectable_effect(of, {20, 20}, 0.8, 1), NoSample);
  EXPECT_LT(detectable_effect(of, {200, 200}, 0.8, -1), 0);
}

TEST(Power, WholePeopleAndWholeClusters) {
  Comparison of;
  EXPECT_EQ(rounded_up(of, {63.2, 64}).treated, 64);
  EXPECT_EQ(rounded_up(of, {63.2, 64}).comparison, 64);
  of.cluster_size = 10;
  EXPECT_EQ(rounded_up(of, {63.2, 60}).treated, 70);
  EXPECT_EQ(rounded_up(of, {63.2, 60}).comparison, 60);
  EXPECT_EQ(to_approach(90, 0.1), 100);
  EXPECT_EQ(to_approach(91, 0.1), 102);
}

/// From a hair to an effect that nobody can miss: the sample has the power, and sees the effect.
TEST(Power, EverySizeHasASampleThatSeesIt) {
  for (const double effect : {0.01, 0.1, 1.0, 50.0, 1e9})
    for (const double people : {1.0, 12.0})
      for (const int strata : {1, 50})
        for (const double ratio : {0.05, 1.0, 20.0})
          for (const double wanted : {0.5, 0.999}) {
            Comparison of;
            of.cluster_size = people;
            of.outcome.icc = people > 1 ? 0.05 : 0;
            of.strata = strata;
            of.level = 0.001;
            const Arms n = rounded_up(of, sample_size(of, effect, wanted, ratio));
            EXPECT_GE(power(of, n, effect), wanted - 1e-9) << effect << " " << people << " " << ratio;
            const double seen = detectable_effect(of, n, wanted, -1);
            EXPECT_LT(seen, 0);
            EXPECT_GE(seen, -effect * (1 + 1e-6));
          }
}

/// A study of clusters with people who are asked twice; analysed by the clusters' mean changes, weighted by their
/// people.
struct Simulated {
  Comparison of;
  int clusters;  ///< in each arm
  double effect;
  std::mt19937_64 random{20260101};
  std::normal_distribution<double> normal{};

  int people() {
    if (of.cluster_cv == 0) return static_cast<int>(of.cluster_size);
    const double low = of.cluster_size * (1 - of.cluster_cv), high = of.cluster_size * (1 + of.cluster_cv);
    return static_cast<int>(random() % 2 == 0 ? low : high);
  }
  std::pair<double, int> change(double shift) {
    const Outcome& y = of.outcome;
    const double own = (y.correlation - y.icc * y.cluster_correlation) / (1 - y.icc);  // of a person within the cluster
    const auto pair = [&](double variance, double correlation) {
      const double a = normal(random), b = correlation * a + std::sqrt(1 - correlation * correlation) * normal(random);
      return std::sqrt(variance) * (b - a);
    };
    const int m = people();
    double sum = m * (pair(y.icc, y.cluster_correlation) + shift);
    for (int k = 0; k < m; ++k) sum += pair(1 - y.icc, own);
    return {sum / m, m};
  }
  bool finds() {
    double mean[2]{}, weight[2]{}, spread[2]{};
    std::vector<std::pair<double, int>> all[2];
    for (int arm = 0; arm < 2; ++arm) {
      for (int j = 0; j < clusters; ++j) all[arm].push_back(change(arm * effect));
      for (const auto& [value, m] : all[arm]) mean[arm] += m * value, weight[arm] += m;
      mean[arm] /= weight[arm];
      for (const auto& [value, m] : all[arm]) {
        const double z = m * (value - mean[arm]) / weight[arm];
        spread[arm] += z * z * clusters / (clusters - 1.0);
      }
    }
    const double t = (mean[1] - mean[0]) / std::sqrt(spread[0] + spread[1]);
    return t > boost::math::quantile(boost::math::students_t(2 * clusters - 2), 1 - of.level / 2);
  }
};

Simulated in_clusters(double cv) {
  Comparison of;
  of.analysis = Analysis::difference;
  of.outcome.icc = 0.1;
  of.outcome.correlation = 0.5;
  of.outcome.cluster_correlation = 0.8;
  of.cluster_size = 12;
  of.cluster_cv = cv;
  return {of, 15, 0.35};
}

void expect_simulated(Simulated study, double slack) {
  constexpr int studies = 6000;
  int found = 0;
  for (int k = 0; k < studies; ++k) found += study.finds() ? 1 : 0;
  const double n = study.clusters * study.of.cluster_size, by_formula = power(study.of, {n, n}, study.effect);
  EXPECT_GT(by_formula, 0.4);
  EXPECT_LT(by_formula, 0.95);
  EXPECT_NEAR(static_cast<double>(found) / studies, by_formula,
              4 * std::sqrt(by_formula * (1 - by_formula) / studies) + slack);
}

TEST(Power, OfSimulatedDifferencesInDifferencesWithClusters) { expect_simulated(in_clusters(0), 0); }

/// Sizes that vary make the formula an approximation: by a linearised variance, with fewer degrees of freedom in truth.
TEST(Power, OfSimulatedDifferencesInDifferencesWithUnequalClusters) { expect_simulated(in_clusters(0.5), 0.02); }

/// Other people in each round of the same clusters: what they share is their cluster's level.
TEST(Power, OfSimulatedCrossSections) {
  Simulated study = in_clusters(0);
  study.of.outcome.correlation = study.of.outcome.icc * study.of.outcome.cluster_correlation;
  study.effect = 0.45;
  expect_simulated(study, 0);
}

/// ANCOVA by hand: the slope within arms takes out what the baseline knows.
TEST(Power, OfSimulatedAncova) {
  constexpr int studies = 6000, n = 60;
  constexpr double rho = 0.6, effect = 0.4;
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  int found = 0;
  for (int s = 0; s < studies; ++s) {
    double x[2][n], y[2][n], mx[2]{}, my[2]{}, sxx = 0, sxy = 0, syy = 0;
    for (int arm = 0; arm < 2; ++arm) {
      for (int k = 0; k < n; ++k) {
        x[arm][k] = normal(random);
        y[arm][k] = rho * x[arm][k] + std::sqrt(1 - rho * rho) * normal(random) + arm * effect;
        mx[arm] += x[arm][k] / n, my[arm] += y[arm][k] / n;
      }
      for (int k = 0; k < n; ++k) {
        const double dx = x[arm][k] - mx[arm], dy = y[arm][k] - my[arm];
        sxx += dx * dx, sxy += dx * dy, syy += dy * dy;
      }
    }
    const double slope = sxy / sxx, gap = mx[1] - mx[0], residual = (syy - slope * sxy) / (2 * n - 3);
    const double t = (my[1] - my[0] - slope * gap) / std::sqrt(residual * (2.0 / n + gap * gap / sxx));
    found += t > boost::math::quantile(boost::math::students_t(2 * n - 3), 0.975) ? 1 : 0;
  }
  const double by_formula = power(with(Analysis::ancova, rho), {n, n}, effect);
  EXPECT_NEAR(static_cast<double>(found) / studies, by_formula,
              4 * std::sqrt(by_formula * (1 - by_formula) / studies) + 0.005);
}

}  // namespace
}  // namespace clusia::planning
