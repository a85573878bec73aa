/// Whose outcomes each row of the data takes in a simulated study. Outcomes come from the first wave, of rows that the
/// programme had not reached; no other outcome is looked at. So without a planted effect there is none, whatever the
/// data hold of later waves.
///
/// A row draws among those of its own arm (or cohort) and stratum who are like it. Where an arm has nobody whom the
/// programme had not reached (one round, after it), it draws from the comparison arm. PSUs: each has a host, a PSU of
/// its arm and stratum, and keeps it from wave to wave with the chance kappa. A row's outcome comes from the host with
/// the chance lambda, else from anywhere in its arm and stratum; a unit whose PSU kept its host keeps its own outcome
/// with the chance q. With A the covariance of two outcomes of one host, s2 the variance, the intraclass correlation is
/// lambda^2 A / s2 in each wave, that of a PSU's levels between waves kappa, and that of a unit's outcomes
/// kappa (q + (1 - q) icc): the model of planning::Outcome (Teerenstra et al. 2012), with outcomes that people had.
#pragma once

#include <array>
#include <map>
#include <span>
#include <vector>

#include "pipeline/dataset.hpp"
#include "pipeline/lots.hpp"
#include "study/plan.hpp"

namespace clusia {

/// How outcomes hang together.
struct Ties {
  double from_host = 0;  ///< lambda
  double keep = 0;       ///< q
  double stay = 1;       ///< kappa
  double icc = 0;        ///< the intraclass correlation that they give

  /// Of a unit's outcomes in two waves.
  double correlation() const { return stay * (icc + keep * (1 - icc)); }
};

/// Of numbers of the donors, around the mean of those who are alike.
struct Spread {
  double variance = 0;
  double within_psu =
      0;                ///< covariance of two of one PSU (Fisher 1925, section 38), here without the bias of the means
  double of_host = 0;   ///< covariance of two draws from one host
  double of_kinds = 0;  ///< variance of those means within an arm and stratum
};

class Donors {
 public:
  /// `first`: the first wave after the programme began, where arms say who is treated. `dataset` outlives it.
  Donors(const LoadedDataset& dataset, const std::vector<Named>& like, std::int32_t first);

  bool enough() const { return without_ == 0; }          ///< every row has somebody to draw from
  std::int64_t strangers() const { return strangers_; }  ///< rows that too few of their arm are like
  /// By how much outcomes vary less than those of the data, because few are alike: the mean of 1 / n, n the donors that
  /// a row draws from (Kish's number of them).
  double narrowing() const { return narrowing_; }
  bool clustered() const { return clustered_; }
  bool waves() const { return waves_ > 1; }
  const std::vector<bool>& treated() const { return treated_; }  ///< rows that the programme has reached
  const std::vector<bool>& gives() const { return gives_; }

  /// One a row; -1 where it is in no wave: it has no outcome.
  std::vector<std::int64_t> draw(const Lots& lots, const Ties& ties) const;
  /// `values`: one a row, NaN where there is none; only donors' are read.
  Spread spread(std::span<const double> values) const;
  /// Ties under which the outcomes have these correlations, as near as their spread allows.
  Ties ties(const Spread& spread, const SimulateSettings& settings) const;
  /// Mean of the donors' values that the row draws from; NaN where it has none.
  std::vector<double> expected(std::span<const double> values) const;

 private:
  struct Pool {
    std::vector<std::int64_t> members;
    std::vector<double> up_to;  ///< sums of weights
    double squares = 0;         ///< sum of squared weights
    void add(std::int64_t member, double weight);
    std::int64_t pick(double lot) const;
    double total() const { return up_to.empty() ? 0 : up_to.back(); }
  };
  using Key = std::array<std::int32_t, 3>;  ///< class, stratum, alike
  void take_classes();
  void take_treated(std::int32_t first);
  void take_donors(const std::vector<Named>& like);
  void take_places(const std::vector<std::int32_t>& alike);
  void take_hosts();
  std::int32_t pool_at(const Key& key);
  std::int32_t stratum_of(std::size_t row) const;
  std::int64_t drawn(const Lots& lots, const Ties& ties, std::size_t row, std::int32_t host) const;

  const LoadedDataset& dataset_;
  const std::vector<std::int32_t>& psu_;
  std::size_t rows_;
  std::int32_t waves_ = 1;
  std::vector<std::int32_t> wave_, class_, place_;  ///< by row: wave, arm and cohort, pool that it draws from
  std::vector<std::int32_t> draws_as_;              ///< by row: the class that gives to it
  std::vector<bool> treated_, gives_;
  std::vector<Pool> pools_;
  std::map<Key, std::int32_t> known_;
  std::map<std::pair<std::int32_t, std::int32_t>, Pool> at_host_;  ///< by PSU and pool
  std::vector<Pool> hosts_;                                        ///< by PSU
  std::int64_t without_ = 0, strangers_ = 0;
  double narrowing_ = 0;
  bool clustered_ = false;
};

}  // namespace clusia
