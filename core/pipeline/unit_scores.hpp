/// Unit scores of an indicator that is a mean of them, and the regressions fitted on them.
#pragma once

#include <memory>
#include <vector>

#include "design/linear_model.hpp"
#include "pipeline/references.hpp"
#include "pipeline/session.hpp"

namespace clusia {

/// For a design with fits: scores, one fitted model a fit and output.
class UnitScores {
 public:
  /// `design` is restricted already. Throws PluginFailure when the indicator is no mean of unit scores.
  UnitScores(Session& session, const Design& design, const References& references);

  /// Of a row, under the reference that cell or fit judges by.
  double score(std::size_t output, const std::optional<Weights>& own, std::int64_t row) const;
  const LinearModel& model(std::size_t fit, std::size_t output) const { return *models_[fit][output]; }

  /// v of every reference in use for the signed weights l of one output, as row values r v added to `z`.
  /// `l_study` belongs to scores under the study's reference, `l_own[k]` to those under the k-th own one.
  struct Signed {
    std::vector<double> study;
    std::vector<std::vector<double>> own;
  };
  Signed no_weights() const;  ///< empty where no reference is read
  std::vector<double>& weights_for(Signed& l, const std::optional<Weights>& own) const;
  void add_reference_values(std::size_t output, const Signed& l, Totals& z) const;
  bool reads_reference() const { return reads_; }

 private:
  std::size_t place_of(const Weights& own) const;
  Session* session_;
  const References* references_;
  std::size_t rows_;
  bool reads_;
  std::vector<double> study_;                ///< [outputs x rows]
  std::vector<const Weights*> own_;          ///< references that cells or fits bring along
  std::vector<std::vector<double>> by_own_;  ///< [outputs x rows] each
  std::vector<std::vector<std::unique_ptr<LinearModel>>> models_;
};

}  // namespace clusia
