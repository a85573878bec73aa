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

Html effect(const Finding& finding) {
  Html line = text(finding.title + ": ");
  if (finding.suppressed) return line + tag("span", {{"class", "few"}}, "too few"_html);
  if (!finding.estimate) return line + "–"_html;
  const int decimals = decimals_for({finding.estimate, finding.low, finding.high});
  line += tag("strong", text(with_unit(rounded(*finding.estimate, decimals), finding.unit)));
  if (finding.low && finding.high)
    line += text(" (" + rounded(*finding.low, decimals) + " to " + rounded(*finding.high, decimals) + ") ");
  return line + " "_html + reading(finding.reading);
}

/// A row for each state of well-being, a column for each unit of analysis.
Html table_of(const SideBySide& side) {
  std::vector<std::string> states;
  std::set<std::string> present;
  for (const UnitEffect& e : side.effects) {
    present.insert(e.unit);
    if (std::ranges::find(states, e.state) == states.end()) states.push_back(e.state);
  }
  std::vector<Table::Column> columns{{"State of well-being"}};
  for (const std::string& unit : units_of_analysis())
    if (present.contains(unit)) columns.push_back({capitalised(unit)});
  Table table(side.label.empty() ? "Everyone, by unit of analysis"
                                 : capitalised(side.label) + " (" + side.columns + "), by unit of analysis",
              columns);
  for (const std::string& state : states) {
    std::vector<Html> cells{text(state.empty() ? "Not said" : capitalised(state))};
    for (const std::string& unit : units_of_analysis()) {
      if (!present.contains(unit)) continue;
      Html cell;
      for (const UnitEffect& e : side.effects)
        if (e.unit == unit && e.state == state) cell += tag("div", effect(e.finding));
      cells.push_back(cell);
    }
    table.row(cells);
  }
  return table.html();
}

Html links(const SQLite::Database& database) {
  Table table("How rows of one data set belong to rows of another", {{"Rows of"},
                                                                     {"Belong to"},
                                                                     {"By the column"},
                                                                     {"Rows", Align::number},
                                                                     {"Column empty", Align::number},
                                                                     {"Name nobody there", Align::number},
                                                                     {"To which none belongs", Align::number}});
  for_each_row(
      database,
      "SELECT a.title, b.title, l.column, l.rows, l.without_key, l.unmatched, l.bare FROM link l JOIN dataset a "
      "ON a.id = l.dataset_id JOIN dataset b ON b.id = l.to_id ORDER BY l.id",
      [&](SQLite::Statement& row) {
        std::vector<Html> cells{text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2))};
        for (int k = 3; k < 7; ++k) cells.push_back(text(rounded(static_cast<double>(integer_at(row, k)), 0)));
        table.row(cells);
      });
  return table.empty() ? Html{} : table.html();
}

std::string rule_in_words(const std::string& rule, const std::string& of, const std::string& level) {
  const std::string what = level.empty() ? of : of + " is " + level;
  if (rule == "value") return "the value of " + of + " of whom the row belongs to";
  if (rule == "count") return "how many rows belong to it";
  if (rule == "weighted_mean") return "mean of " + what + " by survey weights";
  if (rule == "any" || rule == "all") return "whether " + rule + " of them: " + what;
  return rule + " of " + what;
}

Html rules(const SQLite::Database& database) {
  Table table("Columns made of linked data sets", {{"Column"},
                                                   {"Of the rows of"},
                                                   {"From"},
                                                   {"Rule"},
                                                   {"Where members are missing"},
                                                   {"Rows", Align::number},
                                                   {"With a value", Align::number},
                                                   {"A member missing, or without a value", Align::number},
                                                   {"No member", Align::number}});
  for_each_row(
      database,
      "SELECT c.name, a.title, b.title, c.rule, coalesce(c.of_column, ''), coalesce(c.level, ''), "
      "coalesce(c.missing, ''), coalesce(c.members, ''), c.rows, c.with_value, c.incomplete, c.bare "
      "FROM linked_column c JOIN dataset a ON a.id = c.dataset_id JOIN dataset b ON b.id = c.from_id ORDER BY c.id",
      [&](SQLite::Statement& row) {
        const std::string members = text_at(row, 7), missing = text_at(row, 6);
        std::vector<Html> cells{text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2)),
                                text(rule_in_words(text_at(row, 3), text_at(row, 4), text_at(row, 5))),
                                text((missing == "missing"     ? "no value"
                                      : missing == "leave_out" ? "made of the others"
                                                               : "") +
                                     (members.empty() ? "" : "; there should be as many as “" + members + "” says"))};
        for (int k = 8; k < 12; ++k) cells.push_back(text(rounded(static_cast<double>(integer_at(row, k)), 0)));
        table.row(cells);
      });
  return table.empty() ? Html{} : table.html();
}

}  // namespace

const std::vector<std::string>& units_of_analysis() {
  static const std::vector<std::string> all{"group", "household", "individual", "firm"};
  return all;
}

std::vector<SideBySide> side_by_side(const SQLite::Database& database) {
  std::vector<SideBySide> all;
  const auto of = outputs(database);
  if (of.empty()) return all;
  const Words words("en");
  add(all, "", "", found_for_everyone(database, words), of);
  for (const FoundGroup& group : found_groups(database, words))
    add(all, group.columns, group.label, group.findings, of);
  return all;
}

Html units(const SQLite::Database& database) {
  const std::vector<SideBySide> all = side_by_side(database);
  Html section = links(database) + rules(database);
  if (section.empty() && all.empty()) return {};
  Html tables;
  for (const SideBySide& side : all)
    tables += side.label.empty() ? table_of(side)
                                 : details(capitalised(side.label) + " (" + side.columns + ")", table_of(side));
  if (!all.empty())
    tables =
        tag("p",
            "What changed for groups, for their households and for individuals, one effect an indicator: that of the "
            "comparison that the study names first for it. Each is an effect on rows of its own data set. A gain of "
            "a group need not be one of each of its households."_html) +
        tables;
  return tables + section;
}

}  // namespace clusia::report
