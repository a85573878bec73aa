/// What a run over data with a further wave says of the waves that an earlier run had.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "followup/changes.hpp"

namespace clusia::followup {

struct Appended {
  std::vector<std::string> waves;  ///< that the earlier run had not
  std::vector<std::string> gone;   ///< that the later one has not
  std::vector<Change> revised;     ///< levels of the same wave that are no longer what they were, beyond rounding
};

/// Throws std::runtime_error where a file is no results database.
Appended appended(const std::filesystem::path& earlier, const std::filesystem::path& later);

}  // namespace clusia::followup
