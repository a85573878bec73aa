/// What the scores come to: composites by family and overall, ranks, and what both rest on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "diagnosis/scores.hpp"
#include "judgement/agreement.hpp"

namespace clusia {

/// A rank with what becomes of it under random weightings.
struct Rank {
  std::int64_t rank = 0;             ///< 1 is the highest composite; equal ones share the rank
  std::int64_t low = 0, high = 0;    ///< in 90 of 100 weightings: from the 5th to the 95th percentile
  std::int64_t best = 0, worst = 0;  ///< in any
  double first = 0;                  ///< share of weightings in which no other is higher
};

struct AssessedCluster {
  std::string name;
  /// By characteristic: the mean over the raters who scored it; none where nobody did.
  std::vector<std::optional<double>> scores;
  std::vector<std::int64_t> raters;              ///< by characteristic, who scored it
  std::vector<std::string> bases;                ///< by characteristic, "rater: basis", a line each
  std::vector<std::optional<double>> by_family;  ///< composites
  std::vector<std::int64_t> scored_by_family;    ///< characteristics
  std::optional<double> overall;                 ///< composite
  double least = 0, most = 0;                    ///< the composite, were every missing score 1, or 5
  std::int64_t scored = 0;                       ///< characteristics
  std::optional<Rank> rank;                      ///< of those with a composite
};

struct Evaluation {
  std::vector<AssessedCluster> clusters;  ///< by rank; then those without one
  std::vector<double> weights;            ///< by characteristic, shares of one
  std::vector<std::string> raters;
  Agreement agreement;  ///< ordinal, over all clusters and characteristics
  std::vector<Agreement> by_family;
  std::int64_t missing = 0;  ///< cells (cluster by characteristic) that nobody scored
};

/// Composites are weighted means over the characteristics that were scored. Random weightings are uniform over all
/// there are (flat Dirichlet; Butler, Jia and Dyer 1997), characteristics of weight 0 left out, and `seed` alone
/// decides them.
Evaluation evaluate(const Diagnosis& diagnosis, const Scores& scores, std::int64_t seed);

}  // namespace clusia
