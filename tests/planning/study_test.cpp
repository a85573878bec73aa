// clusia plan, as a user has it: the shipped study, and what is said of wrong ones.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "report/browser.hpp"
#include "studies/csv.hpp"

namespace clusia::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const fs::path weavers = fs::path(CLUSIA_SOURCE_DIR) / "configs/weavers";

/// A copy of the shipped study that may be changed.
class Plan : public testing::Test {
 protected:
  Plan() {
    write(folder / "study.toml", read(weavers / "study.toml"));
    write(folder / "data/frame.csv", read(weavers / "data/frame.csv"));
  }
  void change(const std::string& what, const std::string& by) {
    write(folder / "study.toml", replaced(read(folder / "study.toml"), what, by));
  }
  Said plan(std::vector<std::string> more = {}) const {
    std::vector<std::string> all{"plan", "study.toml", "--out", "out"};
    all.insert(all.end(), more.begin(), more.end());
    return clusia(all, {.in = folder.path(), .environment = {}});
  }
  json planned() const {
    const Said said = plan({"--json"});
    EXPECT_EQ(said.status, 0) << said.err;
    return said.status == 0 ? json::parse(said.out) : json{};
  }
  std::vector<std::map<std::string, std::string>> rows(const std::string& name) const {
    return csv(folder / "out" / name);
  }
  void expect_refused(const std::string& words) const {
    const Said said = plan();
    EXPECT_EQ(said.status, 2);
    EXPECT_EQ(said.err, words + "\n");
    EXPECT_FALSE(fs::exists(folder / "out"));
  }
  Folder folder;
};

double number(const std::map<std::string, std::string>& row, const char* name) { return std::stod(row.at(name)); }

TEST_F(Plan, oracle_OfTheShippedStudyAsR) {
  const json said = planned();
  const auto printed = csv(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/planning/study.csv");
  ASSERT_EQ(printed.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    const json& ours = said.at("outcomes").at(k);
    EXPECT_EQ(ours.at("name"), printed[k].at("name"));
    EXPECT_EQ(ours.at("needed").at("treated"), number(printed[k], "needed"));
    EXPECT_EQ(ours.at("needed").at("comparison"), number(printed[k], "needed"));
    EXPECT_NEAR(ours.at("detectable").get<double>() / number(printed[k], "detectable"), 1, 1e-8);
    EXPECT_NEAR(ours.at("power").get<double>() / number(printed[k], "power"), 1, 1e-8);
  }
}

/// Every cell's weights sum to the cell, the allocation to the arms, and the list has what the allocation says.
TEST_F(Plan, ListsWhomTheAllocationNames) {
  planned();
  std::map<std::string, double> arms, weights;
  std::map<std::string, int> drawn, reserves;
  const auto cell_of = [](const std::map<std::string, std::string>& row) {
    return row.at("arm") + row.at("node") + row.at("gender");
  };
  std::set<std::string> units;
  for (const auto& row : rows("sample.csv")) {
    EXPECT_TRUE(units.insert(row.at("unit")).second) << row.at("unit");
    EXPECT_NEAR(number(row, "probability") * number(row, "weight"), 1, 1e-12);
    if (row.at("role") == "reserve") ++reserves[cell_of(row)];
    if (row.at("role") != "sample") continue;
    ++drawn[cell_of(row)];
    weights[cell_of(row)] += number(row, "weight");
    EXPECT_EQ(number(row, "visit"), drawn[cell_of(row)]);
  }
  const auto cells = rows("plan.csv");
  EXPECT_EQ(cells.size(), 16U);
  for (const auto& row : cells) {
    arms[row.at("arm")] += number(row, "sample");
    EXPECT_EQ(drawn[cell_of(row)], number(row, "sample"));
    EXPECT_EQ(reserves[cell_of(row)], number(row, "reserves"));
    EXPECT_NEAR(weights[cell_of(row)], number(row, "frame"), 1e-9);
    EXPECT_GE(number(row, "sample"), std::min(4.0, number(row, "frame")));
  }
  EXPECT_EQ(arms, (std::map<std::string, double>{{"treated", 144}, {"comparison", 144}}));
}

TEST_F(Plan, TheOrderOfTheFrameChangesNothing) {
  planned();
  const std::string first = read(folder / "out/sample.csv");
  std::vector<std::string> lines;
  std::istringstream text(read(folder / "data/frame.csv"));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  std::mt19937_64 random(1);
  std::shuffle(lines.begin() + 1, lines.end(), random);
  std::string shuffled;
  for (const std::string& line : lines) shuffled += line + "\n";
  write(folder / "data/frame.csv", shuffled);
  planned();
  EXPECT_EQ(read(folder / "out/sample.csv"), first);
}

TEST_F(Plan, AnotherSampleIsNotWrittenOverTheFirst) {
  planned();
  const std::string first = read(folder / "out/sample.csv");
  change("seed = 7", "seed = 8");
  const Said said = plan();
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("holds another sample"));
  EXPECT_EQ(read(folder / "out/sample.csv"), first);
  EXPECT_EQ(plan({"--force"}).status, 0);
  EXPECT_NE(read(folder / "out/sample.csv"), first);
}

