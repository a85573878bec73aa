/// What people ranked, scored and said: one participatory exercise or set of coded interviews of a study.
#pragma once

#include <string>
#include <vector>

#include "study/position.hpp"

namespace clusia {

/// [[voices]] of a study. What its file holds is judged when it is read (voices/sheets.hpp).
struct Exercise {
  std::string name, title;
  Position at;
  std::string kind;                ///< ranking, scoring, pairs, change, segments
  Named file;                      ///< from the study's folder
  std::string method;              ///< of rankings, scores and pairs: borda, mean_rank, kemeny
  double lowest = 1, highest = 5;  ///< the scale of a change
  std::string priorities;          ///< the exercise whose priorities weigh the index of a change; empty: none
  bool quotes = false;             ///< what was said may be shown word by word
};

/// The columns that a sheet of this kind needs.
std::vector<std::string> needed_columns(const std::string& kind);

/// The columns of its sheet that the results keep: what was said only where it may be shown.
std::vector<std::string> kept_columns(const Exercise& exercise);

}  // namespace clusia
