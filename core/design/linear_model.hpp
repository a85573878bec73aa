/// The regressions that a comparator asks for and the host fits: weighted least squares with absorbed effects.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "design/design.hpp"

namespace clusia {

/// Takes absorbed effects out of every column: their weighted means, by turns until none is left. Throws
/// std::runtime_error when they do not settle.
void absorb(Eigen::MatrixXd& columns, const std::vector<std::vector<std::int32_t>>& effects,
            const std::vector<double>& weight, const std::string& fit);
/// Orthonormal columns that span those given; which of them were kept, the others being collinear with earlier ones
/// beside `length`, theirs before anything was absorbed.
Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& columns, const Eigen::RowVectorXd& length,
                            std::vector<Eigen::Index>& kept);

/// beta = argmin sum_k a_k (s_k - x_k'b - absorbed effects)^2 (Frisch and Waugh 1933 for the absorbed ones, by
/// alternating projections: Gaure 2013). Row values of beta are (a e x~)' A^-1 with A = x~'a x~; d beta/d gamma = A^-1
/// sum_k e_k x~_k J_k.
class LinearModel {
 public:
  /// `scores` has one value a listed row of the fit. Throws std::runtime_error when the projections do not settle.
  LinearModel(const Fit& fit, std::vector<double> scores);

  /// NaN where the regressor is collinear with earlier ones on these rows.
  const std::vector<double>& coefficients() const { return coefficients_; }
  /// A^-1 b (zero in collinear places): with it a row's value in direction b is a_k e_k x~_k'(A^-1 b).
  std::vector<double> solved(const std::vector<double>& b) const;
  double value_of_row(std::size_t k, const std::vector<double>& solved) const;
  /// d(b'beta)/ds_k = a_k x~_k'(A^-1 b).
  double score_weight(std::size_t k, const std::vector<double>& solved) const;
  double residual(std::size_t k) const { return residual_[static_cast<Eigen::Index>(k)]; }
  /// Orthonormal: the kept regressors, absorbed, each row times the root of its weight.
  const Eigen::MatrixXd& basis() const { return basis_; }
  /// d(b'beta)/dgamma for a fit with estimated weights; empty where they are known.
  std::vector<double> by_first_step(std::int32_t parameters, const std::vector<double>& solved) const;
  /// Regressors with a coefficient, and rows with a weight.
  std::size_t rank() const { return kept_.size(); }
  double rows() const { return rows_; }

 private:
  double x_times(std::size_t k, const std::vector<double>& solved) const;
  const Fit* fit_;
  Eigen::MatrixXd x_;  ///< absorbed
  Eigen::MatrixXd basis_;
  Eigen::VectorXd residual_;
  Eigen::MatrixXd inverse_;  ///< of the kept regressors
  std::vector<Eigen::Index> kept_;
  std::vector<double> coefficients_;
  double rows_ = 0;
};

}  // namespace clusia
