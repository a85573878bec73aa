/// What matters most to whom: the priorities of each group, how far its members agree, and whether groups differ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judgement/concordance.hpp"
#include "judgement/group_difference.hpp"
#include "judgement/preferences.hpp"
#include "voices/sheets.hpp"

namespace clusia {

struct GroupPriorities {
  std::string group;  ///< "everyone" for all groups together
  std::int64_t voices = 0;
  std::vector<double> borda;      ///< [items] share of comparisons that the item won; NaN: it was in none
  std::vector<double> mean_rank;  ///< [items]; empty: pairs have no ranks
  std::optional<Kemeny> kemeny;   ///< with 10 items at most
  std::vector<double> places;     ///< [items] by the exercise's method; 1 is first, equal ones at their mean place
  std::vector<double> weights;    ///< [items] shares of one
  Concordance agreement;          ///< of rankings and scores
};

struct Priorities {
  std::vector<std::string> items;
  std::vector<GroupPriorities> groups;  ///< in the order of the sheet; then everyone, where there are several
  GroupDifference difference;           ///< of people who ranked or scored every item
};

/// Weights: Borda's shares over their sum, or rank sum weights of the mean ranks or of Kemeny's order. p values are
/// from `draws` permutations that `seed` alone decides.
Priorities priorities_of(const Exercise& exercise, const Answers& answers, std::int64_t draws, std::int64_t seed);

}  // namespace clusia
