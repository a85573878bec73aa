// Bounds on broken trends and bands of paths: closed forms, R (trend_bounds.R: linear programmes, a general minimiser,
// mvtnorm), and how often the intervals cover.
#include "inference/trend_bounds.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <sstream>

#include "inference/sup_t.hpp"
#include "studies/csv.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";
constexpr double infinite = std::numeric_limits<double>::infinity();

double real(const std::string& text) { return text == "Inf" ? infinite : std::stod(text); }

std::map<std::string, EventPath> paths() {
  std::map<std::string, EventPath> all;
  std::map<std::string, std::vector<double>> sigma;
  for (const auto& row : csv(oracles / "trend_paths.csv")) {
    EventPath& path = all[row.at("path")];
    path.estimate.push_back(std::stod(row.at("estimate")));
    path.before += std::stoi(row.at("wave")) < 0 ? 1 : 0;
    path.df = real(row.at("df"));
    std::istringstream numbers(row.at("sigma"));
    for (double v = 0; numbers >> v;) sigma[row.at("path")].push_back(v);
  }
  for (auto& [name, path] : all) {
    const auto n = static_cast<Eigen::Index>(path.estimate.size());
    path.covariance = Eigen::Map<Eigen::MatrixXd>(sigma[name].data(), n, n);
  }
  return all;
}

EventPath path_of(std::vector<double> estimate, std::size_t before, const Eigen::MatrixXd& covariance, double df) {
  return {std::move(estimate), covariance, before, df};
}

TEST(TrendBounds, AsLinearProgrammesAndAGeneralMinimiser) {
  const auto all = paths();
  int seen = 0;
  for (const auto& row : csv(oracles / "trend_bounds.csv")) {
    const EventPath& path = all.at(row.at("path"));
    const auto step = static_cast<std::size_t>(std::stoi(row.at("step")));
    const double m = std::stod(row.at("m"));
    const bool breaks = row.at("restriction") == "breaks";
    const UnderBreaks under_breaks(path, step);
    const UnderBends under_bends(path, step);
    const Ends set = breaks ? under_breaks.identified(m) : under_bends.identified(m);
    const Ends interval = breaks ? under_breaks.interval(m, 0.95) : under_bends.interval(m, 0.95);
    const std::string which = row.at("path") + " " + row.at("step") + " " + row.at("restriction") + " " + row.at("m");
    EXPECT_NEAR(set.low, std::stod(row.at("set_low")), 1e-8) << which;
    EXPECT_NEAR(set.high, std::stod(row.at("set_high")), 1e-8) << which;
    const double low = std::stod(row.at("low")), high = std::stod(row.at("high"));
    if (breaks) {
      EXPECT_NEAR(interval.low, low, 1e-8) << which;
      EXPECT_NEAR(interval.high, high, 1e-8) << which;
    } else {  // the length is what is minimised; where it is flat, two minimisers stop apart
      EXPECT_NEAR(interval.high - interval.low, high - low, 1e-4 * (high - low)) << which;
      EXPECT_NEAR(interval.low, low, 2e-2 * (high - low)) << which;
    }
    ++seen;
  }
  EXPECT_GT(seen, 50);
}

/// One wave before, one after: beta_post -/+ Mbar |beta_pre|, and the straight line -/+ M.
TEST(TrendBounds, OneWaveBeforeAndOneAfterByHand) {
  const EventPath path = path_of({-0.5, 2}, 1, Eigen::MatrixXd::Zero(2, 2), infinite);
  const UnderBreaks breaks(path, 1);
  EXPECT_DOUBLE_EQ(breaks.identified(1.5).low, 2 - 0.75);
  EXPECT_DOUBLE_EQ(breaks.identified(1.5).high, 2 + 0.75);
  EXPECT_DOUBLE_EQ(*breaks.breakdown(0.95, 0), 4);
  const UnderBends bends(path, 1);
  EXPECT_DOUBLE_EQ(bends.identified(0.3).low, 1.5 - 0.3);
  EXPECT_DOUBLE_EQ(bends.identified(0.3).high, 1.5 + 0.3);
  EXPECT_NEAR(*bends.breakdown(0.95, 0), 1.5, 1e-6);
}

/// With nothing allowed, the interval under breaks is the plain one, and an unclear effect has broken down already.
TEST(TrendBounds, ParallelTrendsAreThePlainInterval) {
  const EventPath path = path_of({0.2, 1}, 1, Eigen::MatrixXd{{0.04, 0.01}, {0.01, 0.25}}, infinite);
  const UnderBreaks breaks(path, 1);
  EXPECT_NEAR(breaks.interval(0, 0.95).low, 1 - 1.959963984540054 * 0.5, 1e-12);
  EXPECT_GT(*breaks.breakdown(0.95, 0), 0);
  EXPECT_EQ(*breaks.breakdown(0.99, 0), 0);
}

