/// Entropy balancing (Hainmueller 2012): the dual problem, solved by Newton's method to its exact optimum.
#include "weighting.hpp"

using namespace clusia;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// The columns whose means are made equal: for two moments also the squares of numbers, about their mean.
std::vector<CovariateColumn> balanced(const Sample& sample, int64_t moments) {
  std::vector<CovariateColumn> columns = sample.columns;
  if (moments < 2) return columns;
  for (const CovariateColumn& column : sample.columns) {
    if (column.binary) continue;
    const Eigen::Map<const VectorXd> x(column.values.data(), sample.size());
    const double mean = x.dot(sample.weight) / sample.weight.sum();
    CovariateColumn square = column;
    square.name += " squared";
    for (double& value : square.values) value = (value - mean) * (value - mean);
    columns.push_back(std::move(square));
  }
  return columns;
}

Error infeasible(const std::string& arm, const std::string& why) {
  return unsupported("no weights of the " + arm + " rows give the means that are asked for: " + why +
                     "; fewer or coarser covariates, or one moment instead of two, would be right");
}

/// Refuses where a mean lies beyond the rows that should reach it.
void check_ranges(const std::vector<CovariateColumn>& columns, const VectorXd& base, const VectorXd& target,
                  const std::string& arm) {
  for (const CovariateColumn& column : columns) {
    double low = infinity, high = -infinity, sum = 0;
    for (Index k = 0; k < base.size(); ++k) {
      const double x = column.values[static_cast<std::size_t>(k)];
      sum += target[k] * x;
      if (base[k] > 0) low = std::min(low, x), high = std::max(high, x);
    }
    const double mean = sum / target.sum(), slack = 1e-12 * std::max(std::abs(low), std::abs(high));
    if (mean < low - slack || mean > high + slack || (low < high && (mean <= low || mean >= high)))
      throw infeasible(arm, "that of '" + column.name + "' lies at or beyond the end of what these rows have");
  }
}

/// base: survey weights of the arm, 0 elsewhere. target: weights of those whose means are wanted.
struct Dual {
  const std::vector<CovariateColumn>& columns;
  const VectorXd &base, &target;
  std::string arm;

  Eigen::MatrixXd z() const {
    return basis_of(columns, base,
                    [this](const CovariateColumn& column, const VectorXd& rest) {
                      // The arm cannot move this mean; it is there already, or never.
                      const double apart = std::abs(rest.dot(target)) / target.sum();
                      const double size = std::sqrt(rest.cwiseAbs2().dot(target) / target.sum());
                      if (apart > 1e-9 * size && size > 0 && apart > 1e-9 * scale(column))
                        throw infeasible(
                            arm, "among them '" + column.name +
                                     "' is constant or follows from other covariates, among the others it does not");
                    })
        .z;
  }
  static double scale(const CovariateColumn& column) {
    double most = 0;
    for (const double x : column.values) most = std::max(most, std::abs(x));
    return most;
  }
  /// The convex function whose minimum has the wanted means: sum q - lambda' sum target z.
  double value(const Eigen::MatrixXd& z, const VectorXd& wanted, const VectorXd& lambda) const {
    return q(z, lambda).sum() - lambda.dot(wanted);
  }
  VectorXd q(const Eigen::MatrixXd& z, const VectorXd& lambda) const {
    const VectorXd linear = linear_predictor(z, lambda);
    VectorXd weight = base;
    for (Index k = 0; k < weight.size(); ++k)
      if (base[k] > 0) weight[k] *= std::exp(linear[k]);
    return weight;
  }

  /// The weights of the arm, and phi = (target - q) z' (sum q z z')^-1.
  std::pair<VectorXd, Step> solved() const {
    constexpr int most_steps = 200;
    constexpr double settled = 1e-8;  // as for the logit
    Step step{"balancing weights, " + arm, z(), {}};
    const Eigen::MatrixXd& z = step.z;
    const VectorXd wanted = z.transpose() * target;
    VectorXd lambda = VectorXd::Zero(z.cols());
    lambda[0] = std::log(target.sum() / base.sum());
    double now = value(z, wanted, lambda);
    for (int k = 0; k < most_steps; ++k) {
      const VectorXd weight = q(z, lambda);
      const VectorXd move = weighted_squares(z, weight).ldlt().solve(wanted - z.transpose() * weight);
      double furthest = 0;
      const VectorXd moved = linear_predictor(z, move);
      for (Index row = 0; row < base.size(); ++row)
        if (base[row] > 0) furthest = std::max(furthest, std::abs(moved[row]));
      if (!moved.allFinite()) break;
      double part = 1, next = value(z, wanted, lambda + move);
      while (!(next <= now + 1e-12 * std::abs(now)) && part > 1e-9) {
        part /= 2;
        next = value(z, wanted, lambda + part * move);
      }
      lambda += part * move;
      now = next;
      if (furthest > settled) continue;

      VectorXd d = q(z, lambda);
      const VectorXd off = z.transpose() * d - wanted;
      if (!off.allFinite() || off.cwiseAbs().maxCoeff() > 1e-8 * target.sum()) break;
      const Eigen::MatrixXd rows = z.array().colwise() * (target - d).array();
      step.phi = weighted_squares(z, d).ldlt().solve(rows.transpose()).transpose();
      return {std::move(d), std::move(step)};
    }
    throw infeasible(arm, "their covariates do not surround them (each does by itself, together they do not)");
  }
};

}  // namespace

Reweighting by_entropy(const Sample& sample, int32_t estimand, int64_t moments) {
  const std::vector<CovariateColumn> columns = balanced(sample, moments);
  const VectorXd of_treated = sample.weight.cwiseProduct(sample.treated), of_others = sample.weight - of_treated;
  Reweighting out;
  out.d = of_treated;
  const VectorXd ones = VectorXd::Ones(sample.size());
  const auto balance = [&](const VectorXd& base, const VectorXd& target, const char* arm) {
    check_ranges(columns, base, target, arm);
    auto [d, step] = Dual{columns, base, target, arm}.solved();
    out.steps.push_back(std::move(step));
    return std::pair(std::move(d), Reweighting::Arm{static_cast<int>(out.steps.size()) - 1, ones});
  };
  const VectorXd& target = estimand == CLUSIA_ATT ? of_treated : sample.weight;
  VectorXd treated = of_treated, comparison;
  if (estimand == CLUSIA_ATE) std::tie(treated, out.treated) = balance(of_treated, target, "treated");
  std::tie(comparison, out.comparison) = balance(of_others, target, "comparison");
  out.d = treated + comparison;
  out.columns_left_out = basis_of(columns, sample.weight).left_out;
  return out;
}
