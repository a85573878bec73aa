// Persons, households and groups in one study: what goes up and down by rules, against R, and effects of linked tables
// against sums that stand here.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <tuple>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::HasSubstr;

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

std::string indicator(const std::string& name, const std::string& data, const std::string& input) {
  return "[[indicator]]\nname = \"" + name + "\"\ndata = \"" + data + "\"\nplugin = \"mean\"\ninputs = { value = \"" +
         input + "\" }\n";
}

std::string column(const std::string& name, const std::string& data, const std::string& from, const std::string& keys) {
  return "[[column]]\nname = \"" + name + "\"\ndata = \"" + data + "\"\nfrom = \"" + from + "\"\n" + keys;
}

// No dataset has the role psu: PSUs are the groups that households are linked to, and persons' households.
const std::string linked =
    R"toml(
[study]
id = "linked"
title = "Linked"

[data.people]
unit_of_analysis = "individual"
links = { households = "household" }
source = { plugin = "csv", parameters = { path = "units_people.csv" } }
roles = { unit = "person", wave = "year", weight = "w" }

[data.households]
unit_of_analysis = "household"
links = { groups = "grp" }
source = { plugin = "csv", parameters = { path = "units_households.csv" } }
roles = { unit = "household", wave = "year", weight = "weight" }
groups = ["household"]

[data.groups]
unit_of_analysis = "group"
source = { plugin = "csv", parameters = { path = "units_groups.csv" } }
roles = { unit = "grp", wave = "year" }
groups = ["grp"]
)toml" +
    column("met", "households", "people", "rule = \"count\"\n") +
    column("total", "households", "people", "of = \"income\"\nrule = \"sum\"\nmembers = \"size\"\n") +
    column("total_known", "households", "people", "of = \"income\"\nrule = \"sum\"\nmissing = \"leave_out\"\n") +
    column("mean_known", "households", "people",
           "of = \"income\"\nrule = \"mean\"\nmissing = \"leave_out\"\nmembers = \"size\"\n") +
    column("weighted", "households", "people", "of = \"income\"\nrule = \"weighted_mean\"\nmissing = \"leave_out\"\n") +
    column("women", "households", "people",
           "of = \"gender\"\nlevel = \"women\"\nrule = \"share\"\nmissing = \"leave_out\"\n") +
    column("women_strict", "households", "people",
           "of = \"gender\"\nlevel = \"women\"\nrule = \"share\"\nmembers = \"size\"\n") +
    column("any_ill", "households", "people", "of = \"ill\"\nrule = \"any\"\nmembers = \"size\"\n") +
    column("all_ill", "households", "people", "of = \"ill\"\nrule = \"all\"\nmembers = \"size\"\n") +
    column("group_total", "groups", "households", "of = \"total\"\nrule = \"mean\"\nmissing = \"leave_out\"\n") +
    column("food_of_household", "people", "households", "of = \"food\"\nrule = \"value\"\n");

class LinkedUnits : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Folder>();
    for (const char* table : {"units_people.csv", "units_households.csv", "units_groups.csv"})
      fs::copy(oracles / table, *folder_ / table);
    std::string study = linked;
    for (const char* column :
         {"met", "total", "total_known", "mean_known", "weighted", "women", "women_strict", "any_ill", "all_ill"})
      study += indicator(column, "households", column);
    study += indicator("group_total", "groups", "group_total") +
             indicator("food_of_household", "people", "food_of_household");
    write(*folder_ / "study.toml", study);
    clusia_well({"run", (*folder_ / "study.toml").string(), "--out", (*folder_ / "out").string(), "--quiet"});
    results_ = std::make_unique<Results>(*folder_ / "out/results.sqlite");
  }
  static void TearDownTestSuite() { results_.reset(), folder_.reset(); }
  static std::unique_ptr<Folder> folder_;
  static std::unique_ptr<Results> results_;
};
std::unique_ptr<Folder> LinkedUnits::folder_;
std::unique_ptr<Results> LinkedUnits::results_;

constexpr double close = 1e-8;

void expect_near(const std::string& found, const std::string& expected, const std::string& of) {
  if (expected.empty()) {
    EXPECT_EQ(found, "NULL") << of;
    return;
  }
  ASSERT_NE(found, "NULL") << of;
  EXPECT_NEAR(std::stod(found), std::stod(expected), close * std::max(1.0, std::abs(std::stod(expected)))) << of;
}

