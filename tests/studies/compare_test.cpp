// Strategies side by side, and studies that the command line changes: what they give, what is stored, and every word of
// refusal.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "studies/csv.hpp"
#include "studies/oracles.hpp"

namespace clusia::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Of the machine and the hour, and the file's own text, which is what is varied.
const std::set<std::string> told_apart = {"run.started", "run.finished", "run.machine", "run.study_text",
                                          "run.study_sha256"};

std::vector<std::string> without_overrides(std::vector<std::string> lines) {
  std::erase_if(lines, [](const std::string& line) { return line.starts_with("override|"); });
  return lines;
}

/// MatchIt's 614 rows with two comparators that weight.
struct Lalonde : Folder {
  explicit Lalonde(const std::string& more = "") {
    lay_out(*this, "lalonde", {"lalonde_matchit.csv"});
    write(*this / "study.toml", read(*this / "study.toml") + more);
  }
  Results run(const std::string& out, std::vector<std::string> more = {}, const std::string& command = "run") const {
    std::vector<std::string> words{command, "study.toml", "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    clusia_well(words, in(*this));
    return Results(*this / out / "results.sqlite");
  }
};

const std::string pairs = "\n[[comparator]]\nname = \"pairs\"\nplugin = \"matched\"\nparameters = { ratio = 1 }\n";

// ---- --comparator and --set -------------------------------------------------------------------------------

TEST(Overrides, EqualAStudyEditedByHand) {
  const Lalonde folder(pairs);
  const std::string study = read(folder / "study.toml");
  Results set = folder.run("set", {"--set", "comparator.trim=0.1", "--set", "comparator.pairs.caliper=0.0001", "--set",
                                   "inference.min_rows=5", "--set", "comparator.pairs.covariates=[\"age\", \"educ\"]"});
  std::string edited =
      replaced(study, "plugin = \"reweighted\"\n\n", "plugin = \"reweighted\"\nparameters = { trim = 0.1 }\n\n");
  edited = replaced(edited, "weights = \"known\"", "weights = \"known\", trim = 0.1");
  edited = replaced(edited, "ratio = 1", "ratio = 1, caliper = 0.0001");
  edited = replaced(edited, "plugin = \"matched\"", "plugin = \"matched\"\ncovariates = [\"age\", \"educ\"]");
  write(folder / "study.toml", edited + "[inference]\nmin_rows = 5\n");
  Results by_hand = folder.run("by_hand");
  EXPECT_EQ(without_overrides(set.dump(told_apart)), by_hand.dump(told_apart));
  EXPECT_EQ(set.one("SELECT count(*) FROM override"), "4");
  EXPECT_EQ(by_hand.one("SELECT count(*) FROM override"), "0");
  EXPECT_LT(by_hand.number("SELECT k.rows FROM cell k JOIN design s ON s.id = k.design_id JOIN comparator c ON c.id = "
                           "s.comparator_id WHERE c.name = 'pairs' AND k.name = 'treated'"),
            185)
      << "the caliper leaves somebody out";
}

TEST(Overrides, OfComparatorsEqualAStudyEditedByHand) {
  const Lalonde folder(pairs);
  const std::string study = read(folder / "study.toml");
  Results chosen = folder.run("chosen", {"--comparator", "pairs,with_without"});
  const std::string head = study.substr(0, study.find("[[comparator]]"));
  write(folder / "study.toml",
        head + pairs.substr(1) + "[[comparator]]\nname = \"with_without\"\nplugin = \"with_without\"\n");
  EXPECT_EQ(without_overrides(chosen.dump(told_apart)), folder.run("by_hand").dump(told_apart));
}

TEST(Overrides, NameAnEntryElseAllOfAPluginElseAPlugin) {
  const Lalonde folder(pairs);
  const auto comparators = [&](const std::string& list, const std::string& out) {
    return folder.run(out, {"--comparator", list}).one("SELECT group_concat(name, ' ') FROM comparator");
  };
  EXPECT_EQ(comparators("known", "a"), "known");
  EXPECT_EQ(comparators("reweighted", "b"), "estimated known");
  EXPECT_EQ(comparators("with_without,pairs", "c"), "pairs with_without");
}

TEST(Overrides, OfWavesAreSharedAndTheRestIsNamed) {
  const Folder folder;
  fs::copy(fs::path(CLUSIA_SOURCE_DIR) / "configs/italy-districts", folder.path(), fs::copy_options::recursive);
  const Said said = clusia_well({"run", "study.toml", "--out", "out", "--comparator", "did"}, in(folder));
  Results results(folder / "out" / "results.sqlite");
  EXPECT_EQ(results.one("SELECT group_concat(name) FROM comparator"), "did");
  EXPECT_EQ(results.one("SELECT count(*) FROM expectation"), "0");
  const std::string effect = results.one("SELECT effect FROM override");
  EXPECT_THAT(effect, HasSubstr("'did' has its defaults"));
  EXPECT_THAT(effect, HasSubstr("66 published values of what does not run are left out"));
  EXPECT_THAT(effect, HasSubstr("'scale'"));
  EXPECT_THAT(said.out, HasSubstr("not the study as it stands  --comparator did: " + effect));
}

TEST(Overrides, AreStoredAndShown) {
  const Lalonde folder;
  Results results = folder.run("out", {"--set", "comparator.estimated.trim=0.05", "--quiet"});
  EXPECT_EQ(results.one("SELECT option FROM override"), "--set comparator.estimated.trim=0.05");
  EXPECT_EQ(results.one("SELECT effect FROM override"), "set in 'estimated', in the study not set");
  EXPECT_EQ(results.one("SELECT study_text FROM run"), read(folder / "study.toml"));
  const std::string report = read(folder / "out" / "report.html");
  EXPECT_THAT(report, HasSubstr("It is not the study as its file stands: the command line changed it with --set "
                                "comparator.estimated.trim=0.05"));
  EXPECT_THAT(report, HasSubstr("<code>--set comparator.estimated.trim=0.05</code>"));
  const Said json = clusia_well({"report", "out/results.sqlite", "--out", "anew", "--json"}, in(folder));
  EXPECT_EQ(nlohmann::json::parse(json.out)["overrides"][0]["option"], "--set comparator.estimated.trim=0.05");
}

TEST(Overrides, ThatAreWrongAreRefusedInTheseWords) {
  const Lalonde folder;
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--set", "comparator.trim=2"},
       "--set comparator.trim=2: parameter 'trim' is 2: it must be between 0 and 0.49\n"},
      {{"--set", "comparator.tirm=0.1"},
       "--set comparator.tirm=0.1: no comparator here has a parameter 'tirm': write 'trim'\n"},
      {{"--set", "comparator.knwon.trim=0.1"},
       "--set comparator.knwon.trim=0.1: there is no comparator 'knwon': write 'known'\n"},
      {{"--set", "comparator.known.tirm=0.1"},
       "--set comparator.known.tirm=0.1: plugin 'reweighted' has no parameter 'tirm': write 'trim'\n"},
      {{"--set", "compartor.trim=0.1"},
       "--set compartor.trim=0.1: 'compartor.trim' begins with no part of a study that can be set: write "
       "'comparator'\n"},
      {{"--set", "comparator=0.1"},
       "--set comparator=0.1: 'comparator' is no key: write 'comparator.KEY', or 'comparator.NAME.KEY' for one of "
       "them\n"},
      {{"--set", "comparator.method=entropy"},
       "--set comparator.method=entropy: 'entropy' is no TOML value: texts stand in quotes, as in --set "
       "'comparator.method=\"...\"'\n"},
      {{"--set", "comparator.trim"},
       "--set comparator.trim: it has no value: write --set KEY=VALUE, as in --set comparator.caliper=0.1\n"},
      {{"--set", "inference.min_row=3"},
       "--set inference.min_row=3: unknown key 'min_row' in [inference]: write 'min_rows'\n"},
      {{"--set", "inference.min_rows=0"}, "--set inference.min_rows=0: 'min_rows' is 0: it must be at least 1\n"},
      {{"--set", "comparator.covariates=[\"agee\"]"},
       "--set comparator.covariates=[\"agee\"]: 'agee' is no covariate of dataset 'lalonde': write 'age'\n"},
      {{"--comparator", "mathced"},
       "--comparator mathced: there is no comparator 'mathced' in the study, and no comparator plugin of this id: "
       "write "
       "'matched'\n"},
      {{"--comparator", "did"},
       "--comparator did: comparator 'did' needs the role 'wave', which dataset 'lalonde' does not give: add wave = "
       "\"...\" to [data.lalonde.roles], or list in 'data' the datasets that the comparator is for\n"},
      {{"--comparator", "known,known"}, "--comparator known,known: 'known' stands twice: remove one\n"},
      {{"--comparator", "known,"},
       "--comparator known,: a comparator has no name: write names of the study's comparators, or ids of plugins\n"},
      {{"--set", "comparator.trim=2", "--set", "indicator.x=1"},
       "--set indicator.x=1: no indicator here has a parameter 'x': there are no parameters\n--set comparator.trim=2: "
       "parameter 'trim' is 2: it must be between 0 and 0.49\n"}};
  for (const auto& [options, words] : cases) {
    std::vector<std::string> arguments{"run", "study.toml", "--out", "out"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Said said = clusia(arguments, in(folder));
    EXPECT_EQ(said.status, 2) << options.back();
    EXPECT_EQ(said.err, words);
    EXPECT_FALSE(fs::exists(folder / "out"));
  }
}

