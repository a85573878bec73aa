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

/// An option of the command line that changes the study.
struct Override {
  enum Kind { comparators, set } kind = set;
  std::string value;  ///< "matched,did" or "comparator.caliper=0.1"
  std::string option() const { return (kind == set ? "--set " : "--comparator ") + value; }
};

using Checked = std::variant<Study, std::vector<Problem>>;

/// A mistake in the TOML hides the rest of the file; all others are found at once. Overrides come in their order.
Checked read_study(const std::filesystem::path& path, const KnownPlugins& catalogue,
                   const std::vector<Override>& overrides = {});

/// The same where data may still be waited for: that a file is not there is no mistake.
Checked read_study_ahead(const std::filesystem::path& path, const KnownPlugins& catalogue);

/// What the study says that needs no data: [study], and the phases before the fieldwork and beside it. The other parts
/// may be missing, and are not judged; without a catalogue nor is what names plugins.
Checked read_outline(const std::filesystem::path& path, const KnownPlugins& catalogue = {});

/// The outline of a study that was read before: nothing in it is judged again, and files that it names may be gone.
Study outline_of(const std::string& text);

/// The study with its comparators and indicators in all the ways that [compare] lists.
Checked read_comparison(const std::filesystem::path& path, const KnownPlugins& catalogue,
                        const std::vector<Override>& overrides = {});

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
