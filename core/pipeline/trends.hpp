/// Effects by waves since the treatment as one path: bands that hold all of it, and what its effects may be where
/// trends were not parallel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inference/trend_bounds.hpp"
#include "pipeline/assess.hpp"

namespace clusia {

/// Of a contrast named `event_3` (3) or `event_minus_3` (-3); none of any other.
std::optional<std::int32_t> waves_since_start(std::string_view contrast);

/// Contrasts of a design that are named `event_3` (waves since the first treated one) or `event_minus_3` (before it).
struct PathOfDesign {
  std::vector<std::size_t> contrasts;  ///< in the order of time
  std::vector<std::int32_t> waves;     ///< of each, since the first treated wave
  std::optional<std::int32_t> base;    ///< the one wave that all are differences from; none: there is no such wave
};

/// None where fewer than two contrasts have such a name.
std::optional<PathOfDesign> path_of(const Design& design);

struct TrendSettings {
  bool population = false;
  double confidence = 0.95;
  SinglePsu single_psu = SinglePsu::fail;
  const Replicates* replicates = nullptr;
  double trend_break = 1, trend_bend = 0.5;
  std::int64_t seed = 1;
};

/// Sets the band of every effect on the path and returns, for each output, what its effects may be. Reads what the
/// effects' variances are made of (`kept`).
std::vector<std::vector<TrendCheck>> check_trends(const Design& design, const TrendSettings& settings, TaskResult& of);

}  // namespace clusia
