#include <algorithm>
#include <optional>

#include "study/nearest.hpp"
#include "study/read.hpp"

namespace clusia {

namespace {

/// Whether the study makes a column of the dataset by this name, above `before` if that is one of those.
bool is_made(const Study& study, const std::string& dataset, const std::string& name,
             const LinkedColumn* before = nullptr) {
  for (const LinkedColumn& column : study.linked_columns) {
    if (&column == before) return false;
    if (column.dataset == dataset && column.name.text == name) return true;
  }
  return false;
}

}  // namespace

std::vector<UsedColumn> used_columns(const Study& study, const Dataset& dataset) {
  std::vector<UsedColumn> all;
  const auto use = [&](const std::optional<Named>& column, const std::string& as) {
    if (column && !scores_of(column->text)) all.push_back({*column, as});
  };
  for (const auto& role : column_roles) use(dataset.roles.*role.column, "role '" + std::string(role.name) + "'");
  for (const auto& column : dataset.roles.covariates) use(column, "role 'covariates'");
  for (const auto& crossing : dataset.groups)
    for (const auto& column : crossing) use(column, "'groups'");
  for (const LaterStage& stage : dataset.stages)
    for (const auto& column : {stage.unit, stage.stratum, stage.fpc}) use(column, "'stages'");
  if (dataset.recall)
    for (const RecalledColumn& of : dataset.recall->columns)
      for (const Named& column : {of.column, of.recalled}) use(column, "'recall'");
  if (dataset.calibration)
    for (const CalibrationTotal& total : dataset.calibration->totals) use(total.column, "'calibration'");
  if (dataset.replicate_weights)
    for (const auto& column : dataset.replicate_weights->columns) use(column, "'replicate_weights'");
  for (const Link& link : dataset.links) use(link.column, "'links'");
  for (const LinkedColumn& column : study.linked_columns) {
    const std::string as = "of the column '" + column.name.text + "'";
    const auto use_here = [&](const std::string& data, const std::optional<Named>& name) {
      if (data == dataset.name && name && !is_made(study, data, name->text, &column)) use(name, as);
    };
    use_here(column.from.text, column.of);
    use_here(column.dataset, column.members);
  }
  for (const auto& indicator : study.indicators) {
    if (indicator.dataset != dataset.name) continue;
    for (const auto& input : indicator.inputs)
      for (const auto& column : input)
        if (!is_made(study, dataset.name, column.text)) use(column, "an input of indicator '" + indicator.name + "'");
  }
  return all;
}

std::vector<Problem> check_columns(const Study& study, const Dataset& dataset,
                                   std::span<const std::string> column_names) {
  const std::vector<std::string> known(column_names.begin(), column_names.end());
  Problems problems(study.path);
  for (const auto& [column, use] : used_columns(study, dataset))
    if (std::ranges::find(known, column.text) == known.end())
      problems.add(column.at, "dataset '" + dataset.name + "' has no column '" + column.text + "' (" + use + ")",
                   mend_of(column.text, known, "columns"));
  for (const LinkedColumn& column : study.linked_columns)
    if (column.dataset == dataset.name && std::ranges::find(known, column.name.text) != known.end())
      problems.add(column.name.at, "dataset '" + dataset.name + "' has a column '" + column.name.text + "' already",
                   "give the column that is made another name");
  return sorted(problems.all());
}

}  // namespace clusia
