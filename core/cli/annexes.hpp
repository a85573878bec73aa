/// What the report shows besides the run's figures: triangulation, voices and the choice of the cluster.
#pragma once

#include <filesystem>
#include <vector>

#include "report/report.hpp"

namespace clusia::cli {

/// From the results database alone, which holds the study and its sheets; those that the study has. Made as the pages
/// of `clusia triangulate`, `voices` and `diagnose` are. Throws std::runtime_error.
std::vector<Annex> annexes_of(const std::filesystem::path& database);

}  // namespace clusia::cli
