/// Primary sampling units and strata: what a variance is summed over.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "design/design.hpp"
#include "frame/codes.hpp"
#include "inference/calibration.hpp"

namespace clusia {

/// Every row's PSU, every PSU's stratum. PSUs are nested in strata: the same PSU id in two strata is two PSUs.
struct Clustering {
  std::vector<std::int32_t> psu;      ///< [rows]
  std::vector<std::int32_t> stratum;  ///< [PSUs]
  std::vector<std::string> strata;    ///< names
  /// What a stratum's part of the variance is multiplied by: 1 - f in the first stage, f of the earlier ones times 1 -
  /// f in a later one, f the sampled fraction. Empty: 1 everywhere, with replacement.
  std::vector<double> scale;

  std::int32_t size() const { return static_cast<std::int32_t>(stratum.size()); }
};

/// `psu` absent: every row is its own. `stratum` absent: one stratum. No code may be missing (the frame is validated
/// before).
Clustering clustering_of(std::int64_t rows, const Codes& psu, const Codes& stratum);

/// One stage of a sampling design. All codes are of rows.
struct Stage {
  Codes unit, stratum;        ///< absent: every row is a unit; one stratum
  std::vector<double> total;  ///< [rows]: units in the stratum's population, or (where none is above 1) the sampled
                              ///< fraction; empty: drawn with replacement
};
/// The stages of a multi-stage design, each within the units of the one before; a stage whose units count for nothing
/// in the variance (one before it was drawn with replacement) is left out. Särndal, Swensson and Wretman 1992, result
/// 4.3.1, each stage by its own totals. Throws std::invalid_argument: a total that differs within a stratum, or is less
/// than the units that were drawn.
std::vector<Clustering> stages_of(std::int64_t rows, const std::vector<Stage>& stages);

/// A row is in one PSU of the result where it is in one of `a` and one of `b`; unstratified.
Clustering intersection(const Clustering& a, const Clustering& b);

/// Every PSU of `inner` lies in one PSU of `outer`.
bool nested(const Clustering& inner, const Clustering& outer);

/// What a variance is the sum of: V = sum sign V(part). Several cluster ids by inclusion and exclusion (Cameron,
/// Gelbach and Miller 2011), or the stages of one design.
struct Clusterings {
  std::vector<Clustering> parts;
  std::vector<int> signs;
  std::size_t ids = 1;  ///< the first so many parts are the ids themselves
  std::shared_ptr<const Calibration> calibration;
  std::vector<Eigen::MatrixXd> calibrated_x;  ///< one a part: its totals of w x, where weights were calibrated

  std::size_t size() const { return parts.size(); }
};

/// Ids that are nested in another one fall away: the coarser holds. Where several remain, they count without strata and
/// as drawn with replacement.
Clusterings clusterings_of(std::vector<Clustering> ids);
/// A design of one or more stages, its weights calibrated or not.
Clusterings clusterings_of_stages(std::vector<Clustering> stages, std::shared_ptr<const Calibration> calibration);

/// Row values summed by PSU, one list a part.
class Totals {
 public:
  explicit Totals(std::shared_ptr<const Clusterings> over);
  void add(std::int64_t row, double value) {
    for (std::size_t p = 0; p < sums_.size(); ++p)
      sums_[p][static_cast<std::size_t>(over_->parts[p].psu[static_cast<std::size_t>(row)])] += value;
    if (!auxiliary_.empty()) over_->calibration->add(row, value, auxiliary_);
  }
  /// Adds weight times value of every listed row.
  void add(const Weights& listed, std::span<const double> values);
  Totals scaled(double factor) const;
  /// Adds `factor` times other totals.
  void add(double factor, const Totals& other);
  /// Of the residuals from the calibration's variables where weights were calibrated, else the sums as they are.
  std::vector<double> part(std::size_t p) const;
  const Clusterings& over() const { return *over_; }

  /// The sums; what they are over is known to whoever reads them back.
  template <class Archive>
  void serialize(Archive& ar) {
    ar(sums_, auxiliary_);
  }

 private:
  std::shared_ptr<const Clusterings> over_;
  std::vector<std::vector<double>> sums_;
  std::vector<double> auxiliary_;  ///< what the regression on the calibration's variables needs of the row values
};

}  // namespace clusia
