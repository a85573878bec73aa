#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

std::vector<std::string> texts(const SQLite::Database& database, const std::string& sql) {
  std::vector<std::string> all;
  for_each_row(database, sql, [&](SQLite::Statement& row) { all.push_back(text_at(row, 0)); });
  return all;
}

/// Three digits are enough to be told; the tables have more.
std::string in_prose(double value, const std::string& unit) {
  return with_unit(rounded(value, std::max(decimals_for({value}) - 1, 0)), unit);
}

Html assessed(const SQLite::Database& database) {
  const auto indicators = texts(database, "SELECT title FROM indicator ORDER BY id");
  const auto comparators = texts(database, "SELECT title FROM comparator ORDER BY id");
  const std::int64_t groups =
      count(database, "SELECT count(DISTINCT columns || char(31) || label) FROM unit_group WHERE columns != ''");
  std::string sentence = "What was assessed: " + enumeration(indicators);
  if (groups > 0) sentence += ", for " + counted(groups, "group", "groups");
  if (!comparators.empty())
    sentence += (comparators.size() == 1 ? ". Its comparison: " : ". Its comparisons: ") + enumeration(comparators);
  return tag("p", text(sentence + "."));
}

/// How many effects read as each word.
std::map<std::string, std::int64_t> readings(const SQLite::Database& database) {
  std::map<std::string, std::int64_t> n;
  for_each_row(database, "SELECT reading, count(*) FROM effects WHERE is_effect = 1 AND mark IS NULL GROUP BY reading",
               [&](SQLite::Statement& row) { n[text_at(row, 0)] = integer_at(row, 1); });
  return n;
}

Html counts(const SQLite::Database& database, bool population) {
  auto n = readings(database);
  const std::int64_t all = n["gain"] + n["loss"] + n["unclear"] + n["none"];
  if (all == 0) return {};
  std::string sentence = "Of " + counted(all, "effect", "effects") + ", " +
                         counted(n["gain"], "reads as a gain", "read as gains") + " and " +
                         counted(n["loss"], "as a loss", "as losses") + ".";
  if (n["unclear"] > 0)
    sentence +=
        " " + counted(n["unclear"], "is", "are") + " unclear: the interval includes “no effect”, or there is none.";
  if (n["none"] > 0)
    sentence += " " + counted(n["none"], "is", "are") + " neither: no difference, no better direction, or no estimate.";
  if (population) sentence += " The data are everyone, not a sample, so no figure has a sampling error.";
  return tag("p", text(sentence));
}

/// How many levels there are, and how many of them to be careful with.
Html level_counts(const SQLite::Database& database) {
  const std::string levels = "SELECT count(*) FROM estimates WHERE comparator = '' AND estimate IS NOT NULL";
  const std::int64_t all = count(database, levels), small = count(database, levels + " AND mark = 'small'"),
                     imprecise = count(database, levels + " AND mark = 'imprecise'");
  if (all == 0) return {};
  std::string sentence = "The run holds " + counted(all, "estimate", "estimates") + " of levels.";
  if (small > 0) sentence += " " + counted(small, "is", "are") + " of too few rows to be shown.";
  if (imprecise > 0) sentence += " " + counted(imprecise, "is", "are") + " marked as imprecise.";
  return tag("p", text(sentence));
}

/// The effects for everyone together; long lists stay in the table.
Html for_everyone(const SQLite::Database& database) {
  std::vector<std::string> entries;
  for_each_row(
      database,
      R"sql(SELECT indicator_title, output_title, comparator, estimate, unit, reading, contrast_title FROM effects
      WHERE is_effect = 1 AND group_columns = '' AND estimate IS NOT NULL AND mark IS NULL)sql",
      [&](SQLite::Statement& row) {
        const double estimate = *real_at(row, 3);
        const std::string sign = estimate > 0 ? "+" : "", word = text_at(row, 5);
        entries.push_back(output_title(text_at(row, 0), text_at(row, 1)) + ", " + text_at(row, 6) + ": " + sign +
                          in_prose(estimate, text_at(row, 4)) +
                          (word == "none"      ? ""
                           : word == "unclear" ? " (unclear)"
                                               : " (a " + word + ")"));
      });
  if (entries.empty() || entries.size() > 6) return {};
  Html list;
  for (const std::string& entry : entries) list += tag("li", text(entry));
  return tag("p", "For everyone together:"_html) + tag("ul", list);
}

