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

/// Shares of the complete partners of the kept treated rows, scaled to 1 again; those that lost all partners leave.
Neighbours cut(const Neighbours& n, const std::vector<bool>& in_group, const std::vector<bool>& complete) {
  const auto is = [](const std::vector<bool>& of, std::int64_t row) { return of[static_cast<std::size_t>(row)]; };
  std::vector<double> left(complete.size(), 0);
  for (std::size_t k = 0; k < n.i.size(); ++k)
    if (is(in_group, n.i[k]) && is(complete, n.i[k]) && is(complete, n.j[k]))
      left[static_cast<std::size_t>(n.i[k])] += n.w[k];
  Neighbours to{n.treated, n.comparison, {}, {}, {}, {}, {}};
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    const double share = left[static_cast<std::size_t>(n.i[k])];
    if (share == 0 || !is(complete, n.j[k])) continue;
    to.i.push_back(n.i[k]);
    to.j.push_back(n.j[k]);
    to.w.push_back(n.w[k] / share);
  }
  for (std::size_t k = 0; k < n.within_i.size(); ++k) {
    if (!is(complete, n.within_i[k]) || !is(complete, n.within_j[k])) continue;
    to.within_i.push_back(n.within_i[k]);
    to.within_j.push_back(n.within_j[k]);
  }
  return to;
}

/// The two cells of neighbours: treated rows that still have a partner; comparison rows weigh d_j = sum_i d_i w_ij.
void follow(const Neighbours& n, Design& design, const Design& whole, const std::vector<bool>& complete) {
  const Weights& all_treated = whole.cells[static_cast<std::size_t>(n.treated)].domain;
  const Weights& all_comparison = whole.cells[static_cast<std::size_t>(n.comparison)].domain;
  const auto at = [](std::int64_t row) { return static_cast<std::size_t>(row); };
  std::vector<double> d(complete.size(), 0), of_comparison(complete.size(), 0);
  for (std::size_t k = 0; k < all_treated.size(); ++k) d[at(all_treated.rows[k])] = all_treated.weight[k];
  std::vector<bool> has_partner(complete.size(), false);
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    of_comparison[at(n.j[k])] += d[at(n.i[k])] * n.w[k];
    has_partner[at(n.i[k])] = true;
  }
  Cell& treated = design.cells[static_cast<std::size_t>(n.treated)];
  Cell& comparison = design.cells[static_cast<std::size_t>(n.comparison)];
  treated = cut(whole.cells[static_cast<std::size_t>(n.treated)],
                places(all_treated, [&](std::size_t row) { return has_partner[row]; }));
  comparison = cut(whole.cells[static_cast<std::size_t>(n.comparison)],
                   places(all_comparison, [&](std::size_t row) { return complete[row]; }));
  for (std::size_t k = 0; k < comparison.domain.size(); ++k)
    comparison.domain.weight[k] = of_comparison[at(comparison.domain.rows[k])];
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
    follow(to.neighbours.back(), to, design, complete);
  }
  const auto with_value = [&keep = has_value](std::optional<Weights>& reference) {
    if (reference) reference = picked(*reference, places(*reference, [&](std::size_t row) { return keep[row]; }));
  };
  for (Cell& cell : to.cells) with_value(cell.reference);
  for (Fit& fit : to.fits) with_value(fit.reference);
  return to;
}

}  // namespace clusia
