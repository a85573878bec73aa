/// Whether groups of people rank the same items differently.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clusia {

struct GroupDifference {
  /// Share of the variation of ranks that lies between groups: 0: groups rank alike on average, 1: all of a group rank
  /// alike and groups differ. None with one group, or where nobody differs from anybody.
  std::optional<double> share;
  /// Of a share at least so large, had people been in groups by chance: (1 + those) / (1 + draws).
  std::optional<double> p;
  std::int64_t people = 0;
};

/// Anderson 2001 ("A new method for non-parametric multivariate analysis of variance", equations 1 to 4) with squared
/// Euclidean distances between people's ranks: SS between groups over SS in all. `ranks` [people x items], row by row,
/// without missing ones; `group` [people]. p is from `draws` permutations of people over groups, which `seed` alone
/// decides. Throws std::invalid_argument where the lengths do not fit.
GroupDifference group_difference(std::span<const double> ranks, std::span<const std::size_t> group, std::int64_t draws,
                                 std::int64_t seed);

}  // namespace clusia