// ---- compare ----------------------------------------------------------------------------------------------

const std::string choices =
    pairs +
    "[compare]\ncomparators = [\"estimated\", \"pairs\", \"with_without\", \"did\"]\noptions = [\n"
    "  { key = \"comparator.pairs.ratio\", values = [1, 2] },\n"
    "  { key = \"comparator.covariates\", values = [[\"age\", \"educ\"], [\"age\", \"educ\", \"re74\"]] },\n]\n"
    "benchmarks = [{ indicator = \"earnings\", value = 1794.343, title = \"Experiment\" }]\n";

TEST(Compare, EqualsEntriesWrittenByHand) {
  const Lalonde folder(choices);
  const std::string study = read(folder / "study.toml");
  Results compared = folder.run("compared", {}, "compare");
  std::string text = study.substr(0, study.find("[[comparator]]"));
  const auto entry = [&](const std::string& name, const std::string& plugin, const std::string& more) {
    text += "[[comparator]]\nname = \"" + name + "\"\nplugin = \"" + plugin + "\"\n" + more + "\n";
  };
  const std::string few = "covariates = [\"age\", \"educ\"]\n", more = "covariates = [\"age\", \"educ\", \"re74\"]\n";
  entry("estimated_1", "reweighted", few);
  entry("estimated_2", "reweighted", more);
  entry("pairs_1", "matched", few + "parameters = { ratio = 1 }");
  entry("pairs_2", "matched", more + "parameters = { ratio = 1 }");
  entry("pairs_3", "matched", few + "parameters = { ratio = 2 }");
  entry("pairs_4", "matched", more + "parameters = { ratio = 2 }");
  entry("with_without", "with_without", "");
  write(folder / "study.toml", text);
  Results by_hand = folder.run("by_hand");
  const std::string all =
      "SELECT indicator, comparator, contrast, estimate, std_error, conf_low, conf_high, reading FROM effects";
  EXPECT_EQ(compared.rows(all), by_hand.rows(all));
  EXPECT_GE(compared.rows(all).size(), 7U);
}

