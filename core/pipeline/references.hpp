/// Whom a relative line is drawn from: the study's reference, by wave, of the rows that have a value.
#pragma once

#include <vector>

#include "pipeline/rows.hpp"
#include "study/study.hpp"

namespace clusia {

class References {
 public:
  /// `complete`: the rows that have a value. `reads`: false where the indicator reads none; then all are empty.
  References(Reference reference, bool reads, const AssessedRows& rows, const std::vector<bool>& complete);
  /// For a cell: its own, or the study's for its wave (-1: everyone in all waves). Empty where the indicator reads
  /// none.
  const Weights& of(const std::optional<Weights>& own, std::int32_t wave) const;

  /// For unit scores: each row is judged under one of these, rows in no wave by none (-1).
  const std::vector<Weights>& judges() const { return judges_; }
  bool reads() const { return reads_; }
  std::int64_t rows() const { return rows_; }
  /// The same with every row's weight times the factor of its unit.
  References scaled(std::span<const std::int32_t> unit, std::span<const double> factors) const;
  std::int32_t judge_of(std::int64_t row) const;

 private:
  std::int64_t rows_;
  const Codes* wave_;
  bool by_wave_, reads_;
  std::vector<Weights> judges_;
  Weights everyone_, nobody_;
};

}  // namespace clusia
