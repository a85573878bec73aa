/// A dataset read, checked against its roles, and laid out for plugins.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "inference/replicates.hpp"
#include "pipeline/references.hpp"
#include "plugin/catalogue.hpp"
#include "plugin/channel.hpp"
#include "study/read.hpp"

namespace clusia {

/// A group for which results are asked.
struct Group {
  std::string columns, label;
  std::vector<std::pair<std::string, std::string>> levels;  ///< column, level; none: everyone
  std::vector<bool> rows;
  std::int64_t size = 0;
};

struct LoadedDataset {
  const Dataset* study = nullptr;
  const Declaration* source = nullptr;
  Frame frame;
  AssessedRows rows;
  std::shared_ptr<const AssessedRows>
      of_sample;         ///< rows as effects on the sample take them; none: as the population's
  std::string psu_from;  ///< the role that PSUs come from, or "row"
  Codes arms;            ///< all levels of the arm column
  Codes design_arms;     ///< only those in an arm of the study: others are -1
  std::vector<std::uint8_t> arm_treated;
  std::vector<Group> groups;
  std::shared_ptr<const Replicates> replicates;  ///< where the study's variance comes from them
  std::vector<Diagnostic> of_arms;               ///< who was lost, and who was reached: beside every comparison
  std::vector<std::string> notes;                ///< what a reader should know: rows in no wave, in no arm
  /// Roles and covariates, copied: all that a comparator sees. Outcomes stand in other memory.
  std::shared_ptr<const Segment> design_segment;
  MakeDesign design_request;  ///< without an instance

  /// What comparisons are made on; levels are the population's, always.
  const AssessedRows& compared() const { return of_sample ? *of_sample : rows; }
  /// The group of these levels (column to level), or nullptr.
  const Group* group(const std::map<std::string, std::string>& levels) const;
  std::shared_ptr<const Segment> frame_segment() const {
    return frame.columns().empty() ? nullptr : frame.columns().front().segment();
  }
};

/// An indicator's columns, converted to what it declares.
struct LoadedIndicator {
  const Indicator* study = nullptr;
  const Declaration* plugin = nullptr;
  const LoadedDataset* dataset = nullptr;
  Bind bind;
  std::vector<std::shared_ptr<const Segment>> segments;
  std::vector<bool> complete;
  std::shared_ptr<const References> references;
};

/// Reads what the study uses of the dataset. Problems (a column that is not there, a weight that is missing) are added
/// to `problems`; then the result is not to be used. Throws PluginFailure, Crash, Stopped when the source fails.
LoadedDataset load_dataset(const Study& study, const Dataset& dataset, const Declaration& source,
                           const ChannelOptions& options, std::vector<Problem>& problems);

/// Where an input is the unit scores of another indicator: that indicator's, one value a row. Throws PluginFailure,
/// Crash, Stopped.
using ScoreColumn = std::function<Column(const ScoresOf&)>;

/// Adds to `problems` where a column cannot be what the indicator declares.
LoadedIndicator load_indicator(const Study& study, const Indicator& indicator, const Declaration& plugin,
                               const LoadedDataset& dataset, const ScoreColumn& scores, std::vector<Problem>& problems);

/// The scores of an indicator under the study's reference; missing where it has none for a row.
Column score_column(const LoadedIndicator& of, const ScoresOf& asked, const ChannelOptions& options);

}  // namespace clusia
