// The study of Annex I, whole. What has to come out is worked out here, from the figures in its data folder.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const fs::path italy = fs::path(CLUSIA_SOURCE_DIR) / "configs/italy-districts";
const std::string separator = " · ";

/// One run of the study as it stands, for all that only look at it.
class Italy : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Folder>();
    said_ = clusia_well({"run", "configs/italy-districts/study.toml", "--out", out().string()},
                        {.in = CLUSIA_SOURCE_DIR, .environment = {}});
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static fs::path out() { return folder_->path() / "italy"; }
  static Results results() { return Results(out() / "results.sqlite"); }
  static std::unique_ptr<Folder> folder_;
  static Said said_;
};
std::unique_ptr<Folder> Italy::folder_;
Said Italy::said_;

/// A printed value by comparator, contrast and group.
using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const std::map<std::string, std::string>& row) {
  if (row.count("labour") != 0)
    return {"index_" + row.at("year"), "index",
            row.at("labour") + separator + row.at("district") + separator + row.at("sector")};
  return {"employment_growth", row.at("district") == "inside" ? "growth_treated" : "growth_comparison",
          row.at("sector") == "TOTAL" ? "all" : row.at("sector")};
}

std::map<Key, double> printed() {
  std::map<Key, double> values;
  for (const auto& row : csv(italy / "data/employment_published.csv"))
    values[key_of(row)] = std::stod(row.at("growth_percent_published"));
  for (const auto& row : csv(italy / "data/salaries_published_index.csv"))
    if (row.at("year") != "1994") values[key_of(row)] = std::stod(row.at("index_1994_100"));
  return values;
}

/// What the tables' own counts and salaries give for each printed value.
std::map<Key, double> worked_out() {
  std::map<std::tuple<std::string, std::string, std::string>, double> employees;
  for (const auto& row : csv(italy / "data/employment_1991_1996.csv"))
    for (const std::string& sector : {row.at("sector"), std::string("TOTAL")})
      employees[{sector, row.at("district"), row.at("year")}] += std::stod(row.at("employees"));
  std::map<Key, double> values;
  for (const auto& [of, before] : employees) {
    const auto& [sector, district, year] = of;
    if (year == "1991")
      values[key_of({{"sector", sector}, {"district", district}})] =
          100 * (employees.at({sector, district, "1996"}) / before - 1);
  }
  std::map<std::string, double> salary;
  for (const auto& row : csv(italy / "data/salaries_1994_1998.csv")) {
    const auto key = key_of(row);
    if (row.at("year") == "1994") salary[std::get<2>(key)] = std::stod(row.at("salary_thousand_euro"));
  }
  for (const auto& row : csv(italy / "data/salaries_1994_1998.csv"))
    if (row.at("year") != "1994")
      values[key_of(row)] = 100 * std::stod(row.at("salary_thousand_euro")) / salary.at(std::get<2>(key_of(row)));
  return values;
}

TEST_F(Italy, SaysWhatTheReportPrints) {
  EXPECT_THAT(said_.out, testing::ContainsRegex("everyone +-2[.]2 % +-10[.]2 % +8[.]0  gain"));
  EXPECT_THAT(said_.out, HasSubstr("45 hold, 21 do not"));
}

TEST_F(Italy, ExpectsEveryValueThatTheTablesPrint) {
  std::map<Key, double> expected;
  for (const auto& row : results().rows("SELECT comparator, contrast, group_label, published FROM expectation"))
    EXPECT_TRUE(expected.emplace(Key{row[0], row[1], row[2]}, std::stod(row[3])).second) << row[2] << " stands twice";
  EXPECT_EQ(expected.size(), 66U);
  EXPECT_EQ(expected, printed());
  EXPECT_EQ(results().one("SELECT count(*) FROM expectation WHERE tolerance != 0.05"), "0");
}

TEST_F(Italy, MissesWhatDoesNotFollowFromThePrintedSalariesAndNothingElse) {
  const auto computed = worked_out();
  std::set<Key> misses;
  for (const auto& [key, value] : printed())
    if (std::abs(computed.at(key) - value) > 0.05 + 1e-9) misses.insert(key);
  EXPECT_EQ(misses.size(), 21U);
  std::set<Key> said;
  for (const auto& row : results().rows("SELECT comparator, contrast, group_label, computed, holds FROM expectation")) {
    const Key key{row[0], row[1], row[2]};
    EXPECT_NEAR(std::stod(row[3]), computed.at(key), 1e-10) << row[0] << " " << row[2];
    if (row[4] == "0") said.insert(key);
  }
  EXPECT_EQ(said, misses);
  for (const Key& miss : misses) EXPECT_NE(std::get<0>(miss), "employment_growth");
  EXPECT_EQ(misses.count({"index_1998", "index", "white · outside · Leather, shoes, textiles, garments"}), 1U);
}

