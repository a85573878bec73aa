// Kendall's W against R's friedman.test and all permutations (judgement.R), and published values.
#include "judgement/concordance.hpp"

#include "judgement/tables.hpp"

namespace clusia::test {
namespace {

constexpr std::int64_t many = 40000;

TEST(Concordance, oracle_r_friedman_with_ties) {
  const auto all = rankings();
  const auto printed = csv(judgement_oracles / "concordance.csv");
  ASSERT_EQ(printed.size(), 8U);
  for (const auto& row : printed) {
    const Matrix& ranks = all.at(row.at("case"));
    const double expected = std::stod(row.at("w"));
    EXPECT_NEAR(*kendall_w(ranks.values, ranks.columns, 0, 1).w, expected, 1e-8 * std::max(expected, 1e-4))
        << row.at("case");
  }
}

TEST(Concordance, oracle_r_p_values_of_all_permutations) {
  const auto all = rankings();
  int compared = 0;
  for (const auto& row : csv(judgement_oracles / "concordance.csv")) {
    if (row.at("p").empty()) continue;
    const Matrix& ranks = all.at(row.at("case"));
    const double exact = std::stod(row.at("p"));
    const double error = std::sqrt(exact * (1 - exact) / static_cast<double>(many));
    EXPECT_NEAR(*kendall_w(ranks.values, ranks.columns, many, 3).p, exact, 4 * error + 1e-12) << row.at("case");
    ++compared;
  }
  EXPECT_EQ(compared, 5);
}

/// proofwiki.org, "Kendall's Coefficient of Concordance, Arbitrary Example 1": four judges, three competitors, 1/16.
TEST(Concordance, oracle_published_example) {
  const std::vector<double> ranks{1, 3, 2, 1, 2, 3, 2, 3, 1, 3, 1, 2};
  EXPECT_NEAR(*kendall_w(ranks, 3, 0, 1).w, 1.0 / 16, 1e-15);
}

/// Friedman 1937, table VI (Siegel 1956, table N): three rankings of four, chi square 7.4, p .033; S = 37, W = 7.4/9.
TEST(Concordance, oracle_published_table_of_p_values) {
  const Matrix few = rankings().at("few");
  const Concordance of = kendall_w(few.values, few.columns, many, 1);
  EXPECT_NEAR(*of.w, 7.4 / 9, 1e-12);
  EXPECT_NEAR(*of.p, 0.033, 0.0005 + 4 * std::sqrt(0.033 / static_cast<double>(many)));
}

TEST(Concordance, OrderAloneCountsAndTheSeedAloneDecides) {
  const Matrix ranks = rankings().at("large");
  std::vector<double> values = ranks.values;
  for (double& x : values) x = std::exp(x);
  const Concordance plain = kendall_w(ranks.values, ranks.columns, 500, 7), same = kendall_w(values, 7, 500, 7);
  EXPECT_EQ(*plain.w, *same.w);
  EXPECT_EQ(*plain.p, *same.p);
  EXPECT_NE(*plain.p, *kendall_w(values, 7, 500, 8).p);
}

TEST(Concordance, WhoLeavesAnItemOutIsCounted) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const Concordance of = kendall_w(std::vector<double>{1.0, 2, 3, 1, 2, 3, 3, none, 1}, 3, 999, 1);
  EXPECT_EQ(of.judges, 2);
  EXPECT_EQ(of.left_out, 1);
  EXPECT_EQ(*of.w, 1);
  EXPECT_FALSE(kendall_w(std::vector<double>{1.0, 2, 3}, 3, 99, 1).w) << "one judge";
  EXPECT_FALSE(kendall_w(std::vector<double>{1.0, 1, 1, 1}, 2, 99, 1).w) << "nothing but ties";
  EXPECT_THROW(kendall_w(std::vector<double>{1.0, 2, 3}, 2, 99, 1), std::invalid_argument);
}

}  // namespace
}  // namespace clusia::test
