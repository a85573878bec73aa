// The synthetic study, whole. What has to come out is the truth that configs/craft-cluster/data.R gave the data, in
// data/truth.csv.
#include <gmock/gmock.h>

#include <boost/math/distributions/binomial.hpp>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

const fs::path data = fs::path(CLUSIA_SOURCE_DIR) / "configs/craft-cluster/data";

struct Interval {
  std::map<std::string, std::string> of;  ///< the row of truth.csv
  double truth = 0, estimate = 0;
  std::string low, high, reading;
  bool is_there() const { return low != "NULL"; }
  bool covers(double value) const { return std::stod(low) <= value && value <= std::stod(high); }
  bool is(const std::string& indicator, const std::string& group) const {
    return of.at("indicator") == indicator && of.at("group") == group;
  }
};

class CraftCluster : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const Folder folder;
    said_ = clusia_well({"run", "configs/craft-cluster/study.toml", "--out", (folder / "out").string()},
                        {.in = CLUSIA_SOURCE_DIR, .environment = {}});
    Results results(folder / "out/results.sqlite");
    for (const auto& row : csv(data / "truth.csv")) {
      const auto found = results.rows(
          "SELECT estimate, conf_low, conf_high, reading FROM effects WHERE indicator = ? AND output = ? AND "
          "comparator = ? AND contrast = ? AND group_columns = ? AND group_label = ?",
          {row.at("indicator"), row.at("output"), row.at("comparator"), row.at("contrast"), row.at("columns"),
           row.at("group")});
      ASSERT_EQ(found.size(), 1U) << row.at("indicator") << ", " << row.at("group");
      const auto& [estimate, low, high, reading] = std::tie(found[0][0], found[0][1], found[0][2], found[0][3]);
      all_.push_back({row, std::stod(row.at("truth")), std::stod(estimate), low, high, reading});
    }
    directions_ = results.rows(
        "SELECT o.name, o.direction FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE i.name = "
        "'minimum_wage' "
        "AND o.direction != 1 ORDER BY o.id",
        {});
    failed_ = results.one("SELECT count(*) FROM task WHERE state = 'failed'");
    missing_ = results.one(
        "SELECT missing FROM estimates WHERE indicator = 'daily_income' AND comparator = 'did' AND group_label = 'all' "
        "AND arm = 'programme' AND wave = '2022'");
  }
  /// How many intervals leave out what `value` gives for them.
  template <class Value>
  static std::size_t misses(Value value) {
    return static_cast<std::size_t>(
        std::ranges::count_if(all_, [&](const Interval& i) { return i.is_there() && !i.covers(value(i)); }));
  }
  /// As many misses as 95 % intervals give, by chance, in all but 2.5 % of samples, were they independent.
  static double allowed() {
    const auto n = std::ranges::count_if(all_, &Interval::is_there);
    return quantile(complement(boost::math::binomial(static_cast<double>(n), 0.05), 0.025));
  }
  static std::vector<Interval> all_;
  static Said said_;
  static std::string failed_, missing_;
  static std::vector<std::vector<std::string>> directions_;
};
std::vector<Interval> CraftCluster::all_;
Said CraftCluster::said_;
std::string CraftCluster::failed_, CraftCluster::missing_;
std::vector<std::vector<std::string>> CraftCluster::directions_;

// Homeworkers gain days by the programme itself; whether their neighbours do is unclear.
TEST_F(CraftCluster, TheTerminalReadsEveryEffectOfARow) {
  const std::string heading = "\nDays worked in the year, neighbours too";
  const auto block = said_.out.find(heading);
  ASSERT_NE(block, std::string::npos);
  const auto row = said_.out.find("\n  homeworker", block);
  EXPECT_THAT(said_.out.substr(row, said_.out.find('\n', row + 1) - row), testing::EndsWith("  gain, unclear"));
}

TEST_F(CraftCluster, RunsWithoutAFailure) {
  EXPECT_EQ(failed_, "0");
  EXPECT_THAT(said_.out, testing::HasSubstr("rows in no arm of the study"));
}

TEST_F(CraftCluster, FindsTheTruthAsOftenAsItsIntervalsPromise) {
  const std::size_t missed = misses([](const Interval& i) { return i.truth; });
  const auto n = std::ranges::count_if(all_, &Interval::is_there);
  std::cout << missed << " of " << n << " intervals miss the truth; 5 % are " << 0.05 * static_cast<double>(n)
            << ", and up to " << allowed() << " are allowed\n";
  EXPECT_GT(n, 150);
  EXPECT_LE(static_cast<double>(missed), allowed());
}

/// Intervals so wide that they hold anything would pass the test above.
TEST_F(CraftCluster, WouldNotFindAnotherTruth) {
  EXPECT_GT(static_cast<double>(misses([](const Interval&) { return 0.0; })), 2 * allowed());
  EXPECT_GT(static_cast<double>(misses([](const Interval& i) { return -i.truth; })), 2 * allowed());
}

