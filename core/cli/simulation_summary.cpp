#include "cli/simulation_summary.hpp"

#include "cli/grid.hpp"
#include "cli/plan_summary.hpp"
#include "cli/summary.hpp"
#include "report/number.hpp"
#include "report/simulation.hpp"

namespace clusia::cli {
namespace {

using nlohmann::ordered_json;
using planning::Simulated;
using planning::SimulatedEffect;
using planning::Simulation;

constexpr std::size_t most_rows = 40;  // of the table; simulation.csv has them all

std::string shown(const std::optional<double>& value, int decimals) { return value ? plain(*value, decimals) : ""; }
std::string shown(const std::optional<Simulated>& value, int decimals) {
  return value ? plain(value->value, decimals) : "";
}

Line line_of(const SimulatedEffect& of, const Simulation& simulation) {
  const auto& found = of.found;
  const int d = simulation_words::decimals(of);
  return {simulation_words::effect(of, simulation),
          of.comparator_title,
          shown(found.truth, d),
          shown(found.bias, d),
          shown(simulation_words::error_told(of), 2),
          shown(found.coverage, 2),
          shown(found.power, 2),
          shown(of.formula, 2),
          shown(found.size, 2)};
}

ordered_json json_of(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}
ordered_json json_of(const std::optional<Simulated>& value) {
  if (!value) return nullptr;
  return {{"value", value->value}, {"error", value->error}};
}

}  // namespace

void print_simulation(const Simulation& simulation, std::ostream& to, const Style& style) {
  to << "\n" << style.bold << "Tried out: " << simulation_words::what(simulation) << style.plain << "\n";
  for (const std::string& change : simulation.planted) to << "planted   " << change << "\n";
  to << "assumed   a correlation of " << report::shortest(simulation.correlation)
     << " between a unit's outcomes in two waves, " << report::shortest(simulation.cluster_correlation)
     << " between a PSU's levels\n";
  std::vector<Line> lines{
      {"outcome", "compared by", "truth", "bias", "SE / SD", "coverage", "power", "formula", "false alarms"}};
  for (const SimulatedEffect* of : simulation_words::in_order(simulation))
    if (lines.size() <= most_rows) lines.push_back(line_of(*of, simulation));
  print_grid(lines, to, style, 2);
  if (lines.size() <= simulation.effects.size())
    to << "  and " << simulation.effects.size() + 1 - lines.size() << " more in simulation.csv\n";
  for (const SimulatedEffect& of : simulation.effects)
    if (const std::string failed = simulation_words::failures(of); !failed.empty())
      to << "failed    " << simulation_words::effect(of, simulation) << ", " << of.comparator_title << ": " << failed
         << "\n";
  for (const std::string& note : simulation.notes) to << "note      " << note << "\n";
}

ordered_json json_of(const Simulation& simulation) {
  ordered_json out = {{"studies", simulation.studies},
                      {"seed", simulation.seed},
                      {"confidence", simulation.confidence},
                      {"correlation", simulation.correlation},
                      {"cluster_correlation", simulation.cluster_correlation},
                      {"planted", simulation.planted},
                      {"effects", ordered_json::array()},
                      {"notes", simulation.notes}};
  for (const SimulatedEffect& of : simulation.effects) {
    const auto& found = of.found;
    ordered_json reasons = ordered_json::object();
    for (const auto& [reason, times] : found.reasons) reasons[reason] = times;
    out["effects"].push_back({{"data", of.data},
                              {"indicator", of.indicator},
                              {"output", of.output},
                              {"comparator", of.comparator},
                              {"contrast", of.contrast},
                              {"group", of.group},
                              {"truth", json_of(found.truth)},
                              {"bias", json_of(found.bias)},
                              {"sd", json_of(found.sd)},
                              {"std_error", json_of(found.std_error)},
                              {"coverage", json_of(found.coverage)},
                              {"power", json_of(found.power)},
                              {"formula", json_of(of.formula)},
                              {"no_formula", of.no_formula},
                              {"size", json_of(found.size)},
                              {"studies", found.studies},
                              {"estimated", found.estimated},
                              {"tested", found.tested},
                              {"reasons", reasons}});
  }
  return out;
}

}  // namespace clusia::cli
