/// T of every output in every cell of a design, and what its variance needs: design.md's one idea carried out,
/// z_i = d_ki u_ki + r_ki v_ki + first steps, folded into PSU totals at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "inference/replicates.hpp"
#include "pipeline/references.hpp"
#include "pipeline/unit_scores.hpp"

namespace clusia {

/// One list of numbers a first step, or a fit.
using Lists = std::vector<std::vector<double>>;

bool all_zero(const std::vector<double>& of);

/// T of one output in one cell.
struct CellInfluence {
  std::optional<double> estimate;
  std::string note;
  std::optional<Totals> z;  ///< of everything that T moves with: d u + r v, the fits, the first steps
  std::vector<double> u;    ///< kept where rows are wanted, not totals (neighbours)
  /// sum d u^2 and sum d u over the domain, where no reference moves T: how far the rows lie apart.
  std::optional<std::pair<double, double>> spread;
  std::vector<double> first_steps;  ///< by replicate unit: row values that come from the first steps; empty: none
};

/// What the cells are evaluated with.
struct CellsOptions {
  bool influence = true;
  const Replicates* replicates = nullptr;  ///< whose units the first steps' part is wanted by
};

class Cells {
 public:
  /// `whole` holds the first steps, `design` (restricted from it) the rest. All outlive this.
  Cells(Session& session, const References& references, const Design& whole, const Design& design,
        std::shared_ptr<const Clusterings> over, const CellsOptions& options);

  std::size_t outputs() const { return cells_.size(); }
  const CellInfluence& of(std::size_t output, std::size_t cell) const { return cells_[output][cell]; }
  const std::vector<double>& sizes() const { return sizes_; }
  /// Of the cells whose size a contrast reads; the others' has no z.
  const CellInfluence& size(std::size_t cell) const { return size_z_[cell]; }
  const LinearModel& model(std::size_t fit, std::size_t output) const { return scores_->model(fit, output); }
  Lists coefficients(std::size_t output) const;
  /// Of a number that moves with the coefficients in these directions.
  CellInfluence along(std::size_t output, const Lists& directions) const;
  /// A zero for every coefficient of every fit.
  Lists no_directions() const;

 private:
  /// Row values of one number on their way into totals, and its derivative by each first step (empty: none).
  struct Influence {
    Totals z;
    Lists by_first_step;
  };
  Influence no_influence() const { return {Totals(over_), Lists(whole_.first_steps.size())}; }
  void fold_sizes();
  void evaluate_by_plugin(std::size_t k);
  void take(std::size_t k, const Evaluated& answer, const Weights& reference);
  void evaluate_by_scores(std::size_t k);
  void add_through_jacobian(const Cell& cell, std::span<const double> u, Influence& to) const;
  void add_fits(std::size_t m, const Lists& directions, UnitScores::Signed l, Influence& to) const;
  void finish(Influence of, CellInfluence& to) const;
  bool has_neighbours(std::size_t k) const;

  Session& session_;
  const References& references_;
  const Design& whole_;
  const Design& design_;
  std::shared_ptr<const Clusterings> over_;
  CellsOptions options_;
  std::unique_ptr<UnitScores> scores_;
  std::vector<double> sizes_;
  std::vector<CellInfluence> size_z_;
  std::vector<std::vector<CellInfluence>> cells_;  ///< [outputs][cells]
};

}  // namespace clusia
