#include "inference/calibration.hpp"

#include <cmath>

namespace clusia {
namespace {

constexpr int most_rounds = 50;
constexpr double reached = 1e-12;  // relative to the totals

/// Margins that add up to the same figure leave x'x singular; what is regressed on x is the same whichever solution.
Eigen::MatrixXd pseudo_inverse(const Eigen::MatrixXd& of) {
  return Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd>(of).pseudoInverse();
}

}  // namespace

Calibration::Calibration(CalibrationProblem problem, std::vector<double>& weight) : problem_(std::move(problem)) {
  const std::vector<double> before = weight;
  for (std::int32_t wave = 0; wave < problem_.waves; ++wave) {
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(problem_.variables),
                                                 static_cast<Eigen::Index>(problem_.variables));
    for (std::size_t row = 0; row < before.size(); ++row)
      if (in(row, wave)) gram += before[row] * x(row) * x(row).transpose();
    inverse_gram_.push_back(pseudo_inverse(gram));
    solve(wave, before, weight);
  }
  inverse_g_.assign(weight.size(), 1);
  for (std::size_t row = 0; row < weight.size(); ++row)
    if (before[row] > 0) inverse_g_[row] = before[row] / weight[row];
  weight_ = weight;
}

/// Newton's method on the totals; the linear distance is solved in its first round.
void Calibration::solve(std::int32_t wave, const std::vector<double>& before, std::vector<double>& weight) const {
  const Eigen::Map<const Eigen::VectorXd> totals(problem_.totals.data(), static_cast<Eigen::Index>(problem_.variables));
  Eigen::VectorXd lambda = Eigen::VectorXd::Zero(totals.size());
  for (int round = 0;; ++round) {
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(totals.size());
    Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(totals.size(), totals.size());
    for (std::size_t row = 0; row < before.size(); ++row) {
      if (!in(row, wave)) continue;
      const double u = x(row).dot(lambda);
      weight[row] = before[row] * (problem_.raking ? std::exp(u) : 1 + u);
      sums += weight[row] * x(row);
      slope += (problem_.raking ? weight[row] : before[row]) * x(row) * x(row).transpose();
    }
    const Eigen::VectorXd left = totals - sums;
    if (left.cwiseAbs().maxCoeff() <= reached * (1 + totals.cwiseAbs().maxCoeff())) break;
    if (round == most_rounds || !left.allFinite())
      throw CalibrationFailed("no weights reach the totals: they contradict each other, or nobody was sampled of one");
    lambda += pseudo_inverse(slope) * left;
  }
  for (std::size_t row = 0; row < before.size(); ++row)
    if (in(row, wave) && before[row] > 0 && !(weight[row] > 0))
      throw CalibrationFailed(
          "the linear distance makes weights of zero or less: method = \"raking\" keeps them positive");
}

Eigen::VectorXd Calibration::coefficients(const std::vector<double>& auxiliary) const {
  const auto p = static_cast<Eigen::Index>(problem_.variables);
  const Eigen::Map<const Eigen::VectorXd> all(auxiliary.data(), static_cast<Eigen::Index>(auxiliary.size()));
  Eigen::VectorXd b(all.size());
  for (Eigen::Index wave = 0; wave < problem_.waves; ++wave)
    b.segment(wave * p, p) = inverse_gram_[static_cast<std::size_t>(wave)] * all.segment(wave * p, p);
  return b;
}

Eigen::MatrixXd Calibration::totals_of_x(std::span<const std::int32_t> psu, std::int32_t psus) const {
  Eigen::MatrixXd totals = Eigen::MatrixXd::Zero(psus, static_cast<Eigen::Index>(variables()));
  const auto p = static_cast<Eigen::Index>(problem_.variables);
  for (std::size_t row = 0; row < weight_.size(); ++row)
    if (problem_.wave.empty() || problem_.wave[row] >= 0)
      totals.row(psu[row]).segment(static_cast<Eigen::Index>(block(row)), p) += weight_[row] * x(row).transpose();
  return totals;
}

}  // namespace clusia
