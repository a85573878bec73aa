#include "report/map.hpp"

#include <algorithm>

#include "report/kept_study.hpp"
#include "report/map_drawing.hpp"
#include "report/number.hpp"

namespace clusia {

using namespace report;

namespace {

std::string words(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string listed_groups(const ChainNode& node) {
  std::vector<std::string> groups;
  for (const Named& group : node.groups) groups.push_back(words(group.text));
  return enumeration(groups);
}

Html shade_words(Shade shade) {
  return shade == Shade::poverty ? text("poverty node") : shade == Shade::doubtful ? text("in doubt") : Html{};
}

/// The map for those who cannot see it, and for those who want the figures.
Html node_table(const ValueChain& chain, const std::vector<NodeState>& states) {
  std::vector<Table::Column> columns{{"Node"}, {"Kind"}, {"Poverty groups"}};
  const std::vector<NodeCount>& counts = states.front().counts;
  for (const NodeCount& count : counts) columns.push_back({count.title, Align::number});
  if (counts.empty()) columns.push_back({"Rows of data", Align::number});
  columns.push_back({"Women", Align::number});
  const auto most = std::ranges::max_element(states, {}, [](const NodeState& s) { return s.figures.size(); });
  for (const NodeFigure& figure : most->figures) columns.push_back({figure.title, Align::number, figure.unit});
  columns.push_back({"Shaded"});
  Table table("The nodes", columns);
  for (std::size_t k = 0; k < states.size(); ++k) {
    const NodeState& state = states[k];
    std::vector<Html> cells{text(chain.nodes[k].title), text(chain.nodes[k].kind), text(listed_groups(chain.nodes[k]))};
    for (const NodeCount& count : state.counts) cells.push_back(text(count_in_words(count)));
    if (counts.empty()) cells.push_back(state.rows ? text(std::to_string(*state.rows)) : Html{});
    cells.push_back(state.women ? text(share_in_words(*state.women)) : Html{});
    for (std::size_t f = 0; f < most->figures.size(); ++f) {
      const bool has = f < state.figures.size();
      cells.push_back(!has ? Html{}
                      : state.figures[f].held_back
                          ? text("too few")
                          : text(rounded(state.figures[f].estimate, decimals_for({state.figures[f].estimate}))));
    }
    cells.push_back(shade_words(state.shade));
    table.row(cells);
  }
  return table.html();
}

/// Which node a row stands at, and which the row of another dataset that it belongs to.
Html tie_table(const ValueChain& chain, const std::vector<NodeTie>& ties) {
  Table table("Whom the rows at a node belong to",
              {{"Node"}, {"Poverty groups"}, {"Rows of"}, {"Belong to"}, {"At the node"}, {"How many", Align::number}});
  const auto node = [&](const std::string& name) { return std::ranges::find(chain.nodes, name, &ChainNode::name); };
  for (const NodeTie& tie : ties) {
    const auto from = node(tie.from), to = node(tie.to);
    if (from == chain.nodes.end() || to == chain.nodes.end()) continue;
    table.row({text(from->title), text(listed_groups(*from)), text(tie.from_data), text(tie.to_data), text(to->title),
               text(count_in_words(tie.count))});
  }
  return table.empty() ? Html{} : table.html();
}

Html link_table(const ValueChain& chain) {
  Table table("The links", {{"From"}, {"To"}, {"What"}, {"Volume", Align::number}, {"Unit"}});
  const auto title = [&](const std::string& name) {
    const auto node = std::ranges::find(chain.nodes, name, &ChainNode::name);
    return text(node == chain.nodes.end() ? name : node->title);
  };
  for (const ChainLink& link : chain.links)
    table.row({title(link.from.text), title(link.to.text), text(link.kind),
               link.volume ? text(rounded(*link.volume, decimals_of(*link.volume))) : Html{}, text(link.unit)});
  return table.empty() ? Html{} : table.html();
}

Html institution_table(const ValueChain& chain) {
  Table table("The institutions", {{"Institution"}, {"Ties"}, {"What it does there"}, {"Nodes"}});
  for (const Institution& one : chain.institutions) {
    std::vector<std::string> nodes;
    for (const Named& name : one.nodes) {
      const auto node = std::ranges::find(chain.nodes, name.text, &ChainNode::name);
      nodes.push_back(node == chain.nodes.end() ? name.text : node->title);
    }
    table.row(
        {text(one.title), text(one.direct ? "in the cluster" : "external"), text(one.role), text(enumeration(nodes))});
  }
  return table.empty() ? Html{} : table.html();
}

}  // namespace

Html map_figure(const ValueChain& chain, const std::vector<NodeState>& states, const std::vector<NodeTie>& ties,
                const std::string& rule) {
  if (chain.nodes.empty()) return {};
  const std::string caption =
      "Lines: what goes from node to node, thicker where its volume is larger. Ellipses are institutions in the "
      "cluster, "
      "octagons those outside it; dashed lines go down the chain. " +
      rule;
  return tag("figure", {{"class", "map"}, {"role", "group"}},
             tag("figcaption", text(caption)) + tag("div",
                                                    {{"class", "scroll"},
                                                     {"tabindex", "0"},
                                                     {"role", "region"},
                                                     {"aria-label", "Map of the value chain"}},
                                                    Html::drawing(map_svg(chain, states)))) +
         details("The map as tables",
                 node_table(chain, states) + tie_table(chain, ties) + link_table(chain) + institution_table(chain));
}

Html map_section(const SQLite::Database& results) {
  const auto chain = kept_study(results).chain;
  if (!chain) return {};
  return map_figure(*chain, node_states(*chain, results), node_ties(*chain, results),
                    whose_figures(*chain, results) + shading_rule(*chain, results));
}

}  // namespace clusia
