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

/// [[plan.simulate.effect]] or [[plan.simulate.trend]]: a change of one column in the waves after the first.
struct PlantedChange {
  enum Way { add, multiply, points } way = add;
  enum Arm { treated, comparison, everyone } arm = treated;
  Position at;
  std::string data;
  Named column;
  double by = 0;                                            ///< points: a difference of shares, 0.1 for ten
  std::vector<std::pair<std::string, std::string>> levels;  ///< column, level: of these people; none: of all
  bool is_effect = true;                                    ///< of the programme; false: it would have come without it
};

/// [plan.simulate]: how the study is tried out before its outcomes are known.
struct SimulateSettings {
  Position at;
  std::int64_t repetitions = 0;
  double correlation = 0, cluster_correlation = 0;
  std::optional<double> icc;               ///< none: the data's
  std::optional<Named> treated_from;       ///< the first wave after the programme began; none: the second
  std::optional<Named> to_come;            ///< a wave that has no rows yet
  std::optional<std::vector<Named>> like;  ///< none: the columns of each dataset's groups
  bool groups = false;
  std::vector<PlantedChange> changes;  ///< trends, then effects
};

struct PlanSettings {
  planning::Settings size;
  std::optional<FrameSettings> frame;  ///< nothing where the file was read without plugins, too
  std::vector<QuotaSettings> quotas;
  std::optional<SimulateSettings> simulate;  ///< nothing where the file was read without its data, too
};

}  // namespace clusia