TEST_F(Italy, DifferentialsAreThoseOfTheCounts) {
  const auto computed = worked_out();
  for (const auto& row : results().rows(
           "SELECT group_label, estimate FROM effects WHERE comparator = 'employment_growth' AND is_effect = 1")) {
    const double differential = computed.at({"employment_growth", "growth_treated", row[0]}) -
                                computed.at({"employment_growth", "growth_comparison", row[0]});
    EXPECT_NEAR(std::stod(row[1]), differential, 1e-9) << row[0];
  }
}

TEST_F(Italy, LeavesOneWholeFile) {
  Results all = results();
  EXPECT_EQ(all.one("SELECT state FROM run"), "complete");
  EXPECT_EQ(all.one("PRAGMA integrity_check"), "ok");
  EXPECT_EQ(all.one("PRAGMA journal_mode"), "delete");
  EXPECT_TRUE(all.rows("PRAGMA foreign_key_check").empty());
  EXPECT_EQ(all.one("SELECT count(*) FROM estimate WHERE std_error IS NOT NULL OR conf_low IS NOT NULL"), "0");
  EXPECT_EQ(all.one("SELECT count(*) FROM effect WHERE std_error IS NOT NULL OR p_value IS NOT NULL"), "0");
  std::set<std::string> names;
  for (const auto& [name, text] : contents(out())) names.insert(name);
  EXPECT_THAT(names, testing::ElementsAre("differences.csv", "effects.csv", "estimates.csv", "groups.html",
                                          "indicators.html", "report.html", "results.sqlite", "run.log"));
  // As the file itself says it, to any reader: 1 is a rollback journal, 2 a write-ahead log.
  const std::string file = read(out() / "results.sqlite");
  EXPECT_EQ(file.substr(0, 15), "SQLite format 3");
  EXPECT_EQ(file[18], 1);
  EXPECT_EQ(file[19], 1);
}

TEST_F(Italy, KnowsItsFilesByTheirHashes) {
  std::set<std::string> paths;
  for (const auto& row : results().rows("SELECT path, sha256, bytes FROM file")) {
    const Said sum = said_by({"sha256sum", (italy / row[0]).string()});
    EXPECT_EQ(row[1], sum.out.substr(0, 64)) << row[0];
    EXPECT_EQ(row[2], std::to_string(fs::file_size(italy / row[0])));
    paths.insert(row[0]);
  }
  EXPECT_THAT(paths, testing::ElementsAre("data/employment_1991_1996.csv", "data/salaries_1994_1998.csv"));
  EXPECT_EQ(results().one("SELECT study_text FROM run"), read(italy / "study.toml"));
  for (const auto& row : results().rows("SELECT path, sha256 FROM plugin"))
    EXPECT_EQ(row[1], said_by({"sha256sum", row[0]}).out.substr(0, 64)) << row[0];
}

/// Table A.1: 14 sectors and the total, 4 cells, 3 contrasts. Table A.2: 6 pairs of labour and sector (4 cells, 3
/// contrasts) and 18 rows (2 cells, 1 contrast, twice); the levels have all arms and waves.
TEST_F(Italy, WritesEveryFigureToTheTables) {
  EXPECT_EQ(csv(out() / "effects.csv").size(), 15U * 3 + 6 * 3 + 2 * 18);
  EXPECT_EQ(csv(out() / "estimates.csv").size(), 15U * 4 + 6 * 4 + 2 * 18 * 2 + (15 * 4 + 6 * 9 + 18 * 3));
}

TEST_F(Italy, JsonSaysTheSame) {
  const Said said =
      clusia_well({"report", (out() / "results.sqlite").string(), "--json", "--out", (*folder_ / "json").string()});
  const auto json = nlohmann::json::parse(said.out);
  EXPECT_EQ(json["study"], "italy-districts");
  EXPECT_EQ(json["state"], "complete");
  EXPECT_EQ(json["expectations"]["hold"], 45);
  EXPECT_EQ(json["expectations"]["do_not_hold"], 21);
  const auto computed = worked_out();
  std::size_t compared = 0;
  for (const auto& effect : json["effects"]) {
    EXPECT_TRUE(effect["std_error"].is_null());
    const auto at = computed.find({effect["comparator"], effect["contrast"], effect["group"]});
    if (at == computed.end()) continue;
    EXPECT_NEAR(effect["estimate"].get<double>(), at->second, 1e-10);
    ++compared;
  }
  EXPECT_EQ(compared, 66U);
}

