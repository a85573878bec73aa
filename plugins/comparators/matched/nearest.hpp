/// Nearest neighbours across the arms, with and without replacement, and within an arm.
#pragma once

#include "tree.hpp"

/// Who stands in for a row, and with which share.
struct Match {
  Eigen::Index row, stand_in;
  double share;
};

struct Matching {
  std::vector<Match> matches;
  int64_t tied = 0;      ///< choices that a tie left open: shared, or decided by an id
  bool ids_led = false;  ///< without replacement: of equals the one with the first id chose first
};

enum class Ties { shared, by_id };

struct NearestRule {
  bool both_ways = false;    ///< everyone looks for neighbours in the other arm, not the treated alone
  bool treated_too = false;  ///< the treated are asked for their nearest in their own arm
  bool replacement = true;
  std::size_t ratio = 1;
  double caliper = clusia::infinity;
  Ties ties = Ties::shared;
  bool closest_first = false;  ///< without replacement: the closest pair chooses first, not the largest score
  std::vector<int> group;      ///< a row is matched within its group; empty: with anyone
  std::vector<int64_t> id;     ///< of every row, for ties by id
};

/// The arms that stand in for others, in a tree for each group. What was looked for once is remembered: ties are
/// resolved several ways.
class Pool {
 public:
  Pool(const clusia::Sample& sample, const Space& space, const NearestRule& rule);

  /// Of everyone in the other arm, with all ties; with replacement.
  const std::vector<Near>& nearest(Eigen::Index row);
  /// The nearest of those that are left; without replacement.
  std::vector<Near> nearest_left(Eigen::Index row) { return across(row).nearest(row, 1, caliper_); }
  void take_out(Eigen::Index row, const Near& choice) { across(row).take_out(choice); }
  /// Of a row of an arm that stands in: its `count` nearest there other than itself, in whatever group, with all ties.
  const std::vector<Near>& within_arm(Eigen::Index row, std::size_t count);

 private:
  using Trees = std::vector<Tree>;  ///< of the groups; last, where there are groups, of everyone
  std::size_t group_of(Eigen::Index row) const {
    return group_.empty() ? 0 : static_cast<std::size_t>(group_[static_cast<std::size_t>(row)]);
  }
  Tree& across(Eigen::Index row) { return (sample_.is_treated(row) ? comparison_ : treated_)[group_of(row)]; }

  const clusia::Sample& sample_;
  std::vector<int> group_;
  std::size_t ratio_;
  double caliper_;
  Trees comparison_, treated_;  ///< treated: empty unless they stand in, too
  std::vector<std::vector<Near>> across_, within_;
};

/// What hangs on ties and on who of equals chooses first, where nobody serves twice: the same matching with the units
/// in 20 other orders.
struct TieBreaks {
  double changed = 0;  ///< share of the treated rows with other partners, a mean over the orders
  double nearest = clusia::infinity, furthest = 0;  ///< least and largest mean distance between partners
};
TieBreaks other_tie_breaks(const clusia::Sample& sample, const Space& space, NearestRule rule, const Matching& matching,
                           const clusia::Host& host);

/// Shares of one row are in proportion to the survey weights of those who stand in.
Matching match_nearest(const clusia::Sample& sample, const Space& space, const NearestRule& rule, Pool& pool);
