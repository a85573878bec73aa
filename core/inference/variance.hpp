/// From PSU totals of the row values z to a variance, an interval and a test: one routine for every indicator and every
/// comparator.
#pragma once

#include <optional>
#include <string>

#include "design/design.hpp"
#include "inference/clustering.hpp"
#include "inference/regression_size.hpp"

namespace clusia {

/// A stratum of which one PSU was drawn says nothing of how much PSUs differ.
///   - fail: no variance, with the reason
///   - adjust: its total is centred on that of all strata, which is 0 for a mean (R's survey: adjust)
///   - certainty: it adds nothing, as if it had been drawn for certain (R's survey: certainty, remove)
///   - average: it adds what the other strata add on average (R's survey: average)
enum class SinglePsu : std::int32_t { fail, adjust, certainty, average };

/// Variance of an estimate whose row values have these totals.
///   - design: sum_h s_h n_h/(n_h-1) sum_i (t_hi - mean_h)^2, Taylor linearisation (Binder 1983; Wolter 2007, ch. 6),
///   s_h
///     the finite population correction (Clustering::scale)
///   - none: the same without n_h/(n_h-1)
///   - uncentred: sum_i t_i^2
///   - regression: G/(G-1) (N-1)/(N-K) sum_i t_i^2; without a `regression` as design
/// All PSUs of the design count in n_h, also those without a row in the domain. A stratum whose only PSU has no part in
/// the estimate adds nothing, and is none of those that `average` counts.
/// Errors: `problem` says why there is no variance (a single PSU under `fail`; a regression with one cluster, or with
/// no more rows than parameters).
struct Variance {
  double value = 0;
  std::string problem;
};
Variance variance(const Totals& totals, Factor factor, const std::optional<RegressionSize>& regression,
                  SinglePsu single = SinglePsu::fail);

/// The PSUs that hold a row of what a number is about.
class Domain {
 public:
  explicit Domain(std::shared_ptr<const Clusterings> over);
  void add(std::int64_t row) {
    for (std::size_t p = 0; p < psus_.size(); ++p)
      psus_[p][static_cast<std::size_t>(over_->parts[p].psu[static_cast<std::size_t>(row)])] = 1;
  }
  /// The listed rows that weigh something.
  void add(const Weights& listed);
  void add(const Domain& other);
  /// Of the first cluster id.
  std::int64_t psus() const;
  /// PSUs minus strata, of these PSUs and their strata. With several cluster ids the least; with several stages those
  /// of the first.
  double degrees_of_freedom() const;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(psus_);
  }

 private:
  std::shared_ptr<const Clusterings> over_;
  std::vector<std::vector<std::uint8_t>> psus_;  ///< one list a cluster id
};

struct Interval {
  double std_error = 0, df = 0, low = 0, high = 0;
  double statistic = 0, p_value = 1;  ///< against `null`; two-sided, by Student's t
};
/// df <= 0: no interval and no test can be given; nullopt.
std::optional<Interval> interval_of(double estimate, double variance, double df, double confidence, double null);

/// The interval of a variance; in `note`, why there is none.
std::optional<Interval> interval_or_note(double estimate, const Variance& variance, double df, double confidence,
                                         double null, std::string& note);

/// The (1 + confidence)/2 quantile of Student's t.
double reach_of(double df, double confidence);

/// The smallest true distance from the null that the test would have found in 80 of 100 such samples: Bloom 1995,
/// (t_(1+confidence)/2 + t_.8) std_error.
double detectable(const Interval& interval, double confidence);

/// The interval made on the logit scale and brought back, so that it stays within 0 and 1; std_error and test as they
/// are. An estimate of 0 or 1 has none such and keeps its own. Lehtonen and Pahkinen 2004, section 7.2; R's svyciprop,
/// method "xlogit".
Interval on_logit_scale(Interval interval, double estimate, double confidence);

}  // namespace clusia
