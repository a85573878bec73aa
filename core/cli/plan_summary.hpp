/// A plan at a glance, for the terminal and for programs.
#pragma once

#include <ostream>
#include <string>

#include "cli/command.hpp"
#include "planning/plan.hpp"
#include "planning/simulation.hpp"

namespace clusia::cli {

void print_plan(const planning::Plan& plan, const std::string& title, std::ostream& to, const Style& style);

/// What a study that was tried out found, everyone before groups.
void print_simulation(const planning::Simulation& simulation, std::ostream& to, const Style& style);

/// The same facts as one JSON object. `simulation`: nullptr where the study was not tried out.
std::string json_plan(const planning::Plan& plan, const planning::Simulation* simulation);

}  // namespace clusia::cli
