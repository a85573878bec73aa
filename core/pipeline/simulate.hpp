/// A study tried out before its outcomes are known: many times on the rows of its own data, with outcomes drawn anew
/// and effects planted, through the same designs, estimates and tests as a run.
#pragma once

#include <functional>

#include "pipeline/loaded_study.hpp"
#include "planning/simulation.hpp"

namespace clusia {

struct SimulateOptions {
  ChannelOptions channel;
  int workers = 1;
  /// Told after every simulated study; may be called from several threads, one at a time.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// `study` was read with its data and has [plan.simulate]. The same for any number of workers. Throws StudyRefused with
/// everything that is wrong with the study or its data, Stopped.
planning::Simulation simulate_study(const Study& study, const Catalogue& catalogue, const SimulateOptions& options);

}  // namespace clusia
