/// Findings as plain sentences, without the terms of statistics.
#pragma once

#include <string>

#include "report/finding.hpp"
#include "report/words.hpp"

namespace clusia::report {

/// "Daily income came out 0.39 higher than among those compared: between 0.12 and 0.66 higher." The finding has an
/// estimate and is not held back.
std::string sentence_of(const Finding& finding, const Words& words);

}  // namespace clusia::report
