/// clusia/followed.hpp: units that are followed from one wave to another.
#pragma once

#include <map>

#include "comparator.hpp"

namespace clusia {

/// A unit's row in the earlier wave and in the later one.
struct Followed {
  int64_t before, after;
};

struct FollowedUnits {
  std::vector<Followed> units;  ///< in the order of their ids
  int64_t one_wave = 0;         ///< units that are in one of the two waves only
  int64_t changed_sides = 0;    ///< treated in one wave and compared in the other
};

/// Of the rows of one side; Side::all: of both sides, or of everyone where the data have no arms. Refuses a unit that
/// stands twice in a wave.
inline FollowedUnits followed_units(const DesignFrame& frame, int32_t before, int32_t after, Side side = Side::all) {
  std::vector<Followed> of(static_cast<std::size_t>(frame.unit.levels()), {-1, -1});
  for (int64_t row = 0; row < frame.rows(); ++row) {
    const int32_t wave = frame.wave[row];
    if ((wave != before && wave != after) || frame.unit[row] < 0) continue;
    if ((frame.arm.present() && frame.arm[row] < 0) || !frame.on(side, row)) continue;
    Followed& unit = of[static_cast<std::size_t>(frame.unit[row])];
    int64_t& known = wave == after ? unit.after : unit.before;
    if (known >= 0)
      throw unsupported("unit '" + std::string(frame.unit.name(frame.unit[row])) + "' stands twice in wave '" +
                        std::string(frame.wave.name(wave)) +
                        "': one row a unit and wave would be right, or no role 'unit' for repeated cross-sections");
    known = row;
  }
  FollowedUnits found;
  for (const Followed& unit : of) {
    if (unit.before < 0 && unit.after < 0) continue;
    if (unit.before < 0 || unit.after < 0)
      ++found.one_wave;
    else if (frame.arm.present() && frame.treated(unit.before) != frame.treated(unit.after))
      ++found.changed_sides;
    else
      found.units.push_back(unit);
  }
  return found;
}

/// The rows of both waves, each unit with its earlier weight. Refuses when nobody weighs anything.
inline std::pair<Rows, Rows> followed_rows(const DesignFrame& frame, const std::vector<Followed>& units) {
  std::map<int64_t, double> before, after;
  bool somebody = false;
  for (const Followed& unit : units) {
    before[unit.before] = after[unit.after] = frame.weight(unit.before);
    somebody = somebody || frame.weight(unit.before) > 0;
  }
  if (!somebody)
    throw unsupported("no unit is in both waves: units that keep their id from wave to wave would be right");
  std::pair<Rows, Rows> rows;
  for (const auto& [row, weight] : before) rows.first.add(row, weight);
  for (const auto& [row, weight] : after) rows.second.add(row, weight);
  return rows;
}

/// What a reader should know of those who are not followed.
inline void report_not_followed(const Answer& answer, const FollowedUnits& of) {
  answer.diagnostic("units_in_one_wave", "", static_cast<double>(of.one_wave),
                    of.one_wave == 0 ? "" : "units that are in one of the two waves only take no part");
  answer.diagnostic(
      "units_that_changed_sides", "", static_cast<double>(of.changed_sides),
      of.changed_sides == 0 ? "" : "units that are treated in one wave and compared in the other take no part");
}

}  // namespace clusia
