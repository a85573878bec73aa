/// Differences in differences by regression, by weighting and by both (Sant'Anna and Zhao 2020), written as data.
#pragma once

#include "contract.hpp"

namespace clusia::test {

enum class Method { traditional, improved, regression, weighting };

struct TwoPeriods {
  Matrix x;           ///< covariates with a column of ones
  Vector treated;     ///< 1, or 0 for comparison
  Vector post;        ///< 1 in the later period
  Vector w;           ///< 0 where a row takes no part
  Vector propensity;  ///< 1 on the rows that the propensity is fitted on: one a unit of a panel, all of cross-sections
  bool panel = true;
};

/// Adds what the method needs to the design, names beginning with `name`; returns the effect.
Program add_doubly_robust(Design& to, const std::string& name, Method method, const TwoPeriods& on);

}  // namespace clusia::test
