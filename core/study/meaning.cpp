#include "study/meaning.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "study/indicator_catalogue_toml.hpp"

namespace clusia {

const std::vector<Meaning>& indicator_catalogue() {
  static const std::vector<Meaning> entries = [] {
    std::vector<Meaning> all;
    const toml::table file = toml::parse(indicator_catalogue_toml);
    for (const auto& node : *file["entry"].as_array()) {
      const toml::table& of = *node.as_table();
      const auto text = [&](const char* key) { return of[key].value_or(std::string()); };
      all.push_back({text("id"), text("title"), text("state"), text("area"), text("stakeholder"), text("direction"),
                     text("loss"), text("evidence"), text("nature")});
    }
    return all;
  }();
  return entries;
}

const Meaning* catalogue_entry(std::string_view id) {
  const auto found = std::ranges::find(indicator_catalogue(), id, &Meaning::entry);
  return found == indicator_catalogue().end() ? nullptr : &*found;
}

}  // namespace clusia
