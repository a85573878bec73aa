/// How many rows each group has in each wave and arm, and to which groups of another dataset they belong.
#pragma once

#include "pipeline/links.hpp"
#include "store/records.hpp"

namespace clusia {

/// Ids of groups in the database, in the order of the dataset's groups.
using GroupIds = std::vector<std::int64_t>;

/// Rows in no wave or arm, where the dataset has these, are left out, as in levels.
std::vector<GroupCountRecord> counts_of(const LoadedDataset& dataset, const GroupIds& ids);

/// Of groups of one column that both datasets are asked for. Rows that belong to none are left out.
std::vector<LinkCountRecord> counts_of(const LoadedLink& link, const GroupIds& from, const GroupIds& to);

}  // namespace clusia
