/// The variance of nearest-neighbour matching (Abadie and Imbens 2006, theorem 7), on influence values of any
/// indicator.
#pragma once

#include <cstdint>
#include <vector>

#include "design/design.hpp"
#include "inference/clustering.hpp"

namespace clusia {

/// u of the two cells' listed rows times the contrast's gradient in each.
struct MatchedInfluence {
  const Weights* treated = nullptr;
  const Weights* comparison = nullptr;
  std::vector<double> treated_u, comparison_u;
};

/// Adds what the same units contribute on another occasion, so that a unit's sum (its change) is one value: false, and
/// nothing is added, where the two are of other comparison units. `unit`: of every row, -1 none. Throws
/// std::invalid_argument where the units are the same and do not weigh the same on both occasions.
bool add_occasion(MatchedInfluence& to, const MatchedInfluence& other, const std::vector<std::int32_t>& unit);

/// Row values of every i, the treated or for the ATE everyone: own_i (u_i + sum_j w_ij u_j), added to `z`.
void add_matched_rows(const Neighbours& neighbours, const MatchedInfluence& influence, Totals& z);

/// sum_j (d_j^2 - own_j^2 - sum_i own_i^2 w_ij^2) sigma^2_j, for rows that stand in for others; d_j = own_j + sum_i
/// own_i w_ij, with own_j = 0 for the ATT. For the ATE without weights it is their sum_j (K_j^2 + 2 K_j - K'_j)
/// sigma^2_j. sigma^2_j from the nearest in the same arm where they were answered, else one for all from the matched
/// pairs (Abadie, Drukker, Herr and Imbens 2004).
double variance_of_reuse(const Neighbours& neighbours, const MatchedInfluence& influence);

/// sum_j d_j^2 sigma^2_j over both arms: the variance given covariates and treatment, which is that of the effect on
/// the sample itself (Abadie and Imbens 2006, section 3.2; Imbens 2004, section 4). Rows whose nearest rows are missing
/// take the others' mean sigma^2.
double variance_given_covariates(const Neighbours& neighbours, const MatchedInfluence& influence);

}  // namespace clusia
