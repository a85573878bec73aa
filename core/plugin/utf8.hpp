/// Texts of plugins go into messages, the database and JSON, which all are UTF-8; a plugin may have written anything.
#pragma once

#include <string>
#include <string_view>

namespace clusia {

/// Whether all of it is UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view text);
/// The text, with U+FFFD for each byte that belongs to no character.
std::string with_valid_utf8(std::string_view text);

}  // namespace clusia
