/// What a results database says of its measures and comparisons, and whether two of them mean the same.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace clusia::followup {

struct Definition {
  std::string title;
  /// What has to be the same for two figures to be comparable: "plugin", "unit", "better" (which way), every parameter.
  std::map<std::string, std::string> properties;
  /// What may differ, and a reader has to know: "version of the plugin", "column of value", "weight".
  std::map<std::string, std::string> circumstances;
};

/// Those of an indicator's outputs, by the names of indicator and output.
using Measures = std::map<std::pair<std::string, std::string>, Definition>;
Measures measures(const SQLite::Database& database);

/// Those of comparators, by name.
std::map<std::string, Definition> comparisons(const SQLite::Database& database);

/// In words, one text a difference: "'line' was 120 and is 150".
struct Comparability {
  std::vector<std::string> obstacles, notes;
};
/// `allowed`: properties that may differ; such a difference is a note.
Comparability compare(const Definition& before, const Definition& after, const std::set<std::string>& allowed = {});

}  // namespace clusia::followup
