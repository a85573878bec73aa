/// The value chain of a cluster and the institutions around it, as [map] of a study draws them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/position.hpp"

namespace clusia {

/// A point of the value chain: traders, small producers, homeworkers.
struct ChainNode {
  std::string name, title;  ///< name: the level of the map's column
  std::string kind;         ///< 'market', 'trader', 'producer', 'subcontractor', 'worker', 'supplier'
  std::string note;
  std::vector<Named> groups;  ///< poverty groups that stand here: 'homeworkers', 'own_account'
  Position at;
};

/// From one node to another: what goes along it.
struct ChainLink {
  Named from, to;
  std::string kind;              ///< 'goods', 'orders', 'credit', 'labour', 'information'
  std::optional<double> volume;  ///< in `unit`
  std::string unit;
};

struct Institution {
  std::string name, title;
  bool direct = true;        ///< in the cluster; else external to it
  std::vector<Named> nodes;  ///< that it has ties to
  std::string role;
};

/// An indicator's output: "poverty", or "poverty.headcount".
struct ChainFigure {
  std::string indicator, output;  ///< output empty: its first
  Position at;
};

/// Who is a woman: a level of a column.
struct WomenAre {
  Named column;
  std::string level;
};

struct ValueChain {
  Position at;
  std::optional<Named> column;  ///< of a dataset: whose levels are the nodes
  std::optional<Named> arm;     ///< a level: figures and counts are of its rows
  std::vector<Named> counts;    ///< datasets whose rows are counted at each node
  std::optional<WomenAre> women;
  std::vector<ChainFigure> figures;
  std::optional<ChainFigure> shade;  ///< a node is a poverty node by this figure
  double shade_from = 0;             ///< in its unit: at this level and on its worse side
  std::vector<ChainNode> nodes;
  std::vector<ChainLink> links;
  std::vector<Institution> institutions;
};

}  // namespace clusia
