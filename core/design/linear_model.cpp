#include "design/linear_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace clusia {
namespace {

constexpr int most_projections = 20000;
constexpr double settled = 1e-14;   // the largest mean removed in a sweep, beside the column's scale
constexpr double collinear = 1e-9;  // what is left of a column once earlier ones are projected out, beside its length

/// Takes the weighted means of one effect's levels out of every column; returns the largest, beside each column's
/// scale.
double take_means(Eigen::MatrixXd& m, const std::vector<std::int32_t>& level, const std::vector<double>& a,
                  const Eigen::RowVectorXd& scale) {
  const auto levels = static_cast<Eigen::Index>(*std::max_element(level.begin(), level.end())) + 1;
  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(levels, m.cols());
  Eigen::VectorXd weight = Eigen::VectorXd::Zero(levels);
  for (std::size_t k = 0; k < level.size(); ++k) {
    sums.row(level[k]) += a[k] * m.row(static_cast<Eigen::Index>(k));
    weight[level[k]] += a[k];
  }
  double largest = 0;
  for (Eigen::Index l = 0; l < levels; ++l) {
    if (weight[l] == 0) continue;
    sums.row(l) /= weight[l];
    for (Eigen::Index c = 0; c < m.cols(); ++c) largest = std::max(largest, std::fabs(sums(l, c)) / scale[c]);
  }
  for (std::size_t k = 0; k < level.size(); ++k) m.row(static_cast<Eigen::Index>(k)) -= sums.row(level[k]);
  return largest;
}

}  // namespace

void absorb(Eigen::MatrixXd& m, const std::vector<std::vector<std::int32_t>>& effects,
            const std::vector<double>& weight, const std::string& fit) {
  if (effects.empty() || m.rows() == 0) return;
  Eigen::RowVectorXd scale = m.cwiseAbs().colwise().maxCoeff();
  for (Eigen::Index c = 0; c < scale.size(); ++c)
    if (scale[c] == 0) scale[c] = 1;
  for (int sweep = 0; sweep < most_projections; ++sweep) {
    double largest = 0;
    for (const auto& level : effects) largest = std::max(largest, take_means(m, level, weight, scale));
    if (largest < settled || effects.size() == 1) return;
  }
  throw std::runtime_error("fit '" + fit + "': its absorbed effects do not settle after " +
                           std::to_string(most_projections) + " rounds: units or periods are hardly connected");
}

Eigen::MatrixXd orthonormal(const Eigen::MatrixXd& columns, const Eigen::RowVectorXd& length,
                            std::vector<Eigen::Index>& kept) {
  Eigen::MatrixXd basis(columns.rows(), 0);
  for (Eigen::Index c = 0; c < columns.cols(); ++c) {
    Eigen::VectorXd column = columns.col(c);
    for (int twice = 0; twice < 2; ++twice) column -= basis * (basis.transpose() * column);
    if (!(column.norm() > collinear * length[c])) continue;
    kept.push_back(c);
    basis.conservativeResize(Eigen::NoChange, basis.cols() + 1);
    basis.rightCols(1) = column.normalized();
  }
  return basis;
}

LinearModel::LinearModel(const Fit& fit, std::vector<double> scores) : fit_(&fit) {
  const auto n = static_cast<Eigen::Index>(fit.rows.size());
  const auto q = static_cast<Eigen::Index>(fit.regressors);
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::MatrixXd both(n, q + 1);
  if (n > 0) both.leftCols(q) = Eigen::Map<const RowMajor>(fit.x.data(), n, q);
  both.col(q) = Eigen::Map<const Eigen::VectorXd>(scores.data(), n);
  const Eigen::Map<const Eigen::VectorXd> a(fit.rows.weight.data(), n);
  const Eigen::VectorXd root = a.array().abs().sqrt();
  const Eigen::RowVectorXd length = (root.asDiagonal() * both.leftCols(q)).colwise().norm();
  absorb(both, fit.absorbed, fit.rows.weight, fit.name);
  x_ = both.leftCols(q);
  rows_ = static_cast<double>((a.array() != 0).count());

  basis_ = orthonormal(root.asDiagonal() * x_, length, kept_);
  Eigen::MatrixXd x(n, static_cast<Eigen::Index>(kept_.size()));
  for (std::size_t c = 0; c < kept_.size(); ++c) x.col(static_cast<Eigen::Index>(c)) = x_.col(kept_[c]);
  const Eigen::MatrixXd normal = x.transpose() * a.asDiagonal() * x;
  const Eigen::LDLT<Eigen::MatrixXd> factors(normal);
  inverse_ = factors.solve(Eigen::MatrixXd::Identity(normal.rows(), normal.cols()));
  const Eigen::VectorXd beta = factors.solve(x.transpose() * a.cwiseProduct(both.col(q)));
  residual_ = both.col(q) - x * beta;
  coefficients_.assign(static_cast<std::size_t>(q), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t c = 0; c < kept_.size(); ++c)
    coefficients_[static_cast<std::size_t>(kept_[c])] = beta[static_cast<Eigen::Index>(c)];
}

std::vector<double> LinearModel::solved(const std::vector<double>& b) const {
  Eigen::VectorXd kept(static_cast<Eigen::Index>(kept_.size()));
  for (std::size_t c = 0; c < kept_.size(); ++c)
    kept[static_cast<Eigen::Index>(c)] = b[static_cast<std::size_t>(kept_[c])];
  const Eigen::VectorXd s = inverse_ * kept;
  std::vector<double> all(b.size(), 0.0);
  for (std::size_t c = 0; c < kept_.size(); ++c)
    all[static_cast<std::size_t>(kept_[c])] = s[static_cast<Eigen::Index>(c)];
  return all;
}

double LinearModel::x_times(std::size_t k, const std::vector<double>& solved) const {
  double sum = 0;
  for (std::size_t c = 0; c < solved.size(); ++c)
    sum += x_(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(c)) * solved[c];
  return sum;
}

double LinearModel::value_of_row(std::size_t k, const std::vector<double>& solved) const {
  return fit_->rows.weight[k] * residual_[static_cast<Eigen::Index>(k)] * x_times(k, solved);
}

double LinearModel::score_weight(std::size_t k, const std::vector<double>& solved) const {
  return fit_->rows.weight[k] * x_times(k, solved);
}

std::vector<double> LinearModel::by_first_step(std::int32_t parameters, const std::vector<double>& solved) const {
  const Jacobian& j = fit_->jacobian;
  if (j.first_step < 0) return {};
  std::vector<double> g(static_cast<std::size_t>(parameters), 0.0);
  for (std::size_t k = 0; k < fit_->rows.size(); ++k) {
    const double scale =
        residual_[static_cast<Eigen::Index>(k)] * x_times(k, solved) * (j.factored ? fit_->rows.weight[k] : 1);
    for (std::size_t p = 0; p < g.size(); ++p) g[p] += scale * j.values[k * g.size() + p];
  }
  return g;
}

}  // namespace clusia
