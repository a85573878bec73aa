#include "pipeline/reassignment.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "pipeline/cells.hpp"

namespace clusia {
namespace {

constexpr std::uint64_t assignments_key = 0x636c757369612d72;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// -1, or the cell of the other arm in the same wave.
std::vector<std::ptrdiff_t> twins_of(const Design& design, const std::vector<std::int8_t>& sides) {
  std::vector<std::ptrdiff_t> twin(design.cells.size(), -1);
  for (std::size_t a = 0; a < twin.size(); ++a)
    for (std::size_t b = 0; b < twin.size(); ++b)
      if (sides[a] >= 0 && sides[b] == 1 - sides[a] && design.cells[a].wave == design.cells[b].wave)
        twin[a] = twin[a] == -1 ? static_cast<std::ptrdiff_t>(b) : -2;  // several: which one is not known
  return twin;
}

/// 1 treated, 0 comparison; -1: rows of both or of none, or weights that the assignment would change.
std::int8_t side_of(const Cell& cell, const AssessedRows& rows) {
  if (cell.own != 1 || !cell.terms.empty() || cell.jacobian.first_step >= 0 || cell.reference) return -1;
  std::int8_t side = -1;
  for (std::size_t j = 0; j < cell.domain.size(); ++j) {
    const std::int8_t of = rows.treated[static_cast<std::size_t>(cell.domain.rows[j])];
    if (of < 0 || (side >= 0 && of != side)) return -1;
    side = of;
  }
  return side;
}

class Reassignment {
 public:
  Reassignment(Session& session, const References& references, const Design& design, const AssessedRows& rows,
               const Clustering& clusters)
      : session_(session), references_(references), design_(design), clusters_(clusters) {
    for (const Cell& cell : design.cells) sides_.push_back(side_of(cell, rows));
    twin_ = twins_of(design, sides_);
    for (const Contrast& contrast : design.contrasts) {
      const std::vector<bool> read = cells_read(contrast, design.cells.size());
      bool serves = design.fits.empty() && design.neighbours.empty() && design.pairs.empty();
      for (std::size_t k = 0; k < read.size(); ++k) serves = serves && (!read[k] || twin_[k] >= 0);
      serves_.push_back(serves);
    }
    take_clusters();
  }

  /// Every choice, or as many as are drawn; by cluster in an arm: treated.
  std::vector<std::vector<bool>> assignments(std::int64_t draws, std::int64_t seed, bool& every) const;
  /// [outputs][contrasts]; NaN where one does not exist.
  std::vector<std::vector<double>> effects_under(const std::vector<bool>& treated, std::size_t outputs) const;
  const std::vector<bool>& serves() const { return serves_; }

 private:
  void take_clusters() {
    std::vector<std::int8_t> side(clusters_.stratum.size(), -1);
    for (std::size_t k = 0; k < sides_.size(); ++k)
      for (std::size_t j = 0; sides_[k] >= 0 && j < design_.cells[k].domain.size(); ++j)
        side[static_cast<std::size_t>(clusters_.psu[static_cast<std::size_t>(design_.cells[k].domain.rows[j])])] =
            sides_[k];
    place_.assign(side.size(), -1);
    for (std::size_t g = 0; g < side.size(); ++g) {
      if (side[g] < 0) continue;
      place_[g] = static_cast<std::int32_t>(n_++);
      treated_ += side[g] > 0 ? 1 : 0;
    }
  }
  Weights taken(const Weights& from, const std::vector<bool>& treated, bool which) const;

  Session& session_;
  const References& references_;
  const Design& design_;
  const Clustering& clusters_;
  std::vector<std::int8_t> sides_;    ///< [cells]
  std::vector<std::ptrdiff_t> twin_;  ///< [cells]
  std::vector<bool> serves_;          ///< [contrasts]
  std::vector<std::int32_t> place_;   ///< [clusters]: among those in an arm, or -1
  std::size_t n_ = 0, treated_ = 0;   ///< clusters in an arm, and the treated of these
};

std::vector<std::vector<bool>> Reassignment::assignments(std::int64_t draws, std::int64_t seed, bool& every) const {
  double choices = 1;
  for (std::size_t k = 0; k < treated_; ++k) choices *= static_cast<double>(n_ - k) / static_cast<double>(k + 1);
  every = choices <= static_cast<double>(draws) + 0.5;
  std::vector<std::vector<bool>> all;
  std::vector<bool> one(n_, false);
  std::fill(one.end() - static_cast<std::ptrdiff_t>(treated_), one.end(), true);
  if (every) {
    do all.push_back(one);
    while (std::next_permutation(one.begin(), one.end()));
    return all;
  }
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), assignments_key}};
  for (std::int64_t b = 0; b < draws; ++b) {
    std::vector<std::size_t> order(n_);
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t k = 0; k < treated_; ++k)
      std::swap(order[k], order[k + generator({{static_cast<std::uint64_t>(b), k, 0, 0}}, key)[0] % (n_ - k)]);
    all.emplace_back(n_, false);
    for (std::size_t k = 0; k < treated_; ++k) all.back()[order[k]] = true;
  }
  return all;
}

