#include "report/map_drawing.hpp"

#include <graphviz/gvc.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>

#include "report/html.hpp"
#include "report/number.hpp"

namespace clusia {

namespace {

constexpr const char* ink = "#1d2a35";
constexpr const char* soft = "#52616d";
constexpr const char* poverty_fill = "#b9cbdc";  // tells itself apart from white on paper, too
constexpr const char* font = "Helvetica,Arial,sans-serif";

std::string escaped(const std::string& data) { return report::text(data).string(); }

std::string figure_text(const NodeFigure& f, const report::Words& words) {
  const std::string title = f.title + words("colon");
  if (f.held_back) return title + words("few");
  if (!f.estimate) return title + "–";
  const int decimals = std::max(report::decimals_for({f.estimate}) - 1, 0);
  std::string out = title + words.with_unit(words.number(f.estimate, decimals), f.unit);
  if (f.conf_low && f.conf_high) out += " (" + words.range(f.conf_low, f.conf_high, decimals) + ")";
  return out;
}

/// Graphviz's labels in its dialect of HTML: a title and smaller lines under it.
std::string label_of(const std::string& title, const std::vector<std::string>& lines) {
  std::string out = "<b>" + escaped(title) + "</b>";
  for (const std::string& line : lines) out += "<br/><font point-size=\"10\">" + escaped(line) + "</font>";
  return out;
}

std::vector<std::string> lines_of(const ChainNode& node, const NodeState& state, const report::Words& words) {
  std::vector<std::string> lines;
  if (!node.note.empty()) lines.push_back(node.note);
  for (const Named& group : node.groups) {
    std::string name = group.text;
    std::ranges::replace(name, '_', ' ');
    lines.push_back(name);
  }
  for (const NodeCount& count : state.counts) lines.push_back(count.title + ": " + count_in_words(count, words));
  if (state.counts.empty() && state.rows) lines.push_back(words.counted(*state.rows, "count.rows"));
  if (state.women) lines.push_back(words("map.women_share", {{"share", share_in_words(*state.women, words)}}));
  for (const NodeFigure& figure : state.figures) lines.push_back(figure_text(figure, words));
  return lines;
}

class Graph {
 public:
  Graph() : context_(gvContext()), graph_(agopen(name("map"), Agstrictdirected, nullptr)) {
    if (context_ == nullptr || graph_ == nullptr) throw std::runtime_error("Graphviz cannot be started");
    set(graph_, "rankdir", "BT");
    set(graph_, "fontname", font);
    set(graph_, "nodesep", "0.35");
    set(graph_, "ranksep", "0.7");
    set(graph_, "bgcolor", "transparent");
  }
  ~Graph() {
    gvFreeLayout(context_, graph_);
    agclose(graph_);
    gvFreeContext(context_);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  Agnode_t* node(const std::string& id, const std::string& label, const std::map<std::string, std::string>& looks) {
    Agnode_t* const node = agnode(graph_, name(id), 1);
    set(node, "fontname", font);
    set(node, "fontsize", "12");
    set(node, "fontcolor", ink);
    set(node, "color", soft);
    for (const auto& [key, value] : looks) set(node, key, value);
    char* const html = agstrdup_html(graph_, name(label));
    set(node, "label", html);
    agstrfree(graph_, html);
    return node;
  }
  void edge(Agnode_t* from, Agnode_t* to, const std::string& id, const std::map<std::string, std::string>& looks) {
    Agedge_t* const edge = agedge(graph_, from, to, name(id), 1);
    set(edge, "fontname", font);
    set(edge, "fontsize", "10");
    set(edge, "fontcolor", soft);
    set(edge, "color", soft);
    for (const auto& [key, value] : looks) set(edge, key, value);
  }
  std::string svg() {
    char* data = nullptr;
    unsigned length = 0;
    if (gvLayout(context_, graph_, "dot") != 0 || gvRenderData(context_, graph_, "svg", &data, &length) != 0)
      throw std::runtime_error("Graphviz cannot draw the map");
    std::string all(data, length);
    gvFreeRenderData(data);
    return all.substr(all.find("<svg"));
  }

 private:
  // Graphviz takes char* and copies what it is given.
  char* name(const std::string& text) {
    held_ = text;
    return held_.data();
  }
  template <class Object>
  void set(Object* object, const std::string& key, const std::string& value) {
    std::string k = key, v = value, none;
    agsafeset(object, k.data(), v.data(), none.data());
  }
  std::string held_;
  GVC_t* context_;
  Agraph_t* graph_;
};

std::map<std::string, std::string> looks_of(const NodeState& state) {
  std::map<std::string, std::string> looks{
      {"shape", "box"}, {"style", "filled,rounded"}, {"fillcolor", "#ffffff"}, {"margin", "0.18,0.1"}};
  if (state.shade == Shade::poverty) looks["fillcolor"] = poverty_fill, looks["penwidth"] = "2.2", looks["color"] = ink;
  if (state.shade == Shade::doubtful)
    looks["style"] = "filled,rounded,dashed", looks["penwidth"] = "2.2", looks["color"] = ink;
  return looks;
}

/// From 1 to 6, by its share of the largest volume in the same unit.
std::string width_of(const ChainLink& link, const std::vector<ChainLink>& all) {
  double largest = 0;
  for (const ChainLink& other : all)
    if (other.volume && other.unit == link.unit) largest = std::max(largest, *other.volume);
  return std::to_string(link.volume && largest > 0 ? 1 + 5 * *link.volume / largest : 1);
}

std::string words_of(const ChainLink& link, const report::Words& words) {
  std::string said = words.term(link.kind);
  if (link.volume)
    said += "\n" + words.number(*link.volume, report::decimals_of(*link.volume)) +
            (link.unit.empty() ? "" : " " + link.unit);
  return said;
}

}  // namespace

std::string map_svg(const ValueChain& chain, const std::vector<NodeState>& states, const report::Words& words) {
  Graph graph;
  std::map<std::string, Agnode_t*> nodes;
  for (std::size_t k = 0; k < chain.nodes.size(); ++k) {
    const ChainNode& node = chain.nodes[k];
    nodes[node.name] =
        graph.node("node " + node.name, label_of(node.title, lines_of(node, states[k], words)), looks_of(states[k]));
  }
  for (std::size_t k = 0; k < chain.links.size(); ++k) {
    const ChainLink& link = chain.links[k];
    std::map<std::string, std::string> looks{{"label", words_of(link, words)},
                                             {"penwidth", width_of(link, chain.links)}};
    // Goods and labour go up the chain; what goes down it is drawn beside them.
    if (link.kind != "goods" && link.kind != "labour") looks["constraint"] = "false", looks["style"] = "dashed";
    graph.edge(nodes.at(link.from.text), nodes.at(link.to.text), "link " + std::to_string(k), looks);
  }
  for (const Institution& one : chain.institutions) {
    std::vector<std::string> lines{words(one.direct ? "map.direct" : "map.external")};
    if (!one.role.empty()) lines.push_back(one.role);
    Agnode_t* const node =
        graph.node("institution " + one.name, label_of(one.title, lines),
                   {{"shape", one.direct ? "ellipse" : "octagon"}, {"style", one.direct ? "solid" : "dashed"}});
    for (const Named& to : one.nodes)
      graph.edge(node, nodes.at(to.text), one.name + " " + to.text,
                 {{"style", "dotted"}, {"dir", "none"}, {"constraint", "false"}});
  }
  return graph.svg();
}

}  // namespace clusia
