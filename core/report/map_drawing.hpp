/// The map of a value chain as a picture.
#pragma once

#include <string>
#include <vector>

#include "report/map_nodes.hpp"
#include "report/words.hpp"

namespace clusia {

/// An <svg> element, laid out by Graphviz: the chain from below to above, institutions beside it. `states`: one a node.
/// Threading: Graphviz keeps global state, so one drawing at a time in a process. Throws std::runtime_error.
std::string map_svg(const ValueChain& chain, const std::vector<NodeState>& states,
                    const report::Words& words = report::english());

}  // namespace clusia
