#include <toml++/toml.h>

#include "study/cluster_matrix_toml.hpp"
#include "study/diagnosis.hpp"

namespace clusia {

const std::vector<CharacteristicFamily>& matrix_families() {
  static const std::vector<CharacteristicFamily> families{{"general", "General cluster features"},
                                                          {"social", "Social parameters"},
                                                          {"processes", "Institutions, processes and dynamics"}};
  return families;
}

const std::vector<Characteristic>& matrix_characteristics() {
  static const std::vector<Characteristic> all = [] {
    std::vector<Characteristic> characteristics;
    const toml::table file = toml::parse(cluster_matrix_toml);
    for (const auto& node : *file["characteristic"].as_array()) {
      const toml::table& of = *node.as_table();
      const auto text = [&](const char* key) { return of[key].value_or(std::string()); };
      Characteristic& one = characteristics.emplace_back();
      one.id = text("id"), one.title = text("title"), one.family = text("family"), one.question = text("question");
      for (std::size_t level = 0; level < one.anchors.size(); ++level)
        one.anchors[level] = of["anchors"][std::to_string(level + 1)].value_or(std::string());
    }
    return characteristics;
  }();
  return all;
}

}  // namespace clusia
