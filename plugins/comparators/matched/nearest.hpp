/// Nearest neighbours across the arms, with and without replacement, and within an arm.
#pragma once

#include "space.hpp"

/// Who stands in for a treated row, and with which share.
struct Match {
  Eigen::Index treated, comparison;
  double share;
};

struct Matching {
  std::vector<Match> matches;
  int64_t tied = 0;  ///< choices that a tie left open: shared, or decided by an id
};

enum class Ties { shared, by_id };

struct NearestRule {
  bool replacement = true;
  std::size_t ratio = 1;
  double caliper = clusia::infinity;
  Ties ties = Ties::shared;
  bool closest_first = false;  ///< without replacement: the closest pair chooses first, not the largest score
  std::vector<int> group;      ///< a row is matched within its group; empty: with anyone
  std::vector<int64_t> id;     ///< of every row, for ties by id
};

/// Shares of one treated row are in proportion to the survey weights of those who stand in.
Matching match_nearest(const clusia::Sample& sample, const Space& space, const NearestRule& rule);

/// For every row of `rows` its `count` nearest of the comparison arm other than itself, ties included.
std::vector<std::pair<Eigen::Index, Eigen::Index>> nearest_within(const clusia::Sample& sample, const Space& space,
                                                                  const std::vector<Eigen::Index>& rows,
                                                                  std::size_t count);
