/// What a run found, kept for what is said of several findings at once: published values, differences, families.
#pragma once

#include <optional>
#include <string>

#include "pipeline/assess.hpp"
#include "pipeline/dataset.hpp"

namespace clusia {

/// An effect as it was stored or, where it is compared with another group's, an estimate of a cell.
struct Finding {
  std::string indicator, output, comparator;
  std::string name;  ///< of the contrast, or of the cell
  bool is_effect = false;
  bool tests_something = false;  ///< an effect, no component shown beside effects
  bool matched = false;          ///< its variance is more than its totals
  const Group* group = nullptr;
  const LoadedDataset* dataset = nullptr;
  std::int64_t output_id = 0, place_id = 0;  ///< place: of the contrast or the cell
  std::int64_t id = 0;                       ///< of an effect
  std::optional<double> estimate;
  std::optional<Interval> interval;
  std::optional<double> p_value;
  std::optional<Kept> kept;
};

}  // namespace clusia
