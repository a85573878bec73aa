// The first answers of the report: what came out better and for whom, who lost, how sure it is, what is contested.
#include <algorithm>

#include "report/figure.hpp"
#include "report/finding.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_groups = 6, most_titles = 5, most_contested = 5;

struct Tally {
  std::vector<std::pair<std::string, std::vector<std::string>>> better, worse;  ///< who, and in what
  std::int64_t clear = 0, unclear = 0, held_back = 0;
};

/// An indicator once, however many outputs it has.
void mention(std::vector<std::string>& in, const std::string& indicator) {
  if (std::ranges::find(in, indicator) == in.end()) in.push_back(indicator);
}

void add(Tally& to, const std::string& who, const std::vector<Finding>& findings) {
  std::vector<std::string> better, worse;
  for (const Finding& finding : findings) {
    if (finding.suppressed) ++to.held_back;
    if (finding.reading == "gain") ++to.clear, mention(better, finding.indicator);
    if (finding.reading == "loss") ++to.clear, mention(worse, finding.indicator);
    if (finding.reading == "unclear") ++to.unclear;
  }
  if (!better.empty()) to.better.emplace_back(who, better);
  if (!worse.empty()) to.worse.emplace_back(who, worse);
}

Tally tally_of(const SQLite::Database& database, const Words& words) {
  Tally all;
  add(all, words("front.everyone"), found_for_everyone(database, words));
  for (const FoundGroup& group : found_groups(database, words)) add(all, group.label, group.findings);
  return all;
}

/// Everyone first; then those with the most to tell.
Html list(std::vector<std::pair<std::string, std::vector<std::string>>> of, const Words& words) {
  const auto groups = !of.empty() && of.front().first == words("front.everyone") ? of.begin() + 1 : of.begin();
  std::stable_sort(groups, of.end(), [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  Html all;
  for (std::size_t i = 0; i < std::min(of.size(), most_groups); ++i)
    all += tag("li", tag("strong", text(capitalised(of[i].first))) +
                         text(words("colon") + words.list(of[i].second, most_titles)));
  if (of.size() > most_groups)
    all += tag("li", text(words.counted(std::ssize(of) - static_cast<std::int64_t>(most_groups), "front.more")) +
                         tag("a", {{"href", "#effects"}}, text(words("front.effects"))));
  return tag("ul", all);
}

Html sure(const SQLite::Database& database, const Tally& answers, const Words& words) {
  std::string said;
  for_each_row(database, "SELECT population, confidence FROM run", [&](SQLite::Statement& row) {
    const std::int64_t all = answers.clear + answers.unclear;
    said = integer_at(row, 0) != 0
               ? words("front.population")
               : words("front.clear", {{"all", words.counted(all, "count.answers")},
                                       {"clear", words.counted(answers.clear, "front.are_clear")},
                                       {"confidence", words.plain(100 * *real_at(row, 1))},
                                       {"unclear", words.counted(answers.unclear, "front.are_not")}});
  });
  if (answers.held_back > 0) said += " " + words("front.held_back", {{"n", std::to_string(answers.held_back)}});
  return text(said + " " + words("front.rest_on")) + tag("a", {{"href", "#method"}}, text(words("front.assumption"))) +
         "."_html;
}

/// Where one comparator says gain and another says loss.
std::vector<std::string> opposed(const SQLite::Database& database, const Words& words) {
  std::vector<std::string> all;
  for_each_row(database, R"sql(
      SELECT i.title, o.title, CASE WHEN g.columns = '' THEN '' ELSE g.label END
      FROM effect e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
      JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id JOIN unit_group g ON g.id = t.group_id
      WHERE k.is_effect = 1 AND k.placebo_of IS NULL AND e.mark IS NULL AND e.reading IN ('gain', 'loss') AND instr(g.columns, ', ') = 0
      GROUP BY o.id, g.columns, g.label HAVING count(DISTINCT e.reading) = 2 AND count(DISTINCT s.comparator_id) > 1 ORDER BY o.id, g.id)sql",
               [&](SQLite::Statement& row) {
                 const std::string group = text_at(row, 2);
                 all.push_back(words.title(text_at(row, 0), text_at(row, 1)) + ", " +
                               (group.empty() ? words("front.all") : group));
               });
  return all;
}

/// Whether two comparators answer the same question.
bool compared_twice(const SQLite::Database& database) {
  return count(database, R"sql(
      SELECT count(*) FROM (SELECT 1 FROM effect e JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id
                            WHERE k.is_effect = 1 AND k.placebo_of IS NULL GROUP BY e.output_id HAVING count(DISTINCT s.comparator_id) > 1))sql") >
         0;
}

/// "21 of 66 are not reproduced"; empty where all are.
std::vector<std::string> not_reproduced(const SQLite::Database& database, const Words& words) {
  const std::int64_t missed = count(database, "SELECT count(*) FROM expectation WHERE holds = 0");
  if (missed == 0) return {};
  const std::int64_t all = count(database, "SELECT count(*) FROM expectation");
  return {words.counted(missed, "front.missed", {{"all", std::to_string(all)}})};
}

Html contested(const SQLite::Database& database, const std::vector<Contested>& others, const Words& words) {
  Html all;
  const auto line = [&](const std::string& what, const std::string& id, const std::vector<std::string>& entries) {
    if (!entries.empty())
      all += tag("li", tag("a", {{"href", "#" + id}}, text(what)) +
                           text(words("colon") + words.list(entries, most_contested)));
  };
  line(words("front.opposed"), "effects", opposed(database, words));
  for (const Contested& one : others) line(one.what, one.id, one.entries);
  line(words("front.published"), "published", not_reproduced(database, words));
  if (!all.empty()) return tag("ul", all);
  const bool alone =
      others.empty() && !compared_twice(database) && count(database, "SELECT count(*) FROM expectation") == 0;
  return text(words(alone ? "front.alone" : "front.uncontested"));
}

}  // namespace

Html front(const SQLite::Database& database, const std::vector<Contested>& others, const Words& words) {
  const Tally answers = tally_of(database, words);
  if (answers.clear + answers.unclear + answers.held_back == 0) return {};
  const auto entry = [](std::string_view name, const Html& content) {
    return "\n"_html + tag("dt", text(name)) + tag("dd", content);
  };
  const Html nobody = text(words("front.nobody"));
  return tag("dl", {{"class", "front"}},
             entry(words("front.gained"), answers.better.empty() ? nobody : list(answers.better, words)) +
                 entry(words("front.lost"), answers.worse.empty() ? nobody : list(answers.worse, words)) +
                 entry(words("front.sure"), sure(database, answers, words)) +
                 entry(words("front.contested"), contested(database, others, words)));
}

}  // namespace clusia::report
