/// Who takes part in a study of staggered adoption, and the two waves of one group-time effect.
#pragma once

#include <clusia/two_periods.hpp>

/// The effect in wave `wave` on the units that were first treated in wave `cohort`, against wave `base`.
struct GroupTime {
  int32_t cohort, wave, base;
  bool after() const { return wave >= cohort; }
  int32_t exposure() const { return wave - cohort; }
};

struct ComparisonRule {
  bool never_treated;
  int32_t anticipation;  ///< waves before the treatment in which it may show already
};

class Population {
 public:
  /// followed: units are compared with themselves, and those that are not in every wave are left out; else rows are
  /// repeated cross-sections.
  Population(const clusia::DesignFrame& frame, bool followed);

  bool followed() const { return followed_; }
  /// Waves in which somebody is first treated, the first wave aside: who is treated in all waves has no wave before.
  std::vector<int32_t> cohorts() const;
  bool somebody_never_treated() const;
  /// The rows of both waves. In a panel a unit has the covariates and the weight of the earlier of the two.
  std::vector<clusia::DidRow> rows_for(const GroupTime& effect, const ComparisonRule& rule) const;
  /// A cohort's members, each unit's weight once: in a panel as of the first wave, in cross-sections spread over its
  /// rows.
  clusia::Rows members(int32_t cohort) const;
  /// Who was left out, and how large cohorts are.
  void report(const clusia::Answer& answer) const;

 private:
  bool compared(int64_t row, const GroupTime& effect, const ComparisonRule& rule) const;
  void follow();

  const clusia::DesignFrame& frame_;
  bool followed_;
  std::vector<std::vector<int64_t>> in_wave_;  ///< rows that take part
  std::vector<int64_t> at_;                    ///< [unit x wave]: the unit's row, -1 where there is none
  int64_t incomplete_ = 0, not_in_every_wave_ = 0;
};