/// The rows whose cluster is on one side.
Weights Reassignment::taken(const Weights& from, const std::vector<bool>& treated, bool which) const {
  Weights rows;
  for (std::size_t j = 0; j < from.size(); ++j) {
    const std::int32_t g = place_[static_cast<std::size_t>(clusters_.psu[static_cast<std::size_t>(from.rows[j])])];
    if (g < 0 || treated[static_cast<std::size_t>(g)] != which) continue;
    rows.rows.push_back(from.rows[j]);
    rows.weight.push_back(from.weight[j]);
  }
  return rows;
}

Weights merged(const Weights& a, const Weights& b) {
  Weights both;
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    const bool first = j == b.size() || (i < a.size() && a.rows[i] < b.rows[j]);
    const Weights& from = first ? a : b;
    std::size_t& k = first ? i : j;
    both.rows.push_back(from.rows[k]);
    both.weight.push_back(from.weight[k++]);
  }
  return both;
}

std::vector<std::vector<double>> Reassignment::effects_under(const std::vector<bool>& treated,
                                                             std::size_t outputs) const {
  const std::size_t n = design_.cells.size();
  std::vector<std::vector<double>> estimates(outputs, std::vector<double>(n, nan));
  std::vector<double> sizes(n, nan);
  for (std::size_t k = 0; k < n; ++k) {
    if (twin_[k] < 0) continue;
    const bool which = sides_[k] > 0;
    const Weights domain = merged(taken(design_.cells[k].domain, treated, which),
                                  taken(design_.cells[static_cast<std::size_t>(twin_[k])].domain, treated, which));
    sizes[k] = domain.total();
    if (design_.cells[k].size_only) continue;
    try {
      const Evaluated e = session_.evaluate(domain, references_.of(std::nullopt, design_.cells[k].wave), false);
      for (std::size_t m = 0; m < outputs; ++m)
        if (e.undefined[m] == 0) estimates[m][k] = e.estimates[m];
    } catch (const Undefined&) {  // stays NaN
    }
  }
  std::vector<std::vector<double>> effects(outputs, std::vector<double>(design_.contrasts.size(), nan));
  for (std::size_t m = 0; m < outputs; ++m)
    for (std::size_t c = 0; c < design_.contrasts.size(); ++c)
      if (serves_[c]) effects[m][c] = evaluate(design_.contrasts[c], {estimates[m], sizes, {}}).value;
  return effects;
}

}  // namespace

PValues p_values_of_reassignment(Session& session, const References& references, const Design& design,
                                 const AssessedRows& rows, const Clustering& clusters, const PValues& effects,
                                 std::int64_t draws, std::int64_t seed) {
  PValues p(effects.size(), std::vector<std::optional<double>>(design.contrasts.size()));
  const Reassignment reassignment(session, references, design, rows, clusters);
  const std::vector<bool>& serves = reassignment.serves();
  if (std::find(serves.begin(), serves.end(), true) == serves.end()) return p;
  bool every = false;
  const auto assignments = reassignment.assignments(draws, seed, every);
  std::vector<std::vector<double>> as_far(effects.size(), std::vector<double>(serves.size(), every ? 0 : 1)),
      all = as_far;
  for (const std::vector<bool>& treated : assignments) {
    const auto under = reassignment.effects_under(treated, effects.size());
    for (std::size_t m = 0; m < effects.size(); ++m)
      for (std::size_t c = 0; c < serves.size(); ++c) {
        if (!effects[m][c] || std::isnan(under[m][c])) continue;
        const double null = design.contrasts[c].null_value, found = std::fabs(*effects[m][c] - null);
        all[m][c] += 1;
        as_far[m][c] += std::fabs(under[m][c] - null) >= found * (1 - 1e-12) ? 1 : 0;  // equal but for rounding
      }
  }
  for (std::size_t m = 0; m < effects.size(); ++m)
    for (std::size_t c = 0; c < serves.size(); ++c)
      if (serves[c] && effects[m][c] && all[m][c] > 0) p[m][c] = as_far[m][c] / all[m][c];
  return p;
}

}  // namespace clusia
