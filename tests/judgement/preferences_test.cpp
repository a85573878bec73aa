// Borda, mean ranks and Kemeny's orders against all orders in R (judgement.R), and published elections.
#include "judgement/preferences.hpp"

#include <algorithm>

#include "judgement/tables.hpp"

namespace clusia::test {
namespace {

Preferences preferences_of(const Matrix& ranks) {
  Preferences of(ranks.columns);
  for (std::size_t row = 0; row < ranks.values.size(); row += ranks.columns)
    of.add_ranks(std::span(ranks.values).subspan(row, ranks.columns));
  return of;
}

TEST(Preferences, oracle_r_borda_and_mean_ranks) {
  const auto all = rankings();
  std::size_t compared = 0;
  for (const auto& row : csv(judgement_oracles / "orders.csv")) {
    const Matrix& ranks = all.at(row.at("case"));
    const auto n = static_cast<double>(ranks.columns), m = static_cast<double>(ranks.values.size()) / n;
    const std::size_t item = std::stoul(row.at("item")) - 1;
    EXPECT_NEAR(borda(preferences_of(ranks)).at(item) * m * (n - 1), std::stod(row.at("borda")), 1e-12);
    const double mean = std::stod(row.at("mean_rank"));
    EXPECT_NEAR(mean_rank(ranks.values, ranks.columns).at(item), mean, 1e-8 * mean);
    ++compared;
  }
  EXPECT_EQ(compared, 39U);
}

TEST(Preferences, oracle_r_kemeny_by_all_orders) {
  const auto all = rankings();
  for (const auto& row : csv(judgement_oracles / "orders.csv")) {
    const Kemeny of = kemeny(preferences_of(all.at(row.at("case"))));
    const std::size_t item = std::stoul(row.at("item")) - 1;
    EXPECT_EQ(of.orders, std::stol(row.at("orders"))) << row.at("case");
    EXPECT_EQ(of.contradicted, std::stod(row.at("contradicted"))) << row.at("case");
    EXPECT_EQ(of.order.at(std::stoul(row.at("first_order")) - 1), item) << row.at("case");
    EXPECT_EQ(of.places.at(item).first, std::stoul(row.at("best_place"))) << row.at("case");
    EXPECT_EQ(of.places.at(item).second, std::stoul(row.at("worst_place"))) << row.at("case");
  }
}

/// Votes for whole orders: "ABC" by 23 people.
Preferences votes(const std::vector<std::pair<std::string, int>>& ballots) {
  Preferences of(ballots.front().first.size());
  for (const auto& [order, people] : ballots) {
    std::vector<double> ranks(order.size());
    for (std::size_t place = 0; place < order.size(); ++place)
      ranks.at(static_cast<std::size_t>(order[place] - 'A')) = static_cast<double>(place + 1);
    for (int k = 0; k < people; ++k) of.add_ranks(ranks);
  }
  return of;
}

/// Condorcet's 60 voters (Young 1988, "Condorcet's Theory of Voting"): Borda's points are 58, 69 and 53; the order with
/// most support is B, C, A, with 104 of 180 votes on pairs.
TEST(Preferences, oracle_published_condorcets_sixty_voters) {
  const Preferences of = votes({{"ABC", 23}, {"BCA", 17}, {"BAC", 2}, {"CAB", 10}, {"CBA", 8}});
  const std::vector<double> shares = borda(of);
  EXPECT_NEAR(shares[0] * 120, 58, 1e-12);
  EXPECT_NEAR(shares[1] * 120, 69, 1e-12);
  EXPECT_NEAR(shares[2] * 120, 53, 1e-12);
  const Kemeny best = kemeny(of);
  EXPECT_EQ(best.order, (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(best.orders, 1);
  EXPECT_EQ(best.contradicted, 180 - 104);
}

/// The capital of Tennessee (en.wikipedia.org, "Kemeny-Young method", "Borda count"): A Memphis, B Nashville, C
/// Chattanooga, D Knoxville; Borda 126, 194, 173, 107 points; Kemeny's order B, C, D, A with a score of 393 of 600.
TEST(Preferences, oracle_published_capital_of_tennessee) {
  const Preferences of = votes({{"ABCD", 42}, {"BCDA", 26}, {"CDBA", 15}, {"DCBA", 17}});
  const std::vector<double> points{126, 194, 173, 107}, shares = borda(of);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(shares[k] * 300, points[k], 1e-10);
  const Kemeny best = kemeny(of);
  EXPECT_EQ(best.order, (std::vector<std::size_t>{1, 2, 3, 0}));
  EXPECT_EQ(best.contradicted, 600 - 393);
}

/// Ten items, the most there can be: one opinion comes back, and ties of all with all are told as such.
TEST(Preferences, TenItemsAreExact) {
  std::vector<double> ranks{4, 9, 1, 7, 10, 2, 5, 8, 3, 6};
  Preferences one(10);
  one.add_ranks(ranks);
  const Kemeny of = kemeny(one);
  EXPECT_EQ(of.orders, 1);
  EXPECT_EQ(of.contradicted, 0);
  for (std::size_t place = 0; place < 10; ++place) EXPECT_EQ(ranks[of.order[place]], static_cast<double>(place + 1));
  EXPECT_EQ(kemeny(Preferences(10)).orders, 3628800) << "nobody said anything: all 10! orders";
  EXPECT_THROW(kemeny(Preferences(11)), std::invalid_argument);
}

TEST(Preferences, PairsAndRanksAreTheSameOpinions) {
  Preferences ranks(3), pairs(3);
  ranks.add_ranks(std::vector<double>{2.0, 1.0, 3.0});
  pairs.add_pair(1, 0), pairs.add_pair(1, 2), pairs.add_pair(0, 2);
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = 0; b < 3; ++b) EXPECT_EQ(ranks.over(a, b), pairs.over(a, b));
}

TEST(Preferences, WhatIsNotRankedIsNotCompared) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  Preferences of(3);
  of.add_ranks(std::vector<double>{1.0, none, 2.0});
  const std::vector<double> shares = borda(of), means = mean_rank(std::vector<double>{1.0, none, 2.0}, 3);
  EXPECT_EQ(shares[0], 1);
  EXPECT_TRUE(std::isnan(shares[1]));
  EXPECT_EQ(shares[2], 0);
  EXPECT_TRUE(std::isnan(means[1]));
  EXPECT_THROW(of.add_ranks(std::vector<double>{1.0}), std::invalid_argument);
}

}  // namespace
}  // namespace clusia::test