Html published(const SQLite::Database& database) {
  const std::int64_t all = count(database, "SELECT count(*) FROM expectation");
  const std::int64_t hold = count(database, "SELECT count(*) FROM expectation WHERE holds = 1");
  if (all == 0) return {};
  const std::string result = hold == all ? "all are reproduced"
                                         : counted(hold, "is reproduced", "are reproduced") + " and " +
                                               counted(all - hold, "is not", "are not");
  return tag("p", text("Of " + counted(all, "published value", "published values") + " set beside the results, " +
                       result + ".") +
                      (hold == all ? Html{} : " "_html + tag("a", {{"href", "#published"}}, "See which."_html)));
}

}  // namespace

Html losses_in_reach(const SQLite::Database& database, std::optional<std::int64_t> indicator) {
  Table table("The smallest loss that would have been found in 80 of 100 such samples",
              {{"Indicator"},
               {"Comparison"},
               {"Effect"},
               {"In the clearest group", Align::number},
               {"In the least clear", Align::number}});
  for_each_row(
      database,
      std::string(R"sql(
      SELECT i.title, o.title, c.title, k.title, coalesce(k.unit, o.unit), min(e.detectable), max(e.detectable)
      FROM effect e JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
      JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id JOIN comparator c ON c.id = s.comparator_id
      WHERE k.is_effect = 1 AND e.mark IS NULL AND e.detectable IS NOT NULL AND o.direction != 0)sql") +
          only("i.id", indicator) +
          " GROUP BY o.id, s.id, k.id HAVING max(e.reading = 'loss') = 0 ORDER BY o.id, s.id, k.id",
      [&](SQLite::Statement& row) {
        const std::string unit = text_at(row, 4);
        table.row({text(output_title(text_at(row, 0), text_at(row, 1))), text(text_at(row, 2)), text(text_at(row, 3)),
                   text(in_prose(*real_at(row, 5), unit)), text(in_prose(*real_at(row, 6), unit))});
      });
  return table.empty() ? Html{} : details("Where no loss was found: how large would one have had to be?", table.html());
}

Html failures(const SQLite::Database& database, std::optional<std::int64_t> indicator) {
  Table table("What failed", {{"Indicator"}, {"Comparison"}, {"Groups"}, {"Reason"}});
  for_each_row(database,
               std::string(R"sql(
      SELECT i.title, coalesce(c.title, 'levels'), group_concat(g.label, '; '), count(*), coalesce(t.reason, '') FROM task t
      JOIN indicator i ON i.id = t.indicator_id JOIN design s ON s.id = t.design_id LEFT JOIN comparator c ON c.id = s.comparator_id
      JOIN unit_group g ON g.id = t.group_id WHERE t.state = 'failed')sql") +
                   only("i.id", indicator) + " GROUP BY i.id, s.id, t.reason ORDER BY min(t.id)",
               [&](SQLite::Statement& row) {
                 const std::int64_t n = integer_at(row, 3);
                 table.row({text(text_at(row, 0)), text(text_at(row, 1)),
                            text(n > 6 ? counted(n, "group", "groups") : text_at(row, 2)), text(text_at(row, 4))});
               });
  // A design that was made for no single output fails for every indicator of its data set.
  const std::string id = indicator ? std::to_string(*indicator) : "";
  const std::string of_indicator = indicator
                                       ? " AND coalesce(i.id, " + id + ") = " + id +
                                             " AND d.id = (SELECT dataset_id FROM indicator WHERE id = " + id + ")"
                                       : "";
  for_each_row(database,
               std::string(R"sql(
      SELECT coalesce(c.title, 'levels'), d.title, coalesce(s.reason, ''), coalesce(i.title, 'every indicator') FROM design s
      LEFT JOIN output o ON o.id = s.output_id LEFT JOIN indicator i ON i.id = o.indicator_id LEFT JOIN comparator c ON c.id = s.comparator_id
      JOIN dataset d ON d.id = s.dataset_id WHERE s.state = 'failed')sql") +
                   of_indicator + " ORDER BY s.id",
               [&](SQLite::Statement& row) {
                 table.row({text(text_at(row, 3)), text(text_at(row, 0)), text("all of " + text_at(row, 1)),
                            text(text_at(row, 2))});
               });
  return table.empty() ? Html{} : table.html();
}

