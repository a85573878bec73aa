#include <algorithm>

#include "study/nearest.hpp"
#include "study/reading.hpp"

namespace clusia {

namespace {

std::map<std::string, std::string> levels_of(const toml::table& of) {
  std::map<std::string, std::string> levels;
  for (const auto& [column, level] : of)
    if (const auto text = level_of(level)) levels[std::string(column.str())] = *text;
  return levels;
}

/// A group must be one that its dataset is asked for: no figures of others exist.
void check_asked(Reading& reading, const Dataset& dataset, const std::map<std::string, std::string>& group,
                 Position at) {
  std::set<std::string> columns;
  for (const auto& [column, level] : group) columns.insert(column);
  const bool asked = std::ranges::any_of(dataset.groups, [&](const std::vector<Named>& crossing) {
    std::set<std::string> of;
    for (const Named& column : crossing) of.insert(column.text);
    return of == columns || (dataset.group_totals && std::ranges::includes(of, columns));
  });
  if (!asked)
    reading.problems.add(
        at, "dataset '" + dataset.name + "' is not asked for groups by " + listed({columns.begin(), columns.end()}),
        "add this to the 'groups' of [data." + dataset.name + "]");
}

}  // namespace

std::optional<std::string> dataset_of(Reading& reading, const Table& table) {
  const auto& datasets = reading.study.datasets;
  const auto named = table.named("data");
  if (named) {
    if (reading.study.dataset(named->text) != nullptr) return named->text;
    reading.problems.add(named->at, "there is no dataset '" + named->text + "'",
                         mend_of(named->text, names_of(datasets), "datasets"));
    return std::nullopt;
  }
  if (datasets.size() == 1) return datasets.front().name;
  if (datasets.size() > 1 && !table.has("data"))
    reading.problems.add(table.at(), table.heading() + " does not say which dataset it is for",
                         "add data = \"...\", one of " + listed(names_of(datasets)));
  return std::nullopt;
}

void read_difference(Reading& reading, const toml::table& of) {
  const Table table(of, position_of(of), sections::difference(), heading_of("[[difference]]", of), reading.problems);
  Difference difference;
  difference.name = table.text("name");
  difference.title = table.has("title") ? table.text("title") : difference.name;
  difference.at = table.at();
  difference.ratio = table.text("measure") == "ratio";
  difference.dataset = dataset_of(reading, table).value_or("");
  const Dataset* dataset = reading.study.dataset(difference.dataset);
  for (const auto& [key, group] : {std::pair("group", &difference.group), std::pair("against", &difference.against)}) {
    const auto* levels = of.get_as<toml::table>(key);
    if (levels == nullptr) continue;
    *group = levels_of(*levels);
    if (dataset != nullptr) check_asked(reading, *dataset, *group, table.at(key));
  }
  check_name(reading, reading.study.differences, difference.name, table.at("name"), "differences");
  reading.study.differences.push_back(std::move(difference));
}

}  // namespace clusia
