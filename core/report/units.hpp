/// Effects on groups, households, individuals and firms side by side, and how these are linked.
#pragma once

#include <string>
#include <vector>

#include "report/finding.hpp"
#include "report/html.hpp"
#include "report/words.hpp"

namespace clusia::report {

/// An effect on rows that are of one unit of analysis.
struct UnitEffect {
  std::string unit;   ///< 'group', 'household', 'individual', 'firm'
  std::string state;  ///< of well-being; empty: the study does not say
  Finding finding;
};

/// Whom the effects are of: everyone, or a group that datasets of two units at least are asked for.
struct SideBySide {
  std::string columns, label;       ///< both empty: everyone
  std::vector<UnitEffect> effects;  ///< of two units at least
};

/// Everyone first, where there are several units at all; then groups in the order of the study. One effect an output,
/// as in `found_groups`.
std::vector<SideBySide> side_by_side(const SQLite::Database& database, const Words& words = english());

/// The units of analysis, from the widest to the narrowest.
const std::vector<std::string>& units_of_analysis();

/// The section of the report; empty where no dataset is linked and there is one unit.
Html units(const SQLite::Database& database, const Words& words = english());

}  // namespace clusia::report
