/// Families of tests, and p-values adjusted for how many there are in one.
#pragma once

#include "pipeline/findings.hpp"

namespace clusia {

struct Adjusted {
  std::int64_t effect = 0;
  double p = 1;
  std::int64_t family_size = 0;
};

/// As the study declares; empty where it asks for no adjustment. Effects without a test are in no family.
std::vector<Adjusted> adjusted(const Study& study, const std::vector<Finding>& findings);

}  // namespace clusia
