#include "pipeline/simulated_power.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

#include "design/contrast.hpp"

namespace clusia {
namespace {

using planning::Analysis;

/// Cells by what the contrast takes them for: their sign, arm and wave.
struct Part {
  const Cell* cell = nullptr;
  bool treated = false;
  double sign = 0;
};

/// The cells that a contrast adds and takes away; empty where it does anything else with them.
std::vector<Part> parts_of(const EffectInFormulas& of) {
  std::vector<double> estimates, sizes;
  for (const Cell& cell : of.design.cells) {
    estimates.push_back(1 + 0.37 * static_cast<double>(estimates.size()));  // any numbers: what is linear is so at all
    sizes.push_back(cell.domain.total());
  }
  const ContrastValue value = evaluate(of.contrast, {estimates, sizes, {}});
  std::vector<Part> parts;
  for (std::size_t k = 0; k < estimates.size(); ++k) {
    const double sign = value.by_estimate[k];
    if (value.by_size[k] != 0 || (sign != 0 && std::fabs(std::fabs(sign) - 1) > 1e-12)) return {};
    const Cell& cell = of.design.cells[k];
    if (sign == 0) continue;
    if (cell.arm < 0) return {};
    parts.push_back({&cell, of.dataset.arm_treated[static_cast<std::size_t>(cell.arm)] != 0, sign});
  }
  return parts;
}

bool as_surveyed(const Cell& cell, const LoadedDataset& dataset) {
  for (std::size_t j = 0; j < cell.domain.size(); ++j)
    if (const double w = cell.domain.weight[j];
        w != 0 && std::fabs(w - dataset.compared().weight[static_cast<std::size_t>(cell.domain.rows[j])]) > 1e-9 * w)
      return false;
  return true;
}

/// One arm less another in one wave, or the same less it in an earlier one.
std::optional<Analysis> analysis_of(const std::vector<Part>& parts) {
  const auto count = [&](bool treated, double sign) {
    return std::ranges::count_if(parts, [&](const Part& p) { return p.treated == treated && p.sign == sign; });
  };
  const bool one_each = count(true, 1) == 1 && count(false, -1) == 1;
  if (parts.size() == 2 && one_each && parts[0].cell->wave == parts[1].cell->wave) return Analysis::after;
  if (parts.size() == 4 && one_each && count(true, -1) == 1 && count(false, 1) == 1) return Analysis::difference;
  return std::nullopt;
}

/// Who is in the parts of one arm: how many they are worth, and which PSUs and units they are.
struct Counted {
  double n = 0;
  std::set<std::int32_t> psus;
  std::vector<std::set<std::int32_t>> units;  ///< by part
  std::vector<double> sizes;                  ///< of PSUs, in each part
};

/// Kish 1965, section 11.7: with unequal weights so many are worth (sum w)^2 / sum w^2.
Counted counted(const std::vector<Part>& parts, bool treated, const EffectInFormulas& of) {
  Counted all;
  double inverse = 0;
  for (const Part& part : parts) {
    if (part.treated != treated) continue;
    double w = 0, ww = 0;
    std::map<std::int32_t, double> psus;
    auto& units = all.units.emplace_back();
    for (std::size_t j = 0; j < part.cell->domain.size(); ++j) {
      const auto row = static_cast<std::size_t>(part.cell->domain.rows[j]);
      const double weight = part.cell->domain.weight[j];
      if (weight == 0 || !of.in_group[row]) continue;
      w += weight, ww += weight * weight;
      const std::int32_t psu = of.dataset.rows.over->parts.front().psu[row];
      ++psus[psu], all.psus.insert(psu);
      if (of.dataset.rows.unit.present()) units.insert(of.dataset.rows.unit.code[row]);
    }
    for (const auto& [psu, rows] : psus) all.sizes.push_back(rows);
    inverse += ww / (w * w);
  }
  all.n = static_cast<double>(all.units.size()) / inverse;
  return all;
}

/// Share of an arm's units that are in both of its waves.
double followed(const Counted& arm) {
  if (arm.units.size() != 2 || arm.units.front().empty()) return 0;
  std::vector<std::int32_t> both;
  std::ranges::set_intersection(arm.units[0], arm.units[1], std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(std::min(arm.units[0].size(), arm.units[1].size()));
}

double cv_of(const std::vector<double>& sizes) {
  double mean = 0, squares = 0;
  for (const double size : sizes) mean += size / static_cast<double>(sizes.size());
  for (const double size : sizes) squares += (size - mean) * (size - mean) / static_cast<double>(sizes.size());
  return std::sqrt(squares) / mean;
}

/// Whoever has no value is no answer.
double answering(const EffectInFormulas& of) {
  double asked = 0, answered = 0;
  for (std::size_t row = 0; row < of.scores.size(); ++row)
    if (of.donors.gives()[row] && of.in_group[row]) asked += 1, answered += std::isnan(of.scores[row]) ? 0 : 1;
  return asked > 0 ? answered / asked : 0;
}

}  // namespace

std::optional<double> power_by_formula(const EffectInFormulas& of, std::string& why) {
  const auto no = [&](const char* reason) {
    why = reason;
    return std::nullopt;
  };
  if (of.scores.empty()) return no("no mean");
  if (!of.design.fits.empty() || !of.design.neighbours.empty() || !of.design.pairs.empty())
    return no("a regression or matched rows");
  const std::vector<Part> parts = parts_of(of);
  const auto analysis = analysis_of(parts);
  if (!analysis) return no("no difference of two arms");
  if (!std::ranges::all_of(parts, [&](const Part& p) { return as_surveyed(*p.cell, of.dataset); }))
    return no("weights of its own");
  const Counted treated = counted(parts, true, of), comparison = counted(parts, false, of);

  std::vector<double> scores(of.scores.begin(), of.scores.end());
  for (std::size_t row = 0; row < scores.size(); ++row)
    if (!of.in_group[row]) scores[row] = std::numeric_limits<double>::quiet_NaN();
  const Spread spread = of.donors.spread(scores);
  // What people are apart in for good has no part in a change.
  const double variance = spread.variance + (*analysis == Analysis::after ? spread.of_kinds : 0);
  if (!(variance > 0) || !(treated.n > 0) || !(comparison.n > 0)) return no("nothing varies");

  planning::Comparison in;
  in.analysis = *analysis;
  in.level = of.level;
  in.strata = static_cast<int>(of.dataset.rows.over->parts.front().strata.size());
  in.outcome.sd = std::sqrt(variance);
  const double answers = answering(of);
  const planning::Arms n{answers * treated.n, answers * comparison.n};
  if (of.donors.clustered()) {
    std::vector<double> sizes = treated.sizes;
    sizes.insert(sizes.end(), comparison.sizes.begin(), comparison.sizes.end());
    in.cluster_size = n.sum() / static_cast<double>(treated.psus.size() + comparison.psus.size());
    in.cluster_cv = cv_of(sizes);
    in.outcome.icc = std::clamp(of.ties.from_host * of.ties.from_host * spread.of_host / variance, 0.0, 1.0);
    in.outcome.cluster_correlation = of.ties.stay;
  }
  const double both = (followed(treated) + followed(comparison)) / 2, icc = in.outcome.icc;
  in.outcome.correlation = of.ties.stay * (icc + both * of.ties.keep * (1 - icc));
  const double power = planning::power(in, n, of.effect);
  if (std::isnan(power)) return no("too few for a test");
  return power;
}

}  // namespace clusia
