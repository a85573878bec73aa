#include "report/finding.hpp"

#include <algorithm>

#include "report/figure.hpp"
#include "report/query.hpp"

namespace clusia::report {
namespace {

constexpr const char* findings = R"sql(
  WITH effects_of AS (SELECT * FROM contrast WHERE is_effect = 1 AND placebo_of IS NULL),
  main AS (
    SELECT e.output_id AS output, min(s.comparator_id) AS comparator FROM effect e
    JOIN effects_of k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id GROUP BY e.output_id),
  chosen AS (
    SELECT k.design_id AS design, min(k.id) AS contrast FROM effects_of k
    WHERE k.wave IS (SELECT l.wave FROM effects_of l WHERE l.design_id = k.design_id
                     ORDER BY l.wave IS NOT NULL, l.id DESC LIMIT 1) GROUP BY k.design_id)
  SELECT g.columns, g.label, o.id, i.title, o.title, coalesce(k.unit, o.unit),
         k.unit IS NULL AND k.null_value = 0 AND (o.unit = '%' OR o.unit = '' AND o.kind = 'proportion'), 
         (SELECT CASE WHEN count(DISTINCT arm) > 1 AND count(DISTINCT wave) > 1 THEN 'change' WHEN count(DISTINCT arm) > 1 THEN 'arms'
                      WHEN count(DISTINCT wave) > 1 THEN 'waves' ELSE 'other' END FROM cell WHERE design_id = s.id), s.assumption,
         k.null_value, e.estimate, e.conf_low, e.conf_high, coalesce(e.reading, 'none'),
         coalesce(e.mark, ''), i.id
  FROM task t JOIN unit_group g ON g.id = t.group_id JOIN design s ON s.id = t.design_id
  JOIN indicator i ON i.id = t.indicator_id
  JOIN output o ON o.indicator_id = i.id AND (s.output_id IS NULL OR s.output_id = o.id)
  JOIN main m ON m.output = o.id AND m.comparator = s.comparator_id
  JOIN chosen c ON c.design = s.id JOIN contrast k ON k.id = c.contrast
  LEFT JOIN effect e ON e.task_id = t.id AND e.output_id = o.id AND e.contrast_id = k.id
  WHERE instr(g.columns, ', ') = 0 AND o.direction != 0)sql";
constexpr const char* of_groups = " AND g.columns != '' ORDER BY g.id, o.id";
constexpr const char* of_everyone = " AND g.columns = '' ORDER BY o.id";

// The most that any output has: the others may leave rows out.
constexpr const char* answers = R"sql(
  SELECT g.columns, g.label, d.title, coalesce(n.wave, ''), coalesce(n.rows, g.rows)
  FROM unit_group g JOIN dataset d ON d.id = g.dataset_id LEFT JOIN (
    SELECT grouped, wave, max(rows) AS rows FROM (
      SELECT t.group_id AS grouped, k.wave AS wave, sum(e.rows + e.missing) AS rows
      FROM estimate e JOIN task t ON t.id = e.task_id JOIN cell k ON k.id = e.cell_id JOIN design s ON s.id = k.design_id
      WHERE s.comparator_id IS NULL GROUP BY t.group_id, e.output_id, k.wave)
    GROUP BY grouped, wave) n ON n.grouped = g.id
  ORDER BY g.id, n.wave)sql";

Finding finding_at(SQLite::Statement& row, const Words& words) {
  Finding finding;
  finding.output = integer_at(row, 2);
  finding.indicator_id = integer_at(row, 15);
  finding.indicator = text_at(row, 3);
  finding.title = output_title(text_at(row, 3), words.output(text_at(row, 4)), words("colon"));
  finding.unit = text_at(row, 5);
  finding.in_100 = integer_at(row, 6) != 0;
  finding.beside = text_at(row, 7);
  finding.assumption = text_at(row, 8);
  finding.null_value = *real_at(row, 9);
  finding.suppressed = text_at(row, 14) == "small";
  if (finding.suppressed) return finding;
  finding.estimate = real_at(row, 10);
  finding.low = real_at(row, 11);
  finding.high = real_at(row, 12);
  finding.reading = text_at(row, 13);
  return finding;
}

FoundGroup* of(std::vector<FoundGroup>& groups, const std::string& columns, const std::string& label) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const FoundGroup& group) {
    return group.columns == columns && group.label == label;
  });
  return found == groups.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Finding> found_for_everyone(const SQLite::Database& database, const Words& words) {
  std::vector<Finding> all;
  for_each_row(database, std::string(findings) + of_everyone,
               [&](SQLite::Statement& row) { all.push_back(finding_at(row, words)); });
  return all;
}

std::vector<FoundGroup> found_groups(const SQLite::Database& database, const Words& words) {
  std::vector<FoundGroup> groups;
  for_each_row(database, std::string(findings) + of_groups, [&](SQLite::Statement& row) {
    const std::string columns = text_at(row, 0), label = text_at(row, 1);
    FoundGroup* group = of(groups, columns, label);
    if (!group) group = &groups.emplace_back(FoundGroup{columns, label, {}, {}});
    group->findings.push_back(finding_at(row, words));
  });
  for_each_row(database, answers, [&](SQLite::Statement& row) {
    FoundGroup* group = of(groups, text_at(row, 0), text_at(row, 1));
    if (!group) return;
    const std::string dataset = text_at(row, 2);
    if (group->answers.empty() || group->answers.back().dataset != dataset) group->answers.push_back({dataset, {}});
    group->answers.back().waves.push_back({text_at(row, 3), integer_at(row, 4)});
  });
  return groups;
}

}  // namespace clusia::report
