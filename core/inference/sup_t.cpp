#include "inference/sup_t.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <vector>

namespace clusia {
namespace {

constexpr std::uint64_t sup_t_key = 0x636c757369612d62;

double uniform(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53; }
double normal(std::uint64_t bits) { return -std::sqrt(2.0) * boost::math::erfc_inv(2 * uniform(bits)); }

/// R with R R' = the correlation; nothing where there is none such.
std::optional<Eigen::MatrixXd> root_of_correlation(const Eigen::MatrixXd& covariance) {
  if (!covariance.allFinite() || !(covariance.diagonal().minCoeff() > 0)) return std::nullopt;
  const Eigen::VectorXd scale = covariance.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> of(scale.asDiagonal() * covariance * scale.asDiagonal());
  constexpr double rounding = 1e-8;
  if (of.info() != Eigen::Success || of.eigenvalues().minCoeff() < -rounding) return std::nullopt;
  return of.eigenvectors() * of.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal() * of.eigenvectors().transpose();
}

}  // namespace

std::optional<double> sup_t(const Eigen::MatrixXd& covariance, double df, double confidence, std::int64_t draws,
                            std::int64_t seed) {
  if (covariance.rows() == 0 || !(df > 0)) return std::nullopt;
  const auto root = root_of_correlation(covariance);
  if (!root) return std::nullopt;
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), sup_t_key}};
  std::vector<double> largest;
  Eigen::VectorXd z(covariance.rows());
  for (std::int64_t b = 0; b < draws; ++b) {
    for (Eigen::Index k = 0; k < z.size(); ++k)
      z(k) = normal(generator({{static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(k), 0, 0}}, key)[0]);
    double scale = 1;
    if (std::isfinite(df)) {
      const double u = uniform(generator({{static_cast<std::uint64_t>(b), 0, 1, 0}}, key)[0]);
      scale = std::sqrt(df / boost::math::quantile(boost::math::chi_squared(df), u));
    }
    largest.push_back((*root * z).cwiseAbs().maxCoeff() * scale);
  }
  const auto at = largest.begin() + static_cast<std::ptrdiff_t>(std::ceil(confidence * static_cast<double>(draws))) - 1;
  std::nth_element(largest.begin(), at, largest.end());
  return *at;
}

}  // namespace clusia
