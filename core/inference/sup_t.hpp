/// Bands that hold all of several estimates at once.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <optional>

namespace clusia {

/// The `confidence` quantile of the largest |T_k|, T multivariate t with `df` (infinite: normal) and the correlation of
/// `covariance` (sup-t: Montiel Olea and Plagborg-Moller 2019), from `draws` draws that `seed` alone decides. None
/// where the matrix is no covariance, or an estimate does not vary.
std::optional<double> sup_t(const Eigen::MatrixXd& covariance, double df, double confidence, std::int64_t draws,
                            std::int64_t seed);

}  // namespace clusia
