// The second study, whole. What has to come out was printed by laeken and convey for the same data, and stands in the
// indicators' oracle files.
#include <gmock/gmock.h>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::ContainsRegex;

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators";

class LivingConditions : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Folder>();
    said_ = clusia_well({"run", "configs/living-conditions/study.toml", "--out", out().string()},
                        {.in = CLUSIA_SOURCE_DIR, .environment = {}});
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static fs::path out() { return folder_->path() / "out"; }
  static Results results() { return Results(out() / "results.sqlite"); }
  static std::unique_ptr<Folder> folder_;
  static Said said_;
};
std::unique_ptr<Folder> LivingConditions::folder_;
Said LivingConditions::said_;

struct Printed {
  std::string file, case_name, indicator;  ///< of the oracle, and of the study
};

TEST_F(LivingConditions, GivesWhatLaekenAndConveyPrint) {
  std::size_t compared = 0;
  for (const Printed& of : {Printed{"gini", "eusilc_plain", "gini"},
                            {"quantile_share_ratio", "eusilc_laeken", "s80_s20"},
                            {"relative_median_gap", "rmpg_eusilc", "relative_median_gap"},
                            {"fgt", "fgt1_06_median_eusilc", "poverty_gap"},
                            {"quantile", "median_eusilc", "income_quantiles"},
                            {"atkinson", "eusilc_half", "atkinson"},
                            {"lorenz", "eusilc", "lorenz"}}) {
    for (const auto& row : csv(oracles / (of.file + ".csv"))) {
      if (row.at("indicator") != of.case_name) continue;
      const std::string found =
          results().one("SELECT estimate FROM estimates WHERE indicator = '" + of.indicator + "' AND output = '" +
                        row.at("output") + "' AND group_label = '" + row.at("group") + "'");
      const double printed = std::stod(row.at("estimate"));
      EXPECT_NEAR(std::stod(found), printed, 1e-8 * std::abs(printed)) << of.indicator << ", " << row.at("group");
      ++compared;
    }
  }
  EXPECT_EQ(compared, 3U + 3 + 2 + 2 + 2 + 2 + 9);
}

TEST_F(LivingConditions, CrossesGroupsWithTheirTotals) {
  Results all = results();
  EXPECT_EQ(
      all.one(
          "SELECT group_concat(columns || ' ' || n, '; ') FROM (SELECT columns, count(*) AS n FROM unit_group g JOIN "
          "dataset d ON d.id = g.dataset_id WHERE d.name = 'people' GROUP BY columns ORDER BY min(g.id))"),
      " 1; sex 2; age 3; size 5; region 9; citizenship 3; region, citizenship 27");
}

TEST_F(LivingConditions, MarksSmallCellsAndKeepsThem) {
  Results all = results();
  // The rows are those of data/people.csv.
  std::map<std::string, int> rows;
  for (const auto& row : csv(fs::path(CLUSIA_SOURCE_DIR) / "configs/living-conditions/data/people.csv"))
    if (!row.at("citizenship").empty()) ++rows[row.at("region") + " · " + row.at("citizenship")];
  std::set<std::string> few, marked;
  for (const auto& [label, n] : rows)
    if (n < 20) few.insert(label);
  EXPECT_EQ(few.size(), 4U);
  for (const auto& row :
       all.rows("SELECT group_label FROM estimates WHERE indicator = 'mean_income' AND mark = 'small'"))
    marked.insert(row[0]);
  EXPECT_EQ(marked, few);
  EXPECT_EQ(
      all.one("SELECT count(*) FROM estimates WHERE indicator = 'mean_income' AND mark = 'small' AND estimate IS NULL"),
      "0");
}

TEST_F(LivingConditions, SaysTheLevelsAtAGlance) {
  EXPECT_THAT(said_.out, ContainsRegex("At risk of poverty, At-risk-of-poverty rate +0[.]1444 \\[0[.]135"));
  EXPECT_THAT(said_.out, ContainsRegex("Left out .* imprecise"));
  EXPECT_THAT(said_.out, ContainsRegex("levels in all groups: 180 of too few rows"));
  EXPECT_EQ(csv(out() / "differences.csv").size(), 2U * 45);
}

}  // namespace
}  // namespace clusia::test
