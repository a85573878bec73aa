/// How a dataset is loaded, step by step; dataset.hpp is what others see of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/dataset.hpp"

namespace clusia {

/// Loads one dataset; holds what its steps share.
class Loader {
 public:
  Loader(const Study& study, const Dataset& dataset, std::vector<Problem>& problems)
      : study_(study), dataset_(dataset), problems_(problems) {
    loaded_.study = &dataset;
  }

  /// False where there is nothing to go on with; `problems` says why.
  bool read(const Declaration& source, const ChannelOptions& options);

  void take_roles();
  void take_groups();
  void lay_out_design();
  LoadedDataset result() { return std::move(loaded_); }

 private:
  bool read_columns(const Declaration& source, const ChannelOptions& options);
  void refuse(Position at, std::string what, std::string mend) {
    problems_.push_back({study_.path, at, std::move(what), std::move(mend)});
  }
  const Column& column(const Named& name) const { return *loaded_.frame.find(name.text); }
  bool take_recall();
  Codes codes(const std::optional<Named>& role, const char* name, bool complete);
  std::vector<double> numbers(const Named& role, const char* name);
  Codes linked_to(const std::string& unit_of_analysis) const;
  void take_weights();
  void take_arms();
  void take_sides();
  void take_reached();
  void tell_of_arms();
  void take_cohorts();
  std::optional<std::int32_t> first_wave(const Codes& cohort, std::size_t level) const;
  void take_sampling(const Codes& psu);
  void take_sample(const Codes& assigned);
  std::vector<double> fpc(const std::optional<Named>& column);
  std::shared_ptr<const Calibration> calibrated();
  std::vector<double> calibrated_variable(const CalibrationTotal& total);
  void take_replicates();
  void take_supplied_replicates();
  void take_crossing(const std::vector<Named>& crossing);
  CodesAt place(const Codes& codes, Segment& segment) const;
  template <class T>
  static ArrayAt place(const std::vector<T>& values, Segment& segment);

  const Study& study_;
  const Dataset& dataset_;
  std::vector<Problem>& problems_;
  LoadedDataset loaded_;
  Codes stratum_, psu_, cluster_, block_;
  std::vector<std::int32_t> cohort_;  ///< the wave in which each row's unit was first treated, -1 never
};

}  // namespace clusia
