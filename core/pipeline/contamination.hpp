/// Whom the programme in fact reached, and who lives beside those whom it reached.
#pragma once

#include <vector>

#include "design/design.hpp"
#include "pipeline/rows.hpp"

namespace clusia {

/// For each wave in which anyone was reached, weighted: the share of the compared rows that were (contamination), that
/// of the treated rows (take-up), and their difference (exposure), by which an effect of being reached was made smaller
/// (Bloom 1984, equation 1: where nothing but being reached works). Where PSUs are places (`in_places`) and both arms
/// stand in them, the share of compared rows that share one with treated rows. Empty where the study has no arms or
/// does not say who was reached, and nobody shares a place.
std::vector<Diagnostic> contamination_of(const AssessedRows& rows, bool in_places);

}  // namespace clusia
