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
using Cells = std::vector<std::pair<int32_t, int32_t>>;  ///< treated and comparison, on each occasion

/// What the rows of the comparison arm weigh, and the treated who have a match; others weigh 0.
Eigen::VectorXd weights_of(const clusia::Sample& sample, const Matching& matching);

/// Whose neighbours in their own arm tell how much outcomes vary about a row; 0 neighbours: nobody's.
struct WithinArm {
  Pool& pool;
  std::size_t neighbours;
};
Cells with_neighbours(clusia::Answer& answer, const clusia::Sample& sample, const WithinArm& within,
                      const Matching& matching, const Place& place, const std::string& how);
/// Pairs vary as a whole.
Cells with_pairs(clusia::Answer& answer, const clusia::Sample& sample, const Matching& matching, const Place& place,
                 const std::string& how);
