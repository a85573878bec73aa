/// A plan at a glance, for the terminal and for programs.
#pragma once

#include <ostream>
#include <string>

#include "cli/command.hpp"
#include "planning/plan.hpp"

namespace clusia::cli {

void print_plan(const planning::Plan& plan, const std::string& title, std::ostream& to, const Style& style);

/// The same facts as one JSON object.
std::string json_plan(const planning::Plan& plan);

}  // namespace clusia::cli
