#include "report/figure.hpp"

#include <algorithm>
#include <limits>

#include "report/query.hpp"

namespace clusia::report {
namespace {

constexpr const char* query = R"sql(
  SELECT o.id, s.id, g.columns, k.id, g.id,
         i.title, o.title, c.title, d.title, k.title, coalesce(k.unit, o.unit), k.is_effect, k.null_value, g.label,
         e.estimate, e.std_error, e.p_value, e.conf_low, e.conf_high, e.reading, coalesce(e.note, ''),
         e.p_adjusted, coalesce(e.mark, ''),
         coalesce(e.treated_clusters || ' / ' || e.comparison_clusters, ''), e.band_low, e.band_high, i.id, e.effective_clusters
  FROM effect e JOIN task t ON t.id = e.task_id JOIN output o ON o.id = e.output_id JOIN indicator i ON i.id = o.indicator_id
  JOIN contrast k ON k.id = e.contrast_id JOIN design s ON s.id = k.design_id JOIN comparator c ON c.id = s.comparator_id
  JOIN unit_group g ON g.id = t.group_id JOIN dataset d ON d.id = s.dataset_id
  WHERE k.placebo_of IS NULL ORDER BY o.id, s.id, g.columns, k.id, g.id)sql";

template <class Entry>
std::size_t place_of(std::vector<Entry>& entries, std::int64_t id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.id == id; });
  if (found == entries.end()) entries.emplace_back().id = id;
  return static_cast<std::size_t>(
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.id == id; }) -
      entries.begin());
}

/// Treated and compared, and in brackets what they are worth.
std::string clusters_of(SQLite::Statement& row, const Words& words) {
  const std::string clusters = text_at(row, 23);
  const auto effective = real_at(row, 27);
  return clusters.empty() || !effective ? clusters : clusters + " (" + words.number(effective, 1) + ")";
}

Value value_of(SQLite::Statement& row, const Words& words) {
  if (text_at(row, 22) != "small")
    return {real_at(row, 14),        real_at(row, 15),
            real_at(row, 16),        real_at(row, 21),
            real_at(row, 17),        real_at(row, 18),
            real_at(row, 24),        real_at(row, 25),
            text_at(row, 19),        words.said(text_at(row, 20)),
            clusters_of(row, words), false};
  Value value;
  value.suppressed = true;
  value.note = words("few_rows");
  return value;
}

void add(Figure& figure, SQLite::Statement& row, const Words& words) {
  const std::size_t k = place_of(figure.contrasts, integer_at(row, 3));
  Contrast& contrast = figure.contrasts[k];
  contrast.title = words.said(text_at(row, 9));
  contrast.unit = words.unit(text_at(row, 10));
  contrast.is_effect = integer_at(row, 11) != 0;
  contrast.null_value = *real_at(row, 12);
  Group& group = figure.groups[place_of(figure.groups, integer_at(row, 4))];
  group.label = text_at(row, 13);
  group.everyone = figure.columns.empty();
  if (group.everyone) group.label = words("everyone");
  group.values.resize(std::max(group.values.size(), k + 1));
  group.values[k] = value_of(row, words);
}

double sort_key(const Group& group, std::size_t effect) {
  const auto& value = group.values[effect];
  return value ? value->estimate.value_or(-std::numeric_limits<double>::infinity())
               : -std::numeric_limits<double>::infinity();
}

void sort_by_effect(Figure& figure) {
  for (Group& group : figure.groups) group.values.resize(figure.contrasts.size());
  const auto effects = figure.effects();
  if (effects.size() != 1) return;
  std::stable_sort(figure.groups.begin(), figure.groups.end(), [&](const Group& a, const Group& b) {
    return sort_key(a, effects.front()) > sort_key(b, effects.front());
  });
}

bool same_comparison(const Figure& a, const Figure& b) { return a.output == b.output && a.design == b.design; }

/// Everyone's row moves into the groupings of the same comparison, in so far as they have the same contrasts.
void move_everyone(std::vector<Figure>& all) {
  const auto same_contrasts = [](const Figure& a, const Figure& b) {
    return std::equal(a.contrasts.begin(), a.contrasts.end(), b.contrasts.begin(), b.contrasts.end(),
                      [](const Contrast& x, const Contrast& y) { return x.id == y.id; });
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].columns.empty()) continue;
    bool moved = false;
    for (Figure& other : all) {
      if (other.columns.empty() || !same_comparison(all[i], other) || !same_contrasts(all[i], other)) continue;
      other.groups.insert(other.groups.begin(), all[i].groups.begin(), all[i].groups.end());
      moved = true;
    }
    if (moved) all[i].groups.clear();
  }
  std::erase_if(all, [](const Figure& figure) { return figure.groups.empty(); });
}

std::vector<std::size_t> where(const std::vector<Contrast>& contrasts, bool is_effect) {
  std::vector<std::size_t> places;
  for (std::size_t k = 0; k < contrasts.size(); ++k)
    if (contrasts[k].is_effect == is_effect) places.push_back(k);
  return places;
}

}  // namespace

std::vector<std::size_t> Figure::effects() const { return where(contrasts, true); }
std::vector<std::size_t> Figure::components() const { return where(contrasts, false); }

std::string output_title(const std::string& indicator, const std::string& output, std::string_view colon) {
  return output.empty() || output == indicator ? indicator : indicator + std::string(colon) + output;
}

std::vector<Figure> figures(const SQLite::Database& database, const Words& words) {
  std::vector<Figure> all;
  for_each_row(database, query, [&](SQLite::Statement& row) {
    const std::int64_t output = integer_at(row, 0), design = integer_at(row, 1);
    const std::string columns = text_at(row, 2);
    if (all.empty() || all.back().output != output || all.back().design != design || all.back().columns != columns)
      all.push_back({output,
                     design,
                     integer_at(row, 26),
                     words.title(text_at(row, 5), text_at(row, 6)),
                     text_at(row, 7),
                     text_at(row, 8),
                     columns,
                     {},
                     {}});
    add(all.back(), row, words);
  });
  for (Figure& figure : all) sort_by_effect(figure);
  move_everyone(all);
  return all;
}

}  // namespace clusia::report
