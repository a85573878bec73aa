/// What a comparator sees, made small: three waves of units in three arms, with clusters, cohorts and covariates.
#pragma once

#include "memory.hpp"
#include "table.hpp"

namespace clusia::kit {

/// Everything by row, so that rows can be shuffled and left out.
struct Frame {
  std::vector<std::int32_t> unit, wave, cluster, stratum, block, arm, cohort;
  std::vector<double> weight;
  std::vector<double> outcome;  ///< the kit's own; never shown
  std::vector<Column> covariates;
  std::int32_t estimand = CLUSIA_ATT;

  std::size_t rows() const { return unit.size(); }
  Frame taken(const std::vector<std::size_t>& rows) const;
};

constexpr std::int32_t n_waves = 3, n_clusters = 9, n_arms = 3, n_strata = 2, n_blocks = 4;

/// Arm 0 is treated. `twins`: each unit has one alike in every arm, and the outcome never changes.
Frame make_frame(Random random, bool twins = false);

/// In `memory`; `scramble`: what stands behind each array, where a host might have later outcomes.
clusia_design_frame lend_frame(const Frame& frame, Memory& memory, std::uint64_t scramble = 0);

}  // namespace clusia::kit
