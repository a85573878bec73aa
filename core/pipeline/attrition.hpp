/// Who of the first wave is not seen again, by arm.
#pragma once

#include <vector>

#include "design/design.hpp"
#include "pipeline/rows.hpp"

namespace clusia {

/// For each later wave, by arm: the share of the first wave's units that have no row in it; and the difference between
/// the arms. Of units in an arm in the first wave; unweighted, since a lost interview is lost whatever it weighs. Empty
/// where the data have no arms, no units, one wave, waves that are words (which have no
/// order), or units that never repeat.
std::vector<Diagnostic> attrition_of(const AssessedRows& rows);

}  // namespace clusia
