/// Published values set beside the run's own.
#pragma once

#include "pipeline/findings.hpp"
#include "store/records.hpp"

namespace clusia {

/// Holds when the run's value is within the tolerance of the published one.
ExpectationRecord judged(const Expectation& expectation, const std::vector<Finding>& findings);

}  // namespace clusia
