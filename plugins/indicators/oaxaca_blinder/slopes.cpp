#include "slopes.hpp"

Slopes::Slopes(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& d)
    : scale_((x.array().square().matrix() * d).cwiseSqrt()) {
  for (Eigen::Index j = 0; j < scale_.size(); ++j)
    if (!(scale_[j] > 0)) {
      collinear_ = j;
      return;
    }
  const Eigen::VectorXd root = d.cwiseSqrt();
  qr_.setThreshold(1e-10);
  qr_.compute((scale_.cwiseInverse().asDiagonal() * x * root.asDiagonal()).transpose());
  if (qr_.rank() < x.rows()) {
    collinear_ = qr_.colsPermutation().indices()[qr_.rank()];
    return;
  }
  b_ = scale_.cwiseInverse().cwiseProduct(qr_.solve(root.cwiseProduct(y)));
}

Eigen::VectorXd Slopes::solved(const Eigen::VectorXd& v) const {
  const Eigen::Index p = v.size();
  const auto r = qr_.matrixQR().topLeftCorner(p, p).triangularView<Eigen::Upper>();
  Eigen::VectorXd z = qr_.colsPermutation().transpose() * scale_.cwiseInverse().cwiseProduct(v);
  r.transpose().solveInPlace(z);
  r.solveInPlace(z);
  return scale_.cwiseInverse().cwiseProduct(qr_.colsPermutation() * z);
}
