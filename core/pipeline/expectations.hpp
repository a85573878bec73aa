/// Published values set beside the run's own.
#pragma once

#include "pipeline/tasks.hpp"

namespace clusia {

/// Holds when the run's value is within the tolerance of the published one.
ExpectationRecord judged(const Expectation& expectation, const std::vector<KnownEffect>& effects);

}  // namespace clusia
