#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_named = 8;  // in a sentence

std::vector<std::string> texts(const SQLite::Database& database, const std::string& sql) {
  std::vector<std::string> all;
  for_each_row(database, sql, [&](SQLite::Statement& row) { all.push_back(text_at(row, 0)); });
  return all;
}

/// Three digits are enough to be told; the tables have more.
std::string in_prose(double value, const std::string& unit, const Words& words) {
  return words.with_unit(words.number(value, std::max(decimals_for({value}) - 1, 0)), unit);
}

Html assessed(const SQLite::Database& database, const Words& words) {
  const auto indicators = texts(database, "SELECT title FROM indicator ORDER BY id");
  const auto comparators = texts(database, "SELECT title FROM comparator ORDER BY id");
  const std::int64_t groups =
      count(database, "SELECT count(DISTINCT columns || char(31) || label) FROM unit_group WHERE columns != ''");
  std::string sentence = words("verdict.assessed", {{"indicators", words.list(indicators, most_named)}});
  if (groups > 0) sentence += words.counted(groups, "verdict.for_groups");
  if (!comparators.empty())
    sentence += words.counted(std::ssize(comparators), "verdict.comparisons",
                              {{"comparators", words.list(comparators, most_named)}});
  return tag("p", text(sentence + "."));
}

/// How many effects read as each word.
std::map<std::string, std::int64_t> readings(const SQLite::Database& database) {
  std::map<std::string, std::int64_t> n;
  for_each_row(database, "SELECT reading, count(*) FROM effects WHERE is_effect = 1 AND mark IS NULL GROUP BY reading",
               [&](SQLite::Statement& row) { n[text_at(row, 0)] = integer_at(row, 1); });
  return n;
}

Html counts(const SQLite::Database& database, bool population, const Words& words) {
  auto n = readings(database);
  const std::int64_t all = n["gain"] + n["loss"] + n["unclear"] + n["none"];
  if (all == 0) return {};
  std::string sentence = words("verdict.readings", {{"all", words.counted(all, "count.effects")},
                                                    {"gains", words.counted(n["gain"], "verdict.gains")},
                                                    {"losses", words.counted(n["loss"], "verdict.losses")}});
  if (n["unclear"] > 0) sentence += " " + words.counted(n["unclear"], "verdict.unclear");
  if (n["none"] > 0) sentence += " " + words.counted(n["none"], "verdict.neither");
  if (population) sentence += " " + words("verdict.population");
  return tag("p", text(sentence));
}

/// How many levels there are, and how many of them to be careful with.
Html level_counts(const SQLite::Database& database, const Words& words) {
  const std::string levels = "SELECT count(*) FROM estimates WHERE comparator = '' AND estimate IS NOT NULL";
  const std::int64_t all = count(database, levels), small = count(database, levels + " AND mark = 'small'"),
                     imprecise = count(database, levels + " AND mark = 'imprecise'");
  if (all == 0) return {};
  std::string sentence = words.counted(all, "verdict.levels");
  if (small > 0) sentence += " " + words.counted(small, "verdict.few");
  if (imprecise > 0) sentence += " " + words.counted(imprecise, "verdict.imprecise");
  return tag("p", text(sentence));
}

/// The effects for everyone together; long lists stay in the table.
Html for_everyone(const SQLite::Database& database, const Words& words) {
  std::vector<std::string> entries;
  for_each_row(
      database,
      R"sql(SELECT indicator_title, output_title, comparator, estimate, unit, reading, contrast_title FROM effects
      WHERE is_effect = 1 AND group_columns = '' AND estimate IS NOT NULL AND mark IS NULL)sql",
      [&](SQLite::Statement& row) {
        const double estimate = *real_at(row, 3);
        const std::string sign = estimate > 0 ? "+" : "", word = text_at(row, 5);
        entries.push_back(words.title(text_at(row, 0), text_at(row, 1)) + ", " + words.said(text_at(row, 6)) +
                          words("colon") + sign + in_prose(estimate, text_at(row, 4), words) +
                          (word == "none" ? "" : " (" + words("verdict.reading_" + word) + ")"));
      });
  if (entries.empty() || entries.size() > 6) return {};
  Html list;
  for (const std::string& entry : entries) list += tag("li", text(entry));
  return tag("p", text(words("verdict.for_everyone"))) + tag("ul", list);
}

