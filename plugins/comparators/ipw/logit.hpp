/// The propensity score: a weighted logit, fitted to its exact maximum.
#pragma once

#include "sample.hpp"

/// The intercept and the covariates as orthonormal columns under the weights: the scores are those of any other basis
/// of the same columns, and the conditioning is the best there is.
struct Basis {
  Eigen::MatrixXd z;
  std::vector<std::string> left_out;  ///< constant, or a combination of the columns before it
};
Basis basis_of(const Sample& sample);

struct Logit {
  Eigen::VectorXd linear;  ///< z'gamma
  Eigen::VectorXd score;   ///< the probability of being treated
  Eigen::MatrixXd phi;     ///< what each row adds to gamma: w (t - p) z' (sum w p (1 - p) z z')^-1
};

/// Refuses with words where no maximum exists.
Logit fit_logit(const Sample& sample, const Eigen::MatrixXd& z);
