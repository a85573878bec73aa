#include "pipeline/families.hpp"

#include <cmath>
#include <map>

#include "inference/multiplicity.hpp"

namespace clusia {
namespace {

using Family = std::vector<const Finding*>;

/// Which family a test is in. Romano and Wolf's draws are of PSUs, so a family of theirs keeps to one dataset and,
/// where a design brings clusters of its own (pairs), to that comparator.
std::string family_of(const Finding& f, const std::string& kind, bool by_psus) {
  std::string dataset;
  if (by_psus) {
    dataset = f.dataset->study->name + '\n';
    if (&f.kept->totals.over() != f.dataset->rows.over.get()) dataset += f.comparator + '\n';
  }
  if (kind == "groups") return dataset + f.indicator + '\n' + f.output + '\n' + f.comparator + '\n' + f.name;
  if (kind == "indicators")
    return dataset + f.comparator + '\n' + f.name + '\n' + f.group->columns + '\n' + f.group->label;
  return dataset + (kind == "comparator" ? f.comparator : "");
}

std::vector<double> adjusted_in(const Family& family, const InferenceSettings& settings, std::int64_t seed) {
  std::vector<double> p, statistics;
  std::vector<const Totals*> totals;
  for (const Finding* f : family) {
    p.push_back(*f->p_value);
    if (settings.adjust != "romano_wolf") continue;
    statistics.push_back(std::fabs(f->interval->statistic));
    totals.push_back(&f->kept->totals);
  }
  if (settings.adjust == "holm") return holm(p);
  if (settings.adjust == "benjamini_hochberg") return benjamini_hochberg(p);
  return romano_wolf(statistics, signed_statistics(totals, settings.replicates, seed));
}

}  // namespace

std::vector<Adjusted> adjusted(const Study& study, const std::vector<Finding>& findings) {
  const InferenceSettings& settings = study.inference;
  std::vector<Adjusted> all;
  if (settings.adjust == "none") return all;
  std::map<std::string, Family> families;
  const bool by_psus = settings.adjust == "romano_wolf";
  for (const Finding& f : findings)
    if (f.tests_something && f.is_effect && f.p_value && (f.interval || !by_psus))
      families[family_of(f, settings.family, by_psus)].push_back(&f);
  for (const auto& [name, family] : families) {
    const std::vector<double> p = adjusted_in(family, settings, study.seed);
    for (std::size_t k = 0; k < family.size(); ++k)
      all.push_back({family[k]->id, p[k], static_cast<std::int64_t>(family.size())});
  }
  return all;
}

}  // namespace clusia
