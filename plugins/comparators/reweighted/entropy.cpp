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

  Basis basis() const {
    return basis_of(columns, base, [this](const CovariateColumn& column, const VectorXd& rest) {
      // The arm cannot move this mean; it is there already, or never.
      const double apart = std::abs(rest.dot(target)) / target.sum();
      const double size = std::sqrt(rest.cwiseAbs2().dot(target) / target.sum());
      if (apart > 1e-9 * size && size > 0 && apart > 1e-9 * scale(column))
        throw infeasible(arm, "among them '" + column.name +
                                  "' is constant or follows from other covariates, among the others it does not");
    });
  }
  static double scale(const CovariateColumn& column) {
    double most = 0;
    for (const double x : column.values) most = std::max(most, std::abs(x));
    return most;
  }
  /// Where lambda has come to, and the convex function whose minimum has the wanted means: sum q - lambda' sum target
  /// z.
  struct At {
    VectorXd lambda, linear, q;
    double value;
  };
  At at(VectorXd lambda, VectorXd linear, const VectorXd& wanted) const {
    VectorXd q = base;
    for (Index k = 0; k < q.size(); ++k)
      if (base[k] > 0) q[k] *= std::exp(linear[k]);
    const double value = q.sum() - lambda.dot(wanted);
    return {std::move(lambda), std::move(linear), std::move(q), value};
  }

  struct Solved {
    VectorXd d;  ///< the weights of the arm
    Step step;   ///< phi = (target - d) z' (sum d z z')^-1
    std::vector<std::string> left_out;
  };
  Solved solved() const {
    constexpr int most_steps = 200;
    constexpr double settled = 1e-8;  // as for the logit
    Basis basis = this->basis();
    const Eigen::MatrixXd& z = basis.z;
    const VectorXd wanted = z.transpose() * target;
    VectorXd start = VectorXd::Zero(z.cols());
    start[0] = std::log(target.sum() / base.sum());
    At now = at(start, linear_predictor(z, start), wanted);
    for (int k = 0; k < most_steps; ++k) {
      const VectorXd move = weighted_squares(z, now.q).ldlt().solve(wanted - z.transpose() * now.q);
      const VectorXd moved = linear_predictor(z, move);
      if (!moved.allFinite()) break;
      double furthest = 0;
      for (Index row = 0; row < base.size(); ++row)
        if (base[row] > 0) furthest = std::max(furthest, std::abs(moved[row]));
      double part = 1;
      At next = at(now.lambda + move, now.linear + moved, wanted);
      while (!(next.value <= now.value + 1e-12 * std::abs(now.value)) && part > 1e-9) {
        part /= 2;
        next = at(now.lambda + part * move, now.linear + part * moved, wanted);
      }
      now = std::move(next);
      if (furthest > settled) continue;

      const VectorXd off = z.transpose() * now.q - wanted;
      if (!off.allFinite() || off.cwiseAbs().maxCoeff() > 1e-8 * target.sum()) break;
      const Eigen::MatrixXd inverse =
          weighted_squares(z, now.q).ldlt().solve(Eigen::MatrixXd::Identity(z.cols(), z.cols()));
      const Eigen::MatrixXd phi = (z * inverse).array().colwise() * (target - now.q).array();
      Step step{"balancing weights, " + arm, basis.z, phi};
      return {std::move(now.q), std::move(step), std::move(basis.left_out)};
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
    Dual::Solved solved = Dual{columns, base, target, arm}.solved();
    out.steps.push_back(std::move(solved.step));
    out.columns_left_out = std::move(solved.left_out);
    return std::pair(std::move(solved.d), Reweighting::Arm{static_cast<int>(out.steps.size()) - 1, ones});
  };
  const VectorXd& target = estimand == CLUSIA_ATT ? of_treated : sample.weight;
  VectorXd treated = of_treated, comparison;
  if (estimand == CLUSIA_ATE) std::tie(treated, out.treated) = balance(of_treated, target, "treated");
  std::tie(comparison, out.comparison) = balance(of_others, target, "comparison");
  out.d = treated + comparison;
  return out;
}
