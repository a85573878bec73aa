#include "report/units.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

struct Output {
  std::string unit, state;
};

std::map<std::int64_t, Output> outputs(const SQLite::Database& database) {
  std::map<std::int64_t, Output> all;
  for_each_row(database,
               "SELECT o.id, d.unit_of_analysis, coalesce(i.state, '') FROM output o JOIN indicator i ON i.id = "
               "o.indicator_id JOIN dataset d ON d.id = i.dataset_id WHERE d.unit_of_analysis IS NOT NULL",
               [&](SQLite::Statement& row) {
                 all[integer_at(row, 0)] = {text_at(row, 1), text_at(row, 2)};
               });
  return all;
}

void add(std::vector<SideBySide>& all, const std::string& columns, const std::string& label,
         const std::vector<Finding>& findings, const std::map<std::int64_t, Output>& outputs) {
  SideBySide side{columns, label, {}};
  std::set<std::string> units;
  for (const Finding& finding : findings) {
    const auto output = outputs.find(finding.output);
    if (output == outputs.end()) continue;
    units.insert(output->second.unit);
    side.effects.push_back({output->second.unit, output->second.state, finding});
  }
  if (units.size() > 1) all.push_back(std::move(side));
}

Html effect(const Finding& finding, const Words& words) {
  Html line = text(finding.title + ": ");
  if (finding.suppressed) return line + tag("span", {{"class", "few"}}, text(words("units.too_few")));
  if (!finding.estimate) return line + "–"_html;
  const int decimals = decimals_for({finding.estimate, finding.low, finding.high});
  line += tag("strong", text(words.with_unit(words.number(*finding.estimate, decimals), finding.unit)));
  if (finding.low && finding.high) line += text(" (" + words.range(finding.low, finding.high, decimals) + ") ");
  return line + " "_html + reading(finding.reading, words);
}

std::string title_of(const SideBySide& side, const Words& words) {
  return side.label.empty() ? words("units.everyone")
                            : words("units.of_group", {{"label", capitalised(side.label)}, {"columns", side.columns}});
}

/// A row for each state of well-being, a column for each unit of analysis.
Html table_of(const SideBySide& side, const Words& words) {
  std::vector<std::string> states;
  std::set<std::string> present;
  for (const UnitEffect& e : side.effects) {
    present.insert(e.unit);
    if (std::ranges::find(states, e.state) == states.end()) states.push_back(e.state);
  }
  std::vector<Table::Column> columns{{words("units.state")}};
  for (const std::string& unit : units_of_analysis())
    if (present.contains(unit)) columns.push_back({words("units." + unit)});
  Table table(title_of(side, words), columns);
  for (const std::string& state : states) {
    std::vector<Html> cells{text(state.empty() ? words("units.not_said") : capitalised(words.term(state)))};
    for (const std::string& unit : units_of_analysis()) {
      if (!present.contains(unit)) continue;
      Html cell;
      for (const UnitEffect& e : side.effects)
        if (e.unit == unit && e.state == state) cell += tag("div", effect(e.finding, words));
      cells.push_back(cell);
    }
    table.row(cells);
  }
  return table.html();
}

Html links(const SQLite::Database& database, const Words& words) {
  std::vector<Table::Column> columns;
  for (const char* name : {"rows_of", "belong_to", "by_column"})
    columns.push_back({words("units." + std::string(name))});
  for (const char* name : {"rows", "without_key", "unmatched", "bare"})
    columns.push_back({words("units." + std::string(name)), Align::number});
  Table table(words("units.links"), columns);
  for_each_row(
      database,
      "SELECT a.title, b.title, l.column, l.rows, l.without_key, l.unmatched, l.bare FROM link l JOIN dataset a "
      "ON a.id = l.dataset_id JOIN dataset b ON b.id = l.to_id ORDER BY l.id",
      [&](SQLite::Statement& row) {
        std::vector<Html> cells{text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2))};
        for (int k = 3; k < 7; ++k) cells.push_back(text(words.whole(integer_at(row, k))));
        table.row(cells);
      });
  return table.empty() ? Html{} : table.html();
}

std::string rule_in_words(const std::string& rule, const std::string& of, const std::string& level,
                          const Words& words) {
  const std::string what = level.empty() ? of : words("units.level_is", {{"of", of}, {"level", level}});
  return words("units.rules_in_words." + rule, {{"what", what}});
}

std::string missing_in_words(const std::string& missing, const std::string& members, const Words& words) {
  const std::string rule = missing == "missing"     ? words("units.no_value")
                           : missing == "leave_out" ? words("units.made_of_others")
                                                    : "";
  return members.empty() ? rule : rule + words("units.as_many", {{"members", members}});
}

Html rules(const SQLite::Database& database, const Words& words) {
  std::vector<Table::Column> columns;
  for (const char* name : {"column", "of_rows", "from", "rule", "missing"})
    columns.push_back({words("units." + std::string(name))});
  for (const char* name : {"rows", "with_value", "incomplete", "no_member"})
    columns.push_back({words("units." + std::string(name)), Align::number});
  Table table(words("units.rules"), columns);
  for_each_row(
      database,
      "SELECT c.name, a.title, b.title, c.rule, coalesce(c.of_column, ''), coalesce(c.level, ''), "
      "coalesce(c.missing, ''), coalesce(c.members, ''), c.rows, c.with_value, c.incomplete, c.bare "
      "FROM linked_column c JOIN dataset a ON a.id = c.dataset_id JOIN dataset b ON b.id = c.from_id ORDER BY c.id",
      [&](SQLite::Statement& row) {
        std::vector<Html> cells{text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2)),
                                text(rule_in_words(text_at(row, 3), text_at(row, 4), text_at(row, 5), words)),
                                text(missing_in_words(text_at(row, 6), text_at(row, 7), words))};
        for (int k = 8; k < 12; ++k) cells.push_back(text(words.whole(integer_at(row, k))));
        table.row(cells);
      });
  return table.empty() ? Html{} : table.html();
}

}  // namespace

const std::vector<std::string>& units_of_analysis() {
  static const std::vector<std::string> all{"group", "household", "individual", "firm"};
  return all;
}

std::vector<SideBySide> side_by_side(const SQLite::Database& database, const Words& words) {
  std::vector<SideBySide> all;
  const auto of = outputs(database);
  if (of.empty()) return all;
  add(all, "", "", found_for_everyone(database, words), of);
  for (const FoundGroup& group : found_groups(database, words))
    add(all, group.columns, group.label, group.findings, of);
  return all;
}

Html units(const SQLite::Database& database, const Words& words) {
  const std::vector<SideBySide> all = side_by_side(database, words);
  Html section = links(database, words) + rules(database, words);
  if (section.empty() && all.empty()) return {};
  Html tables;
  for (const SideBySide& side : all)
    tables += side.label.empty() ? table_of(side, words)
                                 : details(capitalised(side.label) + " (" + side.columns + ")", table_of(side, words));
  if (!all.empty()) tables = tag("p", text(words("units.intro"))) + tables;
  return tables + section;
}

}  // namespace clusia::report
