/// clusia/covariates/basis.hpp: covariates as orthonormal columns. A linear model has the same fit in any basis of its
/// columns, and in this one it is best conditioned; the Euclidean distance between rows is Mahalanobis's. Needs
/// Eigen 3.
#pragma once

#include <clusia/covariates/sample.hpp>

namespace clusia {

/// The intercept and the columns, orthonormal under the weights that were given: sum w z z' / sum w = I.
struct Basis {
  Eigen::MatrixXd z;
  std::vector<std::string> left_out;  ///< constant, or a combination of the columns before it
};

/// `rest`, if given, is called with the name and what is left of each column that is left out: nothing on rows that
/// weigh, but not always elsewhere.
template <class Rest>
Basis basis_of(const std::vector<CovariateColumn>& columns, const Eigen::VectorXd& w, const Rest& rest_of) {
  using Eigen::Index;
  const Index n = w.size();
  const double total = w.sum();
  Basis basis{Eigen::MatrixXd(n, 1 + static_cast<Index>(columns.size())), {}};
  basis.z.col(0).setOnes();
  Index kept = 1;
  for (const CovariateColumn& column : columns) {
    if (column.base) continue;
    const Eigen::Map<const Eigen::VectorXd> values(column.values.data(), n);
    Eigen::VectorXd x = values.array() - values.cwiseProduct(w).sum() / total;
    const auto length = [&] { return std::sqrt(x.cwiseProduct(x).cwiseProduct(w).sum() / total); };
    const double centred = length();
    for (int pass = 0; pass < 2; ++pass)  // the second removes what rounding left of the first
      for (Index k = 0; k < kept; ++k)
        x -= basis.z.col(k) * (basis.z.col(k).cwiseProduct(x).cwiseProduct(w).sum() / total);
    const double rest = length();
    if (centred <= 1e-13 * values.cwiseAbs().maxCoeff() || rest <= 1e-7 * centred) {
      basis.left_out.push_back(column.name);
      rest_of(column, x);
      continue;
    }
    basis.z.col(kept++) = x / rest;
  }
  basis.z.conservativeResize(n, kept);
  return basis;
}
inline Basis basis_of(const std::vector<CovariateColumn>& columns, const Eigen::VectorXd& w) {
  return basis_of(columns, w, [](const CovariateColumn&, const Eigen::VectorXd&) {});
}

/// z'gamma, column by column: rows with the same z get the same value to the last bit, which a matrix product does not
/// promise.
inline Eigen::VectorXd linear_predictor(const Eigen::MatrixXd& z, const Eigen::VectorXd& gamma) {
  Eigen::VectorXd linear = Eigen::VectorXd::Zero(z.rows());
  for (Eigen::Index k = 0; k < z.cols(); ++k) linear += z.col(k) * gamma[k];
  return linear;
}

/// sum w z z', a block of rows at a time: no copy of z is made, and one triangle is computed.
inline Eigen::MatrixXd weighted_squares(const Eigen::MatrixXd& z, const Eigen::VectorXd& w) {
  constexpr Eigen::Index block = 4096;
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(z.cols(), z.cols());
  Eigen::MatrixXd weighted(block, z.cols());
  for (Eigen::Index from = 0; from < z.rows(); from += block) {
    const Eigen::Index n = std::min(block, z.rows() - from);
    weighted.topRows(n) = z.middleRows(from, n).array().colwise() * w.segment(from, n).array();
    sum.triangularView<Eigen::Lower>() += weighted.topRows(n).transpose() * z.middleRows(from, n);
  }
  return sum.selfadjointView<Eigen::Lower>();
}

}  // namespace clusia
