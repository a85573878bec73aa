/// `clusia compare`: the study's comparators and indicators in all the ways that [compare] lists, as more of them in
/// one ordinary study.
#pragma once

#include <functional>

#include "study/entries.hpp"

namespace clusia {

/// Reports what is wrong with [compare]; values are judged where they are used.
void check_comparison(const toml::table& root, const KnownPlugins& catalogue, Problems& problems);

struct Comparison {
  toml::table root;  ///< the study to read
  std::vector<Specification> specifications;
  std::vector<Benchmark> benchmarks;
};

/// `fresh` gives the study's tree anew: a copy would lose the positions.
Comparison comparison_of(const std::function<toml::table()>& fresh, const KnownPlugins& catalogue, Problems& problems);

}  // namespace clusia
