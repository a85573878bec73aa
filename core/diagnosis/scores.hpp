/// What raters said of clusters: the score files that [diagnosis] names.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "study/problem.hpp"
#include "study/sheet.hpp"

namespace clusia {

struct Score {
  std::size_t cluster = 0, rater = 0, characteristic = 0;  ///< places in Scores and in Diagnosis
  double value = 0;                                        ///< from 1 to 5
  std::string basis;                                       ///< what it rests on, in the rater's words
};

struct Scores {
  std::vector<std::string> clusters, raters;  ///< in the order of their first line
  std::vector<Score> given;                   ///< at most one by a rater of a cluster's characteristic
};

/// All files of the study's diagnosis as one; or everything that is wrong with them. A line without a score is one that
/// was not given: its cluster and rater are there all the same.
std::variant<Scores, std::vector<Problem>> read_scores(const Study& study, const OpenSheet& open = text_on_disk);

}  // namespace clusia
