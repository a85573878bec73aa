// Control limits against metafor, and what is said of the levels of a results database.
#include "followup/monitor.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "plugins/table.hpp"
#include "report/results.hpp"

namespace {

using namespace clusia::followup;
using clusia::test::Folder;
using clusia::test::Table;
using testing::HasSubstr;

std::vector<double> listed(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<double>(in), {}};
}

TEST(Control, LimitsOracle) {
  const Table r("followup/control.csv");
  ASSERT_EQ(r.rows(), 4U);
  for (std::size_t k = 0; k < r.rows(); ++k) {
    const auto expected = [&](const char* column) { return r.numbers(column)[k]; };
    const std::vector<double> y = listed(r.texts("estimates")[k]), se = listed(r.texts("errors")[k]);
    std::vector<Observation> observed;
    for (std::size_t i = 0; i < y.size(); ++i) observed.push_back({y[i], se[i]});
    const Process process = process_of(observed);
    const auto near = [&](double ours, const char* column) {
      EXPECT_NEAR(ours, expected(column), 1e-8 * std::abs(expected(column))) << r.texts("set")[k] << " " << column;
    };
    near(process.centre, "centre");
    near(process.std_error, "error");
    near(process.spread, "spread");
    near(limits_at(process, 0)->warning_low, "warning_low");
    near(limits_at(process, 0)->action_low, "action_low");
    near(limits_at(process, expected("new_error"))->warning_low, "new_warning_low");
    near(limits_at(process, expected("new_error"))->action_low, "new_action_low");
  }
}

TEST(Control, OfEveryoneTheWavesAloneTell) {
  const std::vector<Observation> observed{{10, 0}, {14, 0}};
  const Process process = process_of(observed);
  EXPECT_EQ(process.centre, 12);
  EXPECT_NEAR(process.spread, std::sqrt(8.0), 1e-15);
  EXPECT_FALSE(limits_at(process_of(std::span(observed).first(1)), 0));
}

/// Levels of one indicator in three waves and two arms; lower is better.
struct Watched {
  explicit Watched(const std::string& last, const std::string& mark = "NULL") {
    std::string sql;
    const auto add = [&](const std::string& statement) { sql += statement + ";\n"; };
    add("INSERT INTO run VALUES (1, 'complete', 's', 'Study', NULL, 'study.toml', '', 'ab', 0, 0.95, 'att', "
        "'population', 1, "
        "'process', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2', 'none', 'groups', '0', '1', 'g++', "
        "'2026-01-01T00:00:00Z', NULL, 'm')");
    add("INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV', '1', '', '', '', ''), (2, 'indicator', 'arpr', 'Rate', "
        "'1', '', '', '', '')");
    add("INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'people', 'People', 1, 20, "
        "'row')");
    add("INSERT INTO unit_group VALUES (1, 1, '', 'all', 20)");
    add("INSERT INTO indicator (id, name, title, dataset_id, plugin_id) VALUES (1, 'poor', 'Poor', 1, 2)");
    add("INSERT INTO output VALUES (1, 1, 'rate', 'Poverty rate', '%', -1, 'plain', NULL, NULL)");
    add("INSERT INTO design (id, comparator_id, dataset_id, state, summary, assumption, missing_rule, factor, weights) "
        "VALUES (1, NULL, 1, 'complete', '', '', 'row', 'none', 'known')");
    add("INSERT INTO task VALUES (1, 1, 1, 1, 'complete', NULL)");
    int cell = 0;
    const auto level = [&](const std::string& arm, const std::string& wave, const std::string& estimate,
                           const std::string& of_mark) {
      const std::string id = std::to_string(++cell);
      add("INSERT INTO cell VALUES (" + id + ", 1, '" + arm + wave + "', '" + wave + "', '" + arm + "', 10, 10)");
      add("INSERT INTO estimate (task_id, output_id, cell_id, estimate, std_error, df, rows, missing, size, psus, "
          "mark) "
          "VALUES (1, 1, " +
          id + ", " + estimate + ", 1, 50, 10, 0, 10, 10, " + of_mark + ")");
    };
    for (const std::string arm : {"town", "village"}) {
      level(arm, "2020", "30", "NULL");
      level(arm, "2021", "31", "NULL");
      level(arm, "2022", arm == "town" ? last : "30", mark);
    }
    database = clusia::test::results_of(folder, "r", sql);
  }
  Folder folder;
  std::filesystem::path database;
};

std::string signal_of(const std::string& last) {
  const Watched of(last);
  const Monitoring found = monitor(of.database, {});
  EXPECT_EQ(found.series.size(), 2U);
  EXPECT_EQ(found.series[1].points[2].signal, "within");
  for (const Series& one : found.series) EXPECT_TRUE(one.points[0].reference && one.points[1].reference);
  return found.series[0].points[2].signal;
}

// The centre is 30.5, and a figure with standard error 1 has the standard deviation sqrt(1 + 1/2) around it.
TEST(Monitor, SignalsByLimitAndDirection) {
  EXPECT_EQ(signal_of("32.8"), "within");
  EXPECT_EQ(signal_of("33.1"), "warning worse");
  EXPECT_EQ(signal_of("27.9"), "warning better");
  EXPECT_EQ(signal_of("34.4"), "action worse");
  EXPECT_EQ(signal_of("26.6"), "action better");
  EXPECT_EQ(signal_of("NULL"), "unknown");
}

TEST(Monitor, WhatCannotBeJudgedIsSaid) {
  const Watched of("NULL");
  const Monitoring found = monitor(of.database, {});
  EXPECT_TRUE(found.series[0].unknown());
  EXPECT_FALSE(found.series[1].unknown());
  EXPECT_THAT(monitor_page(found), HasSubstr("0 are beyond a limit and 1 cannot be judged."));
}

TEST(Monitor, ReferenceWavesAreThoseThatAreNamed) {
  const Watched of("34.4");
  const Monitoring found = monitor(of.database, {"2020"});
  EXPECT_EQ(found.series[0].points[1].signal, "within");
  EXPECT_EQ(found.series[0].points[2].signal, "action worse");
  EXPECT_NEAR(found.series[0].process->centre, 30, 1e-12);
  EXPECT_THAT([&] { monitor(of.database, {"202"}); },
              testing::ThrowsMessage<std::runtime_error>(HasSubstr("no figure is of a wave '202': write '2020'")));
}

TEST(Monitor, FiguresOfTooFewRowsAreLeftOut) {
  const Watched of("34.4", "'small'");
  const Monitoring found = monitor(of.database, {});
  ASSERT_EQ(found.series.size(), 2U);
  EXPECT_EQ(found.series[0].points.size(), 2U);
}

TEST(Monitor, PageIsInTheLanguageOfTheStudy) {
  const Watched of("34.4");
  Monitoring found = monitor(of.database, {});
  EXPECT_EQ(found.language, "en");
  found.language = "fr";
  EXPECT_THAT(
      monitor_page(found),
      testing::AllOf(HasSubstr("<html lang=\"fr\""), HasSubstr("pire, au-delà de la limite d’action"),
                     HasSubstr("34,4"), testing::Not(HasSubstr("Warning limits")), testing::Not(HasSubstr("Wave<"))));
}

TEST(Monitor, TableAndPageHoldThem) {
  const Watched of("34.4");
  const Monitoring found = monitor(of.database, {});
  EXPECT_THAT(monitor_csv(found), HasSubstr("poor,rate,town,,all,2022,34.4,1,action worse,30.5,0,"));
  EXPECT_THAT(monitor_page(found), HasSubstr("worse, beyond the action limit"));
}

}  // namespace
