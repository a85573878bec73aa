/// The map in the report and on a page of its own: the picture, and the same as a table.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

#include "report/html.hpp"
#include "report/map_nodes.hpp"

namespace clusia {

/// Of the study whose results these are, without a heading; empty where it has no [map].
report::Html map_section(const SQLite::Database& results);

/// `rule`: whose figures these are and how nodes were shaded, empty where there are none.
report::Html map_figure(const ValueChain& chain, const std::vector<NodeState>& states, const std::vector<NodeTie>& ties,
                        const std::string& rule);

}  // namespace clusia
