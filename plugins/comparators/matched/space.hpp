/// Where rows stand, so that the Euclidean distance between two is the distance of the matching.
#pragma once

#include <clusia/covariates/propensity.hpp>
#include <string_view>

struct Space {
  Eigen::MatrixXd x;      ///< a row each; one column for a score
  Eigen::VectorXd score;  ///< the propensity score; empty for Mahalanobis's distance
  double sd = 1;          ///< of a score over both arms; 1 for Mahalanobis's distance, which is in standard deviations
  std::vector<std::string> columns_left_out;

  double distance(Eigen::Index a, Eigen::Index b) const {
    double sum = 0;
    for (Eigen::Index c = 0; c < x.cols(); ++c) sum += (x(a, c) - x(b, c)) * (x(a, c) - x(b, c));
    return std::sqrt(sum);
  }
  /// Distances that differ by no more are the same: rounding.
  double tolerance() const { return 1e-9 * sd; }
};

/// distance: propensity, linear_score or mahalanobis. Rows with the same covariates stand at the same place to the last
/// bit. within_arms: Mahalanobis's covariance is that within the arms, pooled; otherwise that of everyone.
Space space_of(const clusia::Sample& sample, std::string_view distance, bool within_arms);
