/// From a study file to a validated Study, or to everything that is wrong with it.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "study/problem.hpp"

namespace clusia {

/// The plugins that a study may name.
struct KnownPlugins {
  /// The declaration, valid as long as the catalogue; or the refusal, with its mend: "what: mend".
  std::function<std::variant<const Declaration*, std::string>(Kind, std::string_view plugin)> find;
  /// What could have been meant by a misspelt id.
  std::function<std::vector<std::string>(Kind)> ids;
};

using Checked = std::variant<Study, std::vector<Problem>>;

/// A mistake in the TOML hides the rest of the file; all others are found at once.
Checked read_study(const std::filesystem::path& path, const KnownPlugins& catalogue);

/// Every column of the data that the study names, and what for.
struct UsedColumn {
  Named column;
  std::string use;
};
std::vector<UsedColumn> used_columns(const Study& study, const Dataset& dataset);

/// What can be said only when the columns of the data are known: each column that the study names must be there.
std::vector<Problem> check_columns(const Study& study, const Dataset& dataset,
                                   std::span<const std::string> column_names);

}  // namespace clusia
