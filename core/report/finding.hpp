/// What a study found for each of its groups: one effect an output, from the comparison that it names first.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/words.hpp"

namespace clusia::report {

struct Finding {
  std::int64_t output = 0, indicator_id = 0;
  std::string indicator, title, unit;  ///< title: of the indicator and its output
  bool in_100 = false;                 ///< a difference of shares; without a unit they lie between 0 and 1
  std::string
      beside;  ///< what the cells of its design differ in: "waves", "arms", both ("change") or neither ("other")
  std::string assumption;  ///< with {indicator} where the indicator's title would stand
  double null_value = 0;   ///< what no difference would be
  std::optional<double> estimate, low, high;
  std::string reading;      ///< "gain", "loss", "unclear", "none"
  bool suppressed = false;  ///< of too few rows: there are no figures here
};

/// How many rows of a group a data set holds, wave by wave.
struct Answers {
  std::string dataset;
  struct In {
    std::string wave;  ///< "" where there are no waves
    std::int64_t rows = 0;
  };
  std::vector<In> waves;
};

struct FoundGroup {
  std::string columns, label;
  std::vector<Finding> findings;  ///< in the order of the study
  std::vector<Answers> answers;
};

/// The groups of one column each that anything is compared for. A group that several data sets share is one. Outputs
/// of which neither way is better are left out. The effect is that of no single wave, or else the first of the last.
/// Outputs are called as the language calls them.
std::vector<FoundGroup> found_groups(const SQLite::Database& database, const Words& words);

/// The same of everyone together, in the order of the study.
std::vector<Finding> found_for_everyone(const SQLite::Database& database, const Words& words);

}  // namespace clusia::report
