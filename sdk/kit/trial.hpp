/// What a rule works with: the library, the options, and three ways to end other than well.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "clusia/abi.h"
#include "clusia/kit.hpp"
#include "library.hpp"
#include "random.hpp"

namespace clusia::kit {

struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct Skipped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Trial {
  const Library& library;
  const Options& options;
  std::vector<std::string> warnings = {};

  void require(bool holds, const std::string& words) const {
    if (!holds) throw Failed(words);
  }
  /// Said once, whatever the settings under which it is so.
  void warn(const std::string& words) {
    if (std::find(warnings.begin(), warnings.end(), words) == warnings.end()) warnings.push_back(words);
  }
  Random random(std::uint64_t stream) const { return Random(options.seed, stream); }
};

struct RuleEntry {
  Rule rule;
  void (*run)(Trial&);
};
using Rules = std::vector<RuleEntry>;

/// For plugins of every kind; `loads` is the first. rules_all.cpp.
const Rules& rules_for_all();
const Rules& rules_for_indicators();
const Rules& rules_for_comparators();
const Rules& rules_for_sources();

}  // namespace clusia::kit
