/// What is learnt of a study by trying it out: many studies of whom it asks, with effects that are known because they
/// were planted. How far its answers are from them, whether its intervals hold, and what it finds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace clusia::planning {

/// One effect in one simulated study. Where an estimate is missing, the study could not give it.
struct Trial {
  std::optional<double> planted;  ///< the estimate, with what was planted
  std::optional<double> nothing;  ///< the estimate of the same people and outcomes with no effect
  std::optional<double> truth;    ///< what the contrast is with the effect that was planted, and no error
  std::optional<double> std_error, low, high;
  std::optional<int> found;          ///< with what was planted: 1 an effect above none, -1 one below, 0 none
  std::optional<int> found_nothing;  ///< the same with no effect
  std::string reason;                ///< why something is missing
};

/// A number with the standard error that it has because studies were simulated so often and no oftener.
struct Simulated {
  double value = 0, error = 0;
};

/// Operating characteristics, over the studies that gave an estimate (bias, spread) or a test (the rest).
struct Characteristics {
  std::int64_t studies = 0, estimated = 0, tested = 0;
  std::optional<double> truth;  ///< mean over studies
  std::optional<Simulated> bias;
  std::optional<Simulated> sd;      ///< of the estimates over studies
  std::optional<double> std_error;  ///< mean of those that the studies gave
  std::optional<Simulated> coverage, power, size;
  std::map<std::string, std::int64_t> reasons;  ///< why numbers are missing, and how often
};

/// Bias is the mean of estimate less truth, study by study. Coverage is of the mean truth. Power counts what was found
/// in the direction of the truth, as planning::power does; size what was found either way where there was no effect.
/// `null`: what the contrast is without one.
Characteristics characteristics_of(const std::vector<Trial>& trials, double null);

/// One effect of the study: an output of an indicator under a comparator, for a group.
struct SimulatedEffect {
  std::string data, indicator, output, title;  ///< title: as people read it
  std::string comparator, comparator_title, contrast, group;
  std::string unit;
  bool everyone = true;  ///< no group
  Characteristics found;
  std::optional<double> formula;  ///< its power by the formulas of planning::power, where there is one
  std::string no_formula;         ///< why there is none
};

struct Simulation {
  std::int64_t studies = 0, seed = 1;
  double confidence = 0.95;
  double correlation = 0, cluster_correlation = 0;
  std::vector<std::string> planted;  ///< in words
  std::vector<SimulatedEffect> effects;
  std::vector<std::string> notes;  ///< what a reader should know
};

}  // namespace clusia::planning
