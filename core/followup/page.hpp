/// What changed between two studies, as one HTML page that carries all that it shows.
#pragma once

#include <filesystem>
#include <string>

#include "followup/changes.hpp"

namespace clusia::followup {

/// "the earlier study" and "the later": their titles are read from the databases.
std::string page(const Comparison& comparison, const std::filesystem::path& before, const std::filesystem::path& after);

/// How the intervals of the changes came about, in a sentence.
extern const char* const assumption;

}  // namespace clusia::followup
