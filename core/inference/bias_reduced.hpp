/// Variance and test for few clusters: bias-reduced linearisation (CR2) with Satterthwaite's degrees of freedom, Bell
/// and McCaffrey 2002; the absorbed effects as in Pustejovsky and Tipton 2018. A cell's estimate is a mean of scores,
/// that is a regression on a constant, so cells and regressions are told in the same way.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "design/linear_model.hpp"
#include "inference/clustering.hpp"

namespace clusia {

/// What a regression has of one cluster. Rows are scaled by the root of their weight; Q is an orthonormal basis of the
/// regressors, so that Q Q' is the hat matrix; l' scores is the number in question (a coefficient), e are residuals.
struct ClusterOfRegression {
  Eigen::MatrixXd qq;      ///< Q_g'Q_g
  Eigen::VectorXd ql, qe;  ///< Q_g'l_g, Q_g'e_g
  double ll = 0, le = 0;
};

/// One entry a cluster, for the number whose derivative by the coefficients is `solved` (LinearModel::solved). Effects
/// that lie in the clusters fall out, as the residuals are orthogonal to them; the others take part in the leverage.
/// nullopt: they have too many levels for that (more than `most_levels`), or a weight is negative.
constexpr std::size_t most_levels = 300;
std::optional<std::vector<ClusterOfRegression>> clusters_of_regression(const Fit& fit, const LinearModel& model,
                                                                       const std::vector<double>& solved,
                                                                       const Clustering& clusters);

/// A sum over clusters, its parts added one by one. The working model of CR2 and of the degrees of freedom: scores are
/// independent, their variance the same over the weight, in all parts alike. For equal weights that is clubSandwich's
/// default; for weights that are equal within clusters its `target = 1 / weights`; for others it is as unbiased, by
/// another of the adjustments that are: W^-1/2 (1 - P)^-1/2 W^1/2, P the projection of the weighted regression.
class BiasReduced {
 public:
  explicit BiasReduced(std::size_t clusters) : totals_(clusters, 0.0), working_(clusters, 0.0) {}

  /// `gradient` times the estimate of a cell: `weight` and `totals` of its row values by cluster. A cluster that has
  /// the share p of the cell's weight takes the share p out of its own residuals: totals / sqrt(1 - p). The only
  /// cluster of a cell adds nothing.
  void add_cell(double gradient, std::span<const double> weight, std::span<const double> totals);
  /// A linear function of a regression's coefficients, one entry a cluster.
  void add_regression(std::span<const ClusterOfRegression> clusters);
  /// Totals that no fit of their own pulls to zero: sizes.
  void add_totals(double factor, std::span<const double> totals);

  const std::vector<double>& totals() const { return totals_; }
  double variance() const;
  /// Satterthwaite's: (tr V)^2 / tr V^2 of the variance's quadratic form under the working model. 0 where nothing
  /// varies.
  double degrees_of_freedom() const;
  /// The number of clusters of equal say that would give a variance as uncertain: (sum g)^2 / sum g^2, g what a cluster
  /// adds to the variance under the working model (Carter, Schnepel and Steigerwald 2017, eq. 7). None: nothing varies.
  std::optional<double> effective_clusters() const;

 private:
  std::vector<double> totals_;
  std::vector<double> working_;                                              ///< l_g'l_g of the rows as they are
  std::vector<double> diagonal_ = std::vector<double>(totals_.size(), 0.0);  ///< l_g'A_g A_g l_g
  std::vector<Eigen::MatrixXd> across_;  ///< [clusters x p] each: V = diagonal - sum across across'
};

}  // namespace clusia
