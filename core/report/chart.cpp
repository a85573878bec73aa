#include <algorithm>
#include <cmath>

#include "report/drawing.hpp"
#include "report/figure.hpp"
#include "report/number.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_rows = 40;       // what can still be read on one page
constexpr std::size_t most_components = 6;  // colours that can be told apart
constexpr std::size_t most_charts = 4;      // of one figure

Json effect_row(const std::string& label, bool everyone, const Value& value, const Words& words) {
  return {{"row", label},
          {"everyone", everyone},
          {"estimate", json(value.estimate)},
          {"low", json(value.low)},
          {"high", json(value.high)},
          {"reading", words("reading." + value.reading)},
          {"text", rounded(value.estimate, decimals_for({value.estimate}))}};
}

/// The groups that a chart shows, in the figure's order: all, or those with the largest effects.
std::vector<const Group*> chosen(const Figure& figure, std::size_t effect) {
  std::vector<const Group*> groups;
  for (const Group& group : figure.groups)
    if (group.values[effect] && group.values[effect]->estimate) groups.push_back(&group);
  if (groups.size() <= most_rows) return groups;
  const double null_value = figure.contrasts[effect].null_value;
  const auto size = [&](const Group* group) { return std::abs(*group->values[effect]->estimate - null_value); };
  std::vector<const Group*> largest = groups;
  std::stable_sort(largest.begin(), largest.end(), [&](const Group* a, const Group* b) {
    return a->everyone != b->everyone ? a->everyone : size(a) > size(b);
  });
  largest.resize(most_rows);
  std::erase_if(groups,
                [&](const Group* group) { return std::find(largest.begin(), largest.end(), group) == largest.end(); });
  return groups;
}

Json frame_of(const Figure& figure, std::size_t effect) {
  const Contrast& contrast = figure.contrasts[effect];
  return {{"kind", "effects"},           {"title", contrast.title},  {"unit", contrast.unit},
          {"null", contrast.null_value}, {"effects", Json::array()}, {"components", Json::array()}};
}

/// One effect, a row for each group, with the components beside it.
Json by_group(const Figure& figure, std::size_t effect, bool with_components, const Words& words) {
  Json data = frame_of(figure, effect);
  const auto components = figure.components();
  const bool shown = with_components && !components.empty() && components.size() <= most_components &&
                     std::all_of(components.begin(), components.end(), [&](std::size_t k) {
                       return figure.contrasts[k].unit == figure.contrasts[components.front()].unit;
                     });
  if (shown) data["component_unit"] = figure.contrasts[components.front()].unit;
  for (const Group* group : chosen(figure, effect)) {
    data["effects"].push_back(effect_row(group->label, group->everyone, *group->values[effect], words));
    if (!shown) continue;
    for (const std::size_t k : components)
      if (group->values[k] && group->values[k]->estimate)
        data["components"].push_back({{"row", group->label},
                                      {"name", figure.contrasts[k].title},
                                      {"estimate", json(group->values[k]->estimate)}});
  }
  return data;
}

/// Several effects of one group (an event study), a row for each, in the design's order.
Json by_contrast(const Figure& figure, const Group& group, const Words& words) {
  Json data = frame_of(figure, figure.effects().front());
  data["title"] = group.label;
  for (const std::size_t k : figure.effects())
    if (group.values[k] && group.values[k]->estimate)
      data["effects"].push_back(effect_row(figure.contrasts[k].title, false, *group.values[k], words));
  return data;
}

Html drawn(const Json& data, const Figure& figure, double confidence, const Words& words) {
  if (data["effects"].empty()) return {};
  const auto has_interval = [](const Json& row) { return !row["low"].is_null() && !row["high"].is_null(); };
  std::string caption =
      figure.indicator + " (" + figure.comparator + ")" + words("colon") + data["title"].get<std::string>() + ".";
  const auto& effects = data["effects"];
  if (std::any_of(effects.begin(), effects.end(), has_interval))
    caption += " " + words("caption.lines", {{"n", words.plain(100 * confidence)}});
  if (!data["components"].empty()) caption += " " + words("caption.components");
  if (figure.groups.size() > most_rows && effects.size() == most_rows)
    caption += " " + words("caption.cut_effects", {{"n", std::to_string(most_rows)}});
  return drawing(data, caption, words);
}

}  // namespace

Html charts(const Figure& figure, double confidence, const Words& words) {
  const auto effects = figure.effects();
  Html all;
  if (effects.empty()) return all;
  if (effects.size() > 1 && (figure.groups.size() == 1 || figure.groups.size() < effects.size())) {
    for (std::size_t g = 0; g < std::min(figure.groups.size(), most_charts); ++g)
      all += drawn(by_contrast(figure, figure.groups[g], words), figure, confidence, words);
    return all;
  }
  for (std::size_t k = 0; k < std::min(effects.size(), most_charts); ++k)
    all += drawn(by_group(figure, effects[k], k == 0, words), figure, confidence, words);
  return all;
}

}  // namespace clusia::report
