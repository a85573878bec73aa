/// Replicate weights: what each replicate multiplies a row's weight by, and the variance of replicate estimates.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "inference/clustering.hpp"

namespace clusia {

/// The factors of one method on one design. Immutable; read from several threads.
class Replicates {
 public:
  /// Rao and Wu 1988, Rao, Wu and Yue 1992 (the rescaled bootstrap with m_h = n_h - 1): n_h - 1 PSUs of a stratum are
  /// drawn with replacement; a PSU drawn k times counts k n_h/(n_h-1). R's survey: subbootstrap.
  static Replicates bootstrap(const Clustering& design, std::int64_t replicates, std::int64_t seed);
  /// JKn: each PSU left out once, the others of its stratum times n_h/(n_h-1); (n_h-1)/n_h, times 1 - f where the
  /// design has it, in the variance.
  static Replicates jackknife(const Clustering& design);
  /// Balanced half-samples (McCarthy 1969) by a Hadamard matrix of Sylvester's: of the two PSUs of a stratum one counts
  /// twice. Throws std::invalid_argument where a stratum has another number of PSUs.
  static Replicates balanced(const Clustering& design);
  /// Those that came with the data: factors [replicates x rows] are theirs over the weights. V = scale sum (t_b -
  /// mean)^2.
  static Replicates supplied(std::vector<double> factors, std::int64_t replicates, double scale);

  std::int64_t count() const { return count_; }
  std::int64_t units() const { return units_; }
  /// Which unit's factor a row takes: [rows].
  std::span<const std::int32_t> unit() const { return unit_; }
  /// Factors of one replicate: [units].
  void factors(std::int64_t replicate, std::span<double> out) const;
  /// Degrees of freedom where the design does not give them: the replicate weights' rank, less one.
  std::optional<double> df() const { return df_; }
  std::string name() const { return name_; }

  /// scale sum_b r_b (t_b - mean)^2; replicates where the statistic does not exist (NaN) are left out and counted.
  struct Spread {
    double variance = 0;
    std::int64_t left_out = 0;
  };
  Spread spread(std::span<const double> estimates) const;

 private:
  enum class Method { bootstrap, jackknife, balanced, supplied };
  Replicates(Method method, const Clustering& design, std::string name);
  void bootstrap_factors(std::int64_t replicate, std::span<double> out) const;

  Method method_;
  std::string name_;
  std::int64_t count_ = 0, units_ = 0, seed_ = 0;
  std::vector<std::int32_t> unit_, stratum_;
  std::vector<std::vector<std::int32_t>> members_;  ///< PSUs of a stratum
  std::vector<std::int64_t> left_out_;              ///< jackknife: the PSU of each replicate
  std::vector<double> supplied_, r_;
  double scale_ = 1;
  std::optional<double> df_;
};

}  // namespace clusia
