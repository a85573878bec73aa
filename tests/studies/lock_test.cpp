// What `clusia lock` fixes, that it reads no outcome for it, and that a later run tells every deviation.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

const std::string study_text = R"toml([study]
id = "weavers"
title = "Weavers"

[data.people]
source = { plugin = "csv", parameters = { path = "people.csv" } }
groups = ["sex"]

[data.people.roles]
unit = "unit"
wave = "year"
arm = "arm"
treated = ["programme"]
comparison = ["elsewhere"]
weight = "weight"

[[indicator]]
name = "income"
plugin = "mean"
inputs = { value = "income" }

[[indicator]]
name = "days"
plugin = "quantile"
inputs = { value = "days" }

[[comparator]]
name = "did"
plugin = "did"
parameters = { before = 2020, after = 2023 }

[[comparator]]
name = "at_first"
plugin = "with_without"
parameters = { wave = 2020 }
)toml";

using Cells = std::vector<std::vector<std::string>>;

/// 24 people in two years; income and days, the last two columns, are the outcomes.
Cells people() {
  Cells rows{{"unit", "year", "arm", "sex", "weight", "from", "income", "days"}};
  for (int u = 0; u < 24; ++u)
    for (const int year : {2020, 2023})
      rows.push_back({"u" + std::to_string(u), std::to_string(year), u % 2 == 0 ? "programme" : "elsewhere",
                      u % 3 == 0 ? "women" : "men", std::to_string(1 + u % 4), u % 2 == 0 ? "2023" : "0",
                      std::to_string((u * 37 + year * 11) % 101), std::to_string((u * 53 + year * 7) % 211)});
  return rows;
}

std::string csv_of(const Cells& rows) {
  std::string text;
  for (const auto& row : rows)
    for (std::size_t k = 0; k < row.size(); ++k) text += row[k] + (k + 1 < row.size() ? "," : "\n");
  return text;
}

Cells without_columns(Cells rows, std::size_t from) {
  for (auto& row : rows) row.resize(from);
  return rows;
}

class Lock : public testing::Test {
 protected:
  Lock() { put(people()), write_study(study_text); }
  void put(const Cells& rows) const { write(folder_ / "people.csv", csv_of(rows)); }
  void write_study(const std::string& text) const { write(folder_ / "study.toml", text); }
  Said said(const std::vector<std::string>& words) const {
    return clusia(words, {.in = folder_.path(), .environment = {}});
  }
  /// Without the time.
  std::string fixed() const {
    fs::remove(folder_ / "study.fixed");
    const Said lock = said({"lock", "study.toml"});
    EXPECT_EQ(lock.status, 0) << lock.err;
    EXPECT_THAT(
        lock.out,
        MatchesRegex("Weavers\nfixed on 20[^ ]+Z, no outcome read: [0-9]+ designs?, .*lock      study.fixed\n"));
    const std::string text = read(folder_ / "study.fixed");
    const auto at = text.find("fixed = \"");
    EXPECT_THAT(text.substr(at, 32), MatchesRegex("fixed = \"20[0-9-]+T[0-9:]+Z\"\n."));
    return text.substr(0, at) + text.substr(text.find('\n', at));
  }
  Results run(const std::vector<std::string>& more = {}, const std::string& verb = "run") const {
    std::vector<std::string> words{verb, "study.toml", "--out", "out", "--force", "-q"};
    words.insert(words.end(), more.begin(), more.end());
    const Said ran = said(words);
    EXPECT_THAT(ran.status, testing::AnyOf(0, 1)) << ran.err;
    return Results(folder_ / "out/results.sqlite");
  }
  static std::vector<Results::Row> deviations(Results results) {
    return results.rows("SELECT kind, subject, was, now FROM deviation ORDER BY id");
  }
  void expect_refused(const std::vector<std::string>& words, const std::string& problem) const {
    const auto before = contents(folder_.path());
    const Said refused = said(words);
    EXPECT_EQ(refused.status, 2);
    EXPECT_EQ(refused.err, problem + "\n");
    EXPECT_EQ(contents(folder_.path()), before);
  }
  const Folder folder_;
};

TEST_F(Lock, HoldsTheStudyItsDesignsAndWhatWillBeTested) {
  const std::string lock = fixed();
  const std::string sum = said_by({"sha256sum", (folder_ / "study.toml").string()}).out.substr(0, 64);
  EXPECT_THAT(lock, HasSubstr("\nsha256 = \"" + sum + "\"\n"));
  EXPECT_THAT(lock, HasSubstr("\nname = \\\"income\\\"\n"));
  for (const char* comparator : {"did", "at_first"})
    EXPECT_THAT(lock, testing::ContainsRegex("\\[\\[design\\]\\]\ncomparator = \"" + std::string(comparator) +
                                             "\"\ndata = \"people\"\nsha256 = \"[0-9a-f]+\"\n"));
  EXPECT_THAT(lock,
              HasSubstr("[[hypotheses]]\ndata = \"people\"\noutputs = [\n  \"income.mean\",\n  \"days\",\n"
                        "]\ncomparators = [\n  \"did\",\n  \"at_first\",\n]\ngroups = [\n  \"everyone\",\n  \"sex: "
                        "men\",\n  \"sex: women\",\n]\n"));
}

