#include <algorithm>
#include <cmath>

#include "report/drawing.hpp"
#include "report/level.hpp"
#include "report/number.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_rows = 40;   // what can still be read on one page
constexpr std::size_t most_series = 6;  // colours that can be told apart
constexpr std::size_t most_named = 8;
constexpr std::size_t most_panels = 30;  // of curves, each beside everyone's

Json point(const Level& level) {
  return {{"estimate", json(level.estimate)},
          {"low", json(level.low)},
          {"high", json(level.high)},
          {"imprecise", level.imprecise}};
}

/// What a caption adds about figures that are not drawn in full.
struct Footnotes {
  bool intervals = false, imprecise = false;
  std::vector<std::string> suppressed;

  void see(const Level& level, const std::string& label) {
    intervals |= level.low && level.high;
    imprecise |= level.imprecise;
    if (level.suppressed && std::find(suppressed.begin(), suppressed.end(), label) == suppressed.end())
      suppressed.push_back(label);
  }
  /// `shape`: the key of what shows the intervals.
  std::string said(double confidence, const std::string& shape, const Words& words) const {
    std::string all;
    if (intervals) all += " " + words("caption." + shape, {{"n", words.plain(100 * confidence)}});
    if (imprecise) all += " " + words("caption.hollow");
    if (!suppressed.empty()) all += " " + words("caption.few", {{"groups", words.list(suppressed, most_named)}});
    return all;
  }
};

/// The groups of a grouping that a chart has room for: those with the most rows, in the study's order.
std::vector<Named> largest(const Measured& of, const Measure& output, const Grouping& grouping, std::size_t room) {
  if (grouping.groups.size() <= room) return grouping.groups;
  const auto rows = [&](const Named& group) {
    std::int64_t n = 0;
    for (const Named& cell : of.cells)
      if (const Level* level = of.level(output, group, cell)) n += level->rows;
    return n;
  };
  std::vector<Named> by_size = grouping.groups;
  std::stable_sort(by_size.begin(), by_size.end(), [&](const Named& a, const Named& b) { return rows(a) > rows(b); });
  by_size.resize(room);
  std::vector<Named> kept = grouping.groups;
  std::erase_if(kept, [&](const Named& group) {
    return std::none_of(by_size.begin(), by_size.end(), [&](const Named& one) { return one.id == group.id; });
  });
  return kept;
}

/// A chart of one output over groups, that is filled grouping by grouping.
class GroupChart {
 public:
  GroupChart(const Measured& of, const Measure& output, const Words& words) : of_(of), output_(output), words_(words) {
    for (const Named& cell : of.cells) series_.push_back(cell.label);
  }
  std::size_t rows() const { return rows_.size(); }

  void add(const Grouping& grouping) {
    if (!grouping.columns.empty())
      rows_.push_back({{"row", capitalised(grouping.columns)}, {"bold", true}, {"header", true}});
    const std::vector<Named> groups = largest(of_, output_, grouping, most_rows);
    cut_ |= groups.size() < grouping.groups.size();
    for (const Named& group : groups) add_group(group, grouping.columns.empty());
  }

  Html html(double confidence) const {
    if (points_.empty()) return {};
    std::string caption = output_title() + "." + notes_.said(confidence, "lines", words_) +
                          (cut_ ? " " + words_("caption.cut_groups", {{"n", std::to_string(most_rows)}}) : "");
    return drawing({{"kind", "levels"},
                    {"title", output_title()},
                    {"unit", output_.unit},
                    {"series", series_},
                    {"rows", rows_},
                    {"points", points_}},
                   caption, words_);
  }

 private:
  std::string output_title() const { return words_.title(of_.title, output_.title); }
  void add_group(const Named& group, bool everyone) {
    bool few = false;
    for (const Named& cell : of_.cells) {
      const Level* level = of_.level(output_, group, cell);
      if (level == nullptr) continue;
      notes_.see(*level, group.label);
      few |= level->suppressed;
      if (!level->estimate) continue;
      points_.push_back(point(*level));
      points_.back()["place"] = rows_.size();
      points_.back()["name"] = group.label;
      points_.back()["series"] = cell.label;
    }
    rows_.push_back({{"row", group.label}, {"bold", everyone}, {"header", false}, {"few", few}});
  }

