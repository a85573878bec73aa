#include "design/restricted.hpp"

#include <algorithm>
#include <map>

namespace clusia {
namespace {

/// Places in a list of rows; where all stay they need no list.
struct Kept {
  bool all = false;
  std::vector<std::size_t> places;
};

template <class T>
std::vector<T> picked(const std::vector<T>& from, const Kept& kept, std::size_t width = 1) {
  if (kept.all) return from;
  std::vector<T> to;
  to.reserve(kept.places.size() * width);
  for (const std::size_t k : kept.places)
    for (std::size_t c = 0; c < width; ++c) to.push_back(from[k * width + c]);
  return to;
}

Weights picked(const Weights& from, const Kept& kept) { return {picked(from.rows, kept), picked(from.weight, kept)}; }

Jacobian picked(const Jacobian& from, const Kept& kept, std::size_t listed) {
  const std::size_t width = listed == 0 ? 0 : from.values.size() / listed;
  return {from.first_step, from.factored, picked(from.values, kept, width)};
}

template <class Stays>
Kept places(const Weights& weights, const Stays& stays) {
  Kept kept;
  kept.all = std::ranges::all_of(weights.rows, [&](std::int64_t row) { return stays(static_cast<std::size_t>(row)); });
  for (std::size_t k = 0; !kept.all && k < weights.size(); ++k)
    if (stays(static_cast<std::size_t>(weights.rows[k]))) kept.places.push_back(k);
  return kept;
}

Cell cut(const Cell& cell, const Kept& kept) {
  Cell to;
  to.name = cell.name;
  to.wave = cell.wave;
  to.arm = cell.arm;
  to.domain = picked(cell.domain, kept);
  to.jacobian = picked(cell.jacobian, kept, cell.domain.size());
  to.reference = cell.reference;
  to.size_only = cell.size_only;
  to.own = cell.own;
  for (const FitTerm& term : cell.terms) {
    const std::size_t width = cell.domain.size() == 0 ? 0 : term.x.size() / cell.domain.size();
    to.terms.push_back({term.fit, term.factor, picked(term.x, kept, width)});
  }
  return to;
}

Fit cut(const Fit& fit, const Kept& kept) {
  Fit to;
  to.name = fit.name;
  to.rows = picked(fit.rows, kept);
  to.jacobian = picked(fit.jacobian, kept, fit.rows.size());
  to.regressors = fit.regressors;
  to.x = picked(fit.x, kept, static_cast<std::size_t>(fit.regressors));
  for (const auto& levels : fit.absorbed) to.absorbed.push_back(picked(levels, kept));
  to.reference = fit.reference;
  return to;
}

/// Shares of the complete partners of the kept rows, scaled to 1 again; rows that lost all partners leave.
Neighbours cut(const Neighbours& n, const std::vector<bool>& in_group, const std::vector<bool>& complete) {
  const auto is = [](const std::vector<bool>& of, std::int64_t row) { return of[static_cast<std::size_t>(row)]; };
  std::vector<double> left(complete.size(), 0);
  for (std::size_t k = 0; k < n.i.size(); ++k)
    if (is(in_group, n.i[k]) && is(complete, n.i[k]) && is(complete, n.j[k]))
      left[static_cast<std::size_t>(n.i[k])] += n.w[k];
  Neighbours to;
  to.treated = n.treated, to.comparison = n.comparison;
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    const double share = left[static_cast<std::size_t>(n.i[k])];
    if (share == 0 || !is(complete, n.j[k])) continue;
    to.i.push_back(n.i[k]);
    to.j.push_back(n.j[k]);
    to.w.push_back(n.w[k] / share);
    if (n.both_ways()) to.own.push_back(n.own[k]);
  }
  for (std::size_t k = 0; k < n.within_i.size(); ++k) {
    if (!is(complete, n.within_i[k]) || !is(complete, n.within_j[k])) continue;
    to.within_i.push_back(n.within_i[k]);
    to.within_j.push_back(n.within_j[k]);
  }
  return to;
}

/// The two cells of neighbours: rows that still have a partner weigh themselves, those who stand in what they stand in
/// for. Of the ATT's treated cell the others leave; elsewhere they may serve the variance.
void follow(const Neighbours& n, bool both_ways, Design& design, const Design& whole,
            const std::vector<bool>& complete) {
  const auto at = [](std::int64_t row) { return static_cast<std::size_t>(row); };
  const Cell &all_treated = whole.cells[at(n.treated)], &all_comparison = whole.cells[at(n.comparison)];
  const std::vector<double> own = own_weights(n, all_treated.domain);
  std::vector<double> d(complete.size(), 0);
  std::vector<bool> has_partner(complete.size(), false);
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    if (!has_partner[at(n.i[k])]) d[at(n.i[k])] += own[k];
    has_partner[at(n.i[k])] = true;
    d[at(n.j[k])] += own[k] * n.w[k];
  }
  const auto followed = [&](const Cell& cell, const std::vector<bool>& stays) {
    Cell to = cut(cell, places(cell.domain, [&](std::size_t row) { return stays[row]; }));
    for (std::size_t k = 0; k < to.domain.size(); ++k) to.domain.weight[k] = d[at(to.domain.rows[k])];
    return to;
  };
  design.cells[at(n.treated)] = followed(all_treated, both_ways ? complete : has_partner);
  design.cells[at(n.comparison)] = followed(all_comparison, complete);
}

}  // namespace

Design restricted(const Design& design, const RowsThatStay& rows) {
  const auto& [in_group, complete, has_value] = rows;
  const auto stays = [&in_group = in_group, &complete = complete](std::size_t row) {
    return in_group[row] && complete[row];
  };
  Design to;
  to.summary = design.summary;
  to.assumption = design.assumption;
  to.missing = design.missing;
  to.factor = design.factor;
  to.redesign = design.redesign;
  to.contrasts = design.contrasts;
  to.pairs = design.pairs;
  for (const Cell& cell : design.cells) to.cells.push_back(cut(cell, places(cell.domain, stays)));
  for (const Fit& fit : design.fits) to.fits.push_back(cut(fit, places(fit.rows, stays)));
  for (const Neighbours& n : design.neighbours) {
    to.neighbours.push_back(cut(n, in_group, complete));
    follow(to.neighbours.back(), n.both_ways(), to, design, complete);
  }
  const auto with_value = [&keep = has_value](std::optional<Weights>& reference) {
    if (reference) reference = picked(*reference, places(*reference, [&](std::size_t row) { return keep[row]; }));
  };
  for (Cell& cell : to.cells) with_value(cell.reference);
  for (Fit& fit : to.fits) with_value(fit.reference);
  return to;
}

}  // namespace clusia
