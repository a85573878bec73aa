#include <algorithm>

#include "report/figure.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/sections.hpp"

namespace clusia::report {
namespace {

constexpr const char* levels_query = R"sql(
  SELECT o.id, s.id, g.columns, i.title, o.title, o.unit, d.title, k.id, coalesce(k.arm, ''), coalesce(k.wave, ''), k.name,
         g.id, g.label, e.estimate, e.std_error
  FROM estimate e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
  JOIN cell k ON k.id = e.cell_id JOIN design s ON s.id = k.design_id JOIN unit_group g ON g.id = t.group_id
  JOIN dataset d ON d.id = s.dataset_id
  WHERE s.comparator_id IS NULL ORDER BY o.id, s.id, g.columns, k.id, g.id)sql";

struct Level {
  std::optional<double> estimate, std_error;
};

/// One output in the cells of a data set, for one way of grouping.
struct Block {
  std::int64_t output = 0, design = 0;
  std::string title, unit, dataset, columns;
  std::vector<std::pair<std::int64_t, std::string>> cells, groups;  ///< id and title
  std::map<std::pair<std::int64_t, std::int64_t>, Level> levels;    ///< by group and cell
};

std::string cell_title(const std::string& arm, const std::string& wave, const std::string& name) {
  if (arm.empty() && wave.empty()) return name;
  return arm.empty() || wave.empty() ? arm + wave : arm + ", " + wave;
}

void add(std::vector<std::pair<std::int64_t, std::string>>& entries, std::int64_t id, const std::string& title) {
  if (std::none_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == id; }))
    entries.emplace_back(id, title);
}

std::vector<Block> blocks(const SQLite::Database& database) {
  std::vector<Block> all;
  for_each_row(database, levels_query, [&](SQLite::Statement& row) {
    const std::int64_t output = integer_at(row, 0), design = integer_at(row, 1), cell = integer_at(row, 7),
                       group = integer_at(row, 11);
    const std::string columns = text_at(row, 2);
    if (all.empty() || all.back().output != output || all.back().design != design || all.back().columns != columns)
      all.push_back({output,
                     design,
                     output_title(text_at(row, 3), text_at(row, 4)),
                     text_at(row, 5),
                     text_at(row, 6),
                     columns,
                     {},
                     {},
                     {}});
    add(all.back().cells, cell, cell_title(text_at(row, 8), text_at(row, 9), text_at(row, 10)));
    add(all.back().groups, group, columns.empty() ? "Everyone" : text_at(row, 12));
    all.back().levels[{group, cell}] = {real_at(row, 13), real_at(row, 14)};
  });
  return all;
}

Html table_of(const Block& block) {
  std::vector<std::optional<double>> values;
  for (const auto& [key, level] : block.levels) values.push_back(level.estimate);
  const int decimals = decimals_for(values);
  std::vector<Table::Column> columns = {{block.columns.empty() ? "Group" : capitalised(block.columns), Align::text}};
  for (const auto& [id, title] : block.cells) columns.push_back({title, Align::number});
  const std::string unit = block.unit.empty() ? "" : " (" + block.unit + ")";
  Table table(
      block.title + unit + (block.columns.empty() ? "" : ", by " + block.columns) + ": levels in " + block.dataset,
      columns);
  for (const auto& [group, label] : block.groups) {
    std::vector<Html> cells = {text(label)};
    for (const auto& [cell, title] : block.cells) {
      const auto level = block.levels.find({group, cell});
      if (level == block.levels.end()) {
        cells.push_back("–"_html);
        continue;
      }
      cells.push_back(text(rounded(level->second.estimate, decimals)));
      if (level->second.std_error)
        cells.back() +=
            tag("small", {{"class", "error"}}, text("(" + rounded(level->second.std_error, decimals) + ")"));
    }
    table.row(cells);
  }
  return table.html();
}

}  // namespace

Html levels(const SQLite::Database& database) {
  Html section;
  for (const Block& block : blocks(database))
    section += details(block.title + (block.columns.empty() ? ", everyone" : ", by " + block.columns), table_of(block));
  return section.empty() ? tag("p", "The run holds no levels."_html) : section;
}

}  // namespace clusia::report
