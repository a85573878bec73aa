/// What changed and what is watched, for programs.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "followup/changes.hpp"
#include "followup/monitor.hpp"

namespace clusia::followup {

/// One row a change. Throws std::runtime_error where it cannot be written.
void write_changes_csv(const Comparison& comparison, const std::filesystem::path& csv);

nlohmann::json json_of(const Comparison& comparison);
/// The fields of monitor.csv, the points of a figure as a list in it.
nlohmann::json json_of(const Monitoring& of);

}  // namespace clusia::followup