TEST_F(LinkedUnits, ValuesGoUpAndDownAsInR) {
  std::size_t values = 0, means = 0;
  for (const auto& row : csv(oracles / "units.csv")) {
    const std::string what = row.at("column") + ", " + row.at("household") + ", " + row.at("year");
    const bool one = !row.at("household").empty();
    const auto found = results_->rows(
        "SELECT estimate, std_error, rows, missing FROM estimates WHERE indicator = ? AND comparator = '' AND wave = ? "
        "AND group_label = ?",
        {row.at("column"), row.at("year"), one ? row.at("household") : "all"});
    ASSERT_EQ(found.size(), 1U) << what;
    expect_near(found[0][0], row.at("value"), what);
    ++(one ? values : means);
    if (one) continue;
    expect_near(found[0][1], row.at("std_error"), what);
    EXPECT_EQ(found[0][2], row.at("rows")) << what;
    EXPECT_EQ(found[0][3], row.at("missing")) << what;
  }
  EXPECT_EQ(values, 736U);
  EXPECT_EQ(means, 8U);
}

/// The psu of households is their group, that of persons their household, where no role says it.
TEST_F(LinkedUnits, WhoIsLinkedErrsTogether) {
  EXPECT_THAT(results_->rows("SELECT name, psu_from, unit_of_analysis FROM dataset ORDER BY id"),
              testing::ElementsAre(testing::ElementsAre("people", "household", "individual"),
                                   testing::ElementsAre("households", "group", "household"),
                                   testing::ElementsAre("groups", "unit", "group")));
}

TEST_F(LinkedUnits, CountsWhoFindsNobodyAndWhoHasNone) {
  // One person of H99, who is not there, and one without a household; the 12 households 29 to 40 are in no group in
  // either year: 24 rows. G08 has no household in either: 2 rows.
  const auto links = results_->rows(
      "SELECT without_key, unmatched, unmatched_units, (SELECT name FROM dataset d WHERE d.id = to_id), bare FROM link "
      "ORDER BY id");
  ASSERT_EQ(links.size(), 2U);
  EXPECT_THAT(std::vector(links[0].begin(), links[0].begin() + 4), testing::ElementsAre("1", "1", "1", "households"));
  EXPECT_THAT(links[1], testing::ElementsAre("24", "0", "0", "groups", "2"));
  EXPECT_THAT(
      results_->one("SELECT group_concat(text) FROM message WHERE about = 'data people'"),
      HasSubstr("1 row names in column 'household' 1 unit that data 'households' does not have in that wave, as "
                "'H99'"));
  // 14 persons of 189 were not met: 12 + 11 households have a member missing or without an answer (units.csv).
  EXPECT_EQ(results_->one("SELECT incomplete FROM linked_column WHERE name = 'total'"), "23");
  EXPECT_EQ(results_->one("SELECT rows - with_value FROM linked_column WHERE name = 'total'"), "23");
}

/// Two households an arm and year, so that every figure can be worked out here.
///   treated   A: persons 1, 3 in 2020 and 4, 6 in 2021, sums 4 and 10;   B: 2 and 5, sums 2 and 5
///   compared  C: 2, 2 and 3, 3, sums 4 and 6;                            D: 6 and 6, sums 6 and 6
/// Means of sums: treated 3 and 7.5, compared 5 and 6: the effect on a household is 4.5 - 1 = 3.5.
/// Means of persons: treated 2 and 5, compared 10/3 and 4: the effect on a person is 3 - 2/3 = 7/3.
/// The group of A and B has the mean of their sums, 3 and 7.5; that of C and D 5 and 6: 3.5 again.
const std::string by_hand = R"toml(
[study]
id = "by-hand"
title = "By hand"
population = true

[data.people]
unit_of_analysis = "individual"
links = { homes = "home" }
source = { plugin = "csv", parameters = { path = "people.csv" } }
roles = { unit = "person", wave = "year", arm = "arm", treated = ["t"], comparison = ["c"] }

[data.homes]
unit_of_analysis = "household"
links = { groups = "grp" }
source = { plugin = "csv", parameters = { path = "homes.csv" } }
roles = { unit = "home", wave = "year", arm = "arm", treated = ["t"], comparison = ["c"] }

[data.groups]
unit_of_analysis = "group"
source = { plugin = "csv", parameters = { path = "groups.csv" } }
roles = { unit = "grp", wave = "year", arm = "arm", treated = ["t"], comparison = ["c"] }

[[column]]
name = "earned"
data = "homes"
from = "people"
of = "income"
rule = "sum"

[[column]]
name = "earned"
data = "groups"
from = "homes"
of = "earned"
rule = "mean"

