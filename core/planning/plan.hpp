/// The plan of a study: how many people its outcomes need, what a sample sees, and who is in it. The numbers that are
/// printed, written and drawn come from here.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planning/allocation.hpp"
#include "planning/draw.hpp"
#include "planning/power.hpp"

namespace clusia::planning {

struct PlannedOutcome {
  std::string name, title, unit;
  Comparison comparison;
  double effect = 0;  ///< the smallest worth seeing, with its sign
};

/// What the study says of its size.
struct Settings {
  std::vector<PlannedOutcome> outcomes;
  double power = 0.8;
  double ratio = 1;              ///< treated to one of comparison
  std::optional<double> people;  ///< that the study can afford, in all; none: what is needed
  double refusal_treated = 0, refusal_comparison = 0;
};

/// What one outcome needs, and what the sample sees of it.
struct Answer {
  Arms needed;                       ///< whole people, in whole clusters; 0 where no sample is enough
  std::optional<double> detectable;  ///< with the plan's power and the sample
  double power = 0;     ///< of the smallest effect worth seeing, with the sample; NaN where there is no test
  std::string trouble;  ///< why a number is missing
  std::vector<std::pair<double, double>> detectable_by_people;  ///< in all
  std::vector<std::pair<double, double>> power_by_effect;       ///< with the sample
};

/// Those of the frame that are drawn from together.
struct Stratum {
  enum Arm { comparison, treated, everyone } arm = everyone;  ///< everyone: the frame knows no arms
  std::vector<std::string> levels;                            ///< of the columns that are crossed
  std::vector<Listed> units;
  double sd = 1;
  std::int64_t sample = 0, reserves = 0;  ///< how many are drawn
  std::vector<Drawn> drawn;
};

/// How a sample is spread over strata and drawn.
struct Sampling {
  Rule rule = Rule::proportional;
  std::int64_t minimum = 0;
  Method method = Method::simple;
  bool clusters = false;  ///< the frame lists clusters
  std::int64_t seed = 1;
};

/// So many conversations with people who are sought out, not drawn.
struct Quota {
  struct Part {
    std::vector<std::string> levels;
    std::optional<std::int64_t> frame;  ///< people in the frame, where there is one
    std::int64_t people = 0;
  };
  std::string name;
  std::vector<std::string> columns;
  std::vector<Part> parts;
};

struct Plan {
  Settings settings;
  Sampling sampling;
  std::vector<std::string> columns;  ///< that strata cross
  std::vector<Answer> answers;       ///< one an outcome
  Arms needed;                       ///< the largest over outcomes, arm by arm
  Arms sample;                       ///< people
  std::vector<Stratum> strata;       ///< empty without a frame
  std::vector<Quota> quotas;
  std::vector<std::string> notes;  ///< what a reader should know

  /// People to approach for so many answers.
  Arms approach(const Arms& people) const;
};

/// Spreads and draws the sample over the strata, as far as they reach, and then asks what it sees. Throws NoAllocation.
Plan make_plan(Settings settings, Sampling sampling, std::vector<std::string> columns, std::vector<Stratum> strata);

}  // namespace clusia::planning
