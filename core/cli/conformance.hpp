/// clusia plugins check: the SDK's conformance kit on the command line.
#pragma once

#include "cli/command.hpp"

namespace clusia::cli {

void add_conformance(CommandLine& line);
int check_conformance(const CommandLine& line);

/// The plugins of this id, of whatever kind. Throws Wrong where there is none.
std::vector<Declaration> named(const Catalogue& catalogue, const std::string& id);

}  // namespace clusia::cli