TEST(Compare, StoresTheChoicesAndWhatDoesNotApply) {
  const Lalonde folder(choices);
  Results results = folder.run("out", {}, "compare");
  const auto rows =
      results.rows("SELECT comparator, comparator_options, plugin, note FROM specifications ORDER BY comparator_name");
  EXPECT_THAT(
      rows,
      ElementsAre(ElementsAre("did", "", "NULL",
                              "comparator 'did' needs the role 'wave', which dataset 'lalonde' does not give"),
                  ElementsAre("estimated", "covariates = [\"age\", \"educ\"]", "reweighted", "NULL"),
                  ElementsAre("estimated", "covariates = [\"age\", \"educ\", \"re74\"]", "reweighted", "NULL"),
                  ElementsAre("pairs", "ratio = 1; covariates = [\"age\", \"educ\"]", "matched", "NULL"),
                  ElementsAre("pairs", "ratio = 1; covariates = [\"age\", \"educ\", \"re74\"]", "matched", "NULL"),
                  ElementsAre("pairs", "ratio = 2; covariates = [\"age\", \"educ\"]", "matched", "NULL"),
                  ElementsAre("pairs", "ratio = 2; covariates = [\"age\", \"educ\", \"re74\"]", "matched", "NULL"),
                  ElementsAre("with_without", "", "with_without", "NULL")));
  EXPECT_EQ(results.one("SELECT value FROM parameter p JOIN comparator c ON c.id = p.owner_id AND owner_kind = "
                        "'comparator' WHERE c.name = 'pairs_4' AND p.name = 'covariates'"),
            "[\"age\", \"educ\", \"re74\"]");
  EXPECT_EQ(csv(folder / "out" / "specifications.csv").size(), 8U);
  EXPECT_THAT(read(folder / "out" / "report.html"), HasSubstr("Strategies side by side"));
}

