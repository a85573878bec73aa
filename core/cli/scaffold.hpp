/// clusia plugins new: a folder with a plugin that builds at once, its test, its page and a study that uses it.
#pragma once

#include "cli/command.hpp"

namespace clusia::cli {

int new_plugin(const Arguments& given);

}  // namespace clusia::cli
