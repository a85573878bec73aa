/// The rows of a panel whose units are treated from their cohort's wave on.
#pragma once

#include <clusia/comparator.hpp>

struct PanelRow {
  int64_t row;
  int32_t unit, wave, cohort;  ///< cohort: -1 never treated
  double weight;
  bool treated() const { return cohort >= 0 && wave >= cohort; }
  int32_t exposure() const { return wave - cohort; }
};
using PanelRows = std::vector<PanelRow>;  ///< in the order of the data

template <class Keep>
clusia::Rows listed(const PanelRows& rows, const Keep& keep) {
  clusia::Rows list;
  for (const PanelRow& r : rows)
    if (keep(r)) list.add(r.row, r.weight);
  return list;
}

inline std::string cohort_name(const clusia::DesignFrame& frame, int32_t cohort) {
  return cohort < 0 ? "never" : std::string(frame.wave.name(cohort));
}
