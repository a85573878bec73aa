/// Datasets that are linked: which row of another dataset each row belongs to, and the columns that one gets from the
/// other. A person belongs to a household, a household to a group.
#pragma once

#include <string>
#include <vector>

#include "pipeline/dataset.hpp"

namespace clusia {

/// A link with its data. Counts are of rows, unless said otherwise.
struct LoadedLink {
  const Link* study = nullptr;
  LoadedDataset* from = nullptr;
  const LoadedDataset* to = nullptr;  ///< rows of `from` belong to rows of `to`
  std::vector<std::int64_t> row;      ///< of `to`, one a row of `from`; -1: to none
  std::int64_t without_key = 0;       ///< of `from`, whose column is empty
  std::int64_t unmatched = 0;         ///< of `from`, whose column names nobody in that wave
  std::int64_t unmatched_units = 0;   ///< whom these name, each counted once
  std::int64_t bare = 0;              ///< of `to`, to which no row belongs
  std::int64_t split = 0;             ///< units of `to` whose rows lie in several PSUs of `from`
};

/// A column made by a rule, and what became of members who were missing. Counts are of rows of the dataset.
struct MadeColumn {
  const LinkedColumn* study = nullptr;
  std::int64_t rows = 0, with_value = 0;
  std::int64_t incomplete = 0;  ///< a member is missing, or has no value
  std::int64_t bare = 0;        ///< no row belongs to it; going down: it belongs to none
};

/// Finds whose rows are whose. Problems (no row finds its unit; two rows of one unit in one wave) are added.
std::vector<LoadedLink> load_links(const Study& study, std::vector<LoadedDataset>& datasets,
                                   std::vector<Problem>& problems);

/// Makes the study's columns, in its order, and adds them to their datasets' frames. One that cannot be made is a
/// problem; then the datasets are not to be used.
std::vector<MadeColumn> make_columns(const Study& study, std::vector<LoadedDataset>& datasets,
                                     const std::vector<LoadedLink>& links, std::vector<Problem>& problems);

}  // namespace clusia
