/// What the small-sample factor of a regression counts (CLUSIA_FACTOR_REGRESSION in abi_comparator.h).
#pragma once

#include "design/linear_model.hpp"
#include "inference/clustering.hpp"

namespace clusia {

struct RegressionSize {
  double rows = 0, parameters = 0, clusters = 0;  ///< N, K and G
};

/// Of the rows with a weight alone. K: coefficients and levels of the absorbed effects that lie in no cluster id, + 1
/// if all do, - (effects - 1) if none does. G: the least of the cluster ids.
RegressionSize regression_size(const Fit& fit, const LinearModel& model, const Clusterings& over);

/// All rows of a level are in one cluster. Of the rows with a weight.
bool lies_in(const Fit& fit, const std::vector<std::int32_t>& effect, const Clustering& id);

}  // namespace clusia
