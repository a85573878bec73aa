/// Every indicator under every design in every group, on several workers, stored in one fixed order.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/designs.hpp"
#include "pipeline/findings.hpp"
#include "pipeline/run.hpp"
#include "store/journal.hpp"
#include "store/store.hpp"

namespace clusia {

/// A design on a dataset with its ids in the store. `comparator` is empty for the levels.
struct PlacedDesign {
  std::string comparator;
  const LoadedDataset* dataset = nullptr;
  Design design;
  DesignIds ids;
  std::shared_ptr<const Clusterings> over;  ///< that its variances are summed over
  std::optional<OneOutput> only;            ///< it was made from this output's baseline, and serves no other
  DesignsOfReplicates in_replicates = {};   ///< made anew in each; empty: it was not
};

/// An indicator's ids; outputs are known once it was bound.
struct IndicatorIds {
  std::int64_t id = 0;
  std::vector<OutputDeclaration> outputs;
  std::vector<std::int64_t> output_ids;
};

/// Outputs are known once the indicator was bound; the study may turn their direction. Does nothing the second time.
void know_outputs(IndicatorIds& ids, const Indicator& indicator, const std::vector<OutputDeclaration>& outputs,
                  Store& store);

struct Tasks {
  const Study& study;
  const std::vector<LoadedIndicator>& indicators;
  std::vector<IndicatorIds>& indicator_ids;
  const std::vector<std::unique_ptr<PlacedDesign>>& designs;
  const std::map<std::string, std::vector<std::int64_t>>& group_ids;  ///< by dataset, in the order of its groups
  Store& store;
  Journal& journal;
  const RunOptions& options;
  std::vector<Finding>& findings;

  /// Returns how many failed. Throws Stopped when the run was asked to stop; what is stored then is whole.
  std::size_t run();
};

}  // namespace clusia
