#include "report/map_nodes.hpp"

#include "report/map_counts.hpp"
#include "report/number.hpp"
#include "report/query.hpp"

namespace clusia {

using report::integer_at;
using report::real_at;
using report::text_at;
using SQLite::Statement;

namespace {

/// The figure's output: the one that is named, or the indicator's first.
constexpr const char* of_output =
    " (SELECT o.id FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE i.name = ?1 AND (o.name = ?2 OR ?2 = "
    "'') "
    "ORDER BY o.id LIMIT 1) ";

/// Of the titles of indicator and output in the first two columns; an indicator's only output is called as it is.
std::string title_of(Statement& row, const report::Words& words) {
  return text_at(row, 0) + (text_at(row, 1) == text_at(row, 0) ? "" : ", " + words.output(text_at(row, 1)));
}

struct Level {
  NodeFigure figure;
  int direction = 0;
};

/// In the last wave: cells are stored in the order of the waves, and in each of the arms.
std::optional<Level> level_at(const ChainFigure& figure, const ValueChain& chain, const std::string& node,
                              const SQLite::Database& results, const report::Words& words) {
  std::string sql = R"sql(
      SELECT i.title, o.title, o.unit, o.direction, e.estimate, e.conf_low, e.conf_high, coalesce(e.mark, '')
      FROM estimate e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
      JOIN cell c ON c.id = e.cell_id
      JOIN design s ON s.id = t.design_id JOIN unit_group g ON g.id = t.group_id JOIN unit_group_level l ON l.group_id = g.id
      WHERE s.comparator_id IS NULL AND g.columns = ?3 AND l.level = ?4 AND (?5 = '' OR c.arm IS NULL OR c.arm = ?5) AND o.id =)sql";
  sql.append(of_output).append("ORDER BY e.cell_id DESC LIMIT 1");
  Statement row(results, sql);
  row.bind(1, figure.indicator);
  row.bind(2, figure.output);
  row.bind(3, chain.column->text);
  row.bind(4, node);
  row.bind(5, chain.arm ? chain.arm->text : "");
  if (!row.executeStep()) return std::nullopt;
  Level level{{title_of(row, words), words.unit(text_at(row, 2)), real_at(row, 4), real_at(row, 5), real_at(row, 6),
               text_at(row, 7) == "small"},
              static_cast<int>(integer_at(row, 3))};
  return level;
}

Shade shade_of(const Level& level, double from) {
  const NodeFigure& f = level.figure;
  if (!f.estimate || f.held_back) return Shade::none;
  const bool more_is_worse = level.direction <= 0;
  const auto worse = [&](double x) { return more_is_worse ? x >= from : x <= from; };
  if (f.conf_low && f.conf_high && worse(*f.conf_low) != worse(*f.conf_high)) return Shade::doubtful;
  return worse(*f.estimate) ? Shade::poverty : Shade::none;
}

}  // namespace

std::vector<NodeState> node_states(const ValueChain& chain, const SQLite::Database& results,
                                   const report::Words& words) {
  std::vector<NodeState> states(chain.nodes.size());
  if (!chain.column) return states;
  for (std::size_t k = 0; k < states.size(); ++k) {
    const std::string& node = chain.nodes[k].name;
    states[k].rows = rows_at(chain, node, results);
    for (const Named& data : chain.counts)
      if (auto count = count_at(chain, data.text, node, results)) states[k].counts.push_back(std::move(*count));
    states[k].women = women_at(chain, node, results);
    for (const ChainFigure& figure : chain.figures)
      if (const auto level = level_at(figure, chain, node, results, words)) states[k].figures.push_back(level->figure);
    if (!chain.shade) continue;
    if (const auto level = level_at(*chain.shade, chain, node, results, words))
      states[k].shade = shade_of(*level, chain.shade_from);
  }
  return states;
}

std::string count_in_words(const NodeCount& count, const report::Words& words) {
  if (count.held_back) return words("map.too_few");
  if (count.rows == 0) return words("map.nobody");
  const std::string rows = words("map.in_the_data", {{"n", words.whole(count.rows)}});
  return count.size ? words("map.about", {{"size", words.number(*count.size, 0)}, {"rows", rows}}) : rows;
}

std::string share_in_words(const NodeShare& share, const report::Words& words) {
  return share.held_back ? words("map.too_few") : words.with_unit(words.number(100 * share.share, 0), "%");
}

std::string shading_rule(const ValueChain& chain, const SQLite::Database& results, const report::Words& words) {
  if (!chain.shade) return "";
  std::string sql =
      "SELECT i.title, o.title, o.unit, o.direction FROM output o JOIN indicator i ON i.id = o.indicator_id WHERE o.id "
      "=";
  Statement row(results, sql.append(of_output));
  row.bind(1, chain.shade->indicator);
  row.bind(2, chain.shade->output);
  if (!row.executeStep()) return "";
  const std::string from = words.number(chain.shade_from, report::decimals_of(chain.shade_from));
  return words(integer_at(row, 3) > 0 ? "map.shaded_low" : "map.shaded_high",
               {{"title", title_of(row, words)}, {"value", words.with_unit(from, text_at(row, 2))}});
}

}  // namespace clusia
