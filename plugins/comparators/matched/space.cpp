#include "space.hpp"

using namespace clusia;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Columns that are uncorrelated, with variance 1, within the arms.
MatrixXd whitened_within_arms(const Sample& sample, const MatrixXd& x) {
  MatrixXd centred = x;
  for (const bool treated : {true, false}) {
    const VectorXd arm = treated ? sample.weight.cwiseProduct(sample.treated)
                                 : VectorXd(sample.weight - sample.weight.cwiseProduct(sample.treated));
    const Eigen::RowVectorXd mean = arm.transpose() * x / arm.sum();
    for (Index k = 0; k < x.rows(); ++k)
      if (sample.is_treated(k) == treated) centred.row(k) -= mean;
  }
  const MatrixXd covariance = weighted_squares(centred, sample.weight) / sample.weight.sum();
  const Eigen::LLT<MatrixXd> root(covariance);
  if (root.info() != Eigen::Success || root.rcond() < 1e-12)
    throw unsupported(
        "a covariate, or a combination of some, is constant within the arms, so that it has no spread there to measure "
        "distances by; covariance = \"sample\", or fewer covariates, would be right");
  const MatrixXd l = root.matrixL();
  MatrixXd y = x;
  for (Index j = 0; j < x.cols(); ++j) {  // forward substitution, column by column: alike rows stay alike
    for (Index k = 0; k < j; ++k) y.col(j) -= l(j, k) * y.col(k);
    y.col(j) /= l(j, j);
  }
  return y;
}

double standard_deviation(const VectorXd& x, const VectorXd& w) {
  const double total = w.sum(), mean = x.dot(w) / total;
  const double deviations = (x.array() - mean).square().matrix().dot(w);
  const double freedom = total * total - w.squaredNorm();
  return freedom > 0 ? std::sqrt(deviations * total / freedom) : 0;
}

}  // namespace

Space space_of(const Sample& sample, std::string_view distance, bool within_arms) {
  Basis basis = basis_of(sample.columns, sample.weight);
  Space space;
  space.columns_left_out = std::move(basis.left_out);
  if (distance == "mahalanobis") {
    space.x = basis.z.rightCols(basis.z.cols() - 1);
    if (space.x.cols() == 0) throw unsupported("no covariate varies, so that every row is as near as any other");
    if (within_arms) space.x = whitened_within_arms(sample, space.x);
    return space;
  }
  const Logit logit = fit_logit(sample, basis.z);
  space.score = logit.score;
  space.x = distance == "propensity" ? logit.score : logit.linear;
  space.sd = standard_deviation(space.x.col(0), sample.weight);
  return space;
}
