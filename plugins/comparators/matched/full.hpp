/// Optimal full matching (Rosenbaum 1991; Hansen 2004).
#pragma once

#include "nearest.hpp"

/// Sets of one treated row with one or more comparison rows, or of one comparison row with treated ones. The distances
/// from the one to the others come to the least total that any such sets of all rows have, up to Space::tolerance() a
/// set; of equal totals, as many sets as there can be.
struct FullMatching {
  std::vector<int> set;  ///< of each row, 0 .. n_sets - 1; where no row of the other arm is within the rules, a
                         ///< negative number of its own
  int n_sets = 0;
  double distance = 0;  ///< the total
};

/// Reads the caliper, the groups and the ids of the rule; ids decide between equal totals. Refuses what it could not
/// finish: more than `pairs` pairs of rows that a set could join.
FullMatching match_fully(const clusia::Sample& sample, const Space& space, const NearestRule& rule,
                         std::size_t pairs = 10000000);
