/// Estimates of every replicate: T(d f) + g' sum_i (f_i - 1) phi_i, f the replicate's factors, phi the first steps of
/// estimated weights; or T under the design that the comparator made from d f.
#pragma once

#include "design/restricted.hpp"
#include "pipeline/cells.hpp"

namespace clusia {

/// NaN where a replicate's statistic does not exist.
struct Replicated {
  std::vector<Lists> cells;    ///< [outputs][cells][replicates]
  std::vector<Lists> effects;  ///< [outputs][contrasts][replicates]
};

/// `cells` was evaluated with these replicates. Throws PluginFailure, Crash, Stopped.
Replicated replicated(Session& session, const References& references, const Design& whole, const Design& design,
                      std::shared_ptr<const Clusterings> over, const Cells& cells, const Replicates& replicates);

/// The same where the comparator answered to every replicate's weights: `designs` are its answers, whole, and `rows`
/// those that the task keeps, of `design` as well. Nothing exists in a replicate without an answer.
Replicated replicated_anew(Session& session, const References& references, const DesignsOfReplicates& designs,
                           const RowsThatStay& rows, const Design& design,
                           const std::shared_ptr<const Clusterings>& over, const Replicates& replicates);

}  // namespace clusia
