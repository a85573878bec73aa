// How far the figures can be trusted: diagnostics of the designs, warnings, and what the data do not hold.
#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

struct Diagnostic {
  std::string name, subject, text;
  double value = 0;
};

std::vector<Diagnostic> of_design(const SQLite::Database& database, std::int64_t design, const Words& words) {
  std::vector<Diagnostic> all;
  for_each_row(database,
               "SELECT name, subject, coalesce(text, ''), value FROM diagnostic WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 all.push_back({text_at(row, 0), text_at(row, 1), words.said(text_at(row, 2)), *real_at(row, 3)});
               });
  return all;
}

/// What is told of parts, such as arms or donors: a row for each, a column for each measure.
Html by_subject(const std::string& title, const std::vector<Diagnostic>& rows, const Words& words) {
  std::vector<std::string> names, subjects;
  std::map<std::pair<std::string, std::string>, double> values;
  for (const Diagnostic& row : rows) {
    if (std::find(names.begin(), names.end(), row.name) == names.end()) names.push_back(row.name);
    if (std::find(subjects.begin(), subjects.end(), row.subject) == subjects.end()) subjects.push_back(row.subject);
    values[{row.subject, row.name}] = row.value;
  }
  std::vector<Table::Column> columns = {{words("column.of")}};
  for (const std::string& name : names) columns.push_back({name, Align::number});
  Table table(words("diagnostics.by_part", {{"of", title}}), columns);
  for (const std::string& subject : subjects) {
    std::vector<Html> cells = {text(subject)};
    for (const std::string& name : names) {
      const auto value = values.find({subject, name});
      cells.push_back(value == values.end()
                          ? "–"_html
                          : text(words.number(value->second, std::min(decimals_for({value->second}), 3))));
    }
    table.row(cells);
  }
  return table.html();
}

Html listed(const std::string& title, const std::vector<Diagnostic>& rows, const Words& words) {
  Table table(title, {{words("diagnostics.diagnostic")},
                      {words("column.of")},
                      {words("column.value"), Align::number},
                      {words("diagnostics.says")}});
  for (const Diagnostic& row : rows)
    table.row({text(row.name), text(row.subject),
               text(words.number(row.value, std::min(decimals_for({row.value}), decimals_of(row.value)))),
               text(row.text)});
  return table.html();
}

}  // namespace

Html withstands(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words) {
  Table table(words("withstands.caption"), {{words("column.indicator")},
                                            {words("column.comparison")},
                                            {words("column.effect")},
                                            {words("column.group")},
                                            {words("withstands.estimate"), Align::number},
                                            {words("withstands.interval"), Align::number}});
  for_each_row(
      database,
      std::string(
          R"sql(SELECT indicator_title, output_title, comparator, contrast_title, group_label, e_value, e_value_limit
      FROM effects WHERE e_value_limit > 1 AND mark IS NULL)sql") +
          only("(SELECT id FROM indicator WHERE name = effects.indicator)", indicator),
      [&](SQLite::Statement& row) {
        const std::string group = text_at(row, 4);
        table.row({text(words.title(text_at(row, 0), text_at(row, 1))), text(text_at(row, 2)),
                   text(words.said(text_at(row, 3))), text(group == "all" ? words("withstands.all") : group),
                   text(words.number(*real_at(row, 5), 2)), text(words.number(*real_at(row, 6), 2))});
      });
  return table.empty() ? Html{} : table.html() + tag("p", text(words("withstands.means")));
}

Html diagnostics(const SQLite::Database& database, const Words& words) {
  Html section;
  for_each_row(database, R"sql(SELECT s.id, ', ' || d.title ||
        coalesce(', ' || i.title || CASE WHEN o.title = i.title THEN '' ELSE ': ' || o.title END, ''), coalesce(c.title, '') FROM design s
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id LEFT JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id ORDER BY s.id)sql",
               [&](SQLite::Statement& row) {
                 const std::string title =
                     (text_at(row, 2).empty() ? words("levels.title") : text_at(row, 2)) + text_at(row, 1);
                 std::vector<Diagnostic> parts, others;
                 for (Diagnostic& one : of_design(database, integer_at(row, 0), words))
                   if (!is_balance(one.name))
                     (one.subject.empty() || !one.text.empty() ? others : parts).push_back(std::move(one));
                 if (!parts.empty()) section += by_subject(title, parts, words);
                 if (!others.empty()) section += listed(title, others, words);
               });
  section += withstands(database, std::nullopt, words);
  return section.empty() ? tag("p", text(words("diagnostics.none"))) : section;
}

Html messages(const SQLite::Database& database, const Words& words) {
  Table table(words("messages.caption"), {{words("column.about")}, {words("column.level")}, {words("column.message")}});
  for_each_row(
      database,
      "SELECT about, level, text FROM message ORDER BY CASE level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 "
      "END, id",
      [&](SQLite::Statement& row) {
        table.row({text(text_at(row, 0)),
                   tag("span", {{"class", "level " + text_at(row, 1)}}, text(words("level." + text_at(row, 1)))),
                   text(words.said(text_at(row, 2)))});
      });
  return table.empty() ? tag("p", text(words("messages.none"))) : table.html();
}

Html missing_values(const SQLite::Database& database, const Words& words) {
  Table table(words("quality.caption"), {{words("quality.column")},
                                         {words("column.dataset")},
                                         {words("quality.type")},
                                         {words("quality.role")},
                                         {words("quality.missing"), Align::number},
                                         {words("column.share"), Align::number}});
  for_each_row(database, R"sql(SELECT k.name, d.title, k.type, k.roles, k.missing, d.rows FROM dataset_column k
      JOIN dataset d ON d.id = k.dataset_id ORDER BY d.id, k.rowid)sql",
               [&](SQLite::Statement& row) {
                 const double missing = *real_at(row, 4), rows = *real_at(row, 5);
                 table.row({text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2)), text(text_at(row, 3)),
                            text(words.number(missing, 0)),
                            text(rows > 0 ? words.with_unit(words.number(100 * missing / rows, 1), "%")
                                          : words.number(std::nullopt, 0))},
                           missing > 0 ? "attention" : "");
               });
  return table.empty() ? tag("p", text(words("quality.none"))) : table.html();
}

}  // namespace clusia::report
