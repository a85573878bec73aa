/// A run at a glance, for the terminal and for programs; from the results database alone.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <ostream>
#include <string>

#include "cli/command.hpp"

namespace clusia::cli {

/// What was assessed, the effects with their intervals, who gained and who lost, what is doubtful.
void print_summary(const std::filesystem::path& database, std::ostream& to, const Style& style);

/// The same facts as one JSON object.
std::string json_summary(const std::filesystem::path& database);

/// Whether figures have errors, and which intervals.
std::string sampling_in_words(bool population, double confidence);

/// What the command line changed in the study.
void print_overrides(const SQLite::Database& database, std::ostream& to, const Style& style);

/// For a terminal: a hyphen as minus, so that figures can be searched and copied.
std::string plain(double value, int decimals);
/// Characters, not bytes: what a column is wide.
std::size_t width_of(const std::string& text);
std::string padded(const std::string& text, std::size_t width, bool right);

}  // namespace clusia::cli
