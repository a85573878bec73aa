/// From the C structs that a plugin declares itself with to owned, checked data.
#pragma once

#include <string>

#include "clusia/abi.h"
#include "plugin/declaration.hpp"

namespace clusia {

/// Throws Refusal, naming `file`, when the declaration is malformed: everything later relies on it.
Declaration declaration_of(const clusia_plugin& plugin, const std::string& file);

/// Outputs that an instance declares by itself; throws std::runtime_error when they are malformed.
std::vector<OutputDeclaration> outputs_of(const clusia_output* outputs, std::int64_t n);

}  // namespace clusia
