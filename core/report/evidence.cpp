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

std::vector<Diagnostic> of_design(const SQLite::Database& database, std::int64_t design) {
  std::vector<Diagnostic> all;
  for_each_row(database,
               "SELECT name, subject, coalesce(text, ''), value FROM diagnostic WHERE design_id = " +
                   std::to_string(design) + " ORDER BY id",
               [&](SQLite::Statement& row) {
                 all.push_back({text_at(row, 0), text_at(row, 1), text_at(row, 2), *real_at(row, 3)});
               });
  return all;
}

/// What is told of parts, such as arms or donors: a row for each, a column for each measure.
Html by_subject(const std::string& title, const std::vector<Diagnostic>& rows) {
  std::vector<std::string> names, subjects;
  std::map<std::pair<std::string, std::string>, double> values;
  for (const Diagnostic& row : rows) {
    if (std::find(names.begin(), names.end(), row.name) == names.end()) names.push_back(row.name);
    if (std::find(subjects.begin(), subjects.end(), row.subject) == subjects.end()) subjects.push_back(row.subject);
    values[{row.subject, row.name}] = row.value;
  }
  std::vector<Table::Column> columns = {{"Of"}};
  for (const std::string& name : names) columns.push_back({name, Align::number});
  Table table(title + ": part by part", columns);
  for (const std::string& subject : subjects) {
    std::vector<Html> cells = {text(subject)};
    for (const std::string& name : names) {
      const auto value = values.find({subject, name});
      cells.push_back(value == values.end() ? "–"_html
                                            : text(rounded(value->second, std::min(decimals_for({value->second}), 3))));
    }
    table.row(cells);
  }
  return table.html();
}

Html listed(const std::string& title, const std::vector<Diagnostic>& rows) {
  Table table(title, {{"Diagnostic"}, {"Of"}, {"Value", Align::number}, {"What it says"}});
  for (const Diagnostic& row : rows)
    table.row({text(row.name), text(row.subject),
               text(rounded(row.value, std::min(decimals_for({row.value}), decimals_of(row.value)))), text(row.text)});
  return table.html();
}

}  // namespace

Html withstands(const SQLite::Database& database, std::optional<std::int64_t> indicator) {
  Table table("How strong had confounding to be?", {{"Indicator"},
                                                    {"Comparison"},
                                                    {"Effect"},
                                                    {"Group"},
                                                    {"To explain the estimate away", Align::number},
                                                    {"To bring the interval to no effect", Align::number}});
  for_each_row(
      database,
      std::string(
          R"sql(SELECT indicator_title, output_title, comparator, contrast_title, group_label, e_value, e_value_limit
      FROM effects WHERE e_value_limit > 1 AND mark IS NULL)sql") +
          only("(SELECT id FROM indicator WHERE name = effects.indicator)", indicator),
      [&](SQLite::Statement& row) {
        table.row({text(output_title(text_at(row, 0), text_at(row, 1))), text(text_at(row, 2)), text(text_at(row, 3)),
                   text(text_at(row, 4)), text(rounded(*real_at(row, 5), 2)), text(rounded(*real_at(row, 6), 2))});
      });
  if (table.empty()) return {};
  return table.html() +
         tag("p",
             "E-values of shares (VanderWeele and Ding 2017): something that nobody measured had to make both "
             "treatment "
             "and outcome so many times as likely, beyond the covariates, to explain the difference away. Near 1, "
             "weak confounding is enough. What is not in the table has an interval that covers no effect, or is "
             "no comparison of shares between arms."_html);
}

Html diagnostics(const SQLite::Database& database) {
  Html section;
  for_each_row(database, R"sql(SELECT s.id, coalesce(c.title, 'Levels') || ', ' || d.title ||
        coalesce(', ' || i.title || CASE WHEN o.title = i.title THEN '' ELSE ': ' || o.title END, '') FROM design s
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id LEFT JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = s.dataset_id ORDER BY s.id)sql",
               [&](SQLite::Statement& row) {
                 const std::string title = text_at(row, 1);
                 std::vector<Diagnostic> parts, others;
                 for (Diagnostic& one : of_design(database, integer_at(row, 0)))
                   if (!is_balance(one.name))
                     (one.subject.empty() || !one.text.empty() ? others : parts).push_back(std::move(one));
                 if (!parts.empty()) section += by_subject(title, parts);
                 if (!others.empty()) section += listed(title, others);
               });
  section += withstands(database, std::nullopt);
  return section.empty() ? tag("p", "The comparisons answered no further diagnostics."_html) : section;
}

Html messages(const SQLite::Database& database) {
  Table table("Messages of the run", {{"About"}, {"Kind"}, {"Message"}});
  for_each_row(
      database,
      "SELECT about, level, text FROM message ORDER BY CASE level WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 "
      "END, id",
      [&](SQLite::Statement& row) {
        table.row({text(text_at(row, 0)), tag("span", {{"class", "level " + text_at(row, 1)}}, text(text_at(row, 1))),
                   text(text_at(row, 2))});
      });
  return table.empty() ? tag("p", "There are no warnings."_html) : table.html();
}

Html missing_values(const SQLite::Database& database) {
  Table table("Columns that were read", {{"Column"},
                                         {"Data set"},
                                         {"Type"},
                                         {"Role"},
                                         {"Rows without a value", Align::number},
                                         {"Share", Align::number}});
  for_each_row(database, R"sql(SELECT k.name, d.title, k.type, k.roles, k.missing, d.rows FROM dataset_column k
      JOIN dataset d ON d.id = k.dataset_id ORDER BY d.id, k.rowid)sql",
               [&](SQLite::Statement& row) {
                 const double missing = *real_at(row, 4), rows = *real_at(row, 5);
                 table.row(
                     {text(text_at(row, 0)), text(text_at(row, 1)), text(text_at(row, 2)), text(text_at(row, 3)),
                      text(rounded(missing, 0)),
                      text(rows > 0 ? with_unit(rounded(100 * missing / rows, 1), "%") : rounded(std::nullopt, 0))},
                     missing > 0 ? "attention" : "");
               });
  return table.empty() ? tag("p", "No column was read."_html) : table.html();
}

}  // namespace clusia::report
