#include <algorithm>
#include <tuple>

#include "study/reading.hpp"

namespace clusia {

void check_arm(const Table& table, const std::vector<Named>& treated_levels,
               const std::vector<Named>& comparison_levels, Problems& problems) {
  const bool arm = table.has("arm"), treated = table.has("treated"), comparison = table.has("comparison");
  if (arm && !(treated && comparison))
    problems.add(table.at("arm"),
                 "'arm' is given without " + std::string(treated      ? "'comparison'"
                                                         : comparison ? "'treated'"
                                                                      : "'treated' and 'comparison'"),
                 "list the levels of the arm's column that were treated, and those to compare with");
  for (const auto* key : {"treated", "comparison"})
    if (table.has(key) && !arm)
      problems.add(table.at(key), "'" + std::string(key) + "' is given without 'arm'",
                   "name the column that it lists levels of: arm = \"...\"");
  for (const auto& level : comparison_levels)
    if (std::ranges::find(treated_levels, level.text, &Named::text) != treated_levels.end())
      problems.add(level.at, "the level '" + level.text + "' is in both 'treated' and 'comparison'",
                   "leave it in one of them");
}

namespace {

Roles read_roles(Reading& reading, const toml::table& of, const std::string& dataset) {
  const Table table(of, position_of(of), sections::roles(), "[data." + dataset + ".roles]", reading.problems);
  Roles roles;
  for (const auto& role : column_roles) roles.*role.column = table.named(role.name);
  roles.covariates = table.names("covariates");
  roles.treated = table.names("treated");
  roles.comparison = table.names("comparison");
  for (const auto& key : sections::roles().keys)
    if (table.has(key.name)) reading.roles[dataset].insert(key.name);
  check_arm(table, roles.treated, roles.comparison, reading.problems);
  if (table.has("reached") && !table.has("arm") && !table.has("cohort"))
    reading.problems.add(table.at("reached"), "'reached' is given without 'arm' or 'cohort'",
                         "name the column of the arms, whose contamination it tells: arm = \"...\"");
  if (table.has("cohort") && !table.has("wave"))
    reading.problems.add(table.at("cohort"), "'cohort' is given without 'wave'",
                         "name the column of the waves that it speaks of: wave = \"...\"");
  return roles;
}

std::vector<Link> read_links(const toml::table& dataset) {
  std::vector<Link> links;
  if (const auto* of = dataset.get_as<toml::table>("links"))
    for (const auto& [to, column] : *of)
      if (is_name(column))
        links.push_back({{std::string(to.str()), position_of(to.source())}, {*level_of(column), position_of(column)}});
  std::ranges::sort(links, {}, [](const Link& l) { return std::tuple(l.to.at.line, l.to.at.column); });
  return links;
}

std::vector<LaterStage> read_stages(Reading& reading, const Table& dataset) {
  std::vector<LaterStage> stages;
  for (const auto* of : dataset.tables("stages")) {
    const Table table(*of, position_of(*of), sections::stage(), "a stage of " + dataset.heading(), reading.problems);
    stages.push_back({table.named("unit"), table.named("stratum"), table.named("fpc")});
  }
  return stages;
}

Recall read_recall(Reading& reading, const toml::table& of, const std::string& heading) {
  const Table table(of, position_of(of), sections::recall(), heading, reading.problems);
  Recall recall;
  recall.at = table.at();
  if (const auto wave = table.named("wave")) recall.wave = *wave;
  recall.asked_in = table.named("asked_in");
  for (const auto* one : table.tables("columns")) {
    const Table column(*one, position_of(*one), sections::recalled(), "a column of " + heading, reading.problems);
    const auto present = column.named("column"), recalled = column.named("recalled");
    if (!present || !recalled) continue;
    for (const RecalledColumn& other : recall.columns)
      if (other.column.text == present->text)
        reading.problems.add(present->at, "'" + present->text + "' was recalled twice", "remove one");
    recall.columns.push_back({*present, *recalled});
  }
  return recall;
}

/// Both rows of who was asked are one draw, in two waves.
void check_recall(Reading& reading, const Dataset& dataset) {
  if (!dataset.recall) return;
  for (const auto& [role, is_there] :
       {std::pair{"wave", dataset.roles.wave.has_value()}, std::pair{"unit", dataset.roles.unit.has_value()}})
    if (!is_there)
      reading.problems.add(dataset.recall->at,
                           "'recall' of dataset '" + dataset.name + "' needs the role '" + role + "'",
                           std::string("name the column ") +
                               (role[0] == 'w' ? "of the wave, one value in all rows where "
                                                 "there was one"
                                               : "that tells who was asked") +
                               ": " + role + " = \"...\"");
}

CalibrationSettings read_calibration(Reading& reading, const toml::table& of, const std::string& heading) {
  const Table table(of, position_of(of), sections::calibration(), heading, reading.problems);
  CalibrationSettings settings;
  settings.at = table.at();
  settings.raking = table.text("method") == "raking";
  for (const auto* one : table.tables("totals")) {
    const Table total(*one, position_of(*one), sections::calibration_total(), "a total of " + heading,
                      reading.problems);
    settings.totals.push_back({total.named("column"), total.named("level"), total.number("total"), total.at()});
    if (total.has("level") && !total.has("column"))
      reading.problems.add(total.at("level"), "'level' is given without 'column'", "name the column whose level it is");
  }
  return settings;
}

ReplicateWeights read_replicate_weights(Reading& reading, const toml::table& of, const std::string& heading) {
  const Table table(of, position_of(of), sections::replicate_weights(), heading, reading.problems);
  return {table.at(), table.names("columns"), table.number("scale"), table.boolean("combined")};
}

/// Where variances come from must be there, and must be able to say how weights were calibrated.
void check_variance(Reading& reading, const Dataset& dataset) {
  const InferenceSettings& inference = reading.study.inference;
  if (inference.variance == "replicate_weights" && !dataset.replicate_weights)
    reading.problems.add(inference.at, "variance is \"replicate_weights\", but dataset '" + dataset.name + "' has none",
                         "add [data." + dataset.name + ".replicate_weights], or choose another variance");
  if (inference.variance != "linearised" && inference.variance != "replicate_weights" && dataset.calibration)
    reading.problems.add(inference.at,
                         "variance is \"" + inference.variance + "\", but the weights of dataset '" + dataset.name +
                             "' are calibrated, which replicates would have to do again",
                         "write variance = \"linearised\", which knows of the calibration");
}

}  // namespace

void read_dataset(Reading& reading, const NamedTable& named) {
  const std::string path = "data." + named.name.text;
  const Table table(*named.table, named.name.at, sections::dataset(), "[" + path + "]", reading.problems);
  Dataset dataset;
  dataset.name = named.name.text;
  dataset.title = table.has("title") ? table.text("title") : dataset.name;
  dataset.at = named.name.at;
  for (const StudyDesign& design : study_designs)
    if (table.text("design") == design.name) dataset.design = design.bit;
  dataset.unit_of_analysis = table.text("unit_of_analysis");
  if (table.has("unit_of_analysis") && dataset.unit_of_analysis.empty()) dataset.unit_of_analysis = "reported";
  dataset.links = read_links(*named.table);
  dataset.groups = table.crossings("groups");
  dataset.overall = table.boolean("overall");
  dataset.group_totals = table.boolean("group_totals");
  dataset.stages = read_stages(reading, table);
  if (const auto* recall = table.table("recall"))
    dataset.recall = read_recall(reading, *recall, "[" + path + ".recall]");
  if (const auto* calibration = table.table("calibration"))
    dataset.calibration = read_calibration(reading, *calibration, "[" + path + ".calibration]");
  if (const auto* weights = table.table("replicate_weights"))
    dataset.replicate_weights = read_replicate_weights(reading, *weights, "[" + path + ".replicate_weights]");
  check_variance(reading, dataset);
  if (const auto* source = table.table("source")) {
    const Table part(*source, position_of(*source), sections::source(), "[" + path + ".source]", reading.problems);
    read_setup(reading, Kind::source, part, dataset.source);
  }
  if (const auto* roles = table.table("roles")) dataset.roles = read_roles(reading, *roles, dataset.name);
  check_recall(reading, dataset);
  const auto* groups = named.table->get_as<toml::array>("groups");
  if (!dataset.overall && (!table.has("groups") || (groups != nullptr && groups->empty())))
    reading.problems.add(table.at("overall"),
                         "[" + path + "] asks for results of nobody: 'overall' is false and there are no 'groups'",
                         "name groups, or leave 'overall' out");
  reading.study.datasets.push_back(std::move(dataset));
}

}  // namespace clusia
