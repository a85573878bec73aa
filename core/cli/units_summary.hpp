/// What a run found for groups, households, individuals and firms, side by side.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <ostream>

#include "cli/command.hpp"

namespace clusia::cli {

/// Everyone's effects by state of well-being; nothing where rows are of one unit of analysis.
void print_units(const SQLite::Database& database, std::ostream& to, const Style& style);

}  // namespace clusia::cli
