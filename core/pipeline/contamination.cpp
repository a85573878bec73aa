#include "pipeline/contamination.hpp"

#include <cmath>
#include <string>

namespace clusia {
namespace {

/// Of one arm in one wave.
struct Side {
  double weight = 0, reached = 0;
  std::int64_t rows = 0, untold = 0;

  void add(double w, std::int8_t is_reached) {
    if (w == 0) return;
    if (is_reached < 0) {
      ++untold;
      return;
    }
    ++rows;
    weight += w, reached += is_reached * w;
  }
  double share() const { return reached / weight; }
  std::string counted() const {
    return "of " + std::to_string(rows) + " rows" +
           (untold > 0 ? "; " + std::to_string(untold) + " more do not tell" : "");
  }
};

void add_wave(const AssessedRows& rows, std::int32_t wave, std::vector<Diagnostic>& all) {
  Side sides[2];
  for (std::size_t row = 0; row < rows.reached.size(); ++row)
    if (rows.treated[row] >= 0 && (wave < 0 || rows.wave.code[row] == wave))
      sides[rows.treated[row]].add(rows.weight[row], rows.reached[row]);
  const auto& [comparison, treated] = sides;
  if (comparison.weight == 0 || treated.weight == 0 || comparison.reached + treated.reached == 0) return;
  const std::string name = wave < 0 ? "" : rows.wave.names[static_cast<std::size_t>(wave)];
  const auto subject = [&](const std::string& arm) { return name.empty() ? arm : arm + ", " + name; };
  all.push_back({"contamination", subject("comparison"), comparison.share(),
                 "share of the compared whom the programme reached, " + comparison.counted()});
  all.push_back(
      {"take_up", subject("treated"), treated.share(), "share of the treated whom it reached, " + treated.counted()});
  all.push_back(
      {"exposure", name, treated.share() - comparison.share(),
       "reached, treated less comparison: where nothing but being reached works, it does 1 over this times the "
       "effect (Bloom 1984)"});
}

void add_places(const AssessedRows& rows, std::vector<Diagnostic>& all) {
  const std::vector<std::int32_t>& psu = rows.over->parts.front().psu;
  std::vector<bool> has_treated(static_cast<std::size_t>(rows.over->parts.front().size()), false);
  for (std::size_t row = 0; row < rows.treated.size(); ++row)
    if (rows.treated[row] == 1 && rows.weight[row] != 0) has_treated[static_cast<std::size_t>(psu[row])] = true;
  double weight = 0, beside = 0;
  for (std::size_t row = 0; row < rows.treated.size(); ++row)
    if (rows.treated[row] == 0) {
      weight += rows.weight[row];
      if (has_treated[static_cast<std::size_t>(psu[row])]) beside += rows.weight[row];
    }
  if (beside > 0)
    all.push_back({"shared_psu", "comparison", beside / weight,
                   "share of the compared in a PSU that has treated rows: what spills over may reach them"});
}

}  // namespace

std::vector<Diagnostic> contamination_of(const AssessedRows& rows, bool in_places) {
  std::vector<Diagnostic> all;
  if (rows.treated.empty()) return all;
  if (!rows.reached.empty() && rows.wave.present())
    for (std::int32_t wave = 0; wave < rows.wave.levels(); ++wave) add_wave(rows, wave, all);
  else if (!rows.reached.empty())
    add_wave(rows, -1, all);
  if (in_places) add_places(rows, all);
  return all;
}

}  // namespace clusia
