/// Which known name was meant by a misspelt one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace clusia {

/// Letters to insert, remove, replace or swap with their neighbour to get from one to the other; capitals count as
/// small letters.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The closest known name, if it is close enough to be what was meant: at most a third of the letters differ.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known);

/// The mend of a misspelt name: "write 'parameters'", "the keys are 'a', 'b'", or "there are no keys" where none is
/// known.
std::string mend_of(std::string_view name, const std::vector<std::string>& known, std::string_view of_what);

/// 'a', 'b', 'c'
std::string listed(const std::vector<std::string>& names);

}  // namespace clusia
