/// Matches as cells of an answer, with what the host needs to know of who goes together.
#pragma once

#include <clusia/covariates/compared.hpp>

#include "nearest.hpp"

/// Where rows are compared.
struct Place {
  const clusia::DesignFrame& frame;
  const clusia::Compared& compared;
  int32_t treated_arm, comparison_arm;
};
/// Of every row of the sample, for ties that go by it. Refuses where a unit has several rows, or a row none.
std::vector<int64_t> unit_ids(const clusia::DesignFrame& frame, const clusia::Sample& sample);

using Cells = std::vector<std::pair<int32_t, int32_t>>;  ///< treated and comparison, on each occasion

/// Rows that have a match weigh themselves, and who stands in weighs, too, what it stands in for; others weigh 0.
Eigen::VectorXd weights_of(const clusia::Sample& sample, const Matching& matching);

/// Whose neighbours in their own arm tell how much outcomes vary about a row; 0 neighbours: nobody's.
struct WithinArm {
  Pool& pool;
  std::size_t neighbours;
  bool everyone;  ///< of all that weigh anything, for the effect on the sample; else of those who stand in for others
};
/// both_ways: rows of either arm have a match.
Cells with_neighbours(clusia::Answer& answer, const clusia::Sample& sample, const WithinArm& within,
                      const Matching& matching, bool both_ways, const Place& place, const std::string& how);
/// Rows of a set vary as a whole, and on two occasions all rows of a unit do; set: of each row of the sample, negative:
/// none.
void tie_sets(clusia::Answer& answer, const clusia::Sample& sample, const std::vector<int>& set, const Place& place);
/// Pairs are such sets.
Cells with_pairs(clusia::Answer& answer, const clusia::Sample& sample, const Matching& matching, const Place& place,
                 const std::string& how);
