/// The list that a sample is drawn from, read and checked.
#pragma once

#include <string>
#include <vector>

#include "pipeline/plan.hpp"

namespace clusia {

/// One frame; holds what its steps share. Problems are added to `problems`; then the answers are not to be used.
class PlanFrame {
 public:
  PlanFrame(const Study& study, const FrameSettings& settings, std::vector<Problem>& problems)
      : study_(study), settings_(settings), problems_(problems) {}

  /// False where there is nothing to go on with. Throws PluginFailure, Crash, Stopped.
  bool read(const Declaration& source, const std::vector<QuotaSettings>& quotas, const ChannelOptions& options);

  /// By arm, and within it by the crossings of the cells that occur, in the order of their levels.
  std::vector<planning::Stratum> strata();
  /// All crossings of the quota's columns, with the people of the frame in each.
  planning::Quota quota(const QuotaSettings& of);
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void refuse(Position at, std::string what, std::string mend) {
    problems_.push_back({study_.path, at, std::move(what), std::move(mend)});
  }
  const Column& column(const Named& name) const { return *frame_.find(name.text); }
  void take_ids();
  void take_arms();
  void take_cells();
  std::vector<double> numbers(const Named& name, bool positive, const std::string& use);

  const Study& study_;
  const FrameSettings& settings_;
  std::vector<Problem>& problems_;
  Frame frame_;
  std::vector<std::string> ids_;
  std::vector<planning::Stratum::Arm> arms_;
  std::vector<Codes> cells_;
  std::vector<bool> in_;  ///< rows that may be drawn
  std::vector<std::string> notes_;
};

}  // namespace clusia
