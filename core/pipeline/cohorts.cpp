#include <algorithm>
#include <cmath>

#include "pipeline/loader.hpp"
#include "study/nearest.hpp"

namespace clusia {

/// The first wave at or after the level; -1: never in these data. Nothing where the level can be no wave.
std::optional<std::int32_t> Loader::first_wave(const Codes& cohort, std::size_t level) const {
  const Codes& waves = loaded_.rows.wave;
  if (const std::int32_t same = waves.find(cohort.names[level]); same >= 0) return same;
  if (cohort.names[level] == "0" || cohort.values[level] == 0) return -1;
  const bool dated = column(*dataset_.roles.cohort).type() == Type::date;
  const bool comparable =
      dated == (column(*dataset_.roles.wave).type() == Type::date) && !std::isnan(cohort.values[level]) &&
      std::none_of(waves.values.begin(), waves.values.end(), [](double v) { return std::isnan(v); });
  if (!comparable) return std::nullopt;
  const auto at = std::lower_bound(waves.values.begin(), waves.values.end(), cohort.values[level]);
  return at == waves.values.end() ? -1 : static_cast<std::int32_t>(at - waves.values.begin());
}

void Loader::take_cohorts() {
  const Roles& r = dataset_.roles;
  if (!r.cohort || !r.wave) return;
  const Codes cohort = codes(r.cohort, "cohort", false);
  std::vector<std::int32_t> first(cohort.names.size(), -1);
  for (std::size_t level = 0; level < first.size(); ++level) {
    const auto& waves = loaded_.rows.wave.names;
    const auto wave = first_wave(cohort, level);
    if (!wave)
      refuse(r.cohort->at,
             "column '" + r.cohort->text + "' (role cohort) holds '" + cohort.names[level] +
                 "', which is no wave of data '" + dataset_.name + "'",
             mend_of(cohort.names[level], waves, "waves"));
    first[level] = wave.value_or(-1);
    if (wave && cohort.values[level] != 0 &&
        (*wave < 0 || waves[static_cast<std::size_t>(*wave)] != cohort.names[level]))
      loaded_.notes.push_back("first treated at " + cohort.names[level] + ", which is no wave: taken for " +
                              (*wave < 0 ? "never in these data" : waves[static_cast<std::size_t>(*wave)]));
  }
  cohort_.assign(cohort.code.size(), -1);
  const Codes& unit = loaded_.rows.unit;
  std::vector<std::int64_t> seen(unit.names.size(), -1);
  for (std::size_t row = 0; row < cohort_.size(); ++row) {
    if (cohort.code[row] >= 0) cohort_[row] = first[static_cast<std::size_t>(cohort.code[row])];
    if (!unit.present() || unit.code[row] < 0) continue;
    std::int64_t& before = seen[static_cast<std::size_t>(unit.code[row])];
    if (before >= 0 && cohort_[static_cast<std::size_t>(before)] != cohort_[row])
      return refuse(r.cohort->at,
                    "column '" + r.cohort->text + "' (role cohort) differs between rows " + std::to_string(before + 1) +
                        " and " + std::to_string(row + 1) + ", which are both of unit '" +
                        unit.names[static_cast<std::size_t>(unit.code[row])] + "'",
                    "write the wave in which the unit was first treated on all its rows, also on earlier ones");
    before = static_cast<std::int64_t>(row);
  }
}

}  // namespace clusia
