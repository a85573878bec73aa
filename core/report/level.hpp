/// Levels: what an indicator says in each cell of its data set, before anything is compared.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

struct Level {
  std::optional<double> estimate, std_error, low, high, design_effect;
  std::int64_t rows = 0, missing = 0;
  bool suppressed = false;  ///< of too few rows: the figures stay in the database
  bool imprecise = false;
  std::string note;
};

struct Named {
  std::int64_t id = 0;
  std::string label;
};

struct Grouping {
  std::string columns;  ///< "" for everyone
  std::vector<Named> groups;
};

struct Measure {
  std::int64_t id = 0;
  std::string title, unit;
  bool directed = false;  ///< one way is better
  bool proportion = false;
  std::optional<double> at;  ///< of a point of a curve
};

/// One indicator. Suppressed figures are not in it.
struct Measured {
  std::int64_t indicator = 0;
  std::string title, dataset;
  bool compared = false;  ///< has effects, with which its levels are drawn
  std::vector<Measure> outputs;
  std::vector<Named> cells;                                                      ///< those in which anything exists
  std::vector<std::string> absent;                                               ///< "1992: why nothing exists there"
  std::vector<Grouping> groupings;                                               ///< everyone first
  std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, Level> levels;  ///< by output, group and cell

  const Level* level(const Measure& output, const Named& group, const Named& cell) const;
  std::vector<Measure> curve() const;    ///< its points, if there are any
  std::vector<Measure> profile() const;  ///< proportions to be read together, if there are many
  std::vector<Measure> single() const;   ///< all others
  std::vector<Measure> drawn() const;    ///< of these, what the indicator is about: not its poverty line
};

std::vector<Measured> levels_of(const SQLite::Database& database, const Words& words);

/// "Employment", or "Employment, blue · Rubber" ... of a group in a cell, where there are several cells.
std::string label_of(const Measured& of, const Grouping& grouping, const Named& group, const Named& cell);

/// Charts of levels: of one output over all groups, of a curve, and of a profile.
Html chart_of(const Measured& of, const Measure& output, double confidence, const Words& words);
Html chart_of_curve(const Measured& of, const Grouping& grouping, double confidence, const Words& words);
Html chart_of_profile(const Measured& of, const Grouping& grouping, double confidence, const Words& words);

}  // namespace clusia::report