Html verdict(const SQLite::Database& database) {
  const bool population = count(database, "SELECT population FROM run") != 0;
  const Html effects = counts(database, population);
  const Html told = assessed(database) + (effects.empty() ? tag("p", "No effect was computed."_html) : effects) +
                    (population ? Html{} : losses_in_reach(database, std::nullopt)) + for_everyone(database) +
                    level_counts(database) + published(database);
  if (effects.empty()) return told;
  return told +
         tag("p", {{"class", "caution"}},
             "“Gain” and “loss” say which way the figures differ, by the direction that is better for each indicator. "
             "That the programme "
             "<em>caused</em> the difference holds only under the assumption printed with each comparison."_html);
}

Html state_of_run(const SQLite::Database& database) {
  const std::string state = texts(database, "SELECT state FROM run").at(0);
  const std::int64_t tasks = count(database, "SELECT count(*) FROM task");
  const std::int64_t failed = count(database, "SELECT count(*) FROM task WHERE state = 'failed'");
  std::string sentence;
  if (state == "complete") sentence = "The run is complete: " + counted(tasks, "task", "tasks") + ", none failed.";
  if (state == "failed")
    sentence = "The run finished, but not all of it succeeded: " + std::to_string(failed) + " of " +
               counted(tasks, "task", "tasks") + " failed. What is below is what did succeed.";
  if (state == "interrupted")
    sentence = "The run was interrupted after " + counted(tasks, "task", "tasks") +
               ". Results are missing below; the same command with --resume goes on from here.";
  if (state == "running") sentence = "The run had not ended when this report was made. Results are missing below.";
  const auto changed = texts(database, "SELECT option FROM override ORDER BY id");
  if (!changed.empty())
    sentence += " It is not the study as its file stands: the command line changed it with " + enumeration(changed) +
                "; see the provenance.";
  return tag("div", {{"class", "state " + state}, {"role", "status"}},
             tag("p", text(sentence)) + failures(database, std::nullopt));
}

Html at_a_glance(const SQLite::Database& database) {
  Table table("Effects, and in how many groups they read as gain or loss", {{"Indicator"},
                                                                            {"Comparison"},
                                                                            {"Effect"},
                                                                            {"Everyone", Align::number},
                                                                            {"▲ Gains", Align::number},
                                                                            {"▼ Losses", Align::number},
                                                                            {"○ Unclear", Align::number},
                                                                            {"Neither", Align::number}});
  for_each_row(
      database, R"sql(
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
        std::vector<Html> cells = {
            text(output_title(text_at(row, 0), text_at(row, 1))), text(text_at(row, 2)), text(text_at(row, 3)), {}};
        if (everyone) cells.back() = text(in_prose(*everyone, text_at(row, 4))) + " "_html + reading(text_at(row, 6));
        const bool grouped = integer_at(row, 7) > 0;
        for (int i = 8; i <= 11; ++i) cells.push_back(grouped ? text(std::to_string(integer_at(row, i))) : Html{});
        table.row(cells);
      });
  return table.empty() ? Html{} : table.html();
}

}  // namespace clusia::report
