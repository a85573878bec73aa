/// A run at a glance, for the terminal and for programs; from the results database alone.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/command.hpp"

namespace clusia::cli {

/// What was assessed, the effects with their intervals, who gained and who lost, what is doubtful.
void print_summary(const std::filesystem::path& database, std::ostream& to, const Style& style);

/// The same facts as one JSON object.
std::string json_summary(const std::filesystem::path& database);

}  // namespace clusia::cli
