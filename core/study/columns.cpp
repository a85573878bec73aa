#include <algorithm>
#include <optional>

#include "study/nearest.hpp"
#include "study/read.hpp"

namespace clusia {

std::vector<Problem> check_columns(const Study& study, const Dataset& dataset,
                                   std::span<const std::string> column_names) {
  const std::vector<std::string> known(column_names.begin(), column_names.end());
  Problems problems(study.path);
  const auto check = [&](const Named& column, const std::string& use) {
    if (std::ranges::find(known, column.text) == known.end())
      problems.add(column.at, "dataset '" + dataset.name + "' has no column '" + column.text + "' (" + use + ")",
                   mend_of(column.text, known, "columns"));
  };
  const Roles& roles = dataset.roles;
  for (const auto& role : column_roles)
    if (const auto& column = roles.*role.column) check(*column, "role '" + std::string(role.name) + "'");
  for (const auto& column : roles.covariates) check(column, "role 'covariates'");
  for (const auto& crossing : dataset.groups)
    for (const auto& column : crossing) check(column, "'groups'");
  for (const auto& indicator : study.indicators) {
    if (indicator.dataset != dataset.name) continue;
    for (const auto& input : indicator.inputs)
      for (const auto& column : input) check(column, "an input of indicator '" + indicator.name + "'");
  }
  return sorted(problems.all());
}

}  // namespace clusia
