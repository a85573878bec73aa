#include <algorithm>
#include <set>
#include <tuple>

#include "study/nearest.hpp"
#include "study/plan.hpp"
#include "study/reading.hpp"

namespace clusia {
namespace {

/// Columns that stay with a row whatever its outcome is.
std::vector<std::string> standing_columns(const Dataset& dataset) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& column) {
    if (std::ranges::find(all, column) == all.end()) all.push_back(column);
  };
  for (const ColumnRole& role : column_roles)
    if (const auto& column = dataset.roles.*role.column) add(column->text);
  for (const Named& column : dataset.roles.covariates) add(column.text);
  for (const auto& crossing : dataset.groups)
    for (const Named& column : crossing) add(column.text);
  return all;
}

std::vector<std::string> outcome_columns(const Study& study, const Dataset& dataset) {
  std::vector<std::string> all;
  for (const Indicator& indicator : study.indicators)
    if (indicator.dataset == dataset.name)
      for (const auto& input : indicator.inputs)
        for (const Named& column : input)
          if (!scores_of(column.text) && std::ranges::find(all, column.text) == all.end()) all.push_back(column.text);
  return all;
}

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::ranges::find(names, name) != names.end();
}

void check_column(Reading& reading, const Table& table, const Dataset& dataset, const Named& column) {
  const auto outcomes = outcome_columns(reading.study, dataset);
  if (!is_among(column.text, outcomes))
    reading.problems.add(column.at, "no indicator of data '" + dataset.name + "' reads column '" + column.text + "'",
                         mend_of(column.text, outcomes, "columns that are read"));
  else if (is_among(column.text, standing_columns(dataset)))
    reading.problems.add(column.at,
                         "column '" + column.text + "' is a role, a covariate or a group, which nothing is planted in",
                         "give " + table.heading() + " an outcome");
}

void read_way(Reading& reading, const Table& table, PlantedChange& change) {
  int ways = 0;
  for (const auto& [key, way, none] : {std::tuple("add", PlantedChange::add, 0.0),
                                       {"multiply", PlantedChange::multiply, 1.0},
                                       {"points", PlantedChange::points, 0.0}}) {
    if (!table.has(key)) continue;
    ++ways;
    change.way = way;
    change.by = table.number(key);
    if (change.by == none)
      reading.problems.add(table.at(key), "'" + std::string(key) + "' changes nothing", "give the size of a change");
  }
  if (ways != 1)
    reading.problems.add(table.at(), table.heading() + (ways == 0 ? " does not say how large it is" : " is said twice"),
                         "write one of 'add', 'multiply' and 'points'");
}

void read_levels(Reading& reading, const Table& table, const Dataset* dataset, PlantedChange& change) {
  const auto* group = table.table("group");
  if (group == nullptr) return;
  const auto known = dataset == nullptr ? std::vector<std::string>{} : standing_columns(*dataset);
  for (const auto& [key, node] : *group) {
    const std::string column(key.str());
    const auto level = level_of(node);
    if (!level)
      reading.problems.add(position_of(node), "the level of '" + column + "' is " + found(node),
                           "write a text, a whole number, a date, true or false");
    if (dataset != nullptr && !is_among(column, known))
      reading.problems.add(position_of(key.source()),
                           "'" + column + "' is no role, covariate or group of data '" + dataset->name + "'",
                           mend_of(column, known, "columns"));
    change.levels.emplace_back(column, level.value_or(""));
  }
}

PlantedChange read_change(Reading& reading, const toml::table& of, bool is_effect) {
  const Section& section = is_effect ? sections::planted_effect() : sections::planted_trend();
  const Table table(of, position_of(of), section, section.heading, reading.problems);
  PlantedChange change;
  change.at = table.at();
  change.is_effect = is_effect;
  if (!is_effect) {
    const std::string arm = table.text("arm");
    change.arm = arm == "treated"      ? PlantedChange::treated
                 : arm == "comparison" ? PlantedChange::comparison
                                       : PlantedChange::everyone;
  }
  change.data = dataset_of(reading, table).value_or("");
  const Dataset* dataset = reading.study.dataset(change.data);
  read_way(reading, table, change);
  read_levels(reading, table, dataset, change);
  if (const auto column = table.named("column")) {
    change.column = *column;
    if (dataset != nullptr) check_column(reading, table, *dataset, *column);
  }
  return change;
}

void check_like(Reading& reading, const SimulateSettings& simulate) {
  std::vector<std::string> known;
  for (const PlantedChange& change : simulate.changes)
    if (const Dataset* dataset = reading.study.dataset(change.data))
      for (const std::string& column : standing_columns(*dataset))
        if (!is_among(column, known)) known.push_back(column);
  if (known.empty()) return;
  for (const Named& column : simulate.like.value_or(std::vector<Named>{}))
    if (!is_among(column.text, known))
      reading.problems.add(column.at, "'" + column.text + "' is no role, covariate or group of the data",
                           mend_of(column.text, known, "columns"));
}

}  // namespace

void read_simulation(Reading& reading, const toml::table& plan) {
  const auto* of = plan.get_as<toml::table>("simulate");
  if (of == nullptr) return;
  const Table table(*of, position_of(*of), sections::simulate(), "[plan.simulate]", reading.problems);
  SimulateSettings simulate;
  simulate.at = table.at();
  simulate.repetitions = table.integer("repetitions");
  simulate.correlation = table.number("correlation");
  simulate.cluster_correlation =
      table.has("cluster_correlation") ? table.number("cluster_correlation") : simulate.correlation;
  if (table.has("icc")) simulate.icc = table.number("icc");
  if (table.has("like")) simulate.like = table.names("like");
  simulate.treated_from = table.named("treated_from");
  simulate.to_come = table.named("to_come");
  simulate.groups = table.boolean("groups");
  if (table.has("cluster_correlation") && simulate.cluster_correlation < simulate.correlation)
    reading.problems.add(table.at("cluster_correlation"),
                         "'cluster_correlation' is less than 'correlation': people would keep more than the PSU that "
                         "they live in",
                         "give at least the value of 'correlation'");
  if (reading.study.population)
    reading.problems.add(table.at(), "the study has everyone (population = true): there is no sampling to be simulated",
                         "remove [plan.simulate]");
  for (const auto* trend : table.tables("trend")) simulate.changes.push_back(read_change(reading, *trend, false));
  for (const auto* effect : table.tables("effect")) simulate.changes.push_back(read_change(reading, *effect, true));
  check_like(reading, simulate);
  auto with = reading.study.plan == nullptr ? std::make_shared<PlanSettings>()
                                            : std::make_shared<PlanSettings>(*reading.study.plan);
  with->simulate = std::move(simulate);
  reading.study.plan = std::move(with);
}

}  // namespace clusia
