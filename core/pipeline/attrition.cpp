#include "pipeline/attrition.hpp"

#include <algorithm>
#include <cmath>

namespace clusia {
namespace {

/// [units]: the side of those seen in a wave, -1 for others.
std::vector<std::int8_t> sides_in(const AssessedRows& rows, std::int32_t wave) {
  std::vector<std::int8_t> side(static_cast<std::size_t>(rows.unit.levels()), -1);
  for (std::size_t row = 0; row < rows.treated.size(); ++row)
    if (rows.wave.code[row] == wave && rows.unit.code[row] >= 0)
      side[static_cast<std::size_t>(rows.unit.code[row])] = rows.treated[row];
  return side;
}

}  // namespace

std::vector<Diagnostic> attrition_of(const AssessedRows& rows) {
  if (rows.treated.empty() || !rows.unit.present() || rows.wave.levels() < 2) return {};
  if (std::any_of(rows.wave.values.begin(), rows.wave.values.end(), [](double v) { return std::isnan(v); })) return {};
  std::vector<Diagnostic> all;
  const std::vector<std::int8_t> first = sides_in(rows, 0);
  double again = 0;
  for (std::int32_t wave = 1; wave < rows.wave.levels(); ++wave) {
    std::vector<bool> seen(first.size(), false);
    for (std::size_t row = 0; row < rows.treated.size(); ++row)
      if (rows.wave.code[row] == wave && rows.unit.code[row] >= 0)
        seen[static_cast<std::size_t>(rows.unit.code[row])] = true;
    double units[2] = {0, 0}, lost[2] = {0, 0};
    for (std::size_t u = 0; u < first.size(); ++u) {
      if (first[u] < 0) continue;
      units[first[u]] += 1;
      lost[first[u]] += seen[u] ? 0 : 1;
      again += seen[u] ? 1 : 0;
    }
    if (units[0] == 0 || units[1] == 0) return {};
    const std::string& name = rows.wave.names[static_cast<std::size_t>(wave)];
    const auto of = [](double n, double all_of) {
      return std::to_string(std::llround(n)) + " of " + std::to_string(std::llround(all_of));
    };
    all.push_back({"attrition", "treated, " + name, lost[1] / units[1],
                   of(lost[1], units[1]) + " treated units of the first wave have no row in this one"});
    all.push_back({"attrition", "comparison, " + name, lost[0] / units[0],
                   of(lost[0], units[0]) + " compared units of the first wave have no row in this one"});
    all.push_back({"attrition_difference", name, lost[1] / units[1] - lost[0] / units[0],
                   "share lost, treated less comparison: no comparison knows what those who were lost would have had"});
  }
  return again > 0 ? all : std::vector<Diagnostic>{};
}

}  // namespace clusia
