/// A comparison of strategies at a glance, for the terminal and for programs; from the results database alone.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/command.hpp"

namespace clusia::cli {

/// Where strategies are compared: by indicator every specification with its effect for everyone, sorted, and what
/// depends on which choice. Else the summary of the run.
void print_results(const std::filesystem::path& database, std::ostream& to, const Style& style);

/// The same facts as one JSON object.
std::string json_of_results(const std::filesystem::path& database);

}  // namespace clusia::cli