TEST_F(Plan, QuotasSumAndNameWhoIsNotThere) {
  const json quota = planned().at("quotas").at(0);
  int people = 0, nobody = 0;
  for (const auto& row : rows("quotas.csv")) {
    people += static_cast<int>(number(row, "people"));
    nobody += row.at("frame") == "0" ? 1 : 0;
    EXPECT_GE(number(row, "people"), std::min(2.0, number(row, "frame")));
  }
  EXPECT_EQ(people, 64);
  EXPECT_GT(nobody, 0);
  EXPECT_EQ(quota.at("parts").size(), 24U);
  EXPECT_THAT(plan().out, HasSubstr("nobody in the frame in " + std::to_string(nobody) + " of them"));
}

/// Without a frame there are sizes and quotas alone.
TEST_F(Plan, NeedsNoFrame) {
  const std::string study = read(folder / "study.toml");
  write(folder / "study.toml", study.substr(0, study.find("[plan.frame]")) +
                                   "[[plan.quota]]\nname = \"talks\"\ntotal = 10\n"
                                   "levels = { node = [\"dyer\", \"weaver\"], gender = [\"women\", \"men\"] }\n");
  const json said = planned();
  EXPECT_TRUE(said.at("cells").empty());
  EXPECT_FALSE(fs::exists(folder / "out/sample.csv"));
  EXPECT_THAT(read(folder / "out/quotas.csv"), HasSubstr("talks,gender = women; node = dyer,,3\r\n"));
  EXPECT_THAT(read(folder / "out/plan.csv"), HasSubstr("treated,,144,8\r\n"));
}

/// Villages drawn with chances proportional to their people, twelve asked in each.
TEST_F(Plan, DrawsClustersBySize) {
  std::string frame = "unit,programme,people\n";
  for (int k = 0; k < 60; ++k)
    frame += "V" + std::to_string(k) + (k % 2 == 0 ? ",yes," : ",no,") + std::to_string(20 + 7 * k) + "\n";
  write(folder / "data/frame.csv", frame);
  change("cells = [\"node\", \"gender\"]\nallocation = \"proportional\"\nminimum = 4",
         "lists = \"clusters\"\ndraw = \"pps_pivotal\"\nsize = \"people\"");
  const std::string study = read(folder / "study.toml");
  write(folder / "study.toml", study.substr(0, study.find("[[plan.quota]]")));
  const json said = planned();
  EXPECT_EQ(said.at("sample").at("treated"), 144);
  const auto drawn = rows("sample.csv");
  EXPECT_EQ(drawn.size(), 24U);
  double treated = 0;  // people of the treated villages, 4410 + 20 * 30
  for (const auto& row : drawn) {
    EXPECT_EQ(row.at("people"), "12");
    const double size = 20 + 7 * std::stod(row.at("unit").substr(1));
    if (row.at("arm") == "treated") treated += size * number(row, "weight");
  }
  EXPECT_NEAR(treated, 30 * 20 + 7 * (29 * 30), 1e-6);
}

TEST_F(Plan, AFrameThatIsTooSmallIsTakenWhole) {
  change("people = 288\n", "");
  const std::string frame = read(folder / "data/frame.csv");
  write(folder / "data/frame.csv", frame.substr(0, frame.find('\n', 9000) + 1));
  const Said said = plan();
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("are wanted: all are taken"));
  for (const auto& row : rows("plan.csv")) EXPECT_EQ(row.at("sample"), row.at("frame"));
}

TEST_F(Plan, WrongFramesAreRefused) {
  change("cells = [\"node\", \"gender\"]", "cells = [\"nod\", \"gender\"]");
  expect_refused("study.toml:41:10: the frame has no column 'nod': write 'node'");
}

TEST_F(Plan, UnitsThatStandTwiceAreRefused) {
  write(folder / "data/frame.csv", read(folder / "data/frame.csv") + "V01-001,V01,yes,trader,men,A,1\n");
  expect_refused(
      "study.toml:37:8: 1 row of the frame has a name that stands there before, 'V01-001' for one: leave each unit in "
      "once, or name a column that tells them apart");
}

TEST_F(Plan, MoreThanTheMinimumIsAskedFor) {
  change("minimum = 4", "minimum = 100");
  const Said said = plan();
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("the minimum of 100 in each cell takes"));
}

TEST_F(Plan, AStudyWithoutAPlanIsToldSo) {
  write(folder / "study.toml", "[study]\nid = \"s\"\ntitle = \"S\"\n");
  expect_refused("study.toml: the study has no [plan]: add one (docs/planning.md)");
}

TEST_F(Plan, DrawsItsCharts) {
  if (!browser_works()) GTEST_SKIP() << no_browser;
  planned();
  expect_drawn(folder / "out/plan.html", folder.path(), 2);
}

}  // namespace
}  // namespace clusia::test
