/// A small table for a terminal.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace clusia::cli {

using Line = std::vector<std::string>;

/// Columns as wide as they need to be; the first line is the heading, the first columns stand to the left.
void print_grid(const std::vector<Line>& lines, std::ostream& to, const Style& style, std::size_t left = 1);

/// Throws std::runtime_error where it cannot be written.
void write_file(const std::filesystem::path& path, const std::string& content);

}  // namespace clusia::cli
