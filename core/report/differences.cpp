#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

/// A difference is as small as the smaller of its two groups.
constexpr const char* query = R"sql(
  SELECT f.name, f.title, g.label, a.label, d.title, f.measure, i.title, o.title, coalesce(l.name, k.title),
         iif(f.measure = 'ratio', '', coalesce(k.unit, o.unit)), f.estimate, f.std_error, f.conf_low, f.conf_high, f.p_value,
         coalesce(f.note, ''),
         EXISTS (SELECT 1 FROM task t LEFT JOIN estimate e ON e.task_id = t.id AND e.output_id = f.output_id AND e.cell_id = f.cell_id
                 LEFT JOIN effect x ON x.task_id = t.id AND x.output_id = f.output_id AND x.contrast_id = f.contrast_id
                 WHERE t.group_id IN (f.group_id, f.against_id) AND 'small' IN (e.mark, x.mark))
  FROM difference f JOIN output o ON o.id = f.output_id JOIN indicator i ON i.id = o.indicator_id
  JOIN dataset d ON d.id = i.dataset_id LEFT JOIN cell l ON l.id = f.cell_id LEFT JOIN contrast k ON k.id = f.contrast_id
  JOIN unit_group g ON g.id = f.group_id JOIN unit_group a ON a.id = f.against_id WHERE 1)sql";

struct Row {
  std::string title, in, unit, note;
  std::optional<double> estimate, std_error, low, high, p;
  bool suppressed = false;
};

struct Block {
  std::string name, caption;
  std::vector<Row> rows;
};

std::vector<Block> blocks_of(const SQLite::Database& database, std::optional<std::int64_t> indicator,
                             const Words& words) {
  std::vector<Block> blocks;
  for_each_row(database, query + only("i.id", indicator) + " ORDER BY f.id", [&](SQLite::Statement& row) {
    if (blocks.empty() || blocks.back().name != text_at(row, 0)) {
      blocks.push_back({text_at(row, 0),
                        words("differences." + text_at(row, 5), {{"title", text_at(row, 1)},
                                                                 {"group", text_at(row, 2)},
                                                                 {"against", text_at(row, 3)},
                                                                 {"dataset", text_at(row, 4)}}),
                        {}});
    }
    const std::string title = words.title(text_at(row, 6), text_at(row, 7)), in = words.said(text_at(row, 8)),
                      unit = words.unit(text_at(row, 9));
    Row next{title, in, unit, words("few_rows"), {}, {}, {}, {}, {}, true};
    if (integer_at(row, 16) == 0)
      next = {title,
              in,
              unit,
              words.said(text_at(row, 15)),
              real_at(row, 10),
              real_at(row, 11),
              real_at(row, 12),
              real_at(row, 13),
              real_at(row, 14),
              false};
    blocks.back().rows.push_back(next);
  });
  return blocks;
}

bool several_places(const Block& block) {
  return std::any_of(block.rows.begin(), block.rows.end(),
                     [&](const Row& row) { return row.in != block.rows.front().in; });
}

Html table_of(const Block& block, double confidence, const Words& words) {
  Table table(block.caption, {{words("column.result")},
                              {words("column.in")},
                              {words("column.unit")},
                              {words("column.difference"), Align::number},
                              {words("column.interval", {{"n", words.plain(100 * confidence)}}), Align::number},
                              {words("column.std_error"), Align::number},
                              {words("column.p"), Align::number},
                              {words("column.note")}});
  const bool places = several_places(block);
  for (const Row& row : block.rows) {
    const int decimals = std::max(decimals_for({row.estimate}), decimals_for({row.std_error}) - 2);
    const auto figure = [&](const std::optional<double>& value) {
      return value ? text(words.number(value, decimals)) : Html{};
    };
    table.row({text(row.title), places ? text(row.in) : Html{}, text(row.unit),
               row.suppressed ? tag("span", {{"class", "few"}}, text(words("few")))
                              : tag("strong", text(words.number(row.estimate, decimals))),
               row.low && row.high ? text(words.range(row.low, row.high, decimals)) : Html{}, figure(row.std_error),
               row.p ? text(words.p_value(row.p)) : Html{}, text(row.note)});
  }
  return table.html();
}

}  // namespace

Html differences(const SQLite::Database& database, const Words& words, std::optional<std::int64_t> indicator) {
  double confidence = 0;
  for_each_row(database, "SELECT confidence FROM run", [&](SQLite::Statement& row) { confidence = *real_at(row, 0); });
  Html section;
  for (const Block& block : blocks_of(database, indicator, words)) section += table_of(block, confidence, words);
  return section;
}

}  // namespace clusia::report
