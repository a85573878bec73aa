/// The map in the report and on a page of its own: the picture, and the same as a table.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

#include "report/html.hpp"
#include "report/map_nodes.hpp"
#include "report/words.hpp"

namespace clusia {

/// Of the study whose results these are, without a heading; empty where it has no [map].
report::Html map_section(const SQLite::Database& results, const report::Words& words = report::english());

/// `rule`: whose figures these are and how nodes were shaded, empty where there are none.
report::Html map_figure(const ValueChain& chain, const std::vector<NodeState>& states, const std::vector<NodeTie>& ties,
                        const std::string& rule, const report::Words& words = report::english());

}  // namespace clusia
