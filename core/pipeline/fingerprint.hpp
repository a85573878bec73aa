/// One sum for a design, the same wherever and whenever it is made of the same people.
#pragma once

#include <string>

#include "pipeline/dataset.hpp"

namespace clusia {

/// SHA-256 of what is compared with what: the cells with the weight of every row, the regressions with their
/// regressors and absorbed effects, the contrasts, the missing rule and the factor of the variance. Words for readers
/// (summary, titles, diagnostics) are no part of it. A row is told by its unit and wave where the study has them, so
/// the order of the file does not count; a number by nine digits, so the last bits of a processor do not.
std::string fingerprint(const Design& design, const LoadedDataset& dataset);

}  // namespace clusia
