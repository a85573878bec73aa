#include "cli/units_summary.hpp"

#include <algorithm>
#include <iterator>

#include "cli/summary.hpp"
#include "report/number.hpp"
#include "report/units.hpp"

namespace clusia::cli {
namespace {

using report::UnitEffect;

std::string figure_of(const report::Finding& f) {
  if (f.suppressed || !f.estimate) return f.suppressed ? "too few rows" : "-";
  const int decimals = report::decimals_for({f.estimate});
  std::string figure = plain(*f.estimate, decimals) + (f.unit.empty() ? "" : " " + f.unit);
  if (f.low && f.high) figure += " [" + plain(*f.low, decimals) + ", " + plain(*f.high, decimals) + "]";
  return figure;
}

/// By state, in the order in which these come up, and within it from the widest unit to the narrowest.
std::vector<UnitEffect> in_order(const std::vector<UnitEffect>& effects) {
  const auto& units = report::units_of_analysis();
  std::vector<std::string> states;
  for (const UnitEffect& e : effects)
    if (std::ranges::find(states, e.state) == states.end()) states.push_back(e.state);
  std::vector<UnitEffect> all;
  for (const std::string& state : states)
    for (const std::string& unit : units)
      std::ranges::copy_if(effects, std::back_inserter(all),
                           [&](const UnitEffect& e) { return e.state == state && e.unit == unit; });
  return all;
}

}  // namespace

void print_units(const SQLite::Database& database, std::ostream& to, const Style& s) {
  const std::vector<report::SideBySide> sides = report::side_by_side(database);
  if (sides.empty() || !sides.front().label.empty()) return;
  const std::vector<UnitEffect> effects = in_order(sides.front().effects);
  std::size_t state = 0, unit = 0, title = 0, figure = 0;
  for (const UnitEffect& e : effects) {
    state = std::max(state, width_of(e.state));
    unit = std::max(unit, width_of(e.unit));
    title = std::max(title, width_of(e.finding.title));
    figure = std::max(figure, width_of(figure_of(e.finding)));
  }
  to << "\n" << s.bold << "Units of analysis side by side, everyone" << s.plain << "\n";
  const UnitEffect* above = nullptr;
  for (const UnitEffect& e : effects) {
    const std::string& reading = e.finding.reading;
    to << "  " << padded(above && above->state == e.state ? "" : e.state, state, false) << "  "
       << padded(e.unit, unit, false) << "  " << padded(e.finding.title, title, false) << "  "
       << padded(figure_of(e.finding), figure, false) << "  "
       << (reading == "gain"   ? s.good
           : reading == "loss" ? s.bad
                               : s.dim)
       << (reading == "none" ? "" : reading) << s.plain << "\n";
    above = &e;
  }
}

}  // namespace clusia::cli