Html published(const SQLite::Database& database, const Words& words) {
  const std::int64_t all = count(database, "SELECT count(*) FROM expectation");
  const std::int64_t hold = count(database, "SELECT count(*) FROM expectation WHERE holds = 1");
  if (all == 0) return {};
  const std::string result = hold == all ? words("verdict.all_reproduced")
                                         : words.counted(hold, "verdict.reproduced") + words("and") +
                                               words.counted(all - hold, "verdict.not_so");
  const std::string said =
      words("verdict.published", {{"all", words.counted(all, "count.published")}, {"result", result}});
  return tag("p", text(said) + (hold == all
                                    ? Html{}
                                    : " "_html + tag("a", {{"href", "#published"}}, text(words("verdict.see_which")))));
}

}  // namespace

Html losses_in_reach(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words) {
  Table table(words("reach.caption"), {{words("column.indicator")},
                                       {words("column.comparison")},
                                       {words("column.effect")},
                                       {words("reach.clearest"), Align::number},
                                       {words("reach.least_clear"), Align::number}});
  for_each_row(database,
               std::string(R"sql(
      SELECT i.title, o.title, c.title, k.title, coalesce(k.unit, o.unit), min(e.detectable), max(e.detectable)
      FROM effect e JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
      JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id JOIN comparator c ON c.id = s.comparator_id
      WHERE k.is_effect = 1 AND e.mark IS NULL AND e.detectable IS NOT NULL AND o.direction != 0)sql") +
                   only("i.id", indicator) +
                   " GROUP BY o.id, s.id, k.id HAVING max(e.reading = 'loss') = 0 ORDER BY o.id, s.id, k.id",
               [&](SQLite::Statement& row) {
                 const std::string unit = text_at(row, 4);
                 table.row({text(words.title(text_at(row, 0), text_at(row, 1))), text(text_at(row, 2)),
                            text(words.said(text_at(row, 3))), text(in_prose(*real_at(row, 5), unit, words)),
                            text(in_prose(*real_at(row, 6), unit, words))});
               });
  return table.empty() ? Html{} : details(words("reach.title"), table.html());
}

Html failures(const SQLite::Database& database, std::optional<std::int64_t> indicator, const Words& words) {
  Table table(words("failures.caption"), {{words("column.indicator")},
                                          {words("column.comparison")},
                                          {words("failures.groups")},
                                          {words("column.reason")}});
  const auto comparison = [&](const std::string& title) { return title.empty() ? words("failures.levels") : title; };
  for_each_row(database,
               std::string(R"sql(
      SELECT i.title, coalesce(c.title, ''), group_concat(g.label, '; '), count(*), coalesce(t.reason, '') FROM task t
      JOIN indicator i ON i.id = t.indicator_id JOIN design s ON s.id = t.design_id LEFT JOIN comparator c ON c.id = s.comparator_id
      JOIN unit_group g ON g.id = t.group_id WHERE t.state = 'failed')sql") +
                   only("i.id", indicator) + " GROUP BY i.id, s.id, t.reason ORDER BY min(t.id)",
               [&](SQLite::Statement& row) {
                 const std::int64_t n = integer_at(row, 3);
                 table.row({text(text_at(row, 0)), text(comparison(text_at(row, 1))),
                            text(n > 6 ? words.counted(n, "count.groups") : text_at(row, 2)), text(text_at(row, 4))});
               });
  // A design that was made for no single output fails for every indicator of its data set.
  const std::string id = indicator ? std::to_string(*indicator) : "";
  const std::string of_indicator = indicator
                                       ? " AND coalesce(i.id, " + id + ") = " + id +
                                             " AND d.id = (SELECT dataset_id FROM indicator WHERE id = " + id + ")"
                                       : "";
  for_each_row(database,
               std::string(R"sql(
      SELECT coalesce(c.title, ''), d.title, coalesce(s.reason, ''), coalesce(i.title, '') FROM design s
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id LEFT JOIN comparator c ON c.id = s.comparator_id
      JOIN dataset d ON d.id = s.dataset_id WHERE s.state = 'failed')sql") +
                   of_indicator + " ORDER BY s.id",
               [&](SQLite::Statement& row) {
                 const std::string of = text_at(row, 3);
                 table.row({text(of.empty() ? words("failures.every") : of), text(comparison(text_at(row, 0))),
                            text(words("failures.all_of", {{"dataset", text_at(row, 1)}})), text(text_at(row, 2))});
               });
  return table.empty() ? Html{} : table.html();
}

