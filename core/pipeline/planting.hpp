/// The outcome columns of a simulated study: those of the donors, with what was planted.
#pragma once

#include "pipeline/donors.hpp"

namespace clusia {

class Planting {
 public:
  /// Adds to `problems` where a change cannot be made. All outlive it.
  Planting(const Study& study, const LoadedDataset& dataset, const Donors& donors, std::vector<Problem>& problems);

  /// Columns of these names alone, one row a row of the data. Roles, covariates and groups stay as they are. Trends are
  /// in it always.
  Frame columns(const std::vector<std::string>& names, const std::vector<std::int64_t>& donors, const Lots& lots,
                bool effects) const;
  /// The first of the names that moves and is a number, one a row, NaN where it has none; empty where there is none.
  std::vector<double> numbers(const std::vector<std::string>& names) const;
  bool moves(const std::string& name) const;

 private:
  struct Change {
    const PlantedChange* as = nullptr;
    std::vector<bool> rows;
    double up = 0, down = 0;  ///< of points: chances to become 1 and to become 0
  };
  void take(const PlantedChange& change, std::vector<Problem>& problems);
  void take_rows(Change& change, std::vector<Problem>& problems) const;
  void take_chances(Change& change, std::vector<Problem>& problems) const;
  std::vector<double> numbers(const Column& column) const;
  Column moved(const Column& column, const std::vector<std::int64_t>& donors, const Lots& lots, bool effects,
               const std::shared_ptr<Segment>& segment) const;
  double changed(double x, const std::string& column, std::size_t row, const Lots& lots, bool effects) const;

  const Study& study_;
  const LoadedDataset& dataset_;
  const Donors& donors_;
  std::vector<Change> changes_;
};

}  // namespace clusia
