// Differences between groups' rankings against Anderson's distances and all permutations in R (groups.R).
#include "judgement/group_difference.hpp"

#include "judgement/tables.hpp"

namespace clusia::test {
namespace {

constexpr std::int64_t many = 40000;

std::vector<std::size_t> groups_of(const std::string& name) {
  std::map<int, std::size_t> by_person;
  for (const auto& row : csv(judgement_oracles / "groups_ranks.csv"))
    if (row.at("case") == name) by_person[std::stoi(row.at("person"))] = std::stoul(row.at("group")) - 1;
  std::vector<std::size_t> out;
  for (const auto& [person, group] : by_person) out.push_back(group);
  return out;
}

TEST(GroupDifference, oracle_r_shares_and_p_values_of_all_permutations) {
  const auto ranks = matrices("groups_ranks.csv", "person", "item", "rank");
  const auto printed = csv(judgement_oracles / "groups.csv");
  ASSERT_EQ(printed.size(), 3U);
  for (const auto& row : printed) {
    const std::string& name = row.at("case");
    const GroupDifference of = group_difference(ranks.at(name).values, groups_of(name), many, 1);
    const double share = std::stod(row.at("share")), p = std::stod(row.at("p"));
    EXPECT_NEAR(*of.share, share, 1e-8 * share) << name;
    EXPECT_NEAR(*of.p, p, 4 * std::sqrt(p * (1 - p) / static_cast<double>(many)) + 1e-4) << name;
  }
}

TEST(GroupDifference, IsNotThereWhereNothingCanDiffer) {
  const std::vector<double> ranks{1, 2, 2, 1};
  EXPECT_FALSE(group_difference(ranks, std::vector<std::size_t>{0, 0}, 99, 1).share) << "one group";
  EXPECT_FALSE(group_difference(std::vector<double>{1, 2, 1, 2}, std::vector<std::size_t>{0, 1}, 99, 1).share)
      << "all rank alike";
  EXPECT_EQ(*group_difference(ranks, std::vector<std::size_t>{0, 1}, 99, 1).share, 1);
  EXPECT_THROW(group_difference(ranks, std::vector<std::size_t>{0, 1, 1}, 99, 1), std::invalid_argument);
}

}  // namespace
}  // namespace clusia::test
