#include <algorithm>

#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

struct Expectation {
  std::string indicator, comparator, contrast, group, source;
  double published = 0, tolerance = 0;
  std::optional<double> computed;
  bool holds = false;
};

std::vector<Expectation> all_of(const SQLite::Database& database, std::optional<std::int64_t> indicator,
                                const Words& words) {
  std::vector<Expectation> all;
  for_each_row(
      database,
      std::string(R"sql(
      SELECT coalesce(i.title, x.indicator), coalesce(c.title, x.comparator), coalesce(k.title, x.contrast), x.group_label, x.source,
             x.published, x.tolerance, x.computed, x.holds
      FROM expectation x LEFT JOIN indicator i ON i.name = x.indicator LEFT JOIN comparator c ON c.name = x.comparator
      LEFT JOIN effect e ON e.id = x.effect_id LEFT JOIN contrast k ON k.id = e.contrast_id WHERE 1)sql") +
          only("i.id", indicator) + " ORDER BY x.id",
      [&](SQLite::Statement& row) {
        all.push_back({text_at(row, 0), text_at(row, 1), words.said(text_at(row, 2)), text_at(row, 3), text_at(row, 4),
                       *real_at(row, 5), *real_at(row, 6), real_at(row, 7), integer_at(row, 8) != 0});
      });
  return all;
}

int most_decimals(const std::vector<Expectation>& rows, double Expectation::*value) {
  int most = 0;
  for (const Expectation& one : rows) most = std::max(most, std::min(decimals_of(one.*value), 6));
  return most;
}

Html table_of(const std::string& caption, const std::vector<Expectation>& rows, const Words& words) {
  Table table(caption, {{words("column.group")},
                        {words("column.contrast")},
                        {words("published.published"), Align::number},
                        {words("published.computed"), Align::number},
                        {words("column.difference"), Align::number},
                        {words("published.tolerance"), Align::number}});
  const int decimals = most_decimals(rows, &Expectation::published),
            tolerance = most_decimals(rows, &Expectation::tolerance);
  const int finer = std::max(decimals, tolerance) + 1;
  for (const Expectation& one : rows) {
    const auto difference = one.computed ? std::optional(*one.computed - one.published) : std::nullopt;
    const std::string sign = difference && *difference > 0 ? "+" : "";
    table.row({text(one.group == "all" ? words("everyone") : one.group), text(one.contrast),
               text(words.number(one.published, decimals)),
               text(one.computed ? words.number(*one.computed, finer) : words("published.not_computed")),
               text(sign + words.number(difference, finer)), text(words.number(one.tolerance, tolerance))});
  }
  return table.html();
}

/// A table for each source, indicator and comparison, so that their names stand once.
Html tables_of(const std::vector<Expectation>& rows, const Words& words) {
  std::vector<std::pair<std::string, std::vector<Expectation>>> tables;
  for (const Expectation& one : rows) {
    const std::string caption = one.source + words("colon") + one.indicator + " (" + one.comparator + ")";
    auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.first == caption; });
    if (found == tables.end()) found = tables.insert(tables.end(), {caption, {}});
    found->second.push_back(one);
  }
  Html all;
  for (const auto& [caption, table] : tables) all += table_of(caption, table, words);
  return all;
}

}  // namespace

Html expectations(const SQLite::Database& database, std::string_view heading, const Words& words,
                  std::optional<std::int64_t> indicator) {
  const std::vector<Expectation> all = all_of(database, indicator, words);
  if (all.empty()) return {};
  std::vector<Expectation> hold, miss;
  for (const Expectation& one : all) (one.holds ? hold : miss).push_back(one);
  Html section = tag("p", text(words("published.counts", {{"holding", std::to_string(hold.size())},
                                                          {"all", words.counted(std::ssize(all), "count.published")},
                                                          {"missed", std::to_string(miss.size())}})));
  if (!miss.empty()) section += tag(heading, text(words("published.missed"))) + tables_of(miss, words);
  if (!hold.empty()) section += details(words.counted(std::ssize(hold), "published.hold"), tables_of(hold, words));
  return section;
}

}  // namespace clusia::report
