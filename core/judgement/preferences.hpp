/// What several people prefer, taken together: from rankings, scores and comparisons of pairs alike.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace clusia {

/// Ranks 1, 2, ... of one person's items, tied ones at their mean rank; NaN stays NaN and takes no rank. Ascending: a
/// small value is a good one, as in ranks; for scores turn their sign.
std::vector<double> mean_ranks_of_ties(std::span<const double> values);

/// How often each item was preferred to each other one.
class Preferences {
 public:
  explicit Preferences(std::size_t items) : items_(items), over_(items * items, 0) {}
  std::size_t items() const { return items_; }

  /// One person's ranks [items]: 1 is best, a tie counts half each way, an item without a rank (NaN) is in no
  /// comparison. Throws std::invalid_argument on another number of ranks.
  void add_ranks(std::span<const double> ranks);
  /// One comparison of two items.
  void add_pair(std::size_t preferred, std::size_t other) { over_.at(preferred * items_ + other) += 1; }

  /// A multiple of one half.
  double over(std::size_t item, std::size_t other) const { return over_.at(item * items_ + other); }

 private:
  std::size_t items_;
  std::vector<double> over_;
};

/// Borda 1781: how often each item was preferred, over how often it was compared [items]; NaN where it never was. With
/// m complete rankings of n items this is Borda's count (n - 1 points for a first place, 0 for a last) over m (n - 1).
std::vector<double> borda(const Preferences& of);

/// The mean of each item's ranks over those who ranked it [items]; NaN where nobody did. `ranks` [people x items], as
/// they are: ties at their mean rank come from mean_ranks_of_ties.
std::vector<double> mean_rank(std::span<const double> ranks, std::size_t items);

/// The orders that contradict the fewest preferences (Kemeny 1959; Young and Levenglick 1978).
struct Kemeny {
  std::vector<std::size_t> order;                           ///< best first; of several, the first by the items' numbers
  std::int64_t orders = 0;                                  ///< how many contradict as few
  double contradicted = 0;                                  ///< preferences
  std::vector<std::pair<std::size_t, std::size_t>> places;  ///< of each item in these orders: best, worst; 1 is first
};

inline constexpr std::size_t most_kemeny_items = 10;

/// Exact, by dynamic programming over sets of items (Held and Karp 1962). Throws std::invalid_argument on more than
/// `most_kemeny_items`.
Kemeny kemeny(const Preferences& of);

}  // namespace clusia