TEST_F(Italy, RunPrintsJsonAndNothingElse) {
  const Said said =
      clusia_well({"run", (italy / "study.toml").string(), "--json", "--out", (*folder_ / "run").string()});
  EXPECT_EQ(nlohmann::json::parse(said.out)["expectations"]["hold"], 45);
}

TEST_F(Italy, QuietPrintsNothing) {
  for (const bool terminal : {false, true}) {
    const Said said =
        clusia_well({"run", (italy / "study.toml").string(), "-q", "--force", "--out", (*folder_ / "quiet").string()},
                    {.in = folder_->path(), .environment = {}, .terminal = terminal});
    EXPECT_EQ(said.out, "") << (terminal ? "on a terminal" : "in a pipe");
  }
}

TEST_F(Italy, ColoursAndProgressAreForTerminals) {
  const std::vector<std::string> run{"run", (italy / "study.toml").string(), "--force", "--out",
                                     (*folder_ / "colour").string()};
  EXPECT_THAT(said_.out, Not(HasSubstr("\033")));
  EXPECT_THAT(said_.out, Not(HasSubstr("\r")));
  const Said terminal = clusia(run, {.in = folder_->path(), .environment = {}, .terminal = true});
  EXPECT_THAT(terminal.out, HasSubstr("\033[1mItalian industrial districts"));
  EXPECT_THAT(terminal.out, HasSubstr(" of 96  "));
  const Said plain = clusia(run, {.in = folder_->path(), .environment = {{"NO_COLOR", "1"}}, .terminal = true});
  EXPECT_EQ(plain.status, 0);
  EXPECT_THAT(plain.out, HasSubstr("45 hold, 21 do not"));
  EXPECT_THAT(plain.out, Not(testing::ContainsRegex("\033\\[[0-9]*m")));
}

TEST_F(Italy, ASecondRunKeepsTheFirstUnlessForced) {
  const fs::path copy = *folder_ / "kept";
  fs::copy(out(), copy);
  const auto before = contents(copy);
  const std::vector<std::string> again{"run", (italy / "study.toml").string(), "--out", "kept"};
  const Said said = clusia(again, {.in = folder_->path(), .environment = {}});
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(
      said.err,
      "kept/results.sqlite: a result is there already: name another folder with --out, or replace it with --force\n");
  EXPECT_EQ(contents(copy), before);

  write(copy / "results.sqlite", "spoilt");
  write(copy / "results.sqlite-wal", "a log that a killed run left");
  write(copy / "report.html", "an old report");
  auto forced = again;
  forced.push_back("--force");
  clusia_well(forced, {.in = folder_->path(), .environment = {}});
  EXPECT_EQ(Results(copy / "results.sqlite").one("SELECT state FROM run"), "complete");
  EXPECT_EQ(read(copy / "effects.csv"), read(out() / "effects.csv"));
  EXPECT_THAT(read(copy / "report.html"), HasSubstr("<!doctype html>"));
  EXPECT_FALSE(fs::exists(copy / "results.sqlite-wal"));
}

TEST_F(Italy, TheReportIsMadeFromTheDatabaseAlone) {
  const Folder elsewhere;
  fs::copy(italy, elsewhere / "study", fs::copy_options::recursive);
  clusia_well({"run", "study/study.toml", "--out", "made"}, {.in = elsewhere.path(), .environment = {}});
  fs::remove_all(elsewhere / "study");
  fs::create_directory(elsewhere / "alone");
  fs::rename(elsewhere / "made/results.sqlite", elsewhere / "alone/results.sqlite");
  fs::permissions(elsewhere / "alone/results.sqlite", fs::perms::owner_read);
  clusia_well({"report", "alone/results.sqlite", "--out", "anew"}, {.in = elsewhere.path(), .environment = {}});
  for (const char* file : {"report.html", "effects.csv", "estimates.csv", "differences.csv"})
    EXPECT_TRUE(read(elsewhere / "anew" / file) == read(elsewhere / "made" / file)) << file;
  EXPECT_EQ(contents(elsewhere / "alone").size(), 1U);
}

TEST_F(Italy, StrictMakesTheMissesAFailure) {
  const Folder elsewhere;
  fs::copy(italy, elsewhere / "study", fs::copy_options::recursive);
  write(elsewhere / "study/study.toml",
        replaced(read(italy / "study.toml"), "population = true", "strict = true\npopulation = true"));
  const Said said = clusia({"run", "study/study.toml", "--out", "strict"}, {.in = elsewhere.path(), .environment = {}});
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.err, "error: 21 of 66 published values do not hold, and the study is strict\n");
  EXPECT_THAT(said.out, HasSubstr("45 hold, 21 do not"));
  EXPECT_TRUE(fs::exists(elsewhere / "strict/report.html"));
}

}  // namespace
}  // namespace clusia::test
