// Two small results databases: what of them is compared, how the change is told, and what is kept apart.
#include "followup/changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "followup/page.hpp"
#include "followup/table.hpp"
#include "report/results.hpp"

namespace {

using clusia::followup::Change;
using clusia::followup::Comparison;
using clusia::test::Folder;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

/// A study of one indicator, written as rows of the schema.
struct Small {
  std::string wave = "2022", line = "100", plugin = "mean", unit = "euro", file = "aa", group = "weavers";
  int direction = 1, population = 0;
  std::string estimate = "10", std_error = "2", df = "9";
  std::string other_arm = "";  ///< its estimate, of an arm 'village' beside one 'town'
};

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::filesystem::path database(const Folder& folder, const std::string& name, const Small& of) {
  std::string sql;
  const auto add = [&](const std::string& statement) { sql += statement + ";\n"; };
  add("INSERT INTO run VALUES (1, 'complete', 's', 'Study " + name + "', NULL, 'study.toml', '', 'ab', " +
      std::to_string(of.population) +
      ", 0.95, 'att', 'population', 1, 'process', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2', 'none', 'groups', "
      "'0', '1', "
      "'g++', '2026-01-01T00:00:00Z', NULL, 'm')");
  add("INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV', '1', '', '', '', ''), (2, 'indicator', " +
      quoted(of.plugin) + ", 'Mean', '1', '', '', '', ''), (3, 'comparator', 'did', 'DiD', '1', '', '', '', '')");
  add("INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'people', 'People', 1, 20, 'row')");
  add("INSERT INTO file VALUES (1, 1, 'a.csv', " + quoted(of.file) + ", 1)");
  add("INSERT INTO unit_group VALUES (1, 1, '', 'all', 20), (2, 1, 'node', " + quoted(of.group) + ", 10)");
  add("INSERT INTO indicator (id, name, title, dataset_id, plugin_id) VALUES (1, 'income', 'Income', 1, 2)");
  add("INSERT INTO output VALUES (1, 1, 'mean', 'Income', " + quoted(of.unit) + ", " + std::to_string(of.direction) +
      ", 'plain', NULL, NULL)");
  add("INSERT INTO parameter VALUES ('indicator', 1, 'line', " + quoted(of.line) + ", 0, NULL)");
  add("INSERT INTO comparator VALUES (1, 'did', 'Difference in differences', 3)");
  add("INSERT INTO design (id, comparator_id, dataset_id, state, summary, assumption, missing_rule, factor, weights) "
      "VALUES (1, NULL, 1, 'complete', '', '', 'row', 'none', 'known'), (2, 1, 1, 'complete', '', '', 'row', 'none', "
      "'known')");
  add("INSERT INTO cell VALUES (1, 1, 'wave', " + quoted(of.wave) + ", NULL, 10, 10)");
  add("INSERT INTO contrast (id, design_id, name, title, is_effect, null_value, formula) VALUES (1, 2, 'effect', "
      "'Effect', 1, 0, '')");
  add("INSERT INTO task VALUES (1, 1, 1, 1, 'complete', NULL), (2, 1, 1, 2, 'complete', NULL), (3, 1, 2, 1, "
      "'complete', NULL)");
  const std::string figure = of.estimate + ", " + of.std_error + ", " + of.df;
  add("INSERT INTO estimate (task_id, output_id, cell_id, estimate, std_error, df, rows, missing, size, psus) VALUES "
      "(1, 1, 1, " +
      figure + ", 10, 0, 10, 10), (2, 1, 1, " + figure + ", 10, 0, 10, 10)");
  if (!of.other_arm.empty()) {
    add("UPDATE cell SET arm = 'town'");
    add("INSERT INTO cell VALUES (2, 1, 'village', " + quoted(of.wave) + ", 'village', 10, 10)");
    add("INSERT INTO estimate (task_id, output_id, cell_id, estimate, std_error, df, rows, missing, size, psus) VALUES "
        "(1, 1, 2, " +
        of.other_arm + ", 2, 9, 10, 0, 10, 10)");
  }
  add("INSERT INTO effect (task_id, output_id, contrast_id, estimate, std_error, df, reading) VALUES (3, 1, 1, " +
      figure + ", 'unclear')");
  return clusia::test::results_of(folder, name, sql);
}

Comparison between(const Small& before, const Small& after, const std::set<std::string>& allowed = {}) {
  const Folder folder;
  return clusia::followup::compare(database(folder, "a", before), database(folder, "b", after), allowed);
}

const Change& level(const Comparison& of) {
  for (const Change& c : of.changes)
    if (!c.is_effect() && c.group_columns.empty()) return c;
  throw std::runtime_error("no level was compared");
}

std::map<std::string, double> oracle() {
  std::istringstream lines(
      clusia::test::read(std::filesystem::path(CLUSIA_SOURCE_DIR) / "tests/oracles/followup/welch.csv"));
  std::map<std::string, double> values;
  for (std::string line; std::getline(lines, line);)
    if (const auto comma = line.find(','); line[0] != '#' && line != "name,value")
      values[line.substr(0, comma)] = std::stod(line.substr(comma + 1));
  return values;
}

std::string exact(double x) {
  std::ostringstream out;
  out.precision(17);
  out << x;
  return out.str();
}

Small group(std::map<std::string, double>& r, const std::string& k) {
  Small of;
  of.estimate = exact(r["mean" + k]), of.std_error = exact(r["std_error" + k]), of.df = exact(r["df" + k]);
  of.file = k;
  return of;
}

TEST(Changes, WelchOracle) {
  auto r = oracle();
  const Comparison of = between(group(r, "1"), group(r, "2"));
  const Change& c = level(of);
  const auto near = [](double x, double y) { EXPECT_NEAR(x, y, 1e-8 * std::abs(y)); };
  near(*c.change, r.at("change"));
  near(*c.std_error, r.at("std_error"));
  near(*c.df, r.at("df"));
  near(*c.p_value, r.at("p_value"));
  near(*c.conf_low, r.at("conf_low"));
  near(*c.conf_high, r.at("conf_high"));
  EXPECT_EQ(c.reading, "unclear");
}

TEST(Changes, WithoutDegreesOfFreedomOracle) {
  auto r = oracle();
  Small before = group(r, "1"), after = group(r, "2");
  before.df = after.df = "NULL";
  const Comparison of = between(before, after);
  EXPECT_FALSE(level(of).df);
  EXPECT_NEAR(*level(of).conf_low, r.at("normal_low"), 1e-8);
  EXPECT_NEAR(*level(of).conf_high, r.at("normal_high"), 1e-8 * r.at("normal_high"));
}

TEST(Changes, LevelsOfTheLastWavesAndEffectsAreCompared) {
  Small after;
  after.wave = "2025", after.estimate = "30", after.std_error = "3", after.file = "bb";
  const Comparison of = between({}, after);
  ASSERT_EQ(of.changes.size(), 3U);
  EXPECT_EQ(level(of).wave_before, "2022");
  EXPECT_EQ(level(of).wave_after, "2025");
  for (const Change& c : of.changes) {
    EXPECT_EQ(*c.change, 20);
    EXPECT_NEAR(*c.std_error, std::sqrt(13.0), 1e-12);
    EXPECT_EQ(c.reading, "gain");
  }
  EXPECT_THAT(of.apart, IsEmpty());
  EXPECT_THAT(of.doubts, IsEmpty());
}

TEST(Changes, ArmsAreComparedEachWithItself) {
  const Comparison of = between({.estimate = "10", .other_arm = "5"}, {.estimate = "13", .other_arm = "4"});
  std::map<std::string, double> changes;
  for (const Change& c : of.changes) {
    if (c.is_effect() || !c.group_columns.empty()) continue;
    EXPECT_TRUE(changes.emplace(c.arm, c.change.value()).second);
  }
  EXPECT_EQ(changes, (std::map<std::string, double>{{"town", 3}, {"village", -1}}));
}

TEST(Changes, ReadByTheDirectionThatIsBetter) {
  Small before, after;
  before.direction = after.direction = -1;
  after.estimate = "30", after.file = "bb";
  EXPECT_EQ(level(between(before, after)).reading, "loss");
  before.direction = after.direction = 0;
  EXPECT_EQ(level(between(before, after)).reading, "none");
}

TEST(Changes, AnotherDefinitionIsNotCompared) {
  Small after;
  after.line = "120", after.file = "bb";
  const Comparison of = between({}, after);
  EXPECT_THAT(of.changes, IsEmpty());
  EXPECT_THAT(of.apart, Contains(Field(&clusia::followup::Apart::reason, "'line' was 100 and is 120")));
  const Comparison allowed = between({}, after, {"line"});
  EXPECT_EQ(allowed.changes.size(), 3U);
  EXPECT_THAT(allowed.notes, Contains(Field(&clusia::followup::Apart::reason, "'line' was 100 and is 120")));
}

TEST(Changes, UnitPluginAndDirectionAreADefinition) {
  Small unit, plugin, direction;
  unit.unit = "dollar", plugin.plugin = "median", direction.direction = -1;
  for (Small after : {unit, plugin, direction}) {
    after.file = "bb";
    EXPECT_THAT(between({}, after).changes, IsEmpty());
  }
}

TEST(Changes, GroupsOfOneStudyAloneAreNamed) {
  Small after;
  after.group = "dyers", after.file = "bb";
  const Comparison of = between({}, after);
  EXPECT_EQ(of.changes.size(), 2U);
  EXPECT_THAT(of.apart, Contains(Field(&clusia::followup::Apart::what, HasSubstr("weavers"))));
  EXPECT_THAT(of.apart, Contains(Field(&clusia::followup::Apart::what, HasSubstr("dyers"))));
}

TEST(Changes, TheSameDataGiveNoIntervalAndADoubt) {
  const Comparison of = between({}, {});
  EXPECT_EQ(*level(of).change, 0);
  EXPECT_FALSE(level(of).conf_low);
  EXPECT_EQ(level(of).reading, "unclear");
  EXPECT_EQ(of.doubts.size(), 1U);
}

TEST(Changes, OfEveryoneAreExact) {
  Small before, after;
  before.population = after.population = 1;
  before.std_error = after.std_error = before.df = after.df = "NULL";
  after.estimate = "10.5", after.file = "bb";
  EXPECT_EQ(level(between(before, after)).reading, "gain");
  after.estimate = "10";
  EXPECT_EQ(level(between(before, after)).reading, "none");
}

TEST(Changes, WithoutAnEstimateThereIsAReason) {
  Small after;
  after.estimate = after.std_error = after.df = "NULL", after.file = "bb";
  const Comparison of = between({}, after);
  EXPECT_FALSE(level(of).change);
  EXPECT_THAT(level(of).note, HasSubstr("no estimate in the later study"));
}

TEST(Changes, AnotherFileIsRefused) {
  const Folder folder;
  std::ofstream(folder / "x.sqlite") << "no database";
  EXPECT_THROW(clusia::followup::compare(folder / "x.sqlite", folder / "x.sqlite"), std::runtime_error);
}

TEST(Changes, PageIsInTheLanguageOfTheLaterStudy) {
  const Folder folder;
  Small after;
  after.estimate = "30", after.file = "bb";
  const auto a = database(folder, "a", {}), b = database(folder, "b", after);
  SQLite::Database(b.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE run SET study_text = '[study]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"fr\"\n'");
  const std::string page = clusia::followup::page(clusia::followup::compare(a, b), a, b);
  EXPECT_THAT(page, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(page,
              HasSubstr("Sur 3 chiffres communs aux deux études, 3 en mieux et 0 en moins bien\u202f; 0 évolution est "
                        "incertaine."));
  EXPECT_THAT(page, HasSubstr("Les intervalles supposent"));
  EXPECT_THAT(page, testing::Not(HasSubstr("What changed")));
}

TEST(Changes, TableAndPageHoldThem) {
  const Folder folder;
  Small after;
  after.estimate = "30", after.file = "bb", after.group = "<dyers>";
  const auto a = database(folder, "a", {}), b = database(folder, "b", after);
  const Comparison of = clusia::followup::compare(a, b);
  clusia::followup::write_changes_csv(of, folder / "changes.csv");
  const std::string csv = clusia::test::read(folder / "changes.csv");
  EXPECT_THAT(
      csv,
      HasSubstr("indicator,output,comparator,contrast,wave_before,wave_after,arm,group_columns,group_label,before,"));
  EXPECT_THAT(csv, HasSubstr("income,mean,did,effect,,,,,all,10,2,30,2,20,"));
  const std::string page = clusia::followup::page(of, a, b);
  EXPECT_THAT(page, HasSubstr("Study b"));
  EXPECT_THAT(page, HasSubstr("&lt;dyers&gt;"));
  EXPECT_THAT(page, testing::Not(HasSubstr("<dyers>")));
  EXPECT_EQ(clusia::followup::json_of(of)["changes"].size(), 2U);
}

}  // namespace
