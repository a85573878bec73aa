/// clusia/covariates/propensity.hpp: the propensity score by a weighted logit, fitted to its exact maximum. Needs
/// Eigen 3.
#pragma once

#include <clusia/covariates/basis.hpp>

namespace clusia {

struct Logit {
  Eigen::VectorXd linear;  ///< z'gamma
  Eigen::VectorXd score;   ///< the probability of being treated
  Eigen::MatrixXd phi;     ///< what each row adds to gamma: w (t - p) z' (sum w p (1 - p) z z')^-1
};

namespace detail {

inline double log_likelihood(const Sample& sample, const Eigen::VectorXd& linear) {
  double sum = 0;
  for (Eigen::Index k = 0; k < sample.size(); ++k) {
    const double x = sample.is_treated(k) ? linear[k] : -linear[k];
    sum += sample.weight[k] * (std::min(x, 0.0) - std::log1p(std::exp(-std::abs(x))));
  }
  return sum;
}

/// The gradient's rows and the information at one linear predictor, without cancellation in either tail.
struct LogitCurve {
  Eigen::VectorXd score, residual, spread;  // p, t - p, p (1 - p)

  LogitCurve(const Sample& sample, const Eigen::VectorXd& linear)
      : score(linear.size()), residual(linear.size()), spread(linear.size()) {
    for (Eigen::Index k = 0; k < linear.size(); ++k) {
      const double e = std::exp(-std::abs(linear[k])), near = 1 / (1 + e), far = e / (1 + e);
      const double p = linear[k] > 0 ? near : far, q = linear[k] > 0 ? far : near;
      score[k] = p;
      residual[k] = sample.is_treated(k) ? q : -p;
      spread[k] = p * q;
    }
  }
};

/// The column that tells the arms apart by itself, if there is one.
inline std::string perfect_predictor(const Sample& sample) {
  for (const CovariateColumn& column : sample.columns) {
    double low[2] = {infinity, infinity}, high[2] = {-infinity, -infinity};
    for (Eigen::Index k = 0; k < sample.size(); ++k) {
      const int arm = sample.is_treated(k) ? 1 : 0;
      low[arm] = std::min(low[arm], column.values[static_cast<std::size_t>(k)]);
      high[arm] = std::max(high[arm], column.values[static_cast<std::size_t>(k)]);
    }
    const bool constant = low[0] == high[1] && low[1] == high[0];
    if (!constant && (high[0] <= low[1] || high[1] <= low[0])) return column.name;
  }
  return {};
}

inline Error separated(const Sample& sample) {
  const std::string culprit = perfect_predictor(sample);
  return unsupported(
      "the covariates tell treated from comparison rows without error, so that no propensity score exists: " +
      (culprit.empty()
           ? std::string("a combination of covariates does; fewer covariates, or coarser ones, would be right")
           : "'" + culprit + "' does by itself; leave it out, or restrict the study to where both arms occur"));
}

}  // namespace detail

/// Newton's method; refuses with words where no maximum exists.
inline Logit fit_logit(const Sample& sample, const Eigen::MatrixXd& z) {
  using Eigen::VectorXd;
  constexpr int most_steps = 50;
  constexpr double settled = 1e-8;  // of the linear predictor; the step that is this small squares its own error
  VectorXd gamma = VectorXd::Zero(z.cols()), linear = VectorXd::Zero(sample.size());
  double value = detail::log_likelihood(sample, linear);
  for (int step = 0; step < most_steps; ++step) {
    const detail::LogitCurve curve(sample, linear);
    const VectorXd gradient = z.transpose() * sample.weight.cwiseProduct(curve.residual);
    const VectorXd move = weighted_squares(z, sample.weight.cwiseProduct(curve.spread)).ldlt().solve(gradient);
    // Where the arms are separated the predictor moves on by about 1 for ever, however small the gradient has become.
    const VectorXd moved = linear_predictor(z, move);
    if (!moved.allFinite()) break;
    const double furthest = moved.cwiseAbs().maxCoeff();
    double part = 1, next = detail::log_likelihood(sample, linear_predictor(z, gamma + move));
    while (next < value - 1e-12 * std::abs(value) && part > 1e-9) {
      part /= 2;
      next = detail::log_likelihood(sample, linear_predictor(z, gamma + part * move));
    }
    gamma += part * move;
    linear = linear_predictor(z, gamma);
    value = next;
    if (furthest > settled) continue;

    const detail::LogitCurve at(sample, linear);
    const Eigen::MatrixXd rows = z.array().colwise() * sample.weight.cwiseProduct(at.residual).array();
    const Eigen::MatrixXd information = weighted_squares(z, sample.weight.cwiseProduct(at.spread));
    return {linear, at.score, information.ldlt().solve(rows.transpose()).transpose()};
  }
  throw detail::separated(sample);
}

}  // namespace clusia
