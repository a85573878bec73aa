#include "logit.hpp"

#include <Eigen/Cholesky>

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int most_steps = 50;
constexpr double settled = 1e-8;  // of the linear predictor; the step that is this small squares its own error

double log_likelihood(const Sample& sample, const VectorXd& linear) {
  double sum = 0;
  for (Index k = 0; k < sample.size(); ++k) {
    const double x = sample.treated[k] > 0 ? linear[k] : -linear[k];
    sum += sample.weight[k] * (std::min(x, 0.0) - std::log1p(std::exp(-std::abs(x))));
  }
  return sum;
}

/// The gradient's rows and the information at one linear predictor, without cancellation in either tail.
struct Curve {
  VectorXd score, residual, spread;  // p, t - p, p (1 - p)

  Curve(const Sample& sample, const VectorXd& linear)
      : score(linear.size()), residual(linear.size()), spread(linear.size()) {
    for (Index k = 0; k < linear.size(); ++k) {
      const double e = std::exp(-std::abs(linear[k])), near = 1 / (1 + e), far = e / (1 + e);
      const double p = linear[k] > 0 ? near : far, q = linear[k] > 0 ? far : near;
      score[k] = p;
      residual[k] = sample.treated[k] > 0 ? q : -p;
      spread[k] = p * q;
    }
  }
  /// sum w p (1 - p) z z', a block of rows at a time: no copy of z is made.
  MatrixXd information(const Sample& sample, const MatrixXd& z) const {
    constexpr Index block = 4096;
    MatrixXd sum = MatrixXd::Zero(z.cols(), z.cols());
    MatrixXd weighted(block, z.cols());
    for (Index from = 0; from < z.rows(); from += block) {
      const Index n = std::min(block, z.rows() - from);
      const auto weight = sample.weight.segment(from, n).cwiseProduct(spread.segment(from, n));
      weighted.topRows(n) = z.middleRows(from, n).array().colwise() * weight.array();
      sum.noalias() += weighted.topRows(n).transpose() * z.middleRows(from, n);
    }
    return sum;
  }
};

/// The column that tells the arms apart by itself, if there is one.
std::string perfect_predictor(const Sample& sample) {
  for (const Column& column : sample.columns) {
    double low[2] = {clusia::infinity, clusia::infinity}, high[2] = {-clusia::infinity, -clusia::infinity};
    for (Index k = 0; k < sample.size(); ++k) {
      const int arm = sample.treated[k] > 0 ? 1 : 0;
      low[arm] = std::min(low[arm], column.values[static_cast<std::size_t>(k)]);
      high[arm] = std::max(high[arm], column.values[static_cast<std::size_t>(k)]);
    }
    const bool constant = low[0] == high[1] && low[1] == high[0];
    if (!constant && (high[0] <= low[1] || high[1] <= low[0])) return column.name;
  }
  return {};
}

clusia::Error separated(const Sample& sample) {
  const std::string culprit = perfect_predictor(sample);
  return clusia::unsupported(
      "the covariates tell treated from comparison rows without error, so that no propensity score exists: " +
      (culprit.empty()
           ? std::string("a combination of covariates does; fewer covariates, or coarser ones, would be right")
           : "'" + culprit + "' does by itself; leave it out, or restrict the study to where both arms occur"));
}

}  // namespace

Basis basis_of(const Sample& sample) {
  const Index n = sample.size();
  const VectorXd& w = sample.weight;
  const double total = w.sum();
  Basis basis{MatrixXd(n, 1 + static_cast<Index>(sample.columns.size())), {}};
  basis.z.col(0).setOnes();
  Index kept = 1;
  for (const Column& column : sample.columns) {
    if (column.base) continue;
    const Eigen::Map<const VectorXd> values(column.values.data(), n);
    VectorXd x = values.array() - values.cwiseProduct(w).sum() / total;
    const auto length = [&] { return std::sqrt(x.cwiseProduct(x).cwiseProduct(w).sum() / total); };
    const double centred = length();
    for (int pass = 0; pass < 2; ++pass)  // the second removes what rounding left of the first
      for (Index k = 0; k < kept; ++k)
        x -= basis.z.col(k) * (basis.z.col(k).cwiseProduct(x).cwiseProduct(w).sum() / total);
    const double rest = length();
    if (centred <= 1e-13 * values.cwiseAbs().maxCoeff() || rest <= 1e-7 * centred) {
      basis.left_out.push_back(column.name);
      continue;
    }
    basis.z.col(kept++) = x / rest;
  }
  basis.z.conservativeResize(n, kept);
  return basis;
}

Logit fit_logit(const Sample& sample, const MatrixXd& z) {
  VectorXd linear = VectorXd::Zero(sample.size());
  double value = log_likelihood(sample, linear);
  for (int step = 0; step < most_steps; ++step) {
    const Curve curve(sample, linear);
    const VectorXd gradient = z.transpose() * sample.weight.cwiseProduct(curve.residual);
    const VectorXd move = z * curve.information(sample, z).ldlt().solve(gradient);
    // Where the arms are separated the predictor moves on by about 1 for ever, however small the gradient has become.
    const double furthest = move.cwiseAbs().maxCoeff();
    if (!std::isfinite(furthest)) break;
    double part = 1, next = log_likelihood(sample, linear + move);
    while (next < value - 1e-12 * std::abs(value) && part > 1e-9) {
      part /= 2;
      next = log_likelihood(sample, linear + part * move);
    }
    linear += part * move;
    value = next;
    if (furthest > settled) continue;

    const Curve at(sample, linear);
    const MatrixXd rows = z.array().colwise() * sample.weight.cwiseProduct(at.residual).array();
    return {linear, at.score, at.information(sample, z).ldlt().solve(rows.transpose()).transpose()};
  }
  throw separated(sample);
}