TEST_F(Lock, IsTheSameWhateverTheOutcomesAreAndAnotherWithOtherWeights) {
  const std::string lock = fixed();
  Cells rows = people();
  for (std::size_t k = 1; k < rows.size(); ++k) rows[k][6] = people()[rows.size() - k][6], rows[k][7] = "none yet";
  put(rows);
  EXPECT_EQ(fixed(), lock);
  rows[1][4] = "9";
  put(rows);
  EXPECT_NE(fixed(), lock);
}

TEST_F(Lock, NeverAsksForAnOutcome) {
  const std::string lock = fixed();
  put(without_columns(people(), 6));
  EXPECT_EQ(said({"check", "study.toml"}).status, 2);
  EXPECT_EQ(fixed(), lock);
}

TEST_F(Lock, NeverAsksForWhatPeopleRecall) {
  Cells rows = without_columns(people(), 6);
  std::erase_if(rows, [](const auto& row) { return row[1] == "2020"; });
  put(rows);
  const std::string recall =
      replaced(study_text, "groups = [\"sex\"]\n",
               "groups = [\"sex\"]\n[data.people.recall]\nwave = \"2020\"\ncolumns = [{ column = "
               "\"income\", recalled = \"income_then\" }]\n");
  write_study(recall);
  EXPECT_THAT(fixed(), Not(HasSubstr("reason = ")));
}

TEST_F(Lock, KnowsPeopleAndNotTheOrderOfTheFile) {
  write_study(replaced(study_text, "weight = \"weight\"\n", "weight = \"weight\"\ncohort = \"from\"\n") +
              "[[comparator]]\nname = \"regression\"\nplugin = \"panel\"\n");
  const std::string lock = fixed();
  EXPECT_THAT(lock, Not(HasSubstr("reason = ")));
  Cells rows = people();
  std::reverse(rows.begin() + 1, rows.end());
  put(rows);
  EXPECT_EQ(fixed(), lock);
}

TEST_F(Lock, SaysWhichDesignsWaitForData) {
  fs::remove(folder_ / "people.csv");
  const std::string none = fixed();
  EXPECT_THAT(none, HasSubstr("comparator = \"did\"\ndata = \"people\"\nreason = \"file not found: people.csv\"\n"));
  EXPECT_THAT(none, HasSubstr("groups = [\n  \"everyone\",\n  \"sex\",\n]\n"));

  Cells first = people();
  std::erase_if(first, [](const auto& row) { return row[1] == "2023"; });
  put(first);
  const std::string baseline = fixed();
  EXPECT_THAT(baseline, HasSubstr("comparator = \"did\"\ndata = \"people\"\nreason = \"parameter 'after' of comparator "
                                  "'did' is '2023', which is no wave of data 'people'\"\n"));
  EXPECT_THAT(baseline, testing::ContainsRegex("comparator = \"at_first\"\ndata = \"people\"\nsha256 = "));

  put(people());  // what was waited for has come: that is no deviation, and the design of before stands
  EXPECT_THAT(deviations(run()), ElementsAre());
  EXPECT_EQ(run().rows("SELECT designs, designs_open, hypotheses FROM lock"),
            std::vector<Results::Row>({{"1", "1", "12"}}));
}

TEST_F(Lock, LeavesOpenWhatIsMadeOfEarlierOutcomes) {
  write_study(replaced(study_text, "unit = \"unit\"\n", "unit = \"unit\"\ncluster = \"unit\"\n") +
              "[[comparator]]\nname = \"synthetic\"\nplugin = \"synthetic_control\"\nparameters = { before = 2020 }\n");
  const Said lock = said({"lock", "study.toml"});
  EXPECT_THAT(lock.out + lock.err,
              HasSubstr("comparator synthetic, data people: it is made of outcomes from before the "
                        "intervention, and no outcome is read here"));
}

TEST_F(Lock, RefusesASecondOneAndAWrongStudy) {
  const std::string lock = fixed();
  const std::string text = read(folder_ / "study.fixed");
  const std::string when = text.substr(text.find("fixed = \"") + 9, 20);
  expect_refused({"lock", "study.toml"},
                 "study.fixed: the study is fixed since " + when + ": remove study.fixed to fix it anew");
  fs::remove(folder_ / "study.fixed");
  write_study(replaced(study_text, "weight = \"weight\"", "weight = \"wieght\""));
  expect_refused({"lock", "study.toml"},
                 "study.toml:15:10: dataset 'people' has no column 'wieght' (role 'weight'): write 'weight'");
}

TEST_F(Lock, WithoutOneARunSaysSoQuietly) {
  EXPECT_EQ(run().one("SELECT count(*) FROM lock"), "0");
  EXPECT_THAT(read(folder_ / "out/report.html"), HasSubstr("Nothing was fixed before the outcomes were seen."));
  EXPECT_THAT(said({"report", "out/results.sqlite", "--out", "out"}).out, Not(HasSubstr("fixed")));
}

