/// clusia/history.hpp: a unit's rows over the waves, for indicators that read a unit's history.
#pragma once

#include <vector>

#include "indicator.hpp"

namespace clusia {

/// Rows without a missing value, remembered for histories(), which comes after the constructor.
class CompleteRows {
 public:
  explicit CompleteRows(const IndicatorData& data) {
    for (int64_t row = 0; row < data.rows(); ++row) complete_.push_back(data.complete(row));
  }
  bool operator()(int64_t row) const { return complete_[static_cast<std::size_t>(row)]; }
  std::size_t size() const { return complete_.size(); }

 private:
  std::vector<bool> complete_;
};

/// Calls visit(rows) for each unit with its complete rows, by wave. A unit that stands twice in a wave has no history.
template <class Visit>
void for_each_unit(const clusia_history& history, const CompleteRows& complete, const Visit& visit) {
  std::vector<int64_t> rows;
  for (int32_t unit = 0; unit < history.unit.n_levels; ++unit) {
    rows.clear();
    for (int64_t at = history.first[unit]; at < history.first[unit + 1]; ++at) {
      const int64_t row = history.order[at];
      if (!complete(row)) continue;
      if (!rows.empty() && history.wave.code[rows.back()] == history.wave.code[row])
        throw failed("unit '" + std::string(history.unit.names[unit]) + "' has two rows in wave '" +
                     history.wave.names[history.wave.code[row]] + "': a history has one row a wave");
      rows.push_back(row);
    }
    if (!rows.empty()) visit(std::span<const int64_t>(rows));
  }
}

/// The share of the domain without a history long enough to take part.
inline constexpr Output short_history_output =
    output("excluded", "Left out", "", CLUSIA_NO_DIRECTION,
           "share of the domain whose history is too short to take part, from 0 to 1")
        .proportion();

}  // namespace clusia
