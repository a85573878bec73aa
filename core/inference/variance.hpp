/// From PSU totals of the row values z to a variance, an interval and a test: one routine for every indicator and every
/// comparator.
#pragma once

#include <optional>
#include <string>

#include "design/design.hpp"
#include "inference/clustering.hpp"
#include "inference/regression_size.hpp"

namespace clusia {

/// Variance of an estimate whose row values have these totals.
///   - design: sum_h n_h/(n_h-1) sum_i (t_hi - mean_h)^2, Taylor linearisation with replacement (Binder 1983; Wolter
///     2007, ch. 6)
///   - none: the same without n_h/(n_h-1)
///   - uncentred: sum_i t_i^2
///   - regression: G/(G-1) (N-1)/(N-K) sum_i t_i^2; without a `regression` as design
/// All PSUs of the design count in n_h, also those without a row in the domain. A stratum whose only PSU has no part in
/// the estimate adds nothing.
/// Errors: `problem` says why there is no variance (a stratum with one PSU whose total would have to be centred on
/// itself; a regression with one cluster, or with no more rows than parameters).
struct Variance {
  double value = 0;
  std::string problem;
};
Variance variance(const Totals& totals, Factor factor, const std::optional<RegressionSize>& regression);

/// Degrees of freedom: PSUs minus strata, of those PSUs (and their strata) that hold a row of the domain. With several
/// cluster ids the least.
double degrees_of_freedom(const Clusterings& over, const std::vector<bool>& rows_of_domain);

struct Interval {
  double std_error = 0, df = 0, low = 0, high = 0;
  double statistic = 0, p_value = 1;  ///< against `null`; two-sided, by Student's t
};
/// df <= 0: no interval and no test can be given; nullopt.
std::optional<Interval> interval_of(double estimate, double variance, double df, double confidence, double null);

}  // namespace clusia
