/// A study with its data read and every plugin's columns and parameters in place: all that can be found wrong before
/// anything is computed has been.
#pragma once

#include <map>

#include "pipeline/links.hpp"

namespace clusia {

/// The study and its data do not fit: nothing was written. One text a problem.
struct StudyRefused : std::runtime_error {
  explicit StudyRefused(std::vector<std::string> all)
      : std::runtime_error(all.empty() ? "refused" : all.front()), problems(std::move(all)) {}
  std::vector<std::string> problems;
};

struct LoadedStudy {
  std::vector<LoadedDataset> datasets;
  std::vector<LoadedLink> links;
  std::vector<MadeColumn> columns;  ///< made of linked datasets
  std::vector<LoadedIndicator> indicators;
  std::map<std::pair<std::string, std::string>, Values> settings;  ///< of a comparator on a dataset
};

const Declaration& plugin_of(const Catalogue& catalogue, Kind kind, const std::string& id);

/// The study's indicators on a dataset. Adds to `problems` where a column cannot be what an indicator declares. Throws
/// PluginFailure, Crash, Stopped where the scores of one are an input of another.
std::vector<LoadedIndicator> load_indicators(const Study& study, const Catalogue& catalogue,
                                             const LoadedDataset& dataset, const ChannelOptions& options,
                                             std::vector<Problem>& problems);

/// Throws StudyRefused with everything that is wrong, Stopped.
LoadedStudy load_study(const Study& study, const Catalogue& catalogue, const ChannelOptions& options);

}  // namespace clusia
