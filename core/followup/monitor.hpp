/// Levels over the waves of a study, with control limits from earlier waves: what a monitoring committee looks at.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "followup/changes.hpp"
#include "followup/control.hpp"
#include "report/words.hpp"

namespace clusia::followup {

struct Point {
  std::string wave;
  Figure figure;
  bool reference = false;        ///< the limits are made of it
  std::optional<Limits> limits;  ///< for its standard error
  /// Of a wave that is watched: "within", "warning" or "action" by the limits that it passed, then "better" or "worse"
  /// after it where the output has a direction; "unknown" without limits or estimate. Empty: a reference.
  std::string signal;

  bool is_beyond() const { return signal.starts_with("warning") || signal.starts_with("action"); }
};

/// One output of one arm and group.
struct Series {
  std::string indicator, output, title, unit, better;  ///< better: "higher", "lower", "neither"
  std::string arm, group_columns, group_label;
  std::optional<Process> process;  ///< none: no reference wave has an estimate
  std::vector<Point> points;       ///< in the order of the waves

  /// Whether a watched wave passed a limit.
  bool signals() const;
  /// Whether a watched wave has no limits or no estimate.
  bool unknown() const;
};

struct Monitoring {
  std::string title;
  std::string language = "en";  ///< of the study
  std::vector<Series> series;   ///< those with two waves at least
};

/// Of a results database. `reference`: the waves that limits are made of; empty: of each series, all but its last. The
/// waves' samples are taken to be independent. Figures of too few rows are left out. Throws std::runtime_error where
/// the file is no results database or there is no such wave.
Monitoring monitor(const std::filesystem::path& results, const std::vector<std::string>& reference);

/// "everyone", "homeworker, treated"
std::string who(const Series& of, const report::Words& words = report::english());

/// "worse, beyond the action limit", "within the limits"
std::string in_words(const std::string& signal, const report::Words& words = report::english());

std::string monitor_csv(const Monitoring& of);
/// In the language of the study.
std::string monitor_page(const Monitoring& of);

}  // namespace clusia::followup
