/// Which clusters are most promising for poverty reduction: the cluster to poverty mapping matrix
/// (cluster_matrix.toml), and what a study makes of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "study/position.hpp"

namespace clusia {

inline constexpr int lowest_score = 1, highest_score = 5;

struct Characteristic {
  std::string id, title;
  std::string family;                              ///< id of a CharacteristicFamily
  std::string question;                            ///< that a rater answers
  std::array<std::string, highest_score> anchors;  ///< of scores 1 to 5; empty: the level has no words
  double weight = 1;
};

struct CharacteristicFamily {
  std::string id, title;
  double weight = 1;
};

/// The columns that a score file needs; `basis` may stand beside them.
inline const std::vector<std::string> score_columns{"cluster", "rater", "characteristic", "score"};

/// [diagnosis] of a study.
struct Diagnosis {
  Position at;
  std::vector<Named> scores;  ///< CSV files, from the study's folder
  std::vector<CharacteristicFamily> families;
  /// The study weighs families: each has its weight, however many characteristics it has. Else each characteristic
  /// counts by its own weight alone.
  bool families_weighted = false;
  std::vector<Characteristic> characteristics;  ///< of the matrix, then the study's own
  std::int64_t weightings = 1000;               ///< random ones, that the ranking is tried under
};

/// The matrix as it is shipped: its families and its 19 characteristics, in its order.
const std::vector<CharacteristicFamily>& matrix_families();
const std::vector<Characteristic>& matrix_characteristics();

}  // namespace clusia
