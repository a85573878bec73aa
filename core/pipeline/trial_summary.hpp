/// What all simulated studies found, effect by effect.
#pragma once

#include "pipeline/trial_run.hpp"

namespace clusia {

/// One indicator under one comparator in one group.
struct TriedQuestion {
  const Ground& ground;
  const TriedIndicator& indicator;
  const TriedComparator& comparator;
  std::size_t group = 0;  ///< place among the dataset's
  std::size_t job = 0;    ///< place among the answers of each study
  /// Of the donors' own outcomes, as TrialRun::own_scores gives them: the formulas are worked out from these.
  const OwnScores& scores;
};

/// One an output and effect of the comparator; those that nothing moves are left out.
std::vector<planning::SimulatedEffect> summed_up(const TriedQuestion& question,
                                                 const std::vector<std::vector<Tried>>& studies, double confidence);

/// Where the simulated studies are not quite what was asked for.
std::vector<std::string> notes_of(const Ground& ground, const SimulateSettings& settings);

/// "daily_income of people: +0.3, node = homeworker"
std::string words_of(const PlantedChange& change);

}  // namespace clusia
