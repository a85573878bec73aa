/// Estimates of every replicate: T(d f) + g' sum_i (f_i - 1) phi_i, with no redesign (design.md), f the replicate's
/// factors, phi the first steps of estimated weights.
#pragma once

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

}  // namespace clusia
