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

/// Rows of a dataset at a node, in the last wave.
struct NodeCount {
  std::string title;
  std::int64_t rows = 0;
  std::optional<double> size;  ///< how many these stand for, by the survey weights
  bool held_back = false;      ///< too few to be shown, and not none
};

/// Women among the rows at a node, in the last wave: by the survey weights, where there are any.
struct NodeShare {
  std::string title;  ///< of the dataset
  double share = 0;
  bool held_back = false;
};

struct NodeState {
  std::optional<std::int64_t> rows;  ///< of the data at this node; nothing: the data have none
  std::vector<NodeCount> counts;     ///< in the order of the map's
  std::optional<NodeShare> women;
  std::vector<NodeFigure> figures;  ///< in the order of the map's
  Shade shade = Shade::none;
};

/// Rows at one node that belong to rows of another dataset at the same node or another: homeworkers in households of
/// carvers.
struct NodeTie {
  std::string from_data, from, to_data, to;  ///< titles of datasets, names of nodes
  NodeCount count;
};

/// One a node, in their order; all empty where the map has no column.
std::vector<NodeState> node_states(const ValueChain& chain, const SQLite::Database& results,
                                   const report::Words& words = report::english());

/// "about 132 (66 in the data)"; "66 in the data" without weights; "too few", "none".
std::string count_in_words(const NodeCount& count, const report::Words& words = report::english());
std::string share_in_words(const NodeShare& share, const report::Words& words = report::english());  ///< "78%"

/// By links of the study, in the last wave; empty where there are none.
std::vector<NodeTie> node_ties(const ValueChain& chain, const SQLite::Database& results);

/// "Figures are of 2025, programme." Empty where the results have no figures.
std::string whose_figures(const ValueChain& chain, const SQLite::Database& results,
                          const report::Words& words = report::english());

/// "Shaded: headcount of 40 % or more, in 2024." Empty where nothing is shaded.
std::string shading_rule(const ValueChain& chain, const SQLite::Database& results,
                         const report::Words& words = report::english());

}  // namespace clusia
