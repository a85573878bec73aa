/// Where indicators of one column disagree about trends before the start: parallel trends are a matter of scale.
#pragma once

#include <string>
#include <vector>

#include "pipeline/findings.hpp"
#include "study/study.hpp"

namespace clusia {

/// What is to be said of one comparator in one group.
struct ScaleConflict {
  std::string about, text;
};

/// One for each comparator, group and column of which some outputs' trends part before the start while others' are not
/// seen to. An output's trends part where the smallest p of its differences before the start, times their number
/// (Bonferroni), is at most one less the study's confidence. Trends that are parallel in levels and in logarithms, or
/// in a mean and a headcount, are so by chance unless the arms' distributions began alike (Roth and Sant'Anna 2023,
/// proposition 1).
std::vector<ScaleConflict> scales_that_disagree(const Study& study, const std::vector<Finding>& findings);

}  // namespace clusia
