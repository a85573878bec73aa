/// Where a study is no longer what it was fixed as, key by key.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace clusia {

struct Deviation {
  std::string key;                      ///< "inference.adjust", "comparator.did.parameters.after", "expect"
  std::optional<std::string> was, now;  ///< as TOML writes it, on one line; none: it was or is not there
};

/// Of two studies in TOML. Comments, layout and order do not count. Tables of a list are told apart by their `name`;
/// where they have none, one that changed is one that went and one that came. Throws toml::parse_error.
std::vector<Deviation> deviations(const std::string& was, const std::string& now);

}  // namespace clusia
