/// Randomisation inference: what effects would have been had the programme gone to other clusters (Fisher 1935; for
/// clusters MacKinnon and Webb 2020, their RI-beta).
#pragma once

#include <optional>
#include <vector>

#include "design/contrast.hpp"
#include "inference/clustering.hpp"
#include "pipeline/references.hpp"
#include "pipeline/session.hpp"

namespace clusia {

/// [outputs][contrasts]
using PValues = std::vector<std::vector<std::optional<double>>>;

/// A p-value for every output and contrast, under the null that the programme changed nothing for anybody and that any
/// clusters, as many as were treated, could have been. All choices of clusters where there are no more than `draws`,
/// else so many by chance. `effects` are those found. nullopt: the contrast compares more than rows of known weights in
/// both arms of a wave. `design` is restricted, arms are of whole clusters. Throws as Session does.
PValues p_values_of_reassignment(Session& session, const References& references, const Design& design,
                                 const AssessedRows& rows, const Clustering& clusters, const PValues& effects,
                                 std::int64_t draws, std::int64_t seed);

}  // namespace clusia
