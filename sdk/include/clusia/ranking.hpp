/// clusia/ranking.hpp: the rows of an indicator in the order of a value, sorted once for the instance, and weightings
/// laid along that order. What quantiles, Lorenz curves and Gini coefficients start from.
#pragma once

#include <algorithm>
#include <concepts>
#include <numeric>
#include <vector>

#include "indicator.hpp"
#include "sorting.hpp"

namespace clusia {

/// A listed row of a weighting: its place k in the list (where its u or v goes), its value and its weight.
struct Ranked {
  int64_t k;
  double value, weight;
};

/// The complete rows by ascending value, equal values by row. Made in an indicator's constructor; const and free to be
/// read from several threads afterwards.
class Ranking {
 public:
  Ranking() = default;
  Ranking(const IndicatorData& data, const Numbers& value) : Ranking(data, [&](int64_t row) { return value[row]; }) {}
  /// By a value made of the columns of a complete row.
  template <std::regular_invocable<int64_t> Value>
  Ranking(const IndicatorData& data, const Value& value) : rank_(static_cast<std::size_t>(data.rows()), -1) {
    std::vector<detail::SortKey> keys;
    keys.reserve(rank_.size());
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) keys.push_back({detail::ascending_bits(value(row)), row});
    detail::radix_sort(keys);
    row_.reserve(keys.size());
    value_.reserve(keys.size());
    for (const auto& key : keys) {
      rank_[static_cast<std::size_t>(key.row)] = static_cast<int64_t>(row_.size());
      row_.push_back(key.row);
      value_.push_back(value(key.row));
    }
  }

  /// The rows of a weighting by ascending value, those of weight 0 too. Every listed row is complete (the host lists no
  /// other). O(n) where most rows are listed, O(m log m) where few are.
  std::vector<Ranked> of(const Weighting& weighting) const {
    return sparse(weighting) ? sorted(weighting) : scattered(weighting);
  }

 private:
  bool sparse(const Weighting& w) const { return w.size() * 32 < static_cast<int64_t>(value_.size()); }
  int64_t rank(int64_t row) const { return rank_[static_cast<std::size_t>(row)]; }
  double value(int64_t rank) const { return value_[static_cast<std::size_t>(rank)]; }

  std::vector<Ranked> sorted(const Weighting& weighting) const {
    std::vector<std::pair<int64_t, int64_t>> listed;  // rank and place
    listed.reserve(static_cast<std::size_t>(weighting.size()));
    for (const auto [k, row, weight] : weighting) listed.emplace_back(rank(row), k);
    std::sort(listed.begin(), listed.end());
    std::vector<Ranked> result;
    result.reserve(listed.size());
    for (const auto& [r, k] : listed) result.push_back({k, value(r), weighting.weight(k)});
    return result;
  }
  std::vector<Ranked> scattered(const Weighting& weighting) const {
    const bool everyone = weighting.size() == static_cast<int64_t>(rank_.size());  // row k is the k-th of the list
    std::vector<int64_t> place(everyone ? 0 : value_.size(), -1);
    if (!everyone)
      for (const auto [k, row, weight] : weighting) place[static_cast<std::size_t>(rank(row))] = k;
    const std::vector<int64_t>& place_of = everyone ? row_ : place;
    std::vector<Ranked> result;
    result.reserve(static_cast<std::size_t>(weighting.size()));
    for (std::size_t r = 0; r < place_of.size(); ++r)
      if (place_of[r] >= 0) result.push_back({place_of[r], value_[r], weighting.weight(place_of[r])});
    return result;
  }

  std::vector<int64_t> rank_;  // by row; -1 where incomplete
  std::vector<int64_t> row_;   // by rank
  std::vector<double> value_;  // by rank
};

/// Sum of the weights, in the order of the list.
inline double total_of(std::span<const Ranked> ranked) {
  double sum = 0;
  for (const Ranked& r : ranked) sum += r.weight;
  return sum;
}

/// Sum of weight times value, in the order of the list.
inline double value_total_of(std::span<const Ranked> ranked) {
  double sum = 0;
  for (const Ranked& r : ranked) sum += r.weight * r.value;
  return sum;
}

}  // namespace clusia
