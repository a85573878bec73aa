/// What the formulas of planning say of an effect that is simulated, with the data's own figures: where it is a
/// difference of means, or a difference in differences of them, of everyone as they weigh in the survey.
#pragma once

#include <span>

#include "pipeline/donors.hpp"
#include "planning/power.hpp"

namespace clusia {

struct EffectInFormulas {
  const Design& design;
  const Contrast& contrast;
  const LoadedDataset& dataset;
  const Donors& donors;
  const Ties& ties;  ///< under which outcomes were drawn
  const std::vector<bool>& in_group;
  std::span<const double> scores;  ///< of the output, one a row, of which donors' are read; empty: it is no mean
  double effect = 0, level = 0.05;
};

/// The chance to find it; nothing where no formula is for it, and `why` says so.
std::optional<double> power_by_formula(const EffectInFormulas& of, std::string& why);

}  // namespace clusia