/// Raw and weighted means of re78 are -635.026 and 1214.071 in R; neither interval leaves out zero.
TEST(Compare, SaysWhatDependsOnWhat) {
  const Lalonde folder(
      "\n[[comparator]]\nname = \"raw\"\nplugin = \"with_without\"\n[compare]\ncomparators = [\"raw\", "
      "\"estimated\"]\nbenchmarks = [{ indicator = \"earnings\", value = 5000 }]\n");
  const Said said = clusia_well({"compare", "study.toml", "--out", "out"}, in(folder));
  EXPECT_THAT(said.out, HasSubstr("  Of 2 specifications 1 says a gain, not surely; 1 says a loss, not surely.\n"
                                  "  The sign depends on the comparator.\n"
                                  "  Published: 5,000. 0 of the 2 intervals hold it.\n"));
  EXPECT_LT(said.out.find("-635 "), said.out.find("1,214 ")) << "sorted by the effect";
  const auto json = nlohmann::json::parse(
      clusia_well({"compare", "study.toml", "--out", "out", "--force", "--json"}, in(folder)).out);
  const auto& one = json["comparison"][0];
  EXPECT_EQ(one["sign_depends_on"], nlohmann::json({"comparator"}));
  EXPECT_EQ(one["conclusion_depends_on"], nlohmann::json::array());
  EXPECT_NEAR(one["specifications"][0]["estimate"].get<double>(), -635.026212037426, 1e-8 * 635);
  EXPECT_EQ(one["specifications"][1]["choices"]["comparator"], "estimated");
}

TEST(Compare, AChoiceThatFailsIsListedAndTheRestStays) {
  const Lalonde folder(
      "[compare]\noptions = [{ key = \"comparator.estimated.method\", values = [\"propensity\", "
      "\"entropy\"] }, { key = \"comparator.estimated.trim\", values = [0, 0.1] }]\n");
  const Said said = clusia({"compare", "study.toml", "--out", "out"}, in(folder));
  EXPECT_EQ(said.status, 1);
  EXPECT_THAT(said.out, HasSubstr("no result  estimated, method entropy, trim 0.1: plugin 'reweighted': "));
  EXPECT_THAT(said.out, HasSubstr("Of 4 specifications "));
  Results results(folder / "out" / "results.sqlite");
  EXPECT_EQ(results.one("SELECT comparator_options FROM specifications WHERE estimate IS NULL"),
            "method = \"entropy\"; trim = 0.1");
}

