/// The state of reading one study file, and its parts in the order in which they are read: each may refer to those
/// before it.
#pragma once

#include "study/read.hpp"
#include "study/table.hpp"

namespace clusia {

struct Reading {
  const KnownPlugins& catalogue;
  std::filesystem::path folder;  ///< that paths are taken from
  Problems problems;
  Study study;
  std::map<std::string, std::set<std::string>> roles;  ///< that the study writes for each dataset, rightly or wrongly
  std::vector<const Declaration*> indicators,
      comparators;  ///< of the study's, in their order; nullptr where the plugin is unknown
};

/// The plugin named in `table` and the values of its parameters. nullptr where the plugin is unknown, which is
/// reported.
const Declaration* read_setup(Reading& reading, Kind kind, const Table& table, Setup& out);

void read_dataset(Reading& reading, const NamedTable& named);
/// What links say of other datasets, once these are known.
void check_links(Reading& reading);
void read_linked_column(Reading& reading, const toml::table& table);
void read_indicator(Reading& reading, const toml::table& table);
void read_comparator(Reading& reading, const toml::table& table);
void read_difference(Reading& reading, const toml::table& table);
void read_expectation(Reading& reading, const toml::table& table);
void read_diagnosis(Reading& reading, const toml::table& table);
void read_exercise(Reading& reading, const toml::table& table);
void read_inference(Reading& reading, const toml::table& table);
void read_map(Reading& reading, const toml::table& table);
/// What the map says of datasets and indicators, once these are known.
void check_map(Reading& reading);
void read_plan(Reading& reading, const toml::table& table);
/// [plan.simulate], once datasets and indicators are known.
void read_simulation(Reading& reading, const toml::table& plan);

/// An arm, and which of its levels are treated and which are compared with them: all three or none.
void check_arm(const Table& table, const std::vector<Named>& treated, const std::vector<Named>& comparison,
               Problems& problems);

/// The keys of [data.NAME.roles] that the bits ask for and the study does not write; one written wrongly is reported as
/// such.
std::vector<std::string> missing_roles(std::uint32_t needed, const std::set<std::string>& written);

/// The dataset that `table` names, or the only one; nothing after saying why.
std::optional<std::string> dataset_of(Reading& reading, const Table& table);

/// Says so where two of a kind have one name: `others` are those before it.
template <class Items>
void check_name(Reading& reading, const Items& others, const std::string& name, Position at, const std::string& kind) {
  for (const auto& other : others)
    if (!name.empty() && other.name == name)
      reading.problems.add(at, "there are two " + kind + " '" + name + "'", "give one of them another name");
}

/// "[[indicator]] 'poverty'"
std::string heading_of(std::string_view section, const toml::table& table);

/// The names of the study's datasets, indicators or comparators.
template <class Items>
std::vector<std::string> names_of(const Items& items) {
  std::vector<std::string> out;
  out.reserve(items.size());
  for (const auto& item : items) out.push_back(item.name);
  return out;
}

}  // namespace clusia
