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

/// A cell that is there for its rows and its size; no indicator is evaluated in it.
inline int32_t size_cell(clusia::Answer& answer, const std::string& name, const clusia::Rows& rows) {
  clusia_cell c{};
  c.size = sizeof c;
  c.name = name.c_str();
  c.wave = c.arm = c.jacobian.first_step = -1;
  c.domain = rows.view();
  c.size_only = 1;
  return answer.cell(c);
}

inline std::string cohort_name(const clusia::DesignFrame& frame, int32_t cohort) {
  return cohort < 0 ? "never" : std::string(frame.wave.name(cohort));
}
/// A wave's or cohort's name as a part of a contrast's.
inline std::string word_of(const clusia::DesignFrame& frame, int32_t cohort) {
  std::string word = cohort_name(frame, cohort);
  for (char& c : word)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) c = '_';
  return word;
}