TEST(Compare, IndicatorsHaveOptionsToo) {
  const Lalonde folder(
      "[[indicator]]\nname = \"poor\"\nplugin = \"fgt\"\ninputs = { income = \"re78\" }\nparameters = { alpha = "
      "0, line = 1000 }\n[compare]\noptions = [{ key = \"indicator.poor.line\", values = [3000, 9000] }]\n");
  Results results = folder.run("out", {}, "compare");
  EXPECT_THAT(results.rows("SELECT DISTINCT indicator, indicator_options, indicator_name FROM specifications WHERE "
                           "output <> 'line' ORDER BY 3"),
              ElementsAre(ElementsAre("earnings", "", "earnings"), ElementsAre("poor", "line = 3000", "poor_1"),
                          ElementsAre("poor", "line = 9000", "poor_2")));
  for (const auto& [name, line] : {std::pair("poor_1", 3000), {"poor_2", 9000}}) {
    double trained = 0, poor = 0;
    for (const auto& row : csv(folder / "lalonde_matchit.csv"))
      if (row.at("treat") == "1") ++trained, poor += std::stod(row.at("re78")) < line ? 1 : 0;
    EXPECT_NEAR(results.number("SELECT estimate FROM estimates WHERE indicator = ? AND comparator = 'known' AND cell = "
                               "'treated' AND output = 'fgt'",
                               {name}),
                poor / trained, 1e-12);
  }
}

/// A figure of the map is one indicator, and options make several of it.
TEST(Compare, LeavesFiguresOfTheMapThatItMadeSeveralOf) {
  const fs::path craft = fs::path(CLUSIA_SOURCE_DIR) / "configs/craft-cluster/study.toml";
  clusia_well({"check", craft.string()});
  const Folder folder;
  fs::copy(craft.parent_path(), folder / "craft", fs::copy_options::recursive);
  write(folder / "craft/study.toml", replaced(read(craft), "figures = [\"poverty\"", "figures = [\"povertz\""));
  const Said said = clusia({"check", (folder / "craft/study.toml").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("there is no indicator 'povertz'"));
}

TEST(Compare, WhatIsWrongIsRefusedInTheseWords) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"comparators = [\"knwon\"]",
       "33:16: there is no comparator 'knwon', and no comparator plugin of this id: write 'known'"},
      {"optoins = []", "33:1: unknown key 'optoins' in [compare]: write 'options'"},
      {"options = [{ key = \"comparator.tirm\", values = [0] }]",
       "33:20: no comparator here has a parameter 'tirm': write 'trim'"},
      {"options = [{ key = \"inference.variance\", values = [0] }]",
       "33:20: 'inference.variance' begins with no part of a study that can be set: the first words are 'comparator', "
       "'indicator'"},
      {"options = [{ key = \"comparator.trim\", values = [] }]",
       "33:48: 'values' is an empty list: it must be a list of values, at least one"},
      {"options = [{ key = \"comparator.trim\", values = [0, 0] }]", "33:52: the value 0 stands twice: remove one"},
      {"options = [{ key = \"comparator.trim\", values = [0] }, { key = \"comparator.known.trim\", values = [0] }]",
       "33:63: 'trim' of 'known' has two lists of values: write them in one"},
      {"options = [{ key = \"comparator.trim\", values = [0, 7] }]",
       "33:52: parameter 'trim' is 7: it must be between 0 and 0.49"},
      {"options = [{ key = \"comparator.covariates\", values = [[\"agee\"]] }]",
       "33:56: 'agee' is no covariate of dataset 'lalonde': write 'age'"},
      {"benchmarks = [{ indicator = \"earnigs\", value = 1 }]",
       "33:29: there is no indicator 'earnigs': write 'earnings'"},
      {"benchmarks = [{ indicator = \"earnings\" }]",
       "33:15: a benchmark is a comparator's effect or a published value: add 'comparator' or 'value'"}};
  for (const auto& [line, words] : cases) {
    const Lalonde folder("[compare]\n" + line + "\n");
    for (const char* command : {"compare", "check"}) {
      const Said said = clusia({command, "study.toml"}, in(folder));
      EXPECT_EQ(said.status, 2) << command << " " << line;
      EXPECT_EQ(said.err, "study.toml:" + words + "\n") << command;
    }
    EXPECT_FALSE(fs::exists(folder / "results"));
  }
}

