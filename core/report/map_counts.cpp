#include "report/map_counts.hpp"

#include "report/query.hpp"

namespace clusia {

using report::integer_at;
using report::real_at;
using report::text_at;
using SQLite::Statement;

namespace {

/// Of the last wave of its dataset `d`, and of the map's arm (?1) where it has one and the dataset has arms.
const std::string in_last_wave =
    " n.wave IS (SELECT c.wave FROM cell c JOIN design s ON s.id = c.design_id WHERE s.dataset_id = d.id AND "
    "s.comparator_id IS NULL ORDER BY c.id DESC LIMIT 1) AND (?1 = '' OR n.arm IS NULL OR n.arm = ?1) ";

const std::string counts =
    " FROM dataset d JOIN unit_group g ON g.dataset_id = d.id JOIN unit_group_level l ON l.group_id = g.id JOIN "
    "group_count n ON n.group_id = g.id ";

void bind(Statement& statement, const ValueChain& chain, const std::vector<std::string>& others) {
  int place = 1;
  statement.bind(place++, chain.arm ? chain.arm->text : "");
  for (const std::string& other : others) statement.bind(place++, other);
}

/// Of a query whose columns are a title, rows and size.
NodeCount counted(Statement& row, std::int64_t least) {
  NodeCount count{text_at(row, 0), integer_at(row, 1), real_at(row, 2), false};
  count.held_back = count.rows > 0 && count.rows < least;
  return count;
}

std::int64_t least_rows(const SQLite::Database& results) { return report::count(results, "SELECT min_rows FROM run"); }

}  // namespace

std::optional<std::int64_t> rows_at(const ValueChain& chain, const std::string& node, const SQLite::Database& results) {
  Statement row(results, "SELECT sum(n.rows)" + counts + "WHERE g.columns = ?2 AND l.level = ?3 AND" + in_last_wave +
                             "GROUP BY d.id ORDER BY d.id LIMIT 1");
  bind(row, chain, {chain.column->text, node});
  return row.executeStep() ? std::optional(integer_at(row, 0)) : std::nullopt;
}

std::optional<NodeCount> count_at(const ValueChain& chain, const std::string& data, const std::string& node,
                                  const SQLite::Database& results) {
  Statement row(
      results,
      "SELECT d.title, coalesce(sum(n.rows), 0), sum(n.size) FROM dataset d LEFT JOIN (SELECT g.dataset_id, n.* "
      "FROM unit_group g JOIN unit_group_level l ON l.group_id = g.id JOIN group_count n ON n.group_id = g.id "
      "WHERE g.columns = ?3 AND l.level = ?4) n ON n.dataset_id = d.id AND" +
          in_last_wave + "WHERE d.name = ?2 GROUP BY d.id");
  bind(row, chain, {data, chain.column->text, node});
  return row.executeStep() ? std::optional(counted(row, least_rows(results))) : std::nullopt;
}

/// Of those whose level is known, in the first dataset that is asked for this crossing.
std::optional<NodeShare> women_at(const ValueChain& chain, const std::string& node, const SQLite::Database& results) {
  if (!chain.women) return std::nullopt;
  Statement row(
      results,
      "SELECT d.title, sum(n.rows), total(iif(w.level = ?4, coalesce(n.size, n.rows), 0)) / "
      "nullif(total(coalesce(n.size, n.rows)), 0)" +
          counts +
          "JOIN unit_group_level w ON w.group_id = g.id WHERE l.level = ?3 AND l.column = ?2 AND w.column = ?5 "
          "AND (SELECT count(*) FROM unit_group_level x WHERE x.group_id = g.id) = 2 AND" +
          in_last_wave + "GROUP BY d.id ORDER BY d.id LIMIT 1");
  bind(row, chain, {chain.column->text, node, chain.women->level, chain.women->column.text});
  if (!row.executeStep() || !real_at(row, 2)) return std::nullopt;
  return NodeShare{text_at(row, 0), *real_at(row, 2), integer_at(row, 1) < least_rows(results)};
}

std::vector<NodeTie> node_ties(const ValueChain& chain, const SQLite::Database& results) {
  std::vector<NodeTie> ties;
  if (!chain.column) return ties;
  Statement row(
      results,
      "SELECT d.title, sum(n.rows), sum(n.size), g.label, t.title, h.label FROM link_count n JOIN link k ON k.id "
      "= n.link_id JOIN dataset d ON d.id = k.dataset_id JOIN dataset t ON t.id = k.to_id JOIN unit_group g ON "
      "g.id = n.group_id JOIN unit_group h ON h.id = n.to_group_id WHERE g.columns = ?2 AND" +
          in_last_wave + "GROUP BY k.id, g.id, h.id ORDER BY k.id, g.id, h.id");
  bind(row, chain, {chain.column->text});
  while (row.executeStep())
    ties.push_back(
        {text_at(row, 0), text_at(row, 3), text_at(row, 4), text_at(row, 5), counted(row, least_rows(results))});
  return ties;
}

std::string whose_figures(const ValueChain& chain, const SQLite::Database& results, const report::Words& words) {
  if (!chain.column) return "";
  std::string said;
  Statement row(
      results,
      "SELECT c.wave, iif(?1 = '', c.arm, ?1) FROM cell c JOIN design s ON s.id = c.design_id WHERE "
      "s.comparator_id IS NULL AND s.dataset_id IN (SELECT dataset_id FROM unit_group WHERE columns = ?2) ORDER "
      "BY s.id, c.id DESC LIMIT 1");
  bind(row, chain, {chain.column->text});
  if (!row.executeStep()) return "";
  for (const int k : {0, 1})
    if (const std::string one = text_at(row, k); !one.empty()) said += (said.empty() ? "" : ", ") + one;
  if (said.empty()) return "";
  const bool alike = chain.arm || text_at(row, 1).empty();
  return words(alike ? "map.figures_of" : "map.figures_of_one_arm", {{"whom", said}}) + " ";
}

}  // namespace clusia