[[comparator]]
name = "did"
plugin = "did"
parameters = { before = 2020, after = 2021 }
)toml";

void write_by_hand(const Folder& folder, const std::string& study) {
  write(folder / "people.csv",
        "person,home,year,arm,income\n1,A,2020,t,1\n2,A,2020,t,3\n3,B,2020,t,2\n1,A,2021,t,4\n2,A,2021,t,6\n3,B,2021,t,"
        "5\n"
        "4,C,2020,c,2\n5,C,2020,c,2\n6,D,2020,c,6\n4,C,2021,c,3\n5,C,2021,c,3\n6,D,2021,c,6\n");
  write(folder / "homes.csv",
        "home,grp,year,arm\nA,g,2020,t\nB,g,2020,t\nA,g,2021,t\nB,g,2021,t\nC,k,2020,c\nD,k,2020,c\n"
        "C,k,2021,c\nD,k,2021,c\n");
  write(folder / "groups.csv", "grp,year,arm\ng,2020,t\ng,2021,t\nk,2020,c\nk,2021,c\n");
  std::string all = study;
  for (const auto& [name, data, input] :
       {std::tuple("person", "people", "income"), {"home", "homes", "earned"}, {"group", "groups", "earned"}})
    all += indicator(name, data, input) + "state = \"income\"\ndirection = \"higher\"\n";
  write(folder / "study.toml", all);
}

TEST(UnitsSideBySide, EffectsAreThoseThatSumsByHandGive) {
  const Folder folder;
  write_by_hand(folder, by_hand);
  const Said said = clusia_well({"run", (folder / "study.toml").string(), "--out", (folder / "out").string()});
  Results results(folder / "out/results.sqlite");
  const auto effect = [&](const std::string& indicator) {
    return results.number("SELECT estimate FROM effects WHERE is_effect = 1 AND indicator = ?", {indicator});
  };
  EXPECT_NEAR(effect("home"), 3.5, 1e-12);
  EXPECT_NEAR(effect("person"), 7.0 / 3, 1e-12);
  EXPECT_NEAR(effect("group"), 3.5, 1e-12);
  const auto at = said.out.find("Units of analysis side by side, everyone");
  ASSERT_NE(at, std::string::npos);
  EXPECT_THAT(said.out.substr(at),
              testing::ContainsRegex("income +group +group +3\\.5[0-9 ]+gain\n +household +home "));
  const std::string report = read(folder / "out/report.html");
  EXPECT_THAT(report, HasSubstr("Everyone, by unit of analysis"));
  EXPECT_THAT(report, HasSubstr("sum of income"));
}

/// Every mistake that only the data can show, at the place in the file where it is to be mended.
TEST(UnitsSideBySide, LinksThatDoNotHoldAreRefused) {
  const Folder folder;
  const auto refused = [&](const std::string& file, const std::string& content) {
    write_by_hand(folder, by_hand);
    write(folder / file, content);
    const Said said = clusia({"run", (folder / "study.toml").string(), "--out", (folder / "out").string()});
    EXPECT_EQ(said.status, 2);
    EXPECT_FALSE(fs::exists(folder / "out"));
    return said.err;
  };
  EXPECT_THAT(
      refused("people.csv", "person,home,year,arm,income\n1,a,2020,t,1\n1,a,2021,t,1\n2,c,2020,c,1\n2,c,2021,c,1\n"),
      HasSubstr("study.toml:9:19: no row finds what it belongs to in data 'homes': column 'home' holds 'a', and "
                "there they are called 'A': name the column that holds the same names as the role 'unit' there"));
  EXPECT_THAT(refused("homes.csv", "home,grp,year,arm\nA,g,2020,t\nA,g,2020,t\nC,k,2021,c\n"),
              HasSubstr("study.toml:9:19: data 'homes' has two rows of 'A' in wave 2020, rows 1 and 2"));
  EXPECT_THAT(
      refused("people.csv", "person,home,year,arm,income\n1,A,2020,t,x\n1,A,2021,t,y\n2,C,2020,c,z\n2,C,2021,c,x\n"),
      HasSubstr("study.toml:28:6: column 'income' holds text values: name a column of numbers, or a level of "
                "this one"));
  EXPECT_THAT(refused("homes.csv", "home,grp,year,arm,earned\nA,g,2020,t,1\nC,k,2021,c,1\n"),
              HasSubstr("study.toml:25:8: dataset 'homes' has a column 'earned' already"));
}

}  // namespace
}  // namespace clusia::test
