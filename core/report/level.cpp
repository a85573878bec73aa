#include "report/level.hpp"

#include <algorithm>

#include "report/query.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t many = 6;  // proportions that are read as a profile

constexpr const char* query = R"sql(
  SELECT i.id, i.title, d.title, o.id, o.title, o.unit, o.kind, o.at, k.id, coalesce(k.arm, ''), coalesce(k.wave, ''), k.name,
         g.columns, g.id, g.label, e.estimate, e.std_error, e.conf_low, e.conf_high, e.design_effect, e.rows, e.missing,
         coalesce(e.mark, ''), coalesce(e.note, ''),
         EXISTS (SELECT 1 FROM effect x JOIN output y ON y.id = x.output_id WHERE y.indicator_id = i.id), o.direction
  FROM estimate e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
  JOIN cell k ON k.id = e.cell_id JOIN design s ON s.id = k.design_id JOIN unit_group g ON g.id = t.group_id
  JOIN dataset d ON d.id = s.dataset_id
  WHERE s.comparator_id IS NULL ORDER BY i.id, o.id, g.id, k.id)sql";

std::string cell_title(const std::string& arm, const std::string& wave, const std::string& name) {
  if (arm.empty() && wave.empty()) return name;
  return arm.empty() || wave.empty() ? arm + wave : arm + ", " + wave;
}

template <class Entry, class Same>
Entry& placed(std::vector<Entry>& entries, Entry entry, Same same) {
  const auto found = std::find_if(entries.begin(), entries.end(), same);
  return found != entries.end() ? *found : entries.emplace_back(std::move(entry));
}

Level level_at(SQLite::Statement& row, const Words& words) {
  Level level;
  level.rows = integer_at(row, 20);
  level.missing = integer_at(row, 21);
  level.suppressed = text_at(row, 22) == "small";
  if (level.suppressed) return level;
  level.estimate = real_at(row, 15);
  level.std_error = real_at(row, 16);
  level.low = real_at(row, 17);
  level.high = real_at(row, 18);
  level.design_effect = real_at(row, 19);
  level.imprecise = text_at(row, 22) == "imprecise";
  level.note = words.said(text_at(row, 23));
  return level;
}

void add(Measured& to, SQLite::Statement& row, const Words& words) {
  const std::int64_t output = integer_at(row, 3), cell = integer_at(row, 8), group = integer_at(row, 13);
  const std::string columns = text_at(row, 12), kind = text_at(row, 6);
  const auto has = [](std::int64_t id) { return [id](const auto& entry) { return entry.id == id; }; };
  const std::string title = text_at(row, 4) == to.title ? to.title : words.output(text_at(row, 4));
  placed(to.outputs,
         Measure{output, title, words.unit(text_at(row, 5)), integer_at(row, 25) != 0, kind == "proportion",
                 kind == "curve" ? real_at(row, 7) : std::nullopt},
         has(output));
  placed(to.cells, Named{cell, cell_title(text_at(row, 9), text_at(row, 10), text_at(row, 11))}, has(cell));
  Grouping& grouping =
      placed(to.groupings, Grouping{columns, {}}, [&](const Grouping& entry) { return entry.columns == columns; });
  placed(grouping.groups, Named{group, columns.empty() ? words("everyone") : text_at(row, 14)}, has(group));
  to.levels[{output, group, cell}] = level_at(row, words);
}

/// Growth since the first wave does not exist in the first wave: it is said once, not in each of its rows.
void leave_out_absent_cells(Measured& of, const Words& words) {
  std::erase_if(of.cells, [&](const Named& cell) {
    std::string why;
    for (const auto& [key, level] : of.levels) {
      if (std::get<2>(key) != cell.id) continue;
      if (level.estimate || level.suppressed) return false;
      why = level.note;
    }
    of.absent.push_back(cell.label + words("colon") + why);
    return true;
  });
}

}  // namespace

const Level* Measured::level(const Measure& output, const Named& group, const Named& cell) const {
  const auto found = levels.find({output.id, group.id, cell.id});
  return found == levels.end() ? nullptr : &found->second;
}

std::vector<Measure> Measured::curve() const {
  std::vector<Measure> points;
  for (const Measure& output : outputs)
    if (output.at) points.push_back(output);
  return points;
}

std::vector<Measure> Measured::profile() const {
  std::vector<Measure> proportions;
  for (const Measure& output : outputs)
    if (output.proportion) proportions.push_back(output);
  return proportions.size() < many ? std::vector<Measure>{} : proportions;
}

std::vector<Measure> Measured::single() const {
  const bool in_profile = !profile().empty();
  std::vector<Measure> rest;
  for (const Measure& output : outputs)
    if (!output.at && !(output.proportion && in_profile)) rest.push_back(output);
  return rest;
}

std::vector<Measure> Measured::drawn() const {
  std::vector<Measure> chosen = single();
  const bool any = std::any_of(chosen.begin(), chosen.end(), [](const Measure& output) { return output.directed; });
  if (any) std::erase_if(chosen, [](const Measure& output) { return !output.directed; });
  return chosen;
}

std::string label_of(const Measured& of, const Grouping& grouping, const Named& group, const Named& cell) {
  if (of.cells.size() < 2) return group.label;
  return grouping.columns.empty() ? cell.label : group.label + ", " + cell.label;
}

std::vector<Measured> levels_of(const SQLite::Database& database, const Words& words) {
  std::vector<Measured> all;
  std::int64_t last = 0;
  for_each_row(database, query, [&](SQLite::Statement& row) {
    if (all.empty() || integer_at(row, 0) != last) {
      last = integer_at(row, 0);
      Measured& next = all.emplace_back();
      next.indicator = last;
      next.title = text_at(row, 1);
      next.dataset = text_at(row, 2);
      next.compared = integer_at(row, 24) != 0;
    }
    add(all.back(), row, words);
  });
  for (Measured& of : all) leave_out_absent_cells(of, words);
  return all;
}

}  // namespace clusia::report
