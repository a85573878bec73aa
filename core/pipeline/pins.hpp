/// The plugins that a study was first carried out with, by their SHA-256 sums in a file beside it: study.lock for
/// study.toml. Where the study says `pin = true`, no others will do.
#pragma once

#include <vector>

#include "plugin/catalogue.hpp"
#include "study/problem.hpp"

namespace clusia {

std::filesystem::path lock_file_of(const Study& study);

/// What stands in the file and is not what the study would now be carried out with. Nothing where there is no file, or
/// no pinning.
std::vector<Problem> check_pins(const Study& study, const Catalogue& catalogue);

/// Adds the plugins that do not stand there yet. Throws std::runtime_error in words.
void write_pins(const Study& study, const Catalogue& catalogue);

}  // namespace clusia
