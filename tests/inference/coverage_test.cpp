// Intervals that say 95 % cover in 95 % of the samples, in a stratified two-stage design.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "inference/variance.hpp"

namespace clusia {
namespace {

/// A population of strata, PSUs and units; a sample of some PSUs in each stratum and some units in each of them.
class Population {
 public:
  static constexpr int strata = 10, psus = 60, units = 20;

  Population() {
    std::mt19937_64 bits(5);
    std::normal_distribution<double> normal;
    double sum = 0;
    for (int h = 0; h < strata; ++h)
      for (int i = 0; i < psus; ++i) {
        const double common = 0.3 * normal(bits);
        for (int k = 0; k < units; ++k) sum += y_[place(h, i, k)] = std::exp(0.1 * h + common + 0.4 * normal(bits));
      }
    mean_ = sum / (strata * psus * units);
  }
  double mean() const { return mean_; }

  /// Of the mean, by PSUs drawn with replacement and units without.
  std::optional<Interval> interval(std::mt19937_64& bits, int drawn, int within) const {
    std::vector<double> y;
    Codes psu, stratum;
    const auto add = [](Codes& codes, std::int32_t level) {
      codes.code.push_back(level);
      while (codes.levels() <= level) codes.names.push_back(std::to_string(codes.levels()));
    };
    for (int h = 0; h < strata; ++h)
      for (int i = 0; i < drawn; ++i) {
        const int which = static_cast<int>(bits() % psus);
        std::vector<int> order(units);
        for (int k = 0; k < units; ++k) order[static_cast<std::size_t>(k)] = k;
        std::shuffle(order.begin(), order.end(), bits);
        for (int k = 0; k < within; ++k) {
          y.push_back(y_[place(h, which, order[static_cast<std::size_t>(k)])]);
          add(psu, h * drawn + i);
          add(stratum, h);
        }
      }
    const auto rows = static_cast<std::int64_t>(y.size());
    const auto over =
        std::make_shared<const Clusterings>(clusterings_of_stages(stages_of(rows, {{psu, stratum, {}}}), nullptr));
    double estimate = 0;
    for (const double v : y) estimate += v / static_cast<double>(rows);
    Totals z(over);
    Domain everyone(over);
    for (std::int64_t row = 0; row < rows; ++row) {
      z.add(row, (y[static_cast<std::size_t>(row)] - estimate) / static_cast<double>(rows));
      everyone.add(row);
    }
    const Variance v = variance(z, Factor::design, {});
    return interval_of(estimate, v.value, everyone.degrees_of_freedom(), 0.95, 0);
  }

 private:
  static std::size_t place(int h, int i, int k) { return static_cast<std::size_t>((h * psus + i) * units + k); }
  std::vector<double> y_ = std::vector<double>(strata * psus * units, 0);
  double mean_ = 0;
};

TEST(Coverage, OfTheMeanInAStratifiedTwoStageDesign) {
  const Population population;
  std::mt19937_64 bits(17);
  constexpr int samples = 4000;
  int covered = 0;
  for (int s = 0; s < samples; ++s) {
    const auto interval = population.interval(bits, 6, 5);
    ASSERT_TRUE(interval);
    covered += interval->low <= population.mean() && population.mean() <= interval->high ? 1 : 0;
  }
  const double rate = static_cast<double>(covered) / samples;
  const double error = std::sqrt(0.95 * 0.05 / samples);
  EXPECT_GT(rate, 0.95 - 3 * error);
  EXPECT_LT(rate, 0.95 + 3 * error);
}

}  // namespace
}  // namespace clusia
