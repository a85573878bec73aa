#include "pipeline/contamination.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace clusia {
namespace {

/// Sums come out the same in whatever order the rows stand.
double sum_of(std::vector<double> weights) {
  std::sort(weights.begin(), weights.end());
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// Of one arm in one wave.
struct Side {
  std::vector<double> told, reached;  ///< weights
  std::int64_t untold = 0;

  void add(double w, std::int8_t is_reached) {
    if (w == 0) return;
    if (is_reached < 0) {
      ++untold;
      return;
    }
    told.push_back(w);
    if (is_reached > 0) reached.push_back(w);
  }
  double share() const { return sum_of(reached) / sum_of(told); }
  std::string counted() const {
    return "of " + std::to_string(told.size()) + " rows" +
           (untold > 0 ? "; " + std::to_string(untold) + " more do not tell" : "");
  }
};

void add_wave(const AssessedRows& rows, std::int32_t wave, std::vector<Diagnostic>& all) {
  Side sides[2];
  for (std::size_t row = 0; row < rows.reached.size(); ++row)
    if (rows.treated[row] >= 0 && (wave < 0 || rows.wave.code[row] == wave))
      sides[rows.treated[row]].add(rows.weight[row], rows.reached[row]);
  const auto& [comparison, treated] = sides;
  if (comparison.told.empty() || treated.told.empty() || (comparison.reached.empty() && treated.reached.empty()))
    return;
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
  std::vector<double> all_of_them, beside;
  for (std::size_t row = 0; row < rows.treated.size(); ++row)
    if (rows.treated[row] == 0) {
      all_of_them.push_back(rows.weight[row]);
      if (has_treated[static_cast<std::size_t>(psu[row])]) beside.push_back(rows.weight[row]);
    }
  if (sum_of(beside) > 0)
    all.push_back({"shared_psu", "comparison", sum_of(beside) / sum_of(all_of_them),
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
