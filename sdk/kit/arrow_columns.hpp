/// Columns as plugins see them: Arrow arrays in the kit's memory.
#pragma once

#include "memory.hpp"
#include "table.hpp"

namespace clusia::kit {

/// `offset`: the Arrow offset of each.
const clusia_column* lend_columns(const std::vector<Column>& columns, std::int64_t offset, Memory& memory);

}  // namespace clusia::kit
