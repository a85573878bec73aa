#include "pipeline/differences.hpp"

#include <algorithm>
#include <cmath>

namespace clusia {
namespace {

/// A difference's gradient in the two estimates.
std::pair<double, double> gradient(double a, double b, bool ratio) {
  return ratio ? std::pair(1 / b, -a / (b * b)) : std::pair(1.0, -1.0);
}

double value_of(const Finding& group, const Finding& against, bool ratio) {
  return ratio ? *group.estimate / *against.estimate : *group.estimate - *against.estimate;
}

/// The same figure of another group.
const Finding* counterpart(const Finding& of, const Group& group, const std::vector<Finding>& findings) {
  const auto found = std::ranges::find_if(findings, [&](const Finding& f) {
    return f.group == &group && f.is_effect == of.is_effect && f.place_id == of.place_id && f.output_id == of.output_id;
  });
  return found == findings.end() ? nullptr : &*found;
}

DifferenceRecord record_of(const Difference& d, const Finding& group, const Finding& against, const Study& study) {
  DifferenceRecord r;
  r.name = d.name;
  r.title = d.title;
  r.measure = d.ratio ? "ratio" : "difference";
  r.output_id = group.output_id;
  (group.is_effect ? r.contrast_id : r.cell_id) = group.place_id;
  if (!group.estimate || !against.estimate) {
    r.note = "one of the two does not exist";
    return r;
  }
  const double value = value_of(group, against, d.ratio);
  if (!std::isfinite(value)) {
    r.note = "does not exist: a division by zero";
    return r;
  }
  r.estimate = value;
  if (study.population) return r;
  if (const auto i = interval_between(group, against, d.ratio, study, r.note)) {
    r.std_error = i->std_error, r.statistic = i->statistic, r.df = i->df, r.p_value = i->p_value;
    r.conf_low = i->low, r.conf_high = i->high;
  }
  return r;
}

}  // namespace

std::optional<Interval> interval_between(const Finding& group, const Finding& against, bool ratio, const Study& study,
                                         std::string& note) {
  if (group.matched || against.matched) {
    note = "no standard error: that of matching is no sum over rows, and the groups share their matches";
    return std::nullopt;
  }
  if (!group.kept || !against.kept) {
    note = "no standard error: one of the two has none";
    return std::nullopt;
  }
  const auto [by_group, by_against] = gradient(*group.estimate, *against.estimate, ratio);
  Totals z = group.kept->totals.scaled(by_group);
  z.add(by_against, against.kept->totals);
  Variance v;
  Domain domain = group.kept->domain;
  domain.add(against.kept->domain);
  double df = domain.degrees_of_freedom();
  // A design whose variance comes from no replicates (pairs) has none to compare.
  if (const Replicates* replicates = group.dataset->replicates.get(); replicates && !group.kept->replicates.empty()) {
    std::vector<double> values;
    for (std::size_t b = 0; b < group.kept->replicates.size(); ++b) {
      const double a = group.kept->replicates[b], c = against.kept->replicates[b];
      values.push_back(ratio ? a / c : a - c);
    }
    v.value = replicates->spread(values).variance;
    df = replicates->df().value_or(df);
  } else {
    v = variance(z, Factor::design, {}, single_psu_of(study.inference.single_psu));
  }
  return interval_or_note(value_of(group, against, ratio), v, df, study.confidence, ratio ? 1 : 0, note);
}

std::vector<DifferenceRecord> differences_of(const Study& study, const std::vector<LoadedDataset>& datasets,
                                             const std::vector<Finding>& findings,
                                             const std::map<std::string, std::vector<std::int64_t>>& group_ids) {
  std::vector<DifferenceRecord> records;
  for (const Difference& d : study.differences)
    for (const LoadedDataset& dataset : datasets) {
      if (dataset.study->name != d.dataset) continue;
      const Group *group = dataset.group(d.group), *against = dataset.group(d.against);
      const auto id = [&](const Group* g) {
        return group_ids.at(d.dataset)[static_cast<std::size_t>(g - dataset.groups.data())];
      };
      for (const Finding& finding : findings) {
        if (finding.group != group) continue;
        const Finding* other = counterpart(finding, *against, findings);
        if (other == nullptr) continue;
        records.push_back(record_of(d, finding, *other, study));
        records.back().group_id = id(group);
        records.back().against_id = id(against);
      }
    }
  return records;
}

}  // namespace clusia
