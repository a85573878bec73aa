/// Least squares over the simplex: the weights of a synthetic control.
#pragma once

#include <Eigen/Dense>

struct SimplexFit {
  Eigen::VectorXd weights;   ///< w >= 0, sum 1
  Eigen::Index freedom = 0;  ///< dimensions in which other weights fit as well; 0: these are the only ones
};

/// The w >= 0 with sum 1 that minimise |b - A w|^2 and, of all that do, the ones with the least sum of squares.
SimplexFit simplex_fit(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);
