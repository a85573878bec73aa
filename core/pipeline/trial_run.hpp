/// One simulated study: outcomes drawn and planted, every indicator under every design, twice: with the effect and
/// without.
#pragma once

#include <memory>

#include "pipeline/assess.hpp"
#include "pipeline/designs.hpp"
#include "pipeline/planting.hpp"
#include "planning/simulation.hpp"

namespace clusia {

/// A comparator on a dataset. Blind designs are made once, for all studies; others anew in each of them.
struct TriedComparator {
  const Comparator* comparator = nullptr;
  std::optional<Design> design;  ///< nothing: it reads baselines, or there is none
  std::string reason;            ///< why there is none
  std::shared_ptr<const Clusterings> over = {};
};

/// An indicator, with the study that holds it and what it needs alone.
struct TriedIndicator {
  Study study;
  std::string name;
  std::vector<std::string> columns;  ///< that it reads
  Spread spread = {};                ///< of the first of them that is a number
  Ties ties = {};

  const Indicator& indicator() const;
};

/// A dataset as it is tried: its rows, who gives outcomes to whom, and what is planted.
struct Ground {
  const LoadedDataset* dataset = nullptr;
  std::unique_ptr<Donors> donors;
  std::unique_ptr<Planting> planting;
  std::vector<TriedIndicator> indicators;
  std::vector<TriedComparator> comparators;
  std::vector<std::size_t> groups;  ///< places among the dataset's
};

/// What is known of an effect once it was asked for: the same in all studies.
struct AboutEffect {
  std::size_t output = 0;
  OutputDeclaration as;
  Contrast contrast;
};
struct TriedEffect {
  std::shared_ptr<const AboutEffect> about;
  planning::Trial trial;
};

/// What came of one indicator, comparator and group; without effects, why.
struct Tried {
  std::vector<TriedEffect> effects;
  std::string reason;
};

/// Of unit scores: one list an output, one number a row, NaN where a row has none.
using OwnScores = std::vector<std::vector<double>>;

class TrialRun {
 public:
  /// All outlive it. Serves one thread.
  TrialRun(const Study& study, const Catalogue& catalogue, const LoadedStudy& loaded,
           const std::vector<Ground>& grounds, const ChannelOptions& options);
  ~TrialRun();
  TrialRun(const TrialRun&) = delete;
  TrialRun& operator=(const TrialRun&) = delete;
  /// By ground, indicator, comparator and group, in this order. Throws Stopped.
  std::vector<Tried> study(std::int64_t number);
  /// Of the donors' own outcomes; empty where the indicator is no mean. Throws StudyRefused where it cannot read its
  /// columns; PluginFailure, Crash, Stopped.
  OwnScores own_scores(std::size_t ground, const TriedIndicator& of);

 private:
  struct Outcomes;
  Outcomes outcomes(std::size_t ground, const TriedIndicator& of, const std::vector<std::int64_t>& donors,
                    const Lots& lots, bool effects);
  void try_comparator(std::size_t ground, const TriedIndicator& of, const TriedComparator& comparator, Outcomes& with,
                      Outcomes& without, std::vector<Tried>& to);
  Tried tried(std::size_t ground, std::size_t group, const std::string& comparator, const Design& design,
              std::shared_ptr<const Clusterings> over, Outcomes& with, Outcomes& without,
              std::optional<std::size_t> only);
  std::shared_ptr<const AboutEffect> about(const std::string& whose, std::size_t output, const OutputDeclaration& as,
                                           const Contrast& contrast);
  void try_by_output(std::size_t ground, const TriedIndicator& of, const TriedComparator& comparator, Outcomes& with,
                     Outcomes& without, std::vector<Tried>& to);

  const Study& study_;
  const Catalogue& catalogue_;
  const LoadedStudy& loaded_;
  const std::vector<Ground>& grounds_;
  ChannelOptions options_;
  std::int64_t served_ = 0;
  std::unique_ptr<Channel> channel_;
  std::map<std::string, std::shared_ptr<const AboutEffect>> about_;
  std::vector<LoadedDataset> datasets_;  ///< one a ground, with the columns of this study
};

}  // namespace clusia
