/// Nearest neighbours across the arms, with and without replacement, and within an arm.
#pragma once

#include "tree.hpp"

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

/// The comparison arm, in a tree for each group. What was looked for once is remembered: ties are resolved several
/// ways.
class Pool {
 public:
  Pool(const clusia::Sample& sample, const Space& space, const NearestRule& rule);

  /// Of everyone, with all ties; with replacement.
  const std::vector<Near>& nearest(Eigen::Index treated);
  /// The nearest of those that are left; without replacement.
  std::vector<Near> nearest_left(Eigen::Index treated) { return of(treated).nearest(treated, 1, caliper_); }
  void take_out(Eigen::Index treated, const Near& choice) { of(treated).take_out(choice); }
  /// Of a row of the comparison arm: its `count` nearest there other than itself, in whatever group, with all ties.
  const std::vector<Near>& within_arm(Eigen::Index row, std::size_t count);

 private:
  std::size_t group_of(Eigen::Index row) const {
    return group_.empty() ? 0 : static_cast<std::size_t>(group_[static_cast<std::size_t>(row)]);
  }
  Tree& of(Eigen::Index row) { return trees_[group_of(row)]; }

  std::vector<int> group_;
  std::size_t ratio_;
  double caliper_;
  std::vector<Tree> trees_;  ///< of the groups; last, where there are groups, of everyone
  std::vector<std::vector<Near>> found_;
};

/// Shares of one treated row are in proportion to the survey weights of those who stand in.
Matching match_nearest(const clusia::Sample& sample, const Space& space, const NearestRule& rule, Pool& pool);
