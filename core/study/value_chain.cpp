#include "study/value_chain.hpp"

#include <algorithm>

#include "study/declaring.hpp"
#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace sections {

using namespace declaring;

const Section& map() {
  static const Section section{
      "[map]",
      "The value chain and the institutions around it, for `clusia map` ([mapping.md](mapping.md)).",
      {names("figures",
             "indicators whose levels stand at each node: `NAME`, or `NAME.OUTPUT` where it has several outputs"),
       text("column", "column of the data whose levels are the names of the nodes; it must be asked for in `groups`"),
       text("arm",
            "level of the arms that the map is of: figures and counts are of its rows. Left out: figures are of the "
            "last arm, counts of everyone"),
       names("counts", "datasets whose rows are counted at each node in the last wave, by the survey weights too"),
       make(CLUSIA_TEXT_MAP, "women",
            "a column and its level, `{ gender = \"women\" }`, whose share stands at each node; a dataset is asked for "
            "groups by `column` crossed with it"),
       text("shade", "the indicator that tells which nodes are poverty nodes, written as in `figures`"),
       number("shade_from", "a node is shaded where that indicator is at this value or worse"),
       required(tables("node", "the points of the chain, one `[[map.node]]` each")),
       tables("link", "what goes from one node to another, one `[[map.link]]` each"),
       tables("institution", "who stands around the chain, one `[[map.institution]]` each")},
      ""};
  return section;
}

const Section& map_node() {
  static const Section section{
      "[map] node",
      "A point of the value chain.",
      {required(text("name", "as the column of the map has it")),
       text("title", "what the map calls it; the name if left out"),
       required(choice({"market", "trader", "producer", "subcontractor", "worker", "supplier"},
                       text("kind", "what stands there"))),
       names("groups",
             "poverty groups that stand there: of producers `small_firms`, `micro_entrepreneurs`, `own_account`, "
             "`small_subcontractors`; of workers `wage_labour`, `homeworkers`, `contract_labour`, `family_labour`"),
       text("note", "a few words that stand in the node")},
      ""};
  return section;
}

const Section& map_link() {
  static const Section section{
      "[map] link",
      "What goes from one node to another.",
      {required(text("from", "name of a node")), required(text("to", "name of a node")),
       by_default("\"goods\"",
                  choice({"goods", "orders", "credit", "labour", "information"}, text("kind", "what it is"))),
       within(0, open,
              number("volume", "how much of it; thicker lines are larger shares of the largest in the same unit")),
       text("unit", "what the volume is counted in")},
      ""};
  return section;
}

const Section& map_institution() {
  static const Section section{
      "[map] institution",
      "An association, a service, an office of the state.",
      {required(text("name", "names it")), text("title", "what the map calls it; the name if left out"),
       required(choice({"direct", "external"},
                       text("ties", "`direct`: a part of the cluster; `external`: linked from outside"))),
       names("nodes", "names of the nodes that it has to do with"), text("role", "what it does there, in a few words")},
      ""};
  return section;
}

}  // namespace sections

namespace {

const std::vector<std::string> poverty_groups{"small_firms",          "micro_entrepreneurs", "own_account",
                                              "small_subcontractors", "wage_labour",         "homeworkers",
                                              "contract_labour",      "family_labour"};

void check_known(Reading& reading, const Named& name, const std::vector<std::string>& known, const std::string& kind,
                 const std::string& kinds) {
  if (name.text.empty() || std::ranges::find(known, name.text) != known.end()) return;
  reading.problems.add(name.at, "there is no " + kind + " '" + name.text + "'", mend_of(name.text, known, kinds));
}

ChainNode node_of(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::map_node(), heading_of("[[map.node]]", of), reading.problems);
  ChainNode node;
  node.name = table.text("name");
  node.title = table.has("title") ? table.text("title") : node.name;
  node.kind = table.text("kind");
  node.note = table.text("note");
  node.groups = table.names("groups");
  node.at = table.at("name");
  for (const Named& group : node.groups) check_known(reading, group, poverty_groups, "poverty group", "poverty groups");
  return node;
}

ChainLink link_of(Reading& reading, const toml::table& of, const std::vector<std::string>& nodes) {
  const Table table(of, position_of(of), sections::map_link(), "[[map.link]]", reading.problems);
  ChainLink link;
  link.from = {table.text("from"), table.at("from")};
  link.to = {table.text("to"), table.at("to")};
  link.kind = table.text("kind");
  if (table.has("volume")) link.volume = table.number("volume");
  link.unit = table.text("unit");
  for (const Named& end : {link.from, link.to}) check_known(reading, end, nodes, "node", "nodes of the map");
  return link;
}

Institution institution_of(Reading& reading, const toml::table& of, const std::vector<std::string>& nodes) {
  const Table table(of, position_of(of), sections::map_institution(), heading_of("[[map.institution]]", of),
                    reading.problems);
  Institution out;
  out.name = table.text("name");
  out.title = table.has("title") ? table.text("title") : out.name;
  out.direct = table.text("ties") != "external";
  out.nodes = table.names("nodes");
  out.role = table.text("role");
  for (const Named& node : out.nodes) check_known(reading, node, nodes, "node", "nodes of the map");
  return out;
}

