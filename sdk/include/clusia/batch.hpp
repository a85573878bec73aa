/// clusia/batch.hpp: what the optional power `batch` starts from. Row i of replicate b weighs d_i f_b(psu_i), so that
/// any sum over rows is, in each replicate, a sum over PSUs: sum_psu f_b(psu) (sum_{i in psu} d_i s_i). One pass over
/// the rows then serves every replicate, and a bootstrap of a mean or a total costs next to nothing.
#pragma once

#include <limits>
#include <vector>

#include "indicator.hpp"

namespace clusia {

/// The question of a batch, and where the answers go.
class Batch {
 public:
  Batch(const clusia_batch& of, int64_t outputs) : domain(of.domain), of_(&of), outputs_(outputs) {}
  const Weighting domain;

  int64_t replicates() const { return of_->n_replicates; }
  int64_t psus() const { return of_->n_psus; }
  int32_t psu(int64_t k) const { return of_->domain_psu[k]; }
  const double* factors(int64_t b) const { return of_->factors + b * of_->n_psus; }
  double& estimate(int64_t b, int64_t output = 0) const { return of_->estimates[b * outputs_ + output]; }

  /// Sums of term(row, weight) by PSU.
  template <class Term>
  std::vector<double> by_psu(const Term& term) const {
    std::vector<double> sums(static_cast<std::size_t>(psus()));
    for (const auto [k, row, weight] : domain) sums[static_cast<std::size_t>(psu(k))] += term(row, weight);
    return sums;
  }
  /// Their sum in replicate b.
  double sum(int64_t b, const std::vector<double>& by_psu) const {
    const double* f = factors(b);
    double total = 0;
    for (std::size_t p = 0; p < by_psu.size(); ++p) total += f[p] * by_psu[p];
    return total;
  }
  /// Whether a PSU that has any rows weighs something in replicate b.
  bool somebody(int64_t b, const std::vector<double>& rows_by_psu) const {
    const double* f = factors(b);
    for (std::size_t p = 0; p < rows_by_psu.size(); ++p)
      if (f[p] != 0 && rows_by_psu[p] > 0) return true;
    return false;
  }

 private:
  const clusia_batch* of_;
  int64_t outputs_;
};

/// The replicates of T = sum d s / sum d; NaN where nobody weighs anything.
template <class Score>
void batch_weighted_mean(const Batch& batch, const Score& score, int64_t output = 0) {
  const auto weight = batch.by_psu([](int64_t, double w) { return w; });
  const auto scored = batch.by_psu([&](int64_t row, double w) { return w * score(row); });
  for (int64_t b = 0; b < batch.replicates(); ++b) {
    const double people = batch.sum(b, weight);
    batch.estimate(b, output) = people > 0 ? batch.sum(b, scored) / people : std::numeric_limits<double>::quiet_NaN();
  }
}

}  // namespace clusia
