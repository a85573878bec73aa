#include "report/map.hpp"

#include <algorithm>

#include "report/kept_study.hpp"
#include "report/map_drawing.hpp"
#include "report/number.hpp"

namespace clusia {

using namespace report;

namespace {

constexpr std::size_t most_named = 8;  // in a cell of a table

std::string spelt(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string listed_groups(const ChainNode& node, const Words& words) {
  std::vector<std::string> groups;
  for (const Named& group : node.groups) groups.push_back(spelt(group.text));
  return words.list(groups, most_named);
}

Html shade_words(Shade shade, const Words& words) {
  return shade == Shade::none ? Html{} : text(words(shade == Shade::poverty ? "map.poverty" : "map.doubtful"));
}

/// The map for those who cannot see it, and for those who want the figures.
Html node_table(const ValueChain& chain, const std::vector<NodeState>& states, const Words& words) {
  std::vector<Table::Column> columns{{words("map.node")}, {words("column.level")}, {words("map.groups")}};
  const std::vector<NodeCount>& counts = states.front().counts;
  for (const NodeCount& count : counts) columns.push_back({count.title, Align::number});
  if (counts.empty()) columns.push_back({words("map.rows"), Align::number});
  columns.push_back({words("map.women"), Align::number});
  const auto most = std::ranges::max_element(states, {}, [](const NodeState& s) { return s.figures.size(); });
  for (const NodeFigure& figure : most->figures) columns.push_back({figure.title, Align::number, figure.unit});
  columns.push_back({words("map.shaded")});
  Table table(words("map.nodes"), columns);
  for (std::size_t k = 0; k < states.size(); ++k) {
    const NodeState& state = states[k];
    std::vector<Html> cells{text(chain.nodes[k].title), text(words.term(chain.nodes[k].kind)),
                            text(listed_groups(chain.nodes[k], words))};
    for (const NodeCount& count : state.counts) cells.push_back(text(count_in_words(count, words)));
    if (counts.empty()) cells.push_back(state.rows ? text(std::to_string(*state.rows)) : Html{});
    cells.push_back(state.women ? text(share_in_words(*state.women, words)) : Html{});
    for (std::size_t f = 0; f < most->figures.size(); ++f) {
      const bool has = f < state.figures.size();
      cells.push_back(!has ? Html{}
                      : state.figures[f].held_back
                          ? text(words("few"))
                          : text(words.number(state.figures[f].estimate, decimals_for({state.figures[f].estimate}))));
    }
    cells.push_back(shade_words(state.shade, words));
    table.row(cells);
  }
  return table.html();
}

/// Which node a row stands at, and which the row of another dataset that it belongs to.
Html tie_table(const ValueChain& chain, const std::vector<NodeTie>& ties, const Words& words) {
  Table table(words("map.belong"), {{words("map.node")},
                                    {words("map.groups")},
                                    {words("map.rows_of")},
                                    {words("map.belong_to")},
                                    {words("map.at_node")},
                                    {words("map.how_many"), Align::number}});
  const auto node = [&](const std::string& name) { return std::ranges::find(chain.nodes, name, &ChainNode::name); };
  for (const NodeTie& tie : ties) {
    const auto from = node(tie.from), to = node(tie.to);
    if (from == chain.nodes.end() || to == chain.nodes.end()) continue;
    table.row({text(from->title), text(listed_groups(*from, words)), text(tie.from_data), text(tie.to_data),
               text(to->title), text(count_in_words(tie.count, words))});
  }
  return table.empty() ? Html{} : table.html();
}

Html link_table(const ValueChain& chain, const Words& words) {
  Table table(words("map.links"), {{words("map.from")},
                                   {words("map.to")},
                                   {words("map.what")},
                                   {words("map.volume"), Align::number},
                                   {words("column.unit")}});
  const auto title = [&](const std::string& name) {
    const auto node = std::ranges::find(chain.nodes, name, &ChainNode::name);
    return text(node == chain.nodes.end() ? name : node->title);
  };
  for (const ChainLink& link : chain.links)
    table.row({title(link.from.text), title(link.to.text), text(words.term(link.kind)),
               link.volume ? text(words.number(*link.volume, decimals_of(*link.volume))) : Html{}, text(link.unit)});
  return table.empty() ? Html{} : table.html();
}

Html institution_table(const ValueChain& chain, const Words& words) {
  Table table(words("map.institutions"),
              {{words("map.institution")}, {words("map.ties")}, {words("map.does")}, {words("map.its_nodes")}});
  for (const Institution& one : chain.institutions) {
    std::vector<std::string> nodes;
    for (const Named& name : one.nodes) {
      const auto node = std::ranges::find(chain.nodes, name.text, &ChainNode::name);
      nodes.push_back(node == chain.nodes.end() ? name.text : node->title);
    }
    table.row({text(one.title), text(words(one.direct ? "map.direct" : "map.external")), text(one.role),
               text(words.list(nodes, most_named))});
  }
  return table.empty() ? Html{} : table.html();
}

}  // namespace

Html map_figure(const ValueChain& chain, const std::vector<NodeState>& states, const std::vector<NodeTie>& ties,
                const std::string& rule, const Words& words) {
  if (chain.nodes.empty()) return {};
  const std::string caption = words("map.caption") + " " + rule;
  return tag("figure", {{"class", "map"}, {"role", "group"}},
             tag("figcaption", text(caption)) +
                 tag("div",
                     {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", words("map.label")}},
                     Html::drawing(map_svg(chain, states, words)))) +
         details(words("map.tables"), node_table(chain, states, words) + tie_table(chain, ties, words) +
                                          link_table(chain, words) + institution_table(chain, words));
}

Html map_section(const SQLite::Database& results, const Words& words) {
  const auto chain = kept_study(results).chain;
  if (!chain) return {};
  return map_figure(*chain, node_states(*chain, results, words), node_ties(*chain, results),
                    whose_figures(*chain, results, words) + shading_rule(*chain, results, words), words);
}

}  // namespace clusia
