/// What comparators answer on the data. They are asked in processes that never saw an outcome, so a run and a lock ask
/// alike.
#pragma once

#include <functional>
#include <optional>

#include "pipeline/loaded_study.hpp"
#include "store/journal.hpp"

namespace clusia {

/// One output of one of the run's indicators.
struct OneOutput {
  std::size_t indicator = 0, output = 0;
};

/// A design or, where there is none, why.
struct MadeDesign {
  const Comparator* comparator = nullptr;  ///< none: the levels
  const LoadedDataset* dataset = nullptr;
  std::optional<Design> design;
  std::string reason, about;                    ///< about: "comparator did, data people"
  std::optional<OneOutput> only = {};           ///< it was made from this output's baseline
  std::vector<OutputDeclaration> outputs = {};  ///< of that indicator
};

/// Whether a comparator's designs rest on outcomes from before the intervention.
bool reads_baselines(const Comparator& comparator, const Catalogue& catalogue);

class DesignMaker {
 public:
  using Take = std::function<void(MadeDesign)>;
  /// All outlive it. `journal`: of the run; none where there is nothing to go on with.
  DesignMaker(const Study& study, const Catalogue& catalogue, const LoadedStudy& loaded, ChannelOptions options,
              Journal* journal)
      : study_(study), catalogue_(catalogue), loaded_(loaded), options_(std::move(options)), journal_(journal) {}

  /// Hands on the comparator's design on the dataset, one an output where it reads baselines. Throws Stopped.
  void make(const Comparator& comparator, const LoadedDataset& dataset, const Take& take);
  /// The comparator's answers to the weights of every replicate of the dataset: designs of the shape of `design`,
  /// others count as none. Several at once. Throws Stopped.
  DesignsOfReplicates make_anew(const Comparator& comparator, const LoadedDataset& dataset, const Design& design) const;

 private:
  MakeDesign request_for(const Comparator& comparator, const LoadedDataset& dataset) const;
  template <class T>
  struct Attempt;
  template <class T, class Question>
  static Attempt<T> attempt(const Declaration& plugin, const Question& question);
  template <class T>
  Attempt<T> asked(const Comparator& comparator, const LoadedDataset& dataset, const Request& request);
  MadeDesign asked_design(const Comparator& comparator, const LoadedDataset& dataset, const MakeDesign& request,
                          const std::string& about);
  void make_by_output(const Comparator& comparator, const LoadedDataset& dataset, MakeDesign request,
                      const std::string& about, const Take& take);

  const Study& study_;
  const Catalogue& catalogue_;
  const LoadedStudy& loaded_;
  ChannelOptions options_;
  Journal* journal_;
  std::size_t asked_ = 0;
};

}  // namespace clusia
