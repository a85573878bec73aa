#include <gtest/gtest.h>

#include "study/plugins.hpp"
#include "study/studies.hpp"

namespace clusia {
namespace {

std::string problems_of(const Study& study, const std::string& dataset, const std::vector<std::string>& columns) {
  std::string out;
  for (Problem problem : check_columns(study, *study.dataset(dataset), columns)) {
    problem.file = problem.file.filename();
    out += text_of(problem) + "\n";
  }
  return out;
}

TEST(Columns, OfRolesGroupsAndInputsMustBeThere) {
  const testing::Folder folder;
  const std::string toml = R"([study]
id = "s"
title = "S"
[data.a]
groups = ["sector", ["sex", "sectr"]]
source = { plugin = "csv", parameters = { path = "data/employment.csv" } }
[data.a.roles]
wave = "yaer"
weight = "w"
covariates = ["age", "agee"]
[data.b]
source = { plugin = "csv", parameters = { path = "data/employment.csv" } }
[[indicator]]
name = "wages"
data = "a"
plugin = "total"
inputs.value = "Wage"
[[indicator]]
name = "others"
data = "b"
plugin = "total"
inputs.value = "nowhere"
)";
  const auto checked = read_study(folder.write("study.toml", toml), testing::catalogue());
  ASSERT_TRUE(std::holds_alternative<Study>(checked));
  const auto& study = std::get<Study>(checked);
  EXPECT_EQ(problems_of(study, "a", {"sector", "sex", "year", "age", "wage"}),
            "study.toml:5:29: dataset 'a' has no column 'sectr' ('groups'): write 'sector'\n"
            "study.toml:8:8: dataset 'a' has no column 'yaer' (role 'wave'): write 'year'\n"
            "study.toml:9:10: dataset 'a' has no column 'w' (role 'weight'): the columns are 'sector', 'sex', 'year', "
            "'age', 'wage'\n"
            "study.toml:10:22: dataset 'a' has no column 'agee' (role 'covariates'): write 'age'\n"
            "study.toml:17:16: dataset 'a' has no column 'Wage' (an input of indicator 'wages'): write 'wage'\n");
  EXPECT_EQ(
      problems_of(study, "b", {}),
      "study.toml:22:16: dataset 'b' has no column 'nowhere' (an input of indicator 'others'): there are no columns\n");
  EXPECT_EQ(problems_of(study, "b", {"nowhere"}), "");
}

/// Each role is looked up: forgetting one would let a misspelt weight pass in silence.
TEST(Columns, OfEveryRoleAreLookedUp) {
  Study study;
  Dataset& data = study.datasets.emplace_back();
  data.name = "d";
  Roles& roles = data.roles;
  for (auto* role : {&roles.unit, &roles.household, &roles.persons, &roles.wave, &roles.arm, &roles.cluster,
                     &roles.weight, &roles.stratum, &roles.psu, &roles.block})
    *role = Named{"gone", {}};
  EXPECT_EQ(check_columns(study, data, {}).size(), 10U);
}

}  // namespace
}  // namespace clusia
