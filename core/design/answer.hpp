/// The host's ear for a comparator: copies what it is told, refuses what is malformed with words.
#pragma once

#include "clusia/abi.h"
#include "design/design.hpp"

namespace clusia {

class Answer {
 public:
  /// `n_rows`, `n_waves` and `n_arms` bound what the comparator may name.
  Answer(std::int64_t n_rows, std::int32_t n_waves, std::int32_t n_arms);
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  const clusia_answer* table() const { return &table_; }
  /// The whole answer. Throws std::runtime_error with words when something that must be said was not (a cell, a
  /// contrast, the design), or when anything that was said was refused.
  Design take();
  /// Keeps the first refusal: a comparator that does not listen would go on with indices that mean something else.
  void remember(const std::string& refusal) {
    if (refusal_.empty()) refusal_ = refusal;
  }

  /// Each throws std::runtime_error with words on what is malformed.
  void design(const clusia_design& of);
  void first_step(const clusia_first_step& of);
  void fit(const clusia_fit& of);
  void cell(const clusia_cell& of);
  void contrast(const clusia_contrast& of);
  void pairs(const clusia_pairs& of);
  void neighbours(const clusia_neighbours& of);
  void diagnostic(const clusia_diagnostic& of);

 private:
  Weights weights(const clusia_weighting& of, const std::string& whose) const;
  Jacobian jacobian(const clusia_jacobian& of, std::size_t listed, const std::string& whose) const;
  std::int64_t n_rows_;
  std::int32_t n_waves_, n_arms_;
  bool designed_ = false;
  std::string refusal_;
  Design answer_;
  clusia_answer table_;
};

}  // namespace clusia
