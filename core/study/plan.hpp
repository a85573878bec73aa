/// [plan] of a study, validated: what `clusia plan` works from.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planning/plan.hpp"
#include "study/study.hpp"

namespace clusia {

/// [plan.frame]: the list that the sample is drawn from.
struct FrameSettings {
  Position at;
  Setup source;
  Named unit;
  std::optional<Named> arm, size, spread;
  std::vector<Named> treated, comparison, cells;
  planning::Sampling sampling;
};

/// [[plan.quota]]
struct QuotaSettings {
  Position at;
  std::string name;
  std::vector<Named> columns;                                            ///< of the frame, or
  std::vector<std::pair<std::string, std::vector<std::string>>> levels;  ///< what is crossed without one
  std::int64_t total = 0, minimum = 0;
  planning::Rule rule = planning::Rule::equal;
};

struct PlanSettings {
  planning::Settings size;
  std::optional<FrameSettings> frame;  ///< nothing where the file was read without plugins, too
  std::vector<QuotaSettings> quotas;
};

}  // namespace clusia
