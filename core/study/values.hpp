/// One value of the TOML file against the declaration that says what it may be; the same for the study's own keys and
/// for plugins'.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <string>

#include "study/problem.hpp"

namespace clusia {

/// A source with a path is an option of the command line: the study file itself is read without one.
inline Position position_of(const toml::source_region& source) {
  return {source.begin.line, source.begin.column, source.path};
}
inline Position position_of(const toml::node& node) { return position_of(node.source()); }

/// What stands in the file: `the text "half"`, `1.4`, `a list`.
std::string found(const toml::node& node);
/// What should: "a number between 0 and 1".
std::string wanted(const ParameterDeclaration& declaration);

/// The text of a wave or of a level: texts as they are, whole numbers and dates as the data would print them.
std::optional<std::string> level_of(const toml::node& node);

/// A text that can name a column or a part of the study: not empty.
bool is_name(const toml::node& node);

/// The value, or nothing after telling `problems` what is wrong with it. `subject` is how messages call it: "parameter
/// 'percent'".
std::optional<Value> read_value(const ParameterDeclaration& declaration, const toml::node& node,
                                const std::string& subject, const std::filesystem::path& folder, Problems& problems);

/// The declared default; unset where there is none. Throws std::invalid_argument with the reason where it is not valid
/// TOML of the declared type.
Value default_of(const ParameterDeclaration& declaration, const std::filesystem::path& folder = {});

}  // namespace clusia