Html verdict(const SQLite::Database& database, const Words& words) {
  const bool population = count(database, "SELECT population FROM run") != 0;
  const Html effects = counts(database, population, words);
  const Html told = assessed(database, words) +
                    (effects.empty() ? tag("p", text(words("verdict.no_effect"))) : effects) +
                    (population ? Html{} : losses_in_reach(database, std::nullopt, words)) +
                    for_everyone(database, words) + level_counts(database, words) + published(database, words);
  if (effects.empty()) return told;
  return told + tag("p", {{"class", "caution"}},
                    text(words("verdict.caution")) + tag("em", text(words("verdict.caused"))) +
                        text(words("verdict.only_under")));
}

Html state_of_run(const SQLite::Database& database, const Words& words) {
  const std::string state = texts(database, "SELECT state FROM run").at(0);
  const std::int64_t tasks = count(database, "SELECT count(*) FROM task");
  const std::int64_t failed = count(database, "SELECT count(*) FROM task WHERE state = 'failed'");
  std::string sentence =
      words("state." + state, {{"tasks", words.counted(tasks, "count.tasks")}, {"failed", std::to_string(failed)}});
  const auto changed = texts(database, "SELECT option FROM override ORDER BY id");
  if (!changed.empty()) sentence += " " + words("state.changed", {{"options", words.list(changed, most_named)}});
  return tag("div", {{"class", "state " + state}, {"role", "status"}},
             tag("p", text(sentence)) + failures(database, std::nullopt, words));
}

Html at_a_glance(const SQLite::Database& database, const Words& words) {
  Table table(words("glance.caption"), {{words("column.indicator")},
                                        {words("column.comparison")},
                                        {words("column.effect")},
                                        {words("everyone"), Align::number},
                                        {words("glance.gains"), Align::number},
                                        {words("glance.losses"), Align::number},
                                        {words("glance.unclear"), Align::number},
                                        {words("glance.neither"), Align::number}});
  for_each_row(database, R"sql(
      SELECT i.title, o.title, c.title, k.title, coalesce(k.unit, o.unit),
             max(e.estimate) FILTER (WHERE g.columns = ''), max(e.reading) FILTER (WHERE g.columns = ''),
             count(*) FILTER (WHERE g.columns != ''), count(*) FILTER (WHERE g.columns != '' AND e.reading = 'gain'),
             count(*) FILTER (WHERE g.columns != '' AND e.reading = 'loss'),
             count(*) FILTER (WHERE g.columns != '' AND e.reading = 'unclear'),
             count(*) FILTER (WHERE g.columns != '' AND e.reading = 'none')
      FROM effect e JOIN task t ON t.id = e.task_id JOIN unit_group g ON g.id = t.group_id JOIN output o ON o.id = e.output_id
      JOIN indicator i ON i.id = o.indicator_id JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id
      JOIN comparator c ON c.id = s.comparator_id
      WHERE k.is_effect = 1 AND e.mark IS NULL GROUP BY o.id, s.id, k.id ORDER BY o.id, s.id, k.id)sql",
               [&](SQLite::Statement& row) {
                 const auto everyone = real_at(row, 5);
                 std::vector<Html> cells = {text(words.title(text_at(row, 0), text_at(row, 1))),
                                            text(text_at(row, 2)),
                                            text(words.said(text_at(row, 3))),
                                            {}};
                 if (everyone)
                   cells.back() =
                       text(in_prose(*everyone, text_at(row, 4), words)) + " "_html + reading(text_at(row, 6), words);
                 const bool grouped = integer_at(row, 7) > 0;
                 for (int i = 8; i <= 11; ++i)
                   cells.push_back(grouped ? text(std::to_string(integer_at(row, i))) : Html{});
                 table.row(cells);
               });
  return table.empty() ? Html{} : table.html();
}

}  // namespace clusia::report
