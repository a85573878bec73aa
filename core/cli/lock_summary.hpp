/// What was fixed beforehand and how far a run is from it, for the terminal and for programs.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <nlohmann/json_fwd.hpp>
#include <ostream>

#include "cli/command.hpp"

namespace clusia::cli {

/// One line; nothing where nothing was fixed.
void print_lock(const SQLite::Database& database, std::ostream& to, const Style& style);

/// null where nothing was fixed.
nlohmann::json json_lock(const SQLite::Database& database);

}  // namespace clusia::cli
