/// What a results database knows of the nodes of a value chain.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <vector>

#include "report/words.hpp"
#include "study/value_chain.hpp"

namespace clusia {

/// A level at a node, in the last wave.
struct NodeFigure {
  std::string title, unit;
  std::optional<double> estimate, conf_low, conf_high;
  bool held_back = false;  ///< its cell has too few rows to be shown
};

enum class Shade {
  none,
  poverty,  ///< the figure is at the stated value or worse
  doubtful  ///< its interval holds the value
};

struct NodeState {
  std::optional<std::int64_t> rows;  ///< of the data at this node; nothing: the data have none
  std::vector<NodeFigure> figures;   ///< in the order of the map's
  Shade shade = Shade::none;
};

/// One a node, in their order; all empty where the map has no column.
std::vector<NodeState> node_states(const ValueChain& chain, const SQLite::Database& results,
                                   const report::Words& words = report::english());

/// "Shaded: headcount of 40 % or more, in 2024." Empty where nothing is shaded.
std::string shading_rule(const ValueChain& chain, const SQLite::Database& results,
                         const report::Words& words = report::english());

}  // namespace clusia
