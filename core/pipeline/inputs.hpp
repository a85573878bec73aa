/// What a run reads: in its database, and as the lines that make two runs the same.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/loaded_study.hpp"
#include "pipeline/tasks.hpp"
#include "store/store.hpp"

namespace clusia {

/// Rows of the database, by the names that the study gives.
struct InputIds {
  std::map<std::string, std::int64_t> datasets, comparators;
  std::vector<IndicatorIds> indicators;
  std::map<std::string, std::vector<std::int64_t>> groups;  ///< by dataset, in the order of its groups
};

class Inputs {
 public:
  /// All of them outlive it. Reads the data files once more, for their sums.
  Inputs(const Study& study, const Catalogue& catalogue, const LoadedStudy& loaded);

  /// A run of which all of these are equal gives the same answers.
  std::vector<std::string> identity() const;
  InputIds record(Store& store) const;

 private:
  void record_choices(Store& store) const;
  void record_sheets(Store& store) const;
  void record_links(Store& store, const InputIds& ids) const;
  void record(const LoadedDataset& dataset, Store& store, InputIds& ids) const;
  void record(const LoadedIndicator& indicator, Store& store, InputIds& ids) const;
  void record(const Comparator& comparator, Store& store, InputIds& ids) const;

  const Study& study_;
  const Catalogue& catalogue_;
  const LoadedStudy& loaded_;
  std::map<std::string, std::vector<FileRecord>> files_;  ///< by dataset
};

}  // namespace clusia
