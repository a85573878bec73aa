#include "voices/triangulation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "judgement/agreement.hpp"
#include "report/query.hpp"

namespace clusia {

namespace {

using report::for_each_row;
using report::integer_at;
using report::text_at;
using SQLite::Statement;

using Key = std::pair<std::string, std::string>;  ///< state, group

/// How many effects of a state read as each word.
struct Readings {
  std::int64_t gains = 0, losses = 0, unclear = 0;

  Strand strand(const report::Words& words) const {
    if (gains + losses + unclear == 0) return {};
    const int direction = gains > 0 && losses == 0 ? 1 : losses > 0 && gains == 0 ? -1 : 0;
    std::string told;
    const auto add = [&](std::int64_t n, const std::string& key) {
      if (n > 0) told += (told.empty() ? "" : ", ") + words.counted(n, key);
    };
    add(gains, "count.gains");
    add(losses, "count.losses");
    add(unclear, "count.unclear");
    return {direction, told};
  }
};

/// `who`: the key under which those who speak are counted.
Strand balance(std::int64_t better, std::int64_t worse, std::int64_t neither, const std::string& who,
               const report::Words& words) {
  const std::int64_t all = better + worse + neither;
  if (all == 0) return {};
  const double net = static_cast<double>(better - worse) / static_cast<double>(all);
  const int direction = net >= clear_balance ? 1 : net <= -clear_balance ? -1 : 0;
  return {direction, words("triangulation.balance", {{"better", std::to_string(better)},
                                                     {"worse", std::to_string(worse)},
                                                     {"neither", std::to_string(neither)},
                                                     {"all", words.counted(all, who)}})};
}

/// People of several exercises who speak of one state in one group.
struct Balance {
  std::int64_t better = 0, worse = 0, neither = 0;
};

class Table {
 public:
  Triangle& at(const std::string& state, const std::string& group) {
    const auto [place, is_new] = places_.try_emplace({state, group}, rows_.size());
    if (is_new) rows_.push_back({state, group, {}, {}, {}, {}, Verdict::silent});
    return rows_[place->second];
  }
  std::vector<Triangle> rows() { return std::move(rows_); }

