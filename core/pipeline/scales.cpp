#include "pipeline/scales.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "pipeline/trends.hpp"

namespace clusia {
namespace {

/// Differences of one output before the start.
struct Before {
  std::string name;  ///< indicator, or indicator.output
  double smallest_p = 1;
  int differences = 0;

  double p() const { return std::min(1.0, smallest_p * differences); }
};

/// Of a comparator on a dataset in a group.
struct Place {
  std::string comparator, dataset, group;
  auto operator<=>(const Place&) const = default;
};
/// [indicator][output]
using Trends = std::map<std::string, std::map<std::string, Before>>;

std::map<Place, Trends> before_the_start(const std::vector<Finding>& findings) {
  std::map<Place, Trends> all;
  for (const Finding& f : findings) {
    const auto waves = waves_since_start(f.name);
    if (!f.is_effect || !waves || *waves >= 0 || !f.p_value) continue;
    Before& b = all[{f.comparator, f.dataset->study->name, f.group->label}][f.indicator][f.output];
    b.smallest_p = std::min(b.smallest_p, *f.p_value);
    ++b.differences;
  }
  for (auto& [place, trends] : all)
    for (auto& [indicator, outputs] : trends)
      for (auto& [output, b] : outputs) b.name = outputs.size() == 1 ? indicator : indicator + "." + output;
  return all;
}

std::map<std::string, std::set<std::string>> indicators_by_column(const Study& study) {
  std::map<std::string, std::set<std::string>> all;
  for (const Indicator& i : study.indicators)
    for (const auto& columns : i.inputs)
      for (const Named& column : columns) all[column.text].insert(i.name);
  return all;
}

std::string listed_with_p(const std::vector<Before>& outputs) {
  constexpr std::size_t most = 4;
  std::string list;
  for (std::size_t k = 0; k < std::min(most, outputs.size()); ++k) {
    char p[16];
    std::snprintf(p, sizeof p, outputs[k].p() < 0.001 ? "p < 0.001" : "p = %.3f", outputs[k].p());
    list += (k > 0 ? ", " : "") + outputs[k].name + " (" + p + ")";
  }
  return outputs.size() > most ? list + " and " + std::to_string(outputs.size() - most) + " more" : list;
}

/// Empty where they agree.
std::string told(const std::string& column, const std::set<std::string>& indicators, const Trends& trends,
                 double error) {
  std::vector<Before> part, hold;
  for (const std::string& indicator : indicators)
    if (const auto found = trends.find(indicator); found != trends.end())
      for (const auto& [output, b] : found->second) (b.p() <= error ? part : hold).push_back(b);
  if (part.empty() || hold.empty()) return "";
  return "trends before the start part in " + listed_with_p(part) + " and are not seen to in " + listed_with_p(hold) +
         ", all of column '" + column +
         "': unless the arms began alike, trends are parallel in one scale only (levels, logarithms, a headcount), and "
         "the effects of these indicators do not rest on one assumption (Roth and Sant'Anna 2023)";
}

}  // namespace

std::vector<ScaleConflict> scales_that_disagree(const Study& study, const std::vector<Finding>& findings) {
  std::vector<ScaleConflict> all;
  const auto by_column = indicators_by_column(study);
  for (const auto& [place, trends] : before_the_start(findings))
    for (const auto& [column, indicators] : by_column)
      if (const std::string text = told(column, indicators, trends, 1 - study.confidence); !text.empty())
        all.push_back({"comparator " + place.comparator + ", data " + place.dataset + ", group " + place.group, text});
  return all;
}

}  // namespace clusia
