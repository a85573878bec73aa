/// Who stands at a node of a value chain, counted in the last wave.
#pragma once

#include "report/map_nodes.hpp"

namespace clusia {

/// Rows of the first dataset that has the node; nothing where none has.
std::optional<std::int64_t> rows_at(const ValueChain& chain, const std::string& node, const SQLite::Database& results);

/// Rows of the dataset of this name; nothing where the results have no such dataset.
std::optional<NodeCount> count_at(const ValueChain& chain, const std::string& data, const std::string& node,
                                  const SQLite::Database& results);

std::optional<NodeShare> women_at(const ValueChain& chain, const std::string& node, const SQLite::Database& results);

}  // namespace clusia
