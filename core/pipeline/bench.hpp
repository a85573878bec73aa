/// Where a worker sits: one process of plugins (or none, where isolation is off), the indicators bound in it so far,
/// and what it does with a job: answered before, asked, asked once more, or asked apart from the host.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "pipeline/assess.hpp"
#include "pipeline/tasks.hpp"

namespace clusia {

/// One indicator under one design in one group.
struct Job {
  std::size_t number = 0;
  std::size_t indicator = 0;
  const PlacedDesign* design = nullptr;
  std::size_t group = 0;

  const Group& in() const { return design->dataset->groups[group]; }
  std::string question() const { return "task " + std::to_string(number); }  ///< in the journal
};

/// What came of a job; without a result it failed, as `reason` says.
struct Done {
  std::optional<TaskResult> result;
  std::vector<OutputDeclaration> outputs;
  std::string reason;
};

/// How the study wants uncertainty to be told.
Inference inference_for(const Study& study, const LoadedDataset& dataset, bool keep_totals);

class Bench {
 public:
  Bench(const Tasks& tasks, const ChannelOptions& options);
  /// Throws Stopped.
  Done work_on(const Job& job);

 private:
  Done attempt(const Job& job);
  TaskResult assessed(const Job& job, Done& to);
  Session& session_of(std::size_t indicator);

  const Tasks& tasks_;
  ChannelOptions options_;
  std::unique_ptr<Channel> channel_;
  std::map<std::size_t, std::unique_ptr<Session>> sessions_;
};

}  // namespace clusia
