/// What changed between the results of two studies: a first one and its follow-up.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace clusia::followup {

/// As a results database holds it.
struct Figure {
  std::optional<double> estimate, std_error, df, conf_low, conf_high;
  std::string unit, mark, note;
};

/// A figure that both databases hold, and their difference, later less earlier.
struct Change {
  std::string indicator, output, title, unit, better;                  ///< better: "higher", "lower", "neither"
  std::string comparator, comparator_title, contrast, contrast_title;  ///< of an effect; empty: this is a level
  std::string wave_before, wave_after, arm;                            ///< of a level
  std::string group_columns, group_label;
  Figure before, after;
  std::optional<double> change, std_error, df, p_value, conf_low, conf_high;
  std::string reading;  ///< 'gain', 'loss', 'none', 'unclear', as in the results
  std::string note;     ///< why there is no change, or no interval

  bool is_effect() const { return !comparator.empty(); }
};

/// What one database has and the other has not, or means differently, with the reason.
struct Apart {
  std::string what, reason;
};

struct Comparison {
  std::vector<Change> changes;
  std::vector<Apart> apart;         ///< cannot be compared
  std::vector<Apart> notes;         ///< compared, with something to know
  std::vector<std::string> doubts;  ///< about all figures: "the two studies read the same file"
  double confidence = 0.95;         ///< of the later study
};

/// Levels are compared by arm, in the waves that both studies have and in the last wave of each; effects by comparator
/// and contrast. The two samples are taken to be independent: the variance of a change is the sum of the two, and its
/// degrees of freedom are Welch's (Welch 1947; Satterthwaite 1946, equation 17), where a figure without them counts as
/// one of many. Where both studies read the same data file the samples are not independent, their covariance stands in
/// neither database, and no standard error is given. `allowed`: properties of a definition that may differ.
/// Throws std::runtime_error where a file is no results database.
Comparison compare(const std::filesystem::path& before, const std::filesystem::path& after,
                   const std::set<std::string>& allowed = {});

}  // namespace clusia::followup
