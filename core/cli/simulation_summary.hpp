/// A study that was tried out, for programs.
#pragma once

#include <nlohmann/json.hpp>

#include "planning/simulation.hpp"

namespace clusia::cli {

nlohmann::ordered_json json_of(const planning::Simulation& simulation);

}  // namespace clusia::cli
