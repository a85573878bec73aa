/// The rows that the propensity score is fitted on, and their covariates as columns of numbers.
#pragma once

#include <Eigen/Core>
#include <clusia/comparator.hpp>

/// A number, or one level of a category as 0 and 1.
struct Column {
  std::string name;
  std::vector<double> values;
  bool binary = false;  ///< only 0 and 1
  bool base = false;    ///< a first level: shown in the balance, implied in the logit
};

/// Rows of both arms with a weight and all covariates. They stand in an order of their own contents, so that sums come
/// out the same, bit for bit, however the rows of the data are ordered; `ascending` leads back to the order of the
/// data.
struct Sample {
  std::vector<int64_t> rows;
  Eigen::VectorXd treated, weight;
  std::vector<Column> columns;
  std::vector<Eigen::Index> ascending;
  int64_t incomplete = 0;  ///< left out: a covariate is missing
  Eigen::Index size() const { return weight.size(); }
};

/// wave -1: all rows.
Sample sample_of(const clusia::DesignFrame& frame, int32_t wave);