  const Measured& of_;
  const Measure& output_;
  const Words& words_;
  Json series_ = Json::array(), rows_ = Json::array(), points_ = Json::array();
  Footnotes notes_;
  bool cut_ = false;
};

}  // namespace

Html chart_of(const Measured& of, const Measure& output, double confidence, const Words& words) {
  if (of.cells.size() > most_series) return {};
  const bool everyone = !of.groupings.empty() && of.groupings.front().columns.empty();
  Html all;
  for (std::size_t next = everyone ? 1 : 0, last; next < of.groupings.size() || all.empty(); next = last) {
    GroupChart chart(of, output, words);
    if (everyone) chart.add(of.groupings.front());
    for (last = next; last < of.groupings.size(); ++last) {
      if (last > next && chart.rows() + of.groupings[last].groups.size() > most_rows) break;
      chart.add(of.groupings[last]);
    }
    all += chart.html(confidence);
    if (last == next) break;
  }
  return all;
}

Html chart_of_curve(const Measured& of, const Grouping& grouping, double confidence, const Words& words) {
  const std::vector<Measure> points = of.curve();
  Json lines = Json::array(), values = Json::array();
  Footnotes notes;
  const auto add_line = [&](const Grouping& in, const Named& group) {
    for (const Named& cell : of.cells) {
      const std::string label = label_of(of, in, group, cell);
      const std::size_t before = values.size();
      for (const Measure& output : points) {
        const Level* level = of.level(output, group, cell);
        if (level == nullptr) continue;
        notes.see(*level, label);
        if (!level->estimate) continue;
        values.push_back(point(*level));
        values.back()["line"] = label;
        values.back()["at"] = *output.at;
      }
      if (values.size() > before) lines.push_back({{"name", label}, {"everyone", in.columns.empty()}});
    }
  };
  const bool everyone = !grouping.columns.empty() && of.groupings.front().columns.empty();
  if (everyone) add_line(of.groupings.front(), of.groupings.front().groups.front());
  const std::vector<Named> groups = largest(of, points.front(), grouping, most_panels);
  for (const Named& group : groups) add_line(grouping, group);
  if (values.empty()) return {};
  notes.imprecise = false;  // a curve has no points that could be hollow
  const std::string by = grouping.columns.empty() ? "" : words("by", {{"columns", grouping.columns}});
  const std::string caption =
      of.title + by + "." + notes.said(confidence, "bands", words) +
      (groups.size() < grouping.groups.size() ? " " + words("caption.cut_groups", {{"n", std::to_string(most_panels)}})
                                              : "");
  return drawing({{"kind", "curve"},
                  {"title", of.title},
                  {"unit", points.front().unit},
                  {"together", lines.size() <= most_series},
                  {"lines", lines},
                  {"points", values}},
                 caption, words);
}

Html chart_of_profile(const Measured& of, const Grouping& grouping, double confidence, const Words& words) {
  if (grouping.groups.size() * of.cells.size() > most_series) return {};
  Json series = Json::array(), rows = Json::array(), points = Json::array();
  Footnotes notes;
  for (const Named& group : grouping.groups)
    for (const Named& cell : of.cells) series.push_back(label_of(of, grouping, group, cell));
  for (const Measure& output : of.profile()) {
    for (const Named& group : grouping.groups) {
      for (const Named& cell : of.cells) {
        const Level* level = of.level(output, group, cell);
        if (level == nullptr) continue;
        notes.see(*level, label_of(of, grouping, group, cell));
        if (!level->estimate) continue;
        points.push_back(point(*level));
        points.back()["place"] = rows.size();
        points.back()["name"] = output.title;
        points.back()["series"] = label_of(of, grouping, group, cell);
      }
    }
    rows.push_back({{"row", output.title}, {"bold", false}, {"header", false}});
  }
  if (points.empty()) return {};
  const std::string by =
      grouping.columns.empty() ? words("caption.everyone") : words("by", {{"columns", grouping.columns}});
  return drawing({{"kind", "levels"},
                  {"title", words("caption.proportion")},
                  {"unit", ""},
                  {"series", series},
                  {"rows", rows},
                  {"points", points}},
                 of.title + by + "." + notes.said(confidence, "lines", words), words);
}

}  // namespace clusia::report
