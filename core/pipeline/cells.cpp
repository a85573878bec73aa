#include "pipeline/cells.hpp"

#include <algorithm>
#include <cmath>

namespace clusia {

bool all_zero(const std::vector<double>& of) {
  return std::all_of(of.begin(), of.end(), [](double x) { return x == 0; });
}

Cells::Cells(Session& session, const References& references, const Design& whole, const Design& design,
             std::shared_ptr<const Clusterings> over, const CellsOptions& options)
    : session_(session),
      references_(references),
      whole_(whole),
      design_(design),
      over_(std::move(over)),
      options_(options),
      size_z_(design.cells.size()),
      cells_(session.outputs().size(), std::vector<CellInfluence>(design.cells.size())) {
  if (!design_.fits.empty()) scores_ = std::make_unique<UnitScores>(session_, design_, references_);
  for (const Cell& cell : design_.cells) sizes_.push_back(cell.domain.total());
  if (options_.influence) fold_sizes();
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (design_.cells[k].size_only) continue;
    if (design_.cells[k].terms.empty()) {
      evaluate_by_plugin(k);
    } else {
      evaluate_by_scores(k);
    }
  }
}

bool Cells::has_neighbours(std::size_t k) const {
  return std::any_of(design_.neighbours.begin(), design_.neighbours.end(), [&](const Neighbours& n) {
    return static_cast<std::size_t>(n.treated) == k || static_cast<std::size_t>(n.comparison) == k;
  });
}

/// dT/dgamma = sum_k u_k dd_k/dgamma.
void Cells::add_through_jacobian(const Cell& cell, std::span<const double> u, Influence& to) const {
  const Jacobian& j = cell.jacobian;
  if (j.first_step < 0) return;
  const auto step = static_cast<std::size_t>(j.first_step);
  auto& g = to.by_first_step[step];
  g.resize(static_cast<std::size_t>(whole_.first_steps[step].parameters), 0);
  for (std::size_t k = 0; k < u.size(); ++k) {
    const double scale = j.factored ? u[k] * cell.domain.weight[k] : u[k];
    for (std::size_t p = 0; p < g.size(); ++p) g[p] += scale * j.values[k * g.size() + p];
  }
}

/// Adds phi_i' g of every first step.
void Cells::finish(Influence of, CellInfluence& to) const {
  for (std::size_t s = 0; s < of.by_first_step.size(); ++s) {
    const std::vector<double>& g = of.by_first_step[s];
    if (all_zero(g)) continue;
    if (options_.replicates != nullptr)
      to.first_steps.resize(static_cast<std::size_t>(options_.replicates->units()), 0);
    const FirstStep& step = whole_.first_steps[s];
    for (std::size_t j = 0; j < step.rows.size(); ++j) {
      double value = 0;
      for (std::size_t p = 0; p < g.size(); ++p) value += step.phi[j * g.size() + p] * g[p];
      of.z.add(step.rows[j], value);
      if (options_.replicates == nullptr) continue;
      const std::int32_t unit = options_.replicates->unit()[static_cast<std::size_t>(step.rows[j])];
      to.first_steps[static_cast<std::size_t>(unit)] += value;
    }
  }
  to.z = std::move(of.z);
}

void Cells::fold_sizes() {
  for (const Contrast& contrast : design_.contrasts)
    for (const Step& step : contrast.steps) {
      const auto k = static_cast<std::size_t>(step.index);
      if (step.op != CLUSIA_PUSH_SIZE || size_z_[k].z) continue;
      const std::vector<double> ones(design_.cells[k].domain.size(), 1);
      Influence size = no_influence();
      size.z.add(design_.cells[k].domain, ones);
      add_through_jacobian(design_.cells[k], ones, size);
      finish(std::move(size), size_z_[k]);
    }
}

/// What beta moves in the given directions: the rows of its fit, the first steps of their weights and, where scores are
/// relative, the reference; `l` holds what else the number owes to the scores.
void Cells::add_fits(std::size_t m, const Lists& directions, UnitScores::Signed l, Influence& to) const {
  for (std::size_t f = 0; f < design_.fits.size(); ++f) {
    if (all_zero(directions[f])) continue;
    const Fit& fit = design_.fits[f];
    const LinearModel& model = scores_->model(f, m);
    const std::vector<double> solved = model.solved(directions[f]);
    for (std::size_t j = 0; j < fit.rows.size(); ++j) to.z.add(fit.rows.rows[j], model.value_of_row(j, solved));
    if (scores_->reads_reference()) {
      std::vector<double>& weights = scores_->weights_for(l, fit.reference);
      for (std::size_t j = 0; j < fit.rows.size(); ++j)
        weights[static_cast<std::size_t>(fit.rows.rows[j])] += model.score_weight(j, solved);
    }
    if (fit.jacobian.first_step < 0) continue;
    const auto step = static_cast<std::size_t>(fit.jacobian.first_step);
    const std::vector<double> g = model.by_first_step(whole_.first_steps[step].parameters, solved);
    auto& sum = to.by_first_step[step];
    sum.resize(g.size(), 0);
    for (std::size_t p = 0; p < g.size(); ++p) sum[p] += g[p];
  }
  if (scores_->reads_reference()) scores_->add_reference_values(m, l, to.z);
}

