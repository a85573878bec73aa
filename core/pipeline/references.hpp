/// Whom a relative line is drawn from: the study's reference, by wave, of the rows that have a value.
#pragma once

#include <vector>

#include "pipeline/assess.hpp"

namespace clusia {

class References {
 public:
  References(const AssessedIndicator& indicator, const AssessedRows& rows);
  /// For a cell: its own, or the study's for its wave (-1: everyone in all waves). Empty where the indicator reads
  /// none.
  const Weights& of(const std::optional<Weights>& own, std::int32_t wave) const;

  /// For unit scores: each row is judged under one of these, rows in no wave by none (-1).
  const std::vector<Weights>& judges() const { return judges_; }
  std::int32_t judge_of(std::int64_t row) const;

 private:
  const AssessedRows* rows_;
  bool by_wave_, reads_;
  std::vector<Weights> judges_;
  Weights everyone_, nobody_;
};

}  // namespace clusia
