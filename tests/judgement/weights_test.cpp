// Weights from ranks and scores, by hand.
#include "judgement/weights.hpp"

#include "judgement/tables.hpp"

namespace clusia::test {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Ranks 1, 2, 3, 4: 4/10, 3/10, 2/10, 1/10 (Stillwell, Seaver and Edwards 1981).
TEST(Weights, OfRanks) {
  const std::vector<double> weights = rank_sum_weights(std::vector<double>{2.0, 1.0, 4.0, 3.0});
  const std::vector<double> expected{0.3, 0.4, 0.1, 0.2};
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(weights[k], expected[k], 1e-15);
  EXPECT_EQ(rank_sum_weights(std::vector<double>{1.0, none})[1], 0);
}

/// 10 beans and 100: shares .2 .3 .5 and .6 .3 .1.
TEST(Weights, OfScoresCountEachPersonTheSame) {
  const ScoreWeights of = score_weights(std::vector<double>{2.0, 3, 5, 60, 30, 10, 1, none, 4, 0, 0, 0}, 3);
  const std::vector<double> expected{0.4, 0.3, 0.3};
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(of.weights[k], expected[k], 1e-15);
  EXPECT_EQ(of.people, 2);
  EXPECT_EQ(of.left_out, 2);
  EXPECT_TRUE(score_weights(std::vector<double>{none, 1.0}, 2).weights.empty());
  EXPECT_THROW(score_weights(std::vector<double>{1.0, 2.0, 3.0}, 2), std::invalid_argument);
}

}  // namespace
}  // namespace clusia::test
