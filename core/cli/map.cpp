#include "report/map.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/read.hpp"
#include "cli/summary.hpp"
#include "report/map_drawing.hpp"
#include "report/number.hpp"
#include "report/query.hpp"
#include "report/shell.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

std::string figure_of(const NodeFigure& f) {
  if (f.held_back) return "too few";
  if (!f.estimate) return "-";
  return plain(*f.estimate, std::max(report::decimals_for({f.estimate}) - 1, 0)) + (f.unit == "%" ? " %" : "");
}

/// "132 (66)": how many there are by the weights, and how many rows say so.
std::string count_of(const NodeCount& count) {
  if (count.held_back || count.rows == 0) return count.rows == 0 ? "none" : "too few";
  const std::string rows = std::to_string(count.rows);
  return count.size ? plain(*count.size, 0) + " (" + rows + ")" : rows;
}

void print(const ValueChain& chain, const std::vector<NodeState>& states, const std::string& rule, std::ostream& to) {
  const Style s(STDOUT_FILENO);
  const std::vector<NodeCount>& counts = states.front().counts;
  std::vector<Line> lines{{"node", "kind"}};
  for (const NodeCount& count : counts) lines[0].push_back(count.title);
  if (counts.empty()) lines[0].emplace_back("rows");
  if (chain.women) lines[0].emplace_back("women");
  const auto most = std::ranges::max_element(states, {}, [](const NodeState& state) { return state.figures.size(); });
  for (const NodeFigure& f : most->figures) lines[0].push_back(f.title);
  lines[0].push_back("");
  for (std::size_t k = 0; k < states.size(); ++k) {
    const NodeState& state = states[k];
    Line line{chain.nodes[k].title, chain.nodes[k].kind};
    for (const NodeCount& count : state.counts) line.push_back(count_of(count));
    if (counts.empty()) line.push_back(state.rows ? std::to_string(*state.rows) : "-");
    if (chain.women)
      line.push_back(!state.women             ? "-"
                     : state.women->held_back ? "too few"
                                              : plain(100 * state.women->share, 0) + " %");
    for (std::size_t f = 0; f < most->figures.size(); ++f)
      line.push_back(f < state.figures.size() ? figure_of(state.figures[f]) : "-");
    line.push_back(state.shade == Shade::poverty ? "poverty node" : state.shade == Shade::doubtful ? "in doubt" : "");
    lines.push_back(std::move(line));
  }
  print_grid(lines, to, s);
  to << counted(std::ssize(chain.links), "link") << ", " << counted(std::ssize(chain.institutions), "institution")
     << "\n";
  if (!rule.empty()) to << rule << "\n";
  to << "\n";
}

}  // namespace

int map(const Arguments& given) {
  CommandLine line(
      "clusia map STUDY.toml [options]",
      "Draws the value chain and the institutions of [map] of the study. Figures at the nodes come from the "
      "results of a run, where there\n"
      "are any; before that, the map shows the chain alone. Leaves map.svg and map.html.",
      "clusia map configs/craft-cluster/study.toml --out craft");
  line.arguments({"STUDY.toml"});
  line.options()("results", po::value<std::string>()->value_name("DB"),
                 "results database (default: results/STUDY-ID/results.sqlite, if it is there)")(
      "out,o", po::value<std::string>()->value_name("DIR"), "where they go (default: results/STUDY-ID)");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Study study = outline(line.text("STUDY.toml"), catalogue_for(line));
  if (!study.chain)
    throw Wrong({line.text("STUDY.toml") + ": the study has no [map]: add one with its nodes, [[map.node]]"});
  const fs::path folder = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / study.id;
  const fs::path database =
      line.has("results") ? fs::path(line.text("results")) : fs::path("results") / study.id / "results.sqlite";
  if (line.has("results") && !fs::is_regular_file(database))
    throw Wrong({database.string() + ": file not found: name the results.sqlite that a run left"});
  try {
    std::vector<NodeState> states(study.chain->nodes.size()), drawn = states;
    std::vector<NodeTie> ties;
    std::string rule, drawn_rule;  // in English for the terminal, in the study's language for the page
    const report::Words words(study.language);
    if (fs::is_regular_file(database)) {
      const SQLite::Database results = report::open(database);
      states = node_states(*study.chain, results);
      ties = node_ties(*study.chain, results);
      rule = whose_figures(*study.chain, results) + shading_rule(*study.chain, results);
      drawn = node_states(*study.chain, results, words);
      drawn_rule = whose_figures(*study.chain, results, words) + shading_rule(*study.chain, results, words);
    }
    fs::create_directories(folder);
    write_file(folder / "map.svg", map_svg(*study.chain, drawn, words));
    const report::Html figure = map_figure(*study.chain, drawn, ties, drawn_rule, words);
    write_file(folder / "map.html", report::shell_page(words("map.title"), study.title, study.question, figure, words));
    print(*study.chain, states, rule, std::cout);
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  std::cout << "picture  " << (folder / "map.svg").string() << "\npage     " << (folder / "map.html").string() << "\n";
  return all_well;
}

}  // namespace clusia::cli
