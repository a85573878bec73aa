// Allocations: against two published ones, and what must hold of each.
#include "planning/allocation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace clusia::planning {
namespace {

using Counts = std::vector<std::int64_t>;

std::int64_t sum(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}); }

/// Six strata of caribou (Siniff and Skoog 1964) as Lohr 2010, chapter 3, works them: 225 N_h S_h / sum N S
/// is 96.26, 4.81, 44.04, 2.89, 67.38 and 9.63.
TEST(Allocation, oracle_NeymanOfTheCaribouSurvey) {
  const std::vector<Cell> strata = {{400, 3000}, {30, 2000}, {61, 9000}, {18, 2000}, {70, 12000}, {120, 1000}};
  EXPECT_EQ(allocate(strata, 225, Rule::neyman), (Counts{96, 5, 44, 3, 67, 10}));
}

/// Hamilton's apportionment of 120 seats by the census of 1790, as printed by Balinski and Young 1982.
TEST(Allocation, oracle_LargestRemainderOf1792) {
  const std::vector<std::int64_t> people = {236841, 55540,  70835,  68705, 278514, 475327, 141822, 179570,
                                            331589, 353523, 432879, 68446, 206236, 85533,  630560};
  ASSERT_EQ(sum(people), 3615920);
  std::vector<Cell> states;
  for (const std::int64_t n : people) states.push_back({n});
  EXPECT_EQ(allocate(states, 120, Rule::proportional), (Counts{8, 2, 2, 2, 9, 16, 5, 6, 11, 12, 14, 2, 7, 3, 21}));
}

TEST(Allocation, EqualIsEqualUntilACellIsEmptied) {
  EXPECT_EQ(allocate({{100}, {100}, {100}}, 60, Rule::equal), (Counts{20, 20, 20}));
  EXPECT_EQ(allocate({{100}, {5}, {100}}, 60, Rule::equal), (Counts{28, 5, 27}));
}

TEST(Allocation, TheMinimumIsMetWhereThereAreSoMany) {
  EXPECT_EQ(allocate({{900}, {50}, {50}, {3}}, 60, Rule::proportional, 10), (Counts{37, 10, 10, 3}));
}

TEST(Allocation, ACellWithoutSpreadTakesWhatIsLeft) {
  EXPECT_EQ(allocate({{10, 0}, {20, 5}}, 15, Rule::neyman), (Counts{0, 15}));
  EXPECT_EQ(allocate({{10, 0}, {20, 5}}, 25, Rule::neyman), (Counts{5, 20}));
  EXPECT_EQ(allocate({{10, 0}, {20, 0}}, 15, Rule::neyman), (Counts{5, 10}));
}

TEST(Allocation, WhatCannotBeHadIsRefused) {
  EXPECT_THROW(allocate({{10}, {20}}, 31, Rule::equal), NoAllocation);
  EXPECT_THROW(allocate({{10}, {20}}, 9, Rule::equal, 5), NoAllocation);
  EXPECT_EQ(allocate({{10}, {20}}, 30, Rule::equal), (Counts{10, 20}));
  EXPECT_EQ(allocate({{10}, {20}}, 10, Rule::equal, 5), (Counts{5, 5}));
}

/// Whole numbers within one of c w for the same c in all cells that no bound holds.
TEST(Allocation, SumsKeepsBoundsAndFollowsTheRule) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Cell> cells(1 + random() % 9);
    std::int64_t least = 0, most = 0;
    const auto minimum = static_cast<std::int64_t>(random() % 8);
    for (Cell& cell : cells) {
      cell = {static_cast<std::int64_t>(random() % 200), 0.1 + static_cast<double>(random() % 50)};
      least += std::min(minimum, cell.size), most += cell.size;
    }
    if (most == least) continue;
    const auto total = least + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most - least));
    const Rule rule = static_cast<Rule>(random() % 3);
    const Counts n = allocate(cells, total, rule, minimum);
    ASSERT_EQ(sum(n), total);
    double lowest = 1e300, highest = 0;  // of what c may be
    for (std::size_t k = 0; k < cells.size(); ++k) {
      ASSERT_GE(n[k], std::min(minimum, cells[k].size));
      ASSERT_LE(n[k], cells[k].size);
      const auto size = static_cast<double>(cells[k].size), own = static_cast<double>(n[k]);
      const double weight = rule == Rule::equal ? 1 : rule == Rule::neyman ? size * cells[k].sd : size;
      if (n[k] < cells[k].size) lowest = std::min(lowest, (own + 1) / weight);
      if (n[k] > std::min(minimum, cells[k].size)) highest = std::max(highest, (own - 1) / weight);
    }
    ASSERT_LE(highest, lowest * (1 + 1e-9));
  }
}

}  // namespace
}  // namespace clusia::planning
