// Krippendorff's alpha against his own example and against its definition in R (judgement.R).
#include "judgement/agreement.hpp"

#include "judgement/tables.hpp"

namespace clusia::test {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Scale scale_of(const std::string& name) {
  return name == "nominal" ? Scale::nominal : name == "ordinal" ? Scale::ordinal : Scale::interval;
}

TEST(Agreement, oracle_r_from_the_definition) {
  const auto ratings = matrices("ratings.csv", "thing", "rater", "score");
  const auto printed = csv(judgement_oracles / "agreement.csv");
  ASSERT_EQ(printed.size(), 12U);
  for (const auto& row : printed) {
    const Matrix& scores = ratings.at(row.at("case"));
    const Agreement ours = krippendorff(scores.values, scores.columns, scale_of(row.at("scale")));
    ASSERT_TRUE(ours.alpha) << row.at("case");
    const double expected = std::stod(row.at("alpha"));
    EXPECT_NEAR(*ours.alpha, expected, 1e-8 * std::fabs(expected)) << row.at("case") << ", " << row.at("scale");
  }
}

/// Krippendorff 2011, section C: four observers, twelve units, missing values; his printed alphas, section E.
TEST(Agreement, oracle_published_example_of_krippendorff) {
  const Matrix scores = matrices("ratings.csv", "thing", "rater", "score").at("krippendorff_2011");
  EXPECT_NEAR(*krippendorff(scores.values, 4, Scale::nominal).alpha, 0.743, 5e-4);
  EXPECT_NEAR(*krippendorff(scores.values, 4, Scale::ordinal).alpha, 0.815, 5e-4);
  EXPECT_NEAR(*krippendorff(scores.values, 4, Scale::interval).alpha, 0.849, 5e-4);
  const Agreement of = krippendorff(scores.values, 4, Scale::ordinal);
  EXPECT_EQ(of.things, 11) << "one unit has a single score";
  EXPECT_EQ(of.scores, 40);
}

/// Krippendorff 2011, sections A and B: two observers, two values and nominal data; printed .095 and .692.
TEST(Agreement, oracle_published_examples_of_two_observers) {
  const std::vector<double> binary{0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0};
  EXPECT_NEAR(*krippendorff(binary, 2, Scale::nominal).alpha, 0.095, 5e-4);
  const std::string ben = "aabbdcccedda", gerry = "babbbccceddd";
  std::vector<double> nominal;
  for (std::size_t k = 0; k < ben.size(); ++k) nominal.push_back(ben[k]), nominal.push_back(gerry[k]);
  EXPECT_NEAR(*krippendorff(nominal, 2, Scale::nominal).alpha, 0.692, 5e-4);
}

/// On an ordinal scale only the order of the values counts, and raters are interchangeable.
TEST(Agreement, OrdinalReadsOrderAlone) {
  const Matrix scores = matrices("ratings.csv", "thing", "rater", "score").at("gaps");
  std::vector<double> stretched = scores.values, turned;
  for (double& x : stretched) x = std::exp(x);
  for (std::size_t row = 0; row < scores.values.size(); row += scores.columns)
    for (std::size_t k = scores.columns; k-- > 0;) turned.push_back(scores.values[row + k]);
  const double alpha = *krippendorff(scores.values, scores.columns, Scale::ordinal).alpha;
  EXPECT_NEAR(*krippendorff(stretched, scores.columns, Scale::ordinal).alpha, alpha, 1e-12);
  EXPECT_NEAR(*krippendorff(turned, scores.columns, Scale::ordinal).alpha, alpha, 1e-12);
  EXPECT_GT(std::fabs(*krippendorff(stretched, scores.columns, Scale::interval).alpha - alpha), 1e-3);
}

TEST(Agreement, IsNotThereWhereNothingCanBeCompared) {
  EXPECT_FALSE(krippendorff(std::vector<double>{1.0, none, none, 2.0}, 2, Scale::ordinal).alpha)
      << "no thing has two scores";
  EXPECT_FALSE(krippendorff(std::vector<double>{3.0, 3.0, 3.0, 3.0}, 2, Scale::ordinal).alpha) << "no score differs";
  EXPECT_EQ(*krippendorff(std::vector<double>{1.0, 1.0, 2.0, 2.0}, 2, Scale::ordinal).alpha, 1);
  EXPECT_THROW(krippendorff(std::vector<double>{1.0, 2.0, 3.0}, 2, Scale::ordinal), std::invalid_argument);
}

}  // namespace
}  // namespace clusia::test
