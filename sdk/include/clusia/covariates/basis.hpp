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

namespace detail {

constexpr Eigen::Index row_block = 4096;  ///< rows that stay in the cache while all columns pass over them

/// Takes out of x what it has in common with the first `kept` columns of z (classical Gram-Schmidt, one pass). Row by
/// row in the order of the columns: rows with the same covariates come out the same to the last bit.
inline void take_out(const Eigen::MatrixXd& z, Eigen::Index kept, const Eigen::VectorXd& w, double total,
                     Eigen::VectorXd& x) {
  using Eigen::Index;
  Eigen::VectorXd common = Eigen::VectorXd::Zero(kept);
  const auto each_block = [&](const auto& visit) {
    for (Index from = 0; from < x.size(); from += row_block) visit(from, std::min(row_block, x.size() - from));
  };
  each_block([&](Index from, Index n) {
    const Eigen::VectorXd wx = w.segment(from, n).cwiseProduct(x.segment(from, n));
    common.noalias() += z.block(from, 0, n, kept).transpose() * wx;
  });
  common /= total;
  each_block([&](Index from, Index n) {
    for (Index k = 0; k < kept; ++k) x.segment(from, n) -= z.col(k).segment(from, n) * common[k];
  });
}

}  // namespace detail

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
      detail::take_out(basis.z, kept, w, total, x);
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
  constexpr Eigen::Index block = detail::row_block;
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
