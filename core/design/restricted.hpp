/// A design cut to the rows of a group that have an outcome: the same cells, fits and contrasts, fewer rows.
#pragma once

#include <vector>

#include "design/design.hpp"

namespace clusia {

/// `in_group` and `complete`, one a row of the frame. First steps stay behind in `design`: the weights were estimated
/// on everyone. Cells and fits keep rows that are in both. Neighbours (abi_comparator.h): the group's treated rows keep
/// all their complete partners, shares scaled to 1 again, and d of the comparison cell follows from them.
Design restricted(const Design& design, const std::vector<bool>& in_group, const std::vector<bool>& complete);

}  // namespace clusia
