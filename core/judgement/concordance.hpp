/// How far several judges who rank the same items agree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clusia {

struct Concordance {
  /// 0: no agreement, 1: all rank alike. None with fewer than two judges or items, or where every judge ties all items.
  std::optional<double> w;
  /// Of W at least so large, had each judge ranked by chance: (1 + those) / (1 + draws).
  std::optional<double> p;
  std::int64_t judges = 0, left_out = 0;  ///< who ranked every item, and who did not
};

/// Kendall's W, corrected for ties (Kendall and Gibbons 1990, chapter 6): 12 S / (m^2 (n^3 - n) - m T), with S the sum
/// of squared deviations of the items' rank sums and T = sum(t^3 - t) over all ties. `ranks` [judges x items], row by
/// row: 1 is best; only their order counts, and tied items get their mean rank. A judge with a missing rank (NaN) is
/// left out and counted. p is from `draws` permutations of each judge's ranks, which `seed` alone decides. Throws
/// std::invalid_argument where the ranks are no such table.
Concordance kendall_w(std::span<const double> ranks, std::size_t items, std::int64_t draws, std::int64_t seed);

}  // namespace clusia
