/// Primary sampling units and strata: what a variance is summed over.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "frame/codes.hpp"

namespace clusia {

/// Every row's PSU, every PSU's stratum. PSUs are nested in strata: the same PSU id in two strata is two PSUs.
struct Clustering {
  std::vector<std::int32_t> psu;      ///< [rows]
  std::vector<std::int32_t> stratum;  ///< [PSUs]
  std::vector<std::string> strata;    ///< names

  std::int32_t size() const { return static_cast<std::int32_t>(stratum.size()); }
};

/// `psu` absent: every row is its own. `stratum` absent: one stratum. No code may be missing (the frame is validated
/// before).
Clustering clustering_of(std::int64_t rows, const Codes& psu, const Codes& stratum);

/// A row is in one PSU of the result where it is in one of `a` and one of `b`; unstratified.
Clustering intersection(const Clustering& a, const Clustering& b);

/// Every PSU of `inner` lies in one PSU of `outer`.
bool nested(const Clustering& inner, const Clustering& outer);

/// Several cluster ids at once, by inclusion and exclusion (Cameron, Gelbach and Miller 2011): V = sum sign V(part).
struct Clusterings {
  std::vector<Clustering> parts;
  std::vector<int> signs;
  std::size_t ids = 1;  ///< the first so many parts are the ids themselves

  std::size_t size() const { return parts.size(); }
};

/// Ids that are nested in another one fall away: the coarser holds.
Clusterings clusterings_of(std::vector<Clustering> ids);

/// Row values summed by PSU, one list a part.
class Totals {
 public:
  explicit Totals(std::shared_ptr<const Clusterings> over);
  void add(std::int64_t row, double value) {
    for (std::size_t p = 0; p < sums_.size(); ++p)
      sums_[p][static_cast<std::size_t>(over_->parts[p].psu[static_cast<std::size_t>(row)])] += value;
  }
  /// Adds `factor` times other totals.
  void add(double factor, const Totals& other);
  std::span<const double> part(std::size_t p) const { return sums_[p]; }
  const Clusterings& over() const { return *over_; }

 private:
  std::shared_ptr<const Clusterings> over_;
  std::vector<std::vector<double>> sums_;
};

}  // namespace clusia