/// An effect without an interval is of a sample in which nobody is under the line; the truth is as good as nothing.
TEST_F(CraftCluster, HasAnIntervalWhereverThereIsSomethingToFind) {
  for (const Interval& i : all_)
    if (!i.is_there()) {
      EXPECT_EQ(i.estimate, 0) << i.of.at("indicator") << ", " << i.of.at("group");
      EXPECT_NEAR(i.truth, 0, 0.002) << i.of.at("indicator") << ", " << i.of.at("group");
    }
}

TEST_F(CraftCluster, FindsTheMainTruths) {
  std::size_t checked = 0;
  for (const Interval& i : all_) {
    const bool of_work = i.of.at("indicator") == "days" || i.of.at("indicator") == "daily_income";
    const bool of_interest = i.of.at("group") == "homeworker" || i.of.at("group") == "casual labour";
    if (i.of.at("group") != "all" && !(of_work && of_interest)) continue;
    EXPECT_TRUE(i.covers(i.truth)) << i.of.at("indicator") << ", " << i.of.at("contrast") << ", " << i.of.at("group");
    ++checked;
  }
  EXPECT_EQ(checked, 14U + 8);
}

TEST_F(CraftCluster, ShowsWhoGainedAndWhoLost) {
  for (const Interval& i : all_) {
    if (i.of.at("comparator") != "did") continue;
    if (i.is("daily_income", "homeworker") || i.is("days", "homeworker") || i.is("poverty", "homeworker")) {
      EXPECT_EQ(i.reading, "gain") << i.of.at("indicator");
    }
    if (i.is("days", "casual labour") || i.is("household_income", "casual labour")) {
      EXPECT_EQ(i.reading, "loss") << i.of.at("indicator");
    }
  }
}

/// The catalogue says that higher wages are better; fewer people under the minimum are better all the same.
TEST_F(CraftCluster, AnEntryDoesNotTurnOutputsThatPointTheOtherWay) {
  EXPECT_THAT(directions_,
              testing::ElementsAre(testing::ElementsAre("below", "-1"), testing::ElementsAre("gap", "-1")));
}

TEST_F(CraftCluster, CountsWhoGaveNoAnswer) {
  std::size_t empty = 0;
  for (const auto& row : csv(data / "people.csv"))
    empty += row.at("arm") == "programme" && row.at("year") == "2022" && row.at("daily_income").empty();
  EXPECT_GT(empty, 0U);
  EXPECT_EQ(missing_, std::to_string(empty));
}

/// What a page holds, with its headings one step down.
std::string content_of(const std::string& page) {
  const std::string begin = "<main id=\"content\">\n";
  const auto from = page.find(begin) + begin.size();
  std::string content = page.substr(from, page.find("\n</main>", from) - from);
  for (auto at = content.find("h2>"); at != std::string::npos; at = content.find("h2>", at)) content[at + 1] = '3';
  return content;
}

/// From its database alone, in which nobody is named, and nothing stands that Clusia does not read.
TEST(CraftClusterReport, HoldsVoicesTriangulationAndChoiceAsTheirCommandsMakeThem) {
  using testing::HasSubstr, testing::Not;
  const Folder folder;
  const std::string study = "configs/craft-cluster/study.toml", out = (folder / "out").string();
  const auto carried_out = [&](const std::vector<std::string>& arguments) {
    clusia_well(arguments, {.in = CLUSIA_SOURCE_DIR, .environment = {}});
  };
  carried_out({"run", study, "--out", out});
  carried_out({"voices", study, "--out", out});
  carried_out({"diagnose", study, "--out", out});
  carried_out({"triangulate", study, "--results", out + "/results.sqlite", "--out", out});
  const std::string report = read(folder / "out/report.html");
  for (const char* name : {"voices", "triangulation", "diagnosis"}) {
    const std::string content = content_of(read(folder / "out" / (std::string(name) + ".html")));
    ASSERT_GT(content.size(), 2000U) << name;
    EXPECT_NE(report.find(content), std::string::npos) << name;
  }
  EXPECT_LT(report.find("Where the evidence disagrees"), report.find("Where it agrees"));
  for (const char* id : {"triangulation", "voices", "choice", "balance"})
    EXPECT_THAT(report, HasSubstr("<a href=\"#" + std::string(id) + "\">"));

  const auto sheets = Results(folder / "out/results.sqlite").rows("SELECT path, text FROM sheet ORDER BY path");
  ASSERT_EQ(sheets.size(), 4U);
  EXPECT_THAT(sheets[1][1],
              testing::StartsWith("\"group\",\"who\",\"item\",\"rank\"\n\"trader\",\"1\",\"income\",\"2\"\n"));
  for (const auto& sheet : sheets) EXPECT_THAT(sheet[1], testing::AllOf(Not(HasSubstr("G01")), Not(HasSubstr("P01"))));

  SQLite::Database(out + "/results.sqlite", SQLite::OPEN_READWRITE)
      .exec("UPDATE sheet SET text = replace(text, '\"better\"', '\"bettr\"')");
  carried_out({"report", out + "/results.sqlite", "--out", out});
  EXPECT_THAT(read(folder / "out/report.html"),
              testing::AllOf(HasSubstr("The sheets held mistakes when the run was made"),
                             HasSubstr("data/segments.csv:"), HasSubstr("bettr"), Not(HasSubstr("#triangulation"))));
}

}  // namespace
}  // namespace clusia::test