// ---- the study of Lalonde's data --------------------------------------------------------------------------

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

class NswLalonde : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Folder>();
    for (const char* command : {"run", "compare"})
      said_ = clusia_well({command, "configs/nsw-lalonde/study.toml", "--out", (*folder_ / command).string()},
                          {.in = CLUSIA_SOURCE_DIR, .environment = {}});
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Results results(const std::string& of) { return Results(*folder_ / of / "results.sqlite"); }
  static std::unique_ptr<Folder> folder_;
  static Said said_;
};
std::unique_ptr<Folder> NswLalonde::folder_;
Said NswLalonde::said_;

TEST_F(NswLalonde, GivesWhatRPrints) {
  Results run = results("run");
  const auto found = [&](const std::string& indicator, const std::string& comparator, const std::string& contrast,
                         const std::string& what) {
    return run.number("SELECT " + what +
                          " FROM effects WHERE indicator = ? AND comparator = ? AND contrast = ? AND output "
                          "<> 'line'",
                      {indicator, comparator, contrast});
  };
  std::size_t compared = 0;
  for (const auto& row : csv(oracles / "nsw_lalonde.csv")) {
    const double value = std::stod(row.at("value"));
    // A difference of 0.0003 between headcounts has lost digits that its terms had.
    EXPECT_NEAR(found(row.at("indicator"), row.at("comparator"), row.at("contrast"), row.at("what")), value,
                1e-8 * std::max(std::abs(value), 1e-4))
        << row.at("indicator") << ", " << row.at("comparator") << ", " << row.at("what");
    ++compared;
  }
  EXPECT_EQ(compared, 24U);
  EXPECT_NEAR(found("earnings", "balanced", "effect", "estimate"), 1273.26181391191, 1e-8 * 1273);
  EXPECT_NEAR(found("earnings", "weighted", "effect", "estimate"), 1214.0712232929, 1e-8 * 1214);
  std::map<std::string, double> matched;
  for (const auto& row : csv(oracles / "matched_lalonde.csv"))
    if (row.at("what") == "estimate") matched[row.at("case")] = std::stod(row.at("value"));
  EXPECT_NEAR(found("earnings", "pairs", "effect", "estimate"), matched.at("pairs"), 1e-8 * 900);
  EXPECT_NEAR(found("earnings", "neighbours", "effect", "estimate"), matched.at("score_1_0"), 1e-8 * 2000);
}

TEST_F(NswLalonde, SaysWhatItsPageSays) {
  EXPECT_THAT(said_.out, HasSubstr("Of 34 specifications 33 say a gain, 4 of them surely; 1 says a loss, not surely."));
  EXPECT_THAT(said_.out, HasSubstr("Experiment: 1,794. 31 of the 34 intervals hold it."));
  Results compared = results("compare");
  EXPECT_EQ(
      compared.one("SELECT count(*) FROM specifications WHERE indicator = 'earnings' AND unit = '' AND conf_low <= 0 "
                   "AND conf_high >= 0"),
      "30");
  EXPECT_EQ(
      compared.one("SELECT count(DISTINCT sign(estimate)) FROM specifications WHERE indicator = 'low_earnings' AND "
                   "output = 'fgt'"),
      "1");
}

/// Where a specification is the study's own, it has the study's own result.
TEST_F(NswLalonde, ComparesWhatItRuns) {
  Results run = results("run"), compared = results("compare");
  for (const auto& [name, options] : {std::pair<std::string, std::string>{"balanced", "%re75%moments = 1"},
                                      {"weighted", "%re75%"},
                                      {"neighbours", "%re75%ratio = 1"},
                                      {"did", ""}})
    EXPECT_EQ(
        compared.rows("SELECT estimate, std_error FROM specifications WHERE indicator = 'earnings' AND comparator = ? "
                      "AND comparator_options LIKE ?",
                      {name, options}),
        run.rows(
            "SELECT estimate, std_error FROM effects WHERE indicator = 'earnings' AND is_effect = 1 AND comparator = ?",
            {name}))
        << name;
}

}  // namespace
}  // namespace clusia::test
