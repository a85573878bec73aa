/// Weighted least squares by its slopes, and their derivatives in the weights.
#pragma once

#include <Eigen/Dense>

/// The slopes b of y on x, both given as deviations from the means that the intercepts stand for; x is
/// [covariates x rows].
class Slopes {
 public:
  Slopes(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& d);

  /// A covariate that does not vary or follows from others, -1: none. Nothing else may be asked where there is one.
  Eigen::Index collinear() const { return collinear_; }
  const Eigen::VectorXd& values() const { return b_; }
  /// C^-1 v with C = sum d x x': then d(v'b)/dd_i = e_i x_i' C^-1 v with the residual e (the normal equations,
  /// derived).
  Eigen::VectorXd solved(const Eigen::VectorXd& v) const;

 private:
  Eigen::VectorXd scale_;  // the covariates' sizes: none is lost for the unit that it is measured in
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr_;
  Eigen::VectorXd b_;
  Eigen::Index collinear_ = -1;
};
