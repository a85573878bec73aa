#include "pipeline/expectations.hpp"

#include <algorithm>
#include <cmath>

namespace clusia {
namespace {

constexpr double rounding = 1e-9;  // half a printed unit is no binary fraction

bool is_group(const Group& group, const Expectation& e) {
  return group.levels.size() == e.group.size() &&
         std::all_of(group.levels.begin(), group.levels.end(), [&](const auto& level) {
           const auto at = e.group.find(level.first);
           return at != e.group.end() && at->second == level.second;
         });
}

std::string label_of(const Expectation& e) {
  std::string label;
  for (const auto& [column, level] : e.group) label += (label.empty() ? "" : " · ") + level;
  return label.empty() ? "all" : label;
}

}  // namespace

ExpectationRecord judged(const Expectation& e, const std::vector<Finding>& findings) {
  ExpectationRecord record{std::nullopt, e.indicator, e.comparator, e.contrast,   label_of(e),
                           e.source,     e.value,     e.tolerance,  std::nullopt, false};
  for (const Finding& known : findings) {
    if (!known.is_effect || known.indicator != e.indicator || known.output != e.output ||
        known.comparator != e.comparator || known.name != e.contrast || !is_group(*known.group, e))
      continue;
    record.effect_id = known.id;
    record.group_label = known.group->label;
    record.computed = known.estimate;
    record.holds = known.estimate &&
                   std::fabs(*known.estimate - e.value) <= e.tolerance + rounding * std::max(1.0, std::fabs(e.value));
  }
  return record;
}

}  // namespace clusia
