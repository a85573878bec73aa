/// A study read for a command.
#pragma once

#include <filesystem>

#include "plugin/catalogue.hpp"
#include "study/read.hpp"

namespace clusia::cli {

/// Throws Wrong with everything that is wrong with it.
Study read(const std::filesystem::path& path, const Catalogue& catalogue, const std::vector<Override>& overrides = {},
           bool comparing = false);

/// The same where data may still be waited for.
Study read_ahead(const std::filesystem::path& path, const Catalogue& catalogue);

/// The same of what a study says before it has data.
Study outline(const std::filesystem::path& path, const Catalogue& catalogue);

std::vector<std::string> texts_of(const std::vector<Problem>& problems);

}  // namespace clusia::cli
