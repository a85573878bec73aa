/// The levels themselves: what every indicator is in each wave and arm, beside any comparison. A design like any other.
#pragma once

#include "pipeline/dataset.hpp"

namespace clusia {

/// A cell for each wave and arm that has rows; no contrast. Arms of no arm of the study have theirs, too.
Design levels_of(const LoadedDataset& dataset);

}  // namespace clusia
