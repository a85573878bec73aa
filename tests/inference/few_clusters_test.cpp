// What a test finds where nothing is to be found: two of twenty clusters treated, no effect, 20 units each, an
// intraclass correlation of one half.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "inference/bias_reduced.hpp"
#include "inference/variance.hpp"

namespace clusia {
namespace {

struct Rejections {
  double plain = 0, bias_reduced = 0;
};

/// Clusters 0 .. treated - 1 against the others, difference of means; row values folded by cluster.
class Experiment {
 public:
  Experiment(int clusters, int treated) : clusters_(clusters), treated_(treated) {
    Codes psu;
    for (int g = 0; g < clusters; ++g) {
      psu.names.push_back(std::to_string(g));
      psu.code.push_back(g);
    }
    over_ = std::make_shared<const Clusterings>(clusterings_of({clustering_of(clusters, psu, {})}));
  }

  Rejections run(int times) const {
    std::mt19937_64 bits(20261125);
    Rejections share;
    for (int k = 0; k < times; ++k) once(bits, 1.0 / times, share);
    return share;
  }

 private:
  static constexpr int units = 20;
  bool is_treated(int g) const { return g < treated_; }

  void once(std::mt19937_64& bits, double each, Rejections& share) const {
    std::normal_distribution<double> normal;
    std::vector<double> sum(static_cast<std::size_t>(clusters_), 0);
    double mean[2] = {0, 0};
    const double n[2] = {double(units * (clusters_ - treated_)), double(units * treated_)};
    for (int g = 0; g < clusters_; ++g) {
      const double common = std::sqrt(0.5) * normal(bits);
      for (int k = 0; k < units; ++k) sum[std::size_t(g)] += common + std::sqrt(0.5) * normal(bits);
      mean[is_treated(g)] += sum[std::size_t(g)] / n[is_treated(g)];
    }
    Totals z(over_);
    std::vector<double> weight[2], totals[2];
    for (int arm = 0; arm < 2; ++arm) {
      for (int g = 0; g < clusters_; ++g) {
        const bool in = is_treated(g) == (arm == 1);
        weight[arm].push_back(in ? units : 0);
        totals[arm].push_back(in ? (sum[std::size_t(g)] - units * mean[arm]) / n[arm] : 0);
        z.add(g, (arm == 1 ? 1 : -1) * totals[arm].back());
      }
    }
    const double effect = mean[1] - mean[0];
    BiasReduced reduced(std::size_t(clusters_) + 0);
    reduced.add_cell(1, weight[1], totals[1]);
    reduced.add_cell(-1, weight[0], totals[0]);
    const auto plain = interval_of(effect, variance(z, Factor::design, {}).value, clusters_ - 1, 0.95, 0);
    const auto ours = interval_of(effect, reduced.variance(), reduced.degrees_of_freedom(), 0.95, 0);
    share.plain += plain->p_value < 0.05 ? each : 0;
    share.bias_reduced += ours->p_value < 0.05 ? each : 0;
  }

  int clusters_, treated_;
  std::shared_ptr<const Clusterings> over_;
};

constexpr int times = 4000;
const double error = 3 * std::sqrt(0.05 * 0.95 / times);

TEST(FewClusters, ThePlainTestFindsFiveTimesTooMuchWithTwoOfTwenty) {
  const Rejections found = Experiment(20, 2).run(times);
  EXPECT_NEAR(found.plain, 0.256, 3 * std::sqrt(0.256 * 0.744 / 2000));  // 25.6 % of 2,000 runs in another program
  EXPECT_LT(found.bias_reduced, 0.05 + error);
}

TEST(FewClusters, ThePlainTestFindsTooMuchWithTwoOfTwelve) {
  const Rejections found = Experiment(12, 2).run(times);
  EXPECT_NEAR(found.plain, 0.182, 3 * std::sqrt(0.182 * 0.818 / 2000));
  EXPECT_LT(found.bias_reduced, 0.05 + error);
}

TEST(FewClusters, BothHoldWhereManyClustersAreTreated) {
  const Rejections found = Experiment(40, 20).run(times);
  EXPECT_NEAR(found.plain, 0.056, 3 * std::sqrt(0.05 * 0.95 / 2000));
  EXPECT_NEAR(found.bias_reduced, 0.05, error);
}

}  // namespace
}  // namespace clusia
