// Runs in which one thing cannot be had: it is named, and the rest is there.
#include <gmock/gmock.h>

#include "studies/results.hpp"

namespace clusia::test {
namespace {

const char* const study = R"([study]
id = "wages"
title = "Wages in two towns"
population = true

[data.wages]
groups = ["trade"]

[data.wages.source]
plugin = "csv"
parameters = { path = "wages.csv" }

[data.wages.roles]
wave = "year"
arm = "town"
treated = ["Prato"]
comparison = ["Rieti"]

[[indicator]]
name = "wage"
plugin = "mean"
inputs = { value = "wage" }

[[comparator]]
name = "did"
plugin = "did"
parameters = { before = 2001, after = 2004 }

[[comparator]]
name = "late"
plugin = "before_after"
parameters = { before = 2004, after = 2004 }
)";

/// Nobody weaves in Rieti.
const char* const wages = R"(year,town,trade,wage
2001,Prato,weaver,10
2001,Prato,tanner,20
2001,Rieti,tanner,30
2004,Prato,weaver,14
2004,Prato,tanner,26
2004,Rieti,tanner,31
)";

TEST(Partial, AGroupWithNoRowsInAnArmHasNoEffectAndSaysWhy) {
  const Folder folder;
  write(folder / "study.toml", replaced(study, "before = 2004", "before = 2001"));
  write(folder / "wages.csv", wages);
  clusia_well({"run", "study.toml", "--out", "out"}, {.in = folder.path(), .environment = {}});
  Results results(folder / "out" / "results.sqlite");
  EXPECT_EQ(results.one("SELECT state FROM run"), "complete");
  const auto effect = [&](const std::string& group) {
    return results.rows(
        "SELECT estimate, note FROM effects WHERE comparator = 'did' AND is_effect = 1 AND group_label = ?", {group});
  };
  EXPECT_THAT(effect("tanner"), testing::ElementsAre(testing::ElementsAre("5", "NULL")));
  EXPECT_THAT(effect("all"),
              testing::ElementsAre(testing::ElementsAre("4", "NULL")));  // 15 to 20 inside, 30 to 31 outside
  const auto weaver = effect("weaver");
  ASSERT_EQ(weaver.size(), 1U);
  EXPECT_EQ(weaver[0][0], "NULL");
  EXPECT_EQ(weaver[0][1], "comparison, before: no rows with a weight and a value");
  EXPECT_EQ(results.one("SELECT count(*) FROM message WHERE level = 'error'"), "0");
}

TEST(Partial, ADesignThatCannotBeMadeCostsItsComparator) {
  const Folder folder;
  write(folder / "study.toml", study);
  write(folder / "wages.csv", wages);
  const Said said = clusia({"run", "study.toml", "--out", "out"}, {.in = folder.path(), .environment = {}});
  EXPECT_EQ(said.status, 1);
  const std::string reason =
      "plugin 'before_after': parameter 'after': is wave '2004', as 'before' is: two different waves would be right";
  EXPECT_EQ(said.err, "error: comparator late, data wages: " + reason + "\n");
  EXPECT_THAT(said.out, testing::HasSubstr("this run is failed"));
  EXPECT_THAT(said.out, testing::HasSubstr("failed comparator late, data wages: " + reason));
  EXPECT_THAT(read(folder / "out" / "run.log"), testing::HasSubstr("error: comparator late, data wages: " + reason));
  EXPECT_THAT(read(folder / "out" / "report.html"), testing::HasSubstr("two different waves would be right"));
  Results results(folder / "out" / "results.sqlite");
  EXPECT_EQ(results.one("SELECT state FROM run"), "failed");
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE comparator = 'late'"), "0");
  EXPECT_EQ(
      results.one("SELECT estimate FROM effects WHERE comparator = 'did' AND is_effect = 1 AND group_label = 'tanner'"),
      "5");
  EXPECT_EQ(results.one("SELECT reason FROM design WHERE state = 'failed'"), reason);
}

}  // namespace
}  // namespace clusia::test
