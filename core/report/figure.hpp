/// What one comparison says of one output, for one way of grouping: the matter of a chart and of the table under it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

struct Contrast {
  std::int64_t id = 0;
  std::string title, unit;
  bool is_effect = false;
  double null_value = 0;
};

struct Value {
  std::optional<double> estimate, std_error, p_value, p_adjusted, low, high, band_low, band_high;
  std::string reading, note;
  std::string clusters;     ///< treated / compared (effective); empty where no arms are compared
  bool suppressed = false;  ///< of too few rows: the figures stay in the database, and `note` says so
};

struct Group {
  std::int64_t id = 0;
  std::string label;
  bool everyone = false;
  std::vector<std::optional<Value>> values;  ///< one a contrast
};

struct Figure {
  std::int64_t output = 0, design = 0, indicator_id = 0;
  std::string indicator, comparator, dataset, columns;
  std::vector<Contrast> contrasts;
  std::vector<Group> groups;

  std::vector<std::size_t> effects() const;     ///< which contrasts are effects
  std::vector<std::size_t> components() const;  ///< and which stand beside them
};

/// "Employment", or "Poverty: headcount" where the output has a title of its own.
std::string output_title(const std::string& indicator, const std::string& output, std::string_view colon = ": ");

/// In the order of indicators, comparators and groupings. Where there is a grouping, everyone comes first among its
/// groups; the others follow by the size of the effect, if there is only one.
std::vector<Figure> figures(const SQLite::Database& database, const Words& words);

/// Space for a chart with what the script draws in it, once for each that is worth drawing.
Html charts(const Figure& figure, double confidence, const Words& words);

}  // namespace clusia::report
