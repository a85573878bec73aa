/// What an effect may be where trends were not parallel after the start, as far as they were not before it: Rambachan
/// and Roth 2023. docs/decisions/0017 says which intervals are made, and why.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <vector>

namespace clusia {

/// Differences from one base wave in the order of time, the base itself (0) left out, and their covariance. Estimates
/// at or after the first treated wave are of effects; those of earlier waves would be 0 if trends were parallel.
struct EventPath {
  std::vector<double> estimate;
  Eigen::MatrixXd covariance;
  std::size_t before = 0;  ///< so many are of waves before the base, at least one
  double df = 0;           ///< of Student's t; may be infinite
};

struct Ends {
  double low = 0, high = 0;
};

/// The effect `step` waves after the base (1: the first wave after it), had the trend's break from one wave to the next
/// been at most `ratio` times the largest seen before the base (Delta^RM).
class UnderBreaks {
 public:
  UnderBreaks(const EventPath& path, std::size_t step);
  double largest_before() const;
  Ends identified(double ratio) const;
  /// Covers every point of the identified set with the confidence or more.
  Ends interval(double ratio, double confidence) const;
  /// The smallest ratio at which the interval includes `null`; none: no ratio brings it there.
  std::optional<double> breakdown(double confidence, double null) const;

 private:
  struct Change {
    double value, variance, covariance;  ///< the last: with the estimate
  };
  double reach(double confidence) const;
  double estimate_, variance_, step_, df_;
  std::vector<Change> changes_;
};

/// The same effect, had the trend's slope changed from one wave to the next by at most `bend` (Delta^SD). The interval
/// has a fixed length: an estimator that is affine in the path, its bias at worst, and the t that is folded by it.
class UnderBends {
 public:
  UnderBends(const EventPath& path, std::size_t step);
  /// None where only one wave lies before the base.
  std::optional<double> largest_before() const;
  Ends identified(double bend) const;
  Ends interval(double bend, double confidence) const;
  std::optional<double> breakdown(double confidence, double null) const;

 private:
  /// An estimator: the extrapolated effect plus `mix` times the bends seen before.
  struct Estimator {
    Eigen::VectorXd mix;
    double std_error(const UnderBends& of) const;
  };
  Estimator along(double place) const;
  void solve(double penalty, Eigen::VectorXd& mix) const;

  double extrapolated_, variance_, step_, df_;
  Eigen::VectorXd bends_, with_extrapolated_;
  Eigen::MatrixXd covariance_;
  std::vector<Eigen::VectorXd> least_;  ///< variance at each of some sizes of the mix, from nothing up
};

/// c with P(|T + bias| <= c) = confidence, T Student's t.
double folded_quantile(double bias, double df, double confidence);

}  // namespace clusia