/// A little less and the interval leaves out no effect; a little more and it does not.
TEST(TrendBounds, BreakdownIsWhereTheIntervalReachesNoEffect) {
  const auto includes = [](const Ends& e) { return e.low <= 0 && 0 <= e.high; };
  int found = 0;
  for (const auto& [name, path] : paths())
    for (std::size_t step = 1; step <= path.estimate.size() - path.before; ++step) {
      const UnderBreaks breaks(path, step);
      const UnderBends bends(path, step);
      const auto m = breaks.breakdown(0.95, 0), bend = bends.breakdown(0.95, 0);
      ASSERT_TRUE(m && bend) << name;
      if (*m > 0) {
        EXPECT_FALSE(includes(breaks.interval(*m * 0.9999, 0.95))) << name << step;
        EXPECT_TRUE(includes(breaks.interval(*m * 1.0001, 0.95))) << name << step;
        ++found;
      }
      if (*bend > 0) {
        EXPECT_FALSE(includes(bends.interval(*bend * 0.999, 0.95))) << name << step;
        EXPECT_TRUE(includes(bends.interval(*bend * 1.001, 0.95))) << name << step;
        ++found;
      }
    }
  EXPECT_GT(found, 5);
}

/// The bias of the folded quantile against tables of the noncentral chi-squared: R, sqrt(qchisq(.95, 1, ncp = b^2)).
TEST(TrendBounds, FoldedQuantileAsNoncentralChiSquared) {
  EXPECT_NEAR(folded_quantile(0, infinite, 0.95), 1.959963984540054, 1e-9);
  EXPECT_NEAR(folded_quantile(0.5, infinite, 0.95), 2.1814774423, 1e-6);
  EXPECT_NEAR(folded_quantile(2, infinite, 0.95), 3.6448537071, 1e-6);
}

/// True trends at the edge of what is allowed, 4,000 samples: the true effect is covered as often as is said, or more.
TEST(TrendBounds, IntervalsCoverAtTheEdgeOfWhatIsAllowed) {
  const EventPath model = paths().at("three_before");
  const Eigen::MatrixXd root = model.covariance.llt().matrixL();
  constexpr int samples = 4000;
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  // Breaks of 0.3 before and Mbar times as much after (1 and 2 waves); bends of 0.1 from wave to wave.
  const double ratio = 1, bend = 0.1;
  const std::vector<double> broken{-0.3, -0.6, -0.3, ratio * 0.3, 2 * ratio * 0.3};
  std::vector<double> bent;
  for (const int t : {-3, -2, -1, 1, 2}) bent.push_back(bend * t * t / 2);
  int covered_breaks = 0, covered_bends = 0, covered_naively = 0;
  for (int k = 0; k < samples; ++k) {
    Eigen::VectorXd z(5);
    for (double& v : z) v = normal(random);
    const Eigen::VectorXd noise = root * z;
    const auto sample = [&](const std::vector<double>& trend) {
      EventPath path = model;
      for (std::size_t t = 0; t < trend.size(); ++t) path.estimate[t] = trend[t] + noise(static_cast<Eigen::Index>(t));
      return path;
    };
    const Ends breaks = UnderBreaks(sample(broken), 2).interval(ratio, 0.95);
    const Ends naive = UnderBreaks(sample(broken), 2).interval(0, 0.95);
    const Ends bends = UnderBends(sample(bent), 2).interval(bend, 0.95);
    covered_breaks += breaks.low <= 0 && 0 <= breaks.high ? 1 : 0;
    covered_naively += naive.low <= 0 && 0 <= naive.high ? 1 : 0;
    covered_bends += bends.low <= 0 && 0 <= bends.high ? 1 : 0;
  }
  const double error = std::sqrt(0.95 * 0.05 / samples);
  EXPECT_GT(covered_breaks, (0.95 - 3 * error) * samples);
  EXPECT_GT(covered_bends, (0.95 - 3 * error) * samples);
  EXPECT_LT(covered_naively, 0.8 * samples) << "this trend does no harm: the test shows nothing";
}

/// Monte Carlo of 100,000 draws: the error of a quantile is sqrt(p(1 - p)/draws) over the density there; 0.02 is three
/// of them at 95%, and 0.05 at 99%.
TEST(Bands, CriticalValuesAsMvtnorm) {
  const auto all = paths();
  int seen = 0;
  for (const auto& row : csv(oracles / "trend_bands.csv")) {
    const double confidence = std::stod(row.at("confidence"));
    const auto ours = sup_t(all.at(row.at("path")).covariance, real(row.at("df")), confidence, 100000, 3);
    ASSERT_TRUE(ours);
    EXPECT_NEAR(*ours, std::stod(row.at("critical")), confidence > 0.95 ? 0.05 : 0.02) << row.at("path") << confidence;
    ++seen;
  }
  EXPECT_EQ(seen, 12);
}

TEST(Bands, OfWhatIsNoCovarianceThereIsNone) {
  EXPECT_FALSE(sup_t(Eigen::MatrixXd{{1.0, 2.0}, {2.0, 1.0}}, infinite, 0.95, 100, 1));
  EXPECT_FALSE(sup_t(Eigen::MatrixXd{{1.0, 0.0}, {0.0, 0.0}}, infinite, 0.95, 100, 1));
}

}  // namespace
}  // namespace clusia::test
