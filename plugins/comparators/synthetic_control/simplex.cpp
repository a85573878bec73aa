#include "simplex.hpp"

#include <algorithm>
#include <vector>

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double ridge = 1e-10;     // picks one of several solutions; the polish takes its own error out again
constexpr double tolerance = 1e-9;  // of reduced gradients; the largest distance is scaled to 1

std::vector<Index> support_of(const VectorXd& w) {
  std::vector<Index> support;
  for (Index j = 0; j < w.size(); ++j)
    if (w[j] > 0) support.push_back(j);
  return support;
}

/// Lawson and Hanson 1974, chapter 23, on the normal equations: w >= 0 that minimise w'Gw / 2 - h'w.
VectorXd non_negative(const MatrixXd& g, const VectorXd& h) {
  VectorXd w = VectorXd::Zero(h.size());
  for (Index step = 0; step < 20 * h.size() + 100; ++step) {
    VectorXd gradient = h - g * w;
    for (const Index j : support_of(w)) gradient[j] = 0;
    Index enters = 0;
    if (gradient.maxCoeff(&enters) <= 1e-13) break;
    std::vector<Index> support = support_of(w);
    support.insert(std::lower_bound(support.begin(), support.end(), enters), enters);
    while (true) {
      const VectorXd solved = g(support, support).llt().solve(h(support));
      if (solved.minCoeff() > 0) {
        w.setZero();
        w(support) = solved;
        break;
      }
      double share = 1;  // of the way to the solution that can be gone; the one that stops it leaves
      Index leaves = 0;
      for (Index k = 0; k < solved.size(); ++k) {
        const double from = w[support[static_cast<std::size_t>(k)]];
        if (solved[k] > 0 || from / (from - solved[k]) > share) continue;
        share = from / (from - solved[k]), leaves = k;
      }
      if (support[static_cast<std::size_t>(leaves)] == enters)
        return w;  // it cannot enter: rounding alone asked for it
      for (Index k = 0; k < solved.size(); ++k) {
        double& at = w[support[static_cast<std::size_t>(k)]];
        at += share * (solved[k] - at);
      }
      w[support[static_cast<std::size_t>(leaves)]] = 0;
      support.erase(support.begin() + leaves);
    }
  }
  return w;
}

/// The columns are an orthonormal basis of what sums to 0.
MatrixXd summing_to_zero(Index k) {
  const MatrixXd ones = MatrixXd::Ones(k, 1);
  const MatrixXd q = ones.householderQr().householderQ();
  return q.rightCols(k - 1);
}

/// min |P w| over the w of a support that sum to 1, whatever their sign; of several the shortest.
VectorXd on_support(const MatrixXd& p, const std::vector<Index>& support) {
  const auto k = static_cast<Index>(support.size());
  const MatrixXd of = p(Eigen::all, support);
  const VectorXd even = VectorXd::Constant(k, 1.0 / static_cast<double>(k));
  VectorXd w = VectorXd::Zero(p.cols());
  w(support) = even;
  if (k == 1) return w;
  const MatrixXd basis = summing_to_zero(k);
  Eigen::CompleteOrthogonalDecomposition<MatrixXd> solver;
  solver.setThreshold(1e-10);
  solver.compute(of * basis);
  w(support) = even + basis * solver.solve(-(of * even));
  return w;
}

/// What each weight's growth would add to |P w|^2 / 2 beyond the others': 0 on the support, >= 0 beside it at the
/// optimum.
VectorXd reduced_gradient(const MatrixXd& p, const VectorXd& w) {
  const VectorXd gradient = p.transpose() * (p * w);
  return gradient.array() - gradient.dot(w);
}

/// The exact optimum on the support of a near one, or the near one where rounding leaves no better.
VectorXd polished(const MatrixXd& p, const VectorXd& near) {
  std::vector<Index> support = support_of(near);
  while (!support.empty()) {
    const VectorXd w = on_support(p, support);
    Index least = 0;
    if (w.minCoeff(&least) >= 0) return reduced_gradient(p, w).minCoeff() >= -tolerance ? w : near;
    std::erase(support, least);
  }
  return near;
}

Index freedom_of(const MatrixXd& p, const VectorXd& w) {
  const VectorXd reduced = reduced_gradient(p, w);
  std::vector<Index> face;
  for (Index j = 0; j < w.size(); ++j)
    if (w[j] > 0 || reduced[j] <= tolerance) face.push_back(j);
  const auto k = static_cast<Index>(face.size());
  if (k == 1) return 0;
  Eigen::ColPivHouseholderQR<MatrixXd> rank;
  rank.setThreshold(1e-10);
  rank.compute(p(Eigen::all, face) * summing_to_zero(k));
  return k - 1 - rank.rank();
}

}  // namespace

SimplexFit simplex_fit(const MatrixXd& a, const VectorXd& b) {
  MatrixXd p = a.colwise() - b;  // |b - A w| = |P w| where w sums to 1
  const double scale = p.cwiseAbs().maxCoeff();
  const Index n = a.cols();
  if (!(scale > 0)) return {VectorXd::Constant(n, 1.0 / static_cast<double>(n)), n - 1};
  p /= scale;
  // min |P w|^2 + (sum w - 1)^2 over w >= 0 has the direction of the optimum on the simplex: along s w it is s^2 |P
  // w|^2
  // + (s - 1)^2, whose least value over s grows with |P w|.
  const MatrixXd g = p.transpose() * p + ridge * MatrixXd::Identity(n, n) + MatrixXd::Ones(n, n);
  const VectorXd near = non_negative(g, VectorXd::Ones(n));
  const VectorXd w = polished(p, near / near.sum());
  return {w, freedom_of(p, w)};
}
