/// What people read of a study that was tried out: a section of the plan's page, a table, and words for both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planning/simulation.hpp"
#include "report/html.hpp"

namespace clusia {

/// The section on the plan's page.
report::Html html_simulation(const planning::Simulation& simulation);

/// A row an effect. Numbers read back to the same bits; empty where there is none.
std::string simulation_csv(const planning::Simulation& simulation);

/// The words that the page and the terminal share.
namespace simulation_words {
/// "500 simulated studies on the rows of the data, seed 7": what was done.
std::string what(const planning::Simulation& simulation);
/// The outcome, with its output and contrast where there are several, and the group where it is not everyone.
std::string effect(const planning::SimulatedEffect& of, const planning::Simulation& simulation);
/// Mean standard error over the standard deviation of the estimates; nothing where one of them is missing.
std::optional<double> error_told(const planning::SimulatedEffect& of);
/// Everyone's effects before those of groups.
std::vector<const planning::SimulatedEffect*> in_order(const planning::Simulation& simulation);
/// Decimals in which truth and bias are told: two digits of the standard deviation.
int decimals(const planning::SimulatedEffect& of);
/// "no estimate or test in 12 of 500 studies: too few"; empty where all gave one.
std::string failures(const planning::SimulatedEffect& of);
}  // namespace simulation_words

}  // namespace clusia
