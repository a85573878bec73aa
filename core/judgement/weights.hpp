/// Weights of items from what people ranked or scored: shares of one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace clusia {

/// Rank sum weights (Stillwell, Seaver and Edwards 1981): n + 1 - rank, over their sum. `ranks` [items] are places in
/// one order or mean ranks, between 1 and n; an item without one (NaN) has no weight: 0.
std::vector<double> rank_sum_weights(std::span<const double> ranks);

struct ScoreWeights {
  std::vector<double> weights;  ///< [items]; empty where nobody scored all items
  std::int64_t people = 0, left_out = 0;
};

/// What people scored with as many beans as they liked, each counting the same: the mean of each person's shares.
/// `scores` [people x items], at least 0. Who left an item out, or gave nothing to any, is left out and counted. Throws
/// std::invalid_argument where the scores are no such table.
ScoreWeights score_weights(std::span<const double> scores, std::size_t items);

}  // namespace clusia
