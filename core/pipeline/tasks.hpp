/// Every indicator under every design in every group, on several workers, stored in one fixed order.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/dataset.hpp"
#include "pipeline/run.hpp"
#include "store/store.hpp"

namespace clusia {

/// A design on a dataset with its ids in the store. `comparator` is empty for the levels.
struct PlacedDesign {
  std::string comparator;
  const LoadedDataset* dataset = nullptr;
  Design design;
  DesignIds ids;
};

/// An indicator's ids; outputs are known once it was bound.
struct IndicatorIds {
  std::int64_t id = 0;
  std::vector<OutputDeclaration> outputs;
  std::vector<std::int64_t> output_ids;
};

/// An effect as it was stored, for expectations.
struct KnownEffect {
  std::string indicator, output, comparator, contrast;
  const Group* group = nullptr;
  std::int64_t id = 0;
  std::optional<double> estimate;
};

struct Tasks {
  const Study& study;
  const std::vector<LoadedIndicator>& indicators;
  std::vector<IndicatorIds>& indicator_ids;
  const std::vector<std::unique_ptr<PlacedDesign>>& designs;
  const std::map<std::string, std::vector<std::int64_t>>& group_ids;  ///< by dataset, in the order of its groups
  Store& store;
  const RunOptions& options;
  std::vector<KnownEffect>& effects;

  /// Returns how many failed. Throws Stopped when the run was asked to stop; what is stored then is whole.
  std::size_t run();
};

}  // namespace clusia
