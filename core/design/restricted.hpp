/// A design cut to the rows of a group that have an outcome: the same cells, fits and contrasts, fewer rows.
#pragma once

#include <vector>

#include "design/design.hpp"

namespace clusia {

/// One flag a row of the frame each.
struct RowsThatStay {
  const std::vector<bool>& in_group;
  const std::vector<bool>& complete;   ///< under the design's rule for missing outcomes
  const std::vector<bool>& has_value;  ///< whatever the rule
};

/// First steps stay behind in `design`: the weights were estimated on everyone. Cells and fits keep the group's
/// complete rows; references of their own, whoever has a value, as the study's reference does. Neighbours
/// (abi_comparator.h): the group's treated rows keep all their complete partners, shares scaled to 1 again, and d of
/// the comparison cell follows from them.
Design restricted(const Design& design, const RowsThatStay& rows);

}  // namespace clusia