ChainFigure figure_of(const Named& name) {
  const auto dot = name.text.find('.');
  return {name.text.substr(0, dot), dot == std::string::npos ? "" : name.text.substr(dot + 1), name.at};
}

void check_figure(Reading& reading, const ChainFigure& figure) {
  const std::vector<std::string> known = names_of(reading.study.indicators);
  check_known(reading, {figure.indicator, figure.at}, known, "indicator", "indicators");
  for (std::size_t k = 0; k < known.size(); ++k) {
    const Declaration* plugin = reading.indicators[k];
    if (known[k] != figure.indicator || plugin == nullptr || figure.output.empty() || plugin->outputs.empty()) continue;
    check_known(reading, {figure.output, figure.at}, names_of(plugin->outputs), "output", "outputs of this indicator");
  }
}

}  // namespace

void read_map(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::map(), "[map]", reading.problems);
  ValueChain chain;
  chain.at = table.at();
  chain.column = table.named("column");
  for (const Named& name : table.names("figures")) chain.figures.push_back(figure_of(name));
  chain.arm = table.named("arm");
  chain.counts = table.names("counts");
  if (const auto* women = of.get_as<toml::table>("women"); women != nullptr && women->size() == 1)
    for (const auto& [column, level] : *women)
      chain.women = WomenAre{{std::string(column.str()), table.at("women")}, level_of(level).value_or("")};
  else if (table.has("women"))
    reading.problems.add(table.at("women"), "'women' is not one column and its level",
                         "write women = { gender = \"women\" }");
  if (const auto shade = table.named("shade")) {
    chain.shade = figure_of(*shade);
    if (table.has("shade_from"))
      chain.shade_from = table.number("shade_from");
    else
      reading.problems.add(shade->at, "[map] does not say from which value a node is shaded",
                           "add shade_from = ..., in the unit of this indicator");
  }
  std::vector<std::string> nodes;
  for (const auto* node : table.tables("node")) {
    ChainNode one = node_of(reading, *node);
    check_name(reading, chain.nodes, one.name, one.at, "nodes");
    nodes.push_back(one.name);
    chain.nodes.push_back(std::move(one));
  }
  for (const auto* link : table.tables("link")) chain.links.push_back(link_of(reading, *link, nodes));
  for (const auto* one : table.tables("institution"))
    chain.institutions.push_back(institution_of(reading, *one, nodes));
  reading.study.chain = std::move(chain);
}

namespace {

/// Counts and the women's share are those of groups.
void check_counts(Reading& reading, const ValueChain& chain) {
  const std::string column = chain.column ? chain.column->text : "";
  const auto asked_for = [&](const Dataset& dataset, const std::set<std::string>& columns) {
    return std::ranges::any_of(dataset.groups, [&](const std::vector<Named>& crossing) {
      std::set<std::string> of;
      for (const Named& one : crossing) of.insert(one.text);
      return of == columns;
    });
  };
  for (const Named& name : chain.counts) {
    check_known(reading, name, names_of(reading.study.datasets), "dataset", "datasets");
    const Dataset* dataset = reading.study.dataset(name.text);
    if (dataset != nullptr && !asked_for(*dataset, {column}))
      reading.problems.add(name.at, "dataset '" + name.text + "' is not asked for groups by the nodes of the map",
                           "add '" + column + "' to the 'groups' of [data." + name.text + "]");
  }
  if (chain.women && std::ranges::none_of(reading.study.datasets, [&](const Dataset& dataset) {
        return asked_for(dataset, {column, chain.women->column.text});
      }))
    reading.problems.add(
        chain.women->column.at,
        "no dataset is asked for groups by '" + column + "' crossed with '" + chain.women->column.text + "'",
        "add [\"" + column + "\", \"" + chain.women->column.text + "\"] to the 'groups' of one");
  if (chain.arm && std::ranges::none_of(reading.study.datasets, [&](const Dataset& dataset) {
        const auto is = [&](const Named& level) { return level.text == chain.arm->text; };
        return std::ranges::any_of(dataset.roles.treated, is) || std::ranges::any_of(dataset.roles.comparison, is);
      }))
    reading.problems.add(chain.arm->at, "'" + chain.arm->text + "' is an arm of no dataset",
                         "name a level of 'treated' or 'comparison'");
}

}  // namespace

void check_map(Reading& reading) {
  if (!reading.study.chain) return;
  const ValueChain& chain = *reading.study.chain;
  check_counts(reading, chain);
  for (const ChainFigure& figure : chain.figures) check_figure(reading, figure);
  if (chain.shade) check_figure(reading, *chain.shade);
  if (!chain.column) return;
  const bool asked = std::ranges::any_of(reading.study.datasets, [&](const Dataset& dataset) {
    return std::ranges::any_of(dataset.groups, [&](const std::vector<Named>& crossing) {
      return crossing.size() == 1 && crossing[0].text == chain.column->text;
    });
  });
  if (!asked)
    reading.problems.add(chain.column->at, "no dataset is asked for groups by '" + chain.column->text + "'",
                         "add it to the 'groups' of a dataset");
}

}  // namespace clusia