 private:
  std::map<Key, std::size_t> places_;
  std::vector<Triangle> rows_;
};

/// The first comparator that has effects on an indicator with a state.
std::pair<std::int64_t, std::string> main_comparator(const SQLite::Database& results) {
  std::pair<std::int64_t, std::string> found{0, ""};
  for_each_row(results, R"sql(
      SELECT c.id, c.title FROM effect e JOIN task t ON t.id = e.task_id JOIN design s ON s.id = t.design_id
      JOIN comparator c ON c.id = s.comparator_id JOIN indicator i ON i.id = t.indicator_id WHERE i.state IS NOT NULL AND i.state != ''
      ORDER BY c.id LIMIT 1)sql",
               [&](Statement& row) {
                 found = {integer_at(row, 0), text_at(row, 1)};
               });
  return found;
}

void add_figures(const SQLite::Database& results, std::int64_t comparator, const report::Words& words, Table& to) {
  std::map<Key, Readings> direct, proxy;
  SQLite::Statement row(results, R"sql(
      SELECT i.state, CASE WHEN g.columns = '' THEN 'everyone' ELSE g.label END, e.reading, coalesce(i.nature, '')
      FROM effect e JOIN task t ON t.id = e.task_id JOIN design s ON s.id = t.design_id JOIN indicator i ON i.id = t.indicator_id
      JOIN output o ON o.id = e.output_id JOIN contrast k ON k.id = e.contrast_id JOIN unit_group g ON g.id = t.group_id
      WHERE s.comparator_id = ? AND i.state != '' AND k.is_effect = 1 AND k.placebo_of IS NULL AND o.direction != 0
        AND e.mark IS NULL AND e.estimate IS NOT NULL AND (SELECT count(*) FROM unit_group_level l WHERE l.group_id = g.id) <= 1
      ORDER BY i.id, g.id)sql");
  row.bind(1, comparator);
  while (row.executeStep()) {
    const Key key{text_at(row, 0), text_at(row, 1)};
    to.at(key.first, key.second);
    Readings& readings = (text_at(row, 3) == "proxy" ? proxy : direct)[key];
    const std::string reading = text_at(row, 2);
    ++(reading == "gain" ? readings.gains : reading == "loss" ? readings.losses : readings.unclear);
  }
  for (const auto& [key, readings] : direct) to.at(key.first, key.second).direct = readings.strand(words);
  for (const auto& [key, readings] : proxy) to.at(key.first, key.second).proxy = readings.strand(words);
}

void add_voices(const std::vector<Heard>& heard, const report::Words& words, Table& to) {
  std::map<Key, Balance> said, scored;
  for (const Heard& one : heard) {
    if (const auto* spoken = std::get_if<std::vector<Spoken>>(&one.what))
      for (const Spoken& s : *spoken) {
        Balance& b = said[{s.indicator, s.group}];
        b.better += s.better, b.worse += s.worse, b.neither += s.same + s.mixed;
      }
    if (const auto* changes = std::get_if<Changes>(&one.what))
      for (const GroupChange& g : changes->groups)
        for (std::size_t k = 0; k < changes->items.size(); ++k) {
          Balance& b = scored[{changes->items[k], g.group}];
          b.better += g.items[k].better, b.worse += g.items[k].worse, b.neither += g.items[k].same;
        }
  }
  for (const auto& [key, b] : said)
    to.at(key.first, key.second).qualitative = balance(b.better, b.worse, b.neither, "count.people", words);
  for (const auto& [key, b] : scored)
    to.at(key.first, key.second).participatory = balance(b.better, b.worse, b.neither, "count.voices", words);
}

/// The figure that counts: of the state's own indicators, else of its proxies.
const Strand& figure_of(const Triangle& row) { return row.direct.direction ? row.direct : row.proxy; }

std::vector<int> directions(const Triangle& row) {
  std::vector<int> all;
  for (const Strand* strand : {&figure_of(row), &row.qualitative, &row.participatory})
    if (strand->direction) all.push_back(*strand->direction);
  return all;
}

Verdict judge(const Triangle& row) {
  const std::vector<int> all = directions(row);
  if (all.size() < 2) return Verdict::silent;
  const auto [low, high] = std::ranges::minmax(all);
  if (low == high) return Verdict::agree;
  return low == -1 && high == 1 ? Verdict::disagree : Verdict::unclear;
}

std::optional<double> alpha_of(const std::vector<Triangle>& rows) {
  std::vector<double> scores;
  for (const Triangle& row : rows)
    for (const Strand* strand : {&figure_of(row), &row.qualitative, &row.participatory})
      scores.push_back(strand->direction ? *strand->direction : std::numeric_limits<double>::quiet_NaN());
  return scores.empty() ? std::nullopt : krippendorff(scores, 3, Scale::ordinal).alpha;
}

}  // namespace

Triangulation triangulate(const SQLite::Database& results, const std::vector<Heard>& heard,
                          const report::Words& words) {
  Triangulation out;
  Table table;
  const auto [comparator, title] = main_comparator(results);
  out.comparator = title;
  add_figures(results, comparator, words, table);
  add_voices(heard, words, table);
  out.rows = table.rows();
  for (Triangle& row : out.rows) {
    row.verdict = judge(row);
    if (row.verdict != Verdict::silent) ++out.speaking;
    if (row.verdict == Verdict::agree) ++out.agree;
  }
  out.alpha = alpha_of(out.rows);
  std::ranges::stable_sort(out.rows, {}, &Triangle::verdict);
  return out;
}

std::string word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::disagree:
      return "disagree";
    case Verdict::agree:
      return "agree";
    case Verdict::unclear:
      return "unclear";
    case Verdict::silent:
      break;
  }
  return "silent";
}

}  // namespace clusia
