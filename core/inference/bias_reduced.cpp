#include "inference/bias_reduced.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "inference/regression_size.hpp"

namespace clusia {
namespace {

constexpr double whole = 1 - 1e-10;  // leverage from which a direction is a cluster's own: its residuals there are 0

/// (1 - s)^-1/2, or 0 in a direction without residuals (the pseudo-inverse).
double stretch(double leverage) { return leverage >= whole ? 0 : 1 / std::sqrt(1 - leverage); }

/// Orthonormal, rows times the root of their weight: the effects that do not lie in the clusters, less those that do.
std::optional<Eigen::MatrixXd> basis_of_effects(const Fit& fit, const Eigen::VectorXd& root,
                                                const Clustering& clusters) {
  const auto n = static_cast<Eigen::Index>(fit.rows.size());
  std::vector<std::vector<std::int32_t>> inside;
  Eigen::MatrixXd columns(n, 0);
  for (const auto& effect : fit.absorbed) {
    if (lies_in(fit, effect, clusters)) {
      inside.push_back(effect);
      continue;
    }
    const std::int32_t levels = *std::max_element(effect.begin(), effect.end()) + 1;
    if (static_cast<std::size_t>(columns.cols() + levels) > most_levels) return std::nullopt;
    const Eigen::Index first = columns.cols();
    columns.conservativeResize(Eigen::NoChange, first + levels);
    columns.rightCols(levels).setZero();
    for (std::size_t k = 0; k < effect.size(); ++k) columns(static_cast<Eigen::Index>(k), first + effect[k]) = 1;
  }
  const Eigen::RowVectorXd length = (root.asDiagonal() * columns).colwise().norm();
  absorb(columns, inside, fit.rows.weight, fit.name);
  std::vector<Eigen::Index> kept;
  return orthonormal(root.asDiagonal() * columns, length, kept);
}

}  // namespace

std::optional<std::vector<ClusterOfRegression>> clusters_of_regression(const Fit& fit, const LinearModel& model,
                                                                       const std::vector<double>& solved,
                                                                       const Clustering& clusters) {
  const Eigen::Map<const Eigen::VectorXd> a(fit.rows.weight.data(), static_cast<Eigen::Index>(fit.rows.size()));
  if (a.size() == 0 || a.minCoeff() < 0) return std::nullopt;
  const Eigen::VectorXd root = a.cwiseSqrt();
  const auto effects = basis_of_effects(fit, root, clusters);
  if (!effects) return std::nullopt;
  Eigen::MatrixXd basis(effects->rows(), effects->cols() + model.basis().cols());
  basis << *effects, model.basis();
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(basis.cols());
  std::vector<ClusterOfRegression> all(clusters.stratum.size(),
                                       {Eigen::MatrixXd::Zero(basis.cols(), basis.cols()), none, none, 0, 0});
  for (std::size_t k = 0; k < fit.rows.size(); ++k) {
    if (a[static_cast<Eigen::Index>(k)] == 0) continue;
    const double w = root[static_cast<Eigen::Index>(k)];
    const double l = model.score_weight(k, solved) / w, e = model.residual(k) * w;
    const auto q = basis.row(static_cast<Eigen::Index>(k)).transpose();
    ClusterOfRegression& c = all[static_cast<std::size_t>(clusters.psu[static_cast<std::size_t>(fit.rows.rows[k])])];
    c.qq += q * q.transpose();
    c.ql += l * q;
    c.qe += e * q;
    c.ll += l * l;
    c.le += l * e;
  }
  return all;
}

void BiasReduced::add_cell(double gradient, std::span<const double> weight, std::span<const double> totals) {
  const double size = std::accumulate(weight.begin(), weight.end(), 0.0);
  if (gradient == 0 || !(size > 0)) return;
  const double scale = gradient / std::sqrt(size);
  Eigen::MatrixXd across(static_cast<Eigen::Index>(totals_.size()), 1);
  for (std::size_t g = 0; g < totals_.size(); ++g) {
    const double share = weight[g] / size, by = stretch(share);
    totals_[g] += gradient * by * totals[g];
    working_[g] += scale * scale * share;
    diagonal_[g] += scale * scale * share * by * by;
    across(static_cast<Eigen::Index>(g), 0) = scale * share * by;
  }
  across_.push_back(std::move(across));
}

void BiasReduced::add_regression(std::span<const ClusterOfRegression> clusters) {
  const Eigen::Index p = clusters.front().ql.size();
  Eigen::MatrixXd across(static_cast<Eigen::Index>(totals_.size()), p);
  for (std::size_t g = 0; g < totals_.size(); ++g) {
    const ClusterOfRegression& c = clusters[g];
    // A_g = (1 - Q_g Q_g')^-1/2 = 1 + Q_g K Q_g', K by the spectrum of Q_g'Q_g.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> spectrum(c.qq);
    Eigen::VectorXd k(p);
    for (Eigen::Index j = 0; j < p; ++j) {
      const double s = spectrum.eigenvalues()[j];
      k[j] = s > 1e-12 ? (stretch(s) - 1) / s : 0.5;  // the limit at 0
    }
    const Eigen::VectorXd kl =
        spectrum.eigenvectors() * (k.asDiagonal() * (spectrum.eigenvectors().transpose() * c.ql));
    const Eigen::VectorXd sk = c.qq * kl;
    totals_[g] += c.le + kl.dot(c.qe);
    working_[g] += c.ll;
    diagonal_[g] += c.ll + 2 * c.ql.dot(kl) + kl.dot(sk);
    across.row(static_cast<Eigen::Index>(g)) = (c.ql + sk).transpose();
  }
  across_.push_back(std::move(across));
}

void BiasReduced::add_totals(double factor, std::span<const double> totals) {
  for (std::size_t g = 0; g < totals_.size(); ++g) totals_[g] += factor * totals[g];
}

double BiasReduced::variance() const {
  return std::inner_product(totals_.begin(), totals_.end(), totals_.begin(), 0.0);
}

double BiasReduced::degrees_of_freedom() const {
  double trace = 0, squares = 0;
  for (std::size_t g = 0; g < diagonal_.size(); ++g) {
    double own = 0;
    for (const Eigen::MatrixXd& a : across_) own += a.row(static_cast<Eigen::Index>(g)).squaredNorm();
    trace += diagonal_[g] - own;
    squares += diagonal_[g] * (diagonal_[g] - 2 * own);
  }
  for (const Eigen::MatrixXd& a : across_)
    for (const Eigen::MatrixXd& b : across_) squares += (a.transpose() * b).squaredNorm();
  return trace > 0 && squares > 0 ? trace * trace / squares : 0;
}

std::optional<double> BiasReduced::effective_clusters() const {
  double sum = 0, squares = 0;
  for (const double g : working_) sum += g, squares += g * g;
  return squares > 0 ? std::optional(sum * sum / squares) : std::nullopt;
}

}  // namespace clusia
