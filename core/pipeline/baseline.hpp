/// Estimates from before the intervention, for a comparator whose design needs them (synthetic control).
#pragma once

#include "pipeline/dataset.hpp"
#include "pipeline/session.hpp"

namespace clusia {

/// What a comparator is told of each output of an indicator.
struct Baselines {
  std::vector<OutputDeclaration> outputs;
  std::vector<Baseline> of;  ///< one an output
};

/// Every output by level of the asked role and wave, on survey weights, up to the last wave that was asked for; later
/// rows count as incomplete, so that no value from after the intervention can move an estimate. Throws PluginFailure
/// where an indicator reads later waves by its nature; Crash, Stopped.
Baselines baselines_of(const Study& study, const LoadedIndicator& indicator, const BaselineNeed& need,
                       const ChannelOptions& options);

}  // namespace clusia