void Cells::evaluate_by_plugin(std::size_t k) {
  const Cell& cell = design_.cells[k];
  const auto undefined = [&](const std::string& why) {
    for (auto& output : cells_) output[k].note = why;
  };
  if (all_zero(cell.domain.weight)) return undefined("no rows with a weight and a value");
  const Weights& reference = references_.of(cell.reference, cell.wave);
  try {
    take(k, session_.evaluate(cell.domain, reference, options_.influence), reference);
  } catch (const Undefined& u) {
    undefined(u.what());
  }
}

void Cells::take(std::size_t k, const Evaluated& answer, const Weights& reference) {
  const Cell& cell = design_.cells[k];
  for (std::size_t m = 0; m < cells_.size(); ++m) {
    CellInfluence& c = cells_[m][k];
    if (answer.undefined[m] != 0) {
      c.note = "does not exist on these rows";
      continue;
    }
    c.estimate = answer.estimates[m];
    if (answer.u == nullptr) continue;
    const std::span<const double> u = answer.u_of(m);
    Influence i = no_influence();
    if (has_neighbours(k)) c.u.assign(u.begin(), u.end());
    const bool domain_moves = std::ranges::any_of(u, [](double of) { return of != 0; });
    if (domain_moves) i.z.add(cell.domain, u);
    const bool reference_moves =
        answer.v != nullptr && std::ranges::any_of(answer.v_of(m), [](double v) { return v != 0; });
    if (reference_moves) i.z.add(reference, answer.v_of(m));
    if (domain_moves) add_through_jacobian(cell, u, i);
    if (domain_moves && !reference_moves) {
      auto& [squares, sum] = c.spread.emplace(0, 0);
      for (std::size_t j = 0; j < u.size(); ++j)
        squares += cell.domain.weight[j] * u[j] * u[j], sum += cell.domain.weight[j] * u[j];
    }
    finish(std::move(i), c);
  }
}

void Cells::evaluate_by_scores(std::size_t k) {
  const Cell& cell = design_.cells[k];
  const std::optional<Weights>& own = design_.fits[static_cast<std::size_t>(cell.terms.front().fit)].reference;
  for (std::size_t m = 0; m < outputs(); ++m) {
    CellInfluence& c = cells_[m][k];
    std::vector<double> value(cell.domain.size());
    double sum = 0;
    for (std::size_t j = 0; j < value.size(); ++j) {
      value[j] = cell.own == 0 ? 0 : cell.own * scores_->score(m, own, cell.domain.rows[j]);
      for (const FitTerm& term : cell.terms) {
        const auto& beta = scores_->model(static_cast<std::size_t>(term.fit), m).coefficients();
        for (std::size_t q = 0; q < beta.size(); ++q) value[j] += term.factor * term.x[j * beta.size() + q] * beta[q];
      }
      sum += cell.domain.weight[j] * value[j];
    }
    const double mean = sum / sizes_[k];
    if (!(sizes_[k] > 0) || !std::isfinite(mean)) {
      c.note = sizes_[k] > 0 ? "a score does not exist or a regressor is collinear on these rows"
                             : "no rows with a weight and a value";
      continue;
    }
    c.estimate = mean;
    if (!options_.influence) continue;
    for (double& v : value) v = (v - mean) / sizes_[k];  // now u
    Influence i = no_influence();
    i.z.add(cell.domain, value);
    add_through_jacobian(cell, value, i);
    Lists directions = no_directions();
    UnitScores::Signed l = scores_->no_weights();
    for (const FitTerm& term : cell.terms) {
      auto& to = directions[static_cast<std::size_t>(term.fit)];
      for (std::size_t j = 0; j < cell.domain.size(); ++j) {
        const double scale = term.factor * cell.domain.weight[j] / sizes_[k];
        for (std::size_t q = 0; q < to.size(); ++q) to[q] += scale * term.x[j * to.size() + q];
      }
    }
    if (scores_->reads_reference() && cell.own != 0)
      for (std::size_t j = 0; j < cell.domain.size(); ++j)
        scores_->weights_for(l, own)[static_cast<std::size_t>(cell.domain.rows[j])] +=
            cell.own * cell.domain.weight[j] / sizes_[k];
    add_fits(m, directions, std::move(l), i);
    finish(std::move(i), c);
  }
}

Lists Cells::no_directions() const {
  Lists zero;
  for (const Fit& fit : design_.fits) zero.emplace_back(static_cast<std::size_t>(fit.regressors), 0.0);
  return zero;
}

Lists Cells::coefficients(std::size_t output) const {
  Lists all;
  for (std::size_t f = 0; f < design_.fits.size(); ++f) all.push_back(scores_->model(f, output).coefficients());
  return all;
}

CellInfluence Cells::along(std::size_t output, const Lists& directions) const {
  Influence i = no_influence();
  add_fits(output, directions, scores_->no_weights(), i);
  CellInfluence along;
  finish(std::move(i), along);
  return along;
}

}  // namespace clusia
