/// Tests by placebos: an effect among what it would be, had another unit been treated.
#pragma once

#include "pipeline/assess.hpp"

namespace clusia {

/// Gives each effect that its design ranks among placebos its p; `effects` holds one a contrast. Placebos that do not
/// exist are left out and counted in the effect's note.
void rank_among_placebos(const Design& design, std::vector<EffectResult>& effects);

}  // namespace clusia
