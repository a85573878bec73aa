/// All that a comparison of strategies says of one output of one indicator: the matter of a specification curve, of its
/// table and of the sentences about it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "report/words.hpp"

namespace clusia::report {

/// One effect for everyone under one specification.
struct Strategy {
  std::string comparator, comparator_name, indicator_name, contrast;
  std::map<std::string, std::string> choices;  ///< by dimension: "comparator", "caliper" ...
  std::optional<double> estimate, std_error, p_value, low, high;
  std::string reading;  ///< 'gain', 'loss', 'unclear', 'none'
  std::string note;     ///< why there is no estimate
};

struct BenchmarkValue {
  std::string title;
  double value = 0;
  std::optional<double> low, high;
};

struct Strategies {
  std::string indicator, title, unit;  ///< the indicator's name in the study; the output's title
  std::int64_t direction = 0;
  double null_value = 0;
  bool population = false;
  bool own_unit = false;                ///< the effects are in another unit than the indicator: growth rates
  std::vector<std::string> dimensions;  ///< in which the specifications differ, comparators first
  std::map<std::string, std::vector<std::string>> values;  ///< of each, in the order of the study
  std::vector<Strategy> with_result;                       ///< by their estimates
  std::vector<Strategy> without;
  std::vector<BenchmarkValue> benchmarks;
};

/// What does not apply at all.
struct LeftOut {
  std::string comparator, reason;
};

struct Comparison {
  std::vector<Strategies> all;  ///< by indicator, output and unit
  std::vector<LeftOut> left_out;
};

Comparison comparison(const SQLite::Database& database, const Words& words = english());

/// The dimensions of which the sign, or the reading, depends: two specifications that are alike in all others differ in
/// it.
std::vector<std::string> sign_depends_on(const Strategies& strategies);
std::vector<std::string> reading_depends_on(const Strategies& strategies);

/// "Of 27 specifications 20 say a gain, 12 of them surely; ..."
std::vector<std::string> sentences(const Strategies& strategies, const Words& words = english());

/// A dimension or a value as people read it: without quotes and brackets.
std::string plain_choice(const std::string& value, const Words& words = english());

/// "the comparator", or an option as the study spells it.
std::string dimension_title(const std::string& dimension, const Words& words);

}  // namespace clusia::report
