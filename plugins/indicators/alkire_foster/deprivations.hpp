/// Who is deprived in what: the columns of a study, their weights, and the deprivation score of each row.
#pragma once

#include <clusia/indicator.hpp>
#include <string>
#include <vector>

/// One indicator of deprivation: a column and its weight; the weights sum to 1.
struct Item {
  std::string column;
  double weight = 0;
};

class Deprivations {
 public:
  explicit Deprivations(const clusia::IndicatorData& data);

  const std::vector<Item>& items() const { return items_; }
  /// All items are achievements with a positive cutoff, of which a shortfall can be taken.
  bool has_gaps() const { return has_gaps_; }
  bool deprived(int64_t row, std::size_t item) const { return gap(row, item) > 0; }
  /// The weighted count of deprivations, from 0 to 1.
  double score(int64_t row) const;
  /// sum_j w_j g_ij^power, where g is the shortfall (z - x) / z of an achievement x below its cutoff z, else 0.
  double shortfall(int64_t row, int power) const;

 private:
  /// 0 where not deprived; the shortfall where there is one; else 1.
  double gap(int64_t row, std::size_t item) const;

  std::vector<Item> items_;
  std::vector<clusia::Numbers> values_;
  std::vector<double> cutoffs_;  // empty: the columns say themselves who is deprived
  bool has_gaps_ = false;
};