TEST_F(Lock, ARunThatKeepsToItHasNoDeviation) {
  fixed();
  write_study("# A remark, and keys in another order\n" +
              replaced(study_text, "id = \"weavers\"\ntitle = \"Weavers\"", "title = 'Weavers'\nid = \"weavers\""));
  const Said ran = said({"run", "study.toml", "--out", "out"});
  EXPECT_THAT(ran.out, testing::ContainsRegex("\ndesign fixed on 20[^ ]+Z; no deviation since\n"));
  EXPECT_THAT(deviations(Results(folder_ / "out/results.sqlite")), ElementsAre());
  EXPECT_THAT(read(folder_ / "out/report.html"),
              testing::ContainsRegex("Design fixed on 20[^;]+UTC; no deviation since"));
}

TEST_F(Lock, EveryChangedKeyIsADeviation) {
  fixed();
  write_study(replaced(study_text, "title = \"Weavers\"", "title = \"Weavers\"\nconfidence = 0.9") +
              "[inference]\nadjust = \"holm\"\n");
  EXPECT_THAT(deviations(run()), ElementsAre(ElementsAre("key", "inference.adjust", "NULL", "\"holm\""),
                                             ElementsAre("key", "study.confidence", "NULL", "0.9")));
  const Said told = said({"report", "out/results.sqlite", "--out", "out"});
  EXPECT_THAT(read(folder_ / "out/report.html"), testing::ContainsRegex("Design fixed on 20[^;]+; 2 deviations since"));
  EXPECT_THAT(read(folder_ / "out/report.html"), HasSubstr("<code>inference.adjust</code>"));
}

TEST_F(Lock, WhatTheCommandLineChangesCounts) {
  fixed();
  EXPECT_THAT(deviations(run({"--set", "comparator.at_first.wave=2023"})),
              ElementsAre(ElementsAre("key", "comparator.at_first.parameters.wave", "2020", "2023"),
                          ElementsAre("design", "comparator at_first, data people", MatchesRegex("[0-9a-f]+"),
                                      MatchesRegex("[0-9a-f]+"))));
  EXPECT_THAT(deviations(run({"--set", "comparator.did.before=2020"})), ElementsAre());
  EXPECT_THAT(
      deviations(run({"--comparator", "did"})),
      ElementsAre(ElementsAre("key", "comparator.at_first", HasSubstr("with_without"), "NULL"),
                  ElementsAre("design", "comparator at_first, data people", MatchesRegex("[0-9a-f]+"), "NULL")));
}

TEST_F(Lock, ADesignOfOtherPeopleIsADeviation) {
  fixed();
  Cells rows = people();
  rows[1][4] = "9";  // the weight of u0 in 2020, which both designs use
  put(rows);
  EXPECT_THAT(deviations(run()),
              ElementsAre(ElementsAre("design", "comparator did, data people", testing::_, Not("NULL")),
                          ElementsAre("design", "comparator at_first, data people", testing::_, Not("NULL"))));
  rows = people();
  std::erase_if(rows, [](const auto& row) { return row[1] == "2023" && row[2] == "elsewhere"; });
  put(rows);
  EXPECT_THAT(deviations(run()), ElementsAre(ElementsAre("design", "comparator did, data people", testing::_, "NULL")));
}

TEST_F(Lock, StrategiesSideBySideAreNoDeviation) {
  write_study(study_text +
              "[compare]\ncomparators = [\"did\", \"at_first\"]\noptions = [{ key = \"indicator.days.p\", "
              "values = [[0.25], [0.5]] }]\n");
  fixed();
  EXPECT_THAT(deviations(run({}, "compare")), ElementsAre());
  EXPECT_THAT(deviations(run({"--comparator", "did,at_first"})), ElementsAre());
}

TEST_F(Lock, ASpoiltOneIsRefusedWithItsPlace) {
  fixed();
  const std::string lock = read(folder_ / "study.fixed");
  const std::string mend = ": Clusia writes this file: put back the one that it wrote";
  write(folder_ / "study.fixed", replaced(lock, "comparator = \"did\"", "comparator = "));
  const Said broken = said({"run", "study.toml", "--out", "out"});
  EXPECT_EQ(broken.status, 2);
  EXPECT_THAT(broken.err, MatchesRegex("study.fixed:[0-9]+:[0-9]+: this is not valid TOML: .*" + mend + "\n"));
  write(folder_ / "study.fixed", replaced(lock, "plugin = \\\"mean\\\"", "plugin = \\\"gini\\\""));
  expect_refused({"run", "study.toml", "--out", "out"},
                 "study.fixed:1:1: the study in it is not the one whose sum stands there" + mend);
  const std::string clusia = lock.substr(lock.find("clusia = "), 16);
  write(folder_ / "study.fixed", replaced(lock, clusia, "clusai" + clusia.substr(6)));
  EXPECT_THAT(said({"run", "study.toml", "--out", "out"}).err,
              MatchesRegex("study.fixed:3:1: unknown key 'clusai' in the lock: write 'clusia'\n"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

}  // namespace
}  // namespace clusia::test
