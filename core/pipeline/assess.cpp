#include "pipeline/assess.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "design/contrast.hpp"
#include "design/restricted.hpp"
#include "inference/neighbours.hpp"
#include "pipeline/references.hpp"
#include "pipeline/unit_scores.hpp"

namespace clusia {
namespace {

/// One list of numbers a first step, or a fit.
using Lists = std::vector<std::vector<double>>;

/// Row values of one number on their way into totals, and its derivative by each first step (empty: none).
struct Influence {
  Totals z;
  Lists by_first_step;
};

/// T of one output in one cell.
struct CellInfluence {
  std::optional<double> estimate;
  std::string note;
  std::optional<Totals> z;  ///< of everything that T moves with: d u + r v, the fits, the first steps
  std::vector<double> u;    ///< kept where rows are wanted, not totals (neighbours)
};

/// z and the rest of the variance for one gradient.
struct Combined {
  Totals z;
  double reuse = 0;
};

bool all_zero(const std::vector<double>& of) {
  return std::all_of(of.begin(), of.end(), [](double x) { return x == 0; });
}

/// "Rows fall out": incomplete ones, or all rows of a unit with an incomplete row that the design lists.
std::vector<bool> complete_under(const Design& design, const AssessedRows& rows, const std::vector<bool>& complete) {
  if (design.missing == Missing::row) return complete;
  if (!rows.unit.present())
    throw PluginFailure("drops whole units where a value is missing: the dataset needs the role unit");
  std::vector<bool> whole(static_cast<std::size_t>(rows.unit.levels()), true);
  const auto look = [&](const Weights& listed) {
    for (const std::int64_t row : listed.rows) {
      const auto r = static_cast<std::size_t>(row);
      if (!complete[r] && rows.unit.code[r] >= 0) whole[static_cast<std::size_t>(rows.unit.code[r])] = false;
    }
  };
  for (const Cell& cell : design.cells)
    if (cell.own != 0 && !cell.size_only) look(cell.domain);
  for (const Fit& fit : design.fits) look(fit.rows);
  std::vector<bool> result = complete;
  for (std::size_t r = 0; r < result.size(); ++r)
    if (rows.unit.code[r] >= 0 && !whole[static_cast<std::size_t>(rows.unit.code[r])]) result[r] = false;
  return result;
}

class Task {
 public:
  Task(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
       const std::vector<bool>& in_group, const Inference& inference)
      : indicator_(indicator),
        whole_(design),
        rows_(rows),
        inference_(inference),
        complete_(complete_under(design, rows, indicator.complete)),
        design_(restricted(design, {in_group, complete_, indicator.complete})),
        references_(indicator, rows),
        outputs_(indicator.session.outputs().size()) {
    count(in_group);
    std::vector<Clustering> ids{rows.clustering};
    for (const Pairs& pairs : design.pairs) ids.push_back(of_pairs(pairs));
    over_ = std::make_shared<const Clusterings>(clusterings_of(std::move(ids)));
    if (!design_.fits.empty())
      scores_ = std::make_unique<UnitScores>(indicator.session, design_, references_, rows.rows);
    for (const Cell& cell : design_.cells) sizes_.push_back(cell.domain.total());
    if (!inference_.population) fold_sizes();
    evaluate_cells();
  }

  TaskResult result() {
    TaskResult all;
    for (std::size_t m = 0; m < outputs_; ++m) {
      all.cells.push_back(counts_);
      for (std::size_t k = 0; k < design_.cells.size(); ++k) describe_cell(m, k, all.cells[m][k]);
      auto& effects = all.effects.emplace_back();
      for (const Contrast& contrast : design_.contrasts) effects.push_back(effect(m, contrast));
    }
    return all;
  }

 private:
  void count(const std::vector<bool>& in_group);
  Clustering of_pairs(const Pairs& pairs) const;
  void fold_sizes();
  void evaluate_cells();
  void evaluate_by_plugin(std::size_t k);
  void evaluate_by_scores(std::size_t k);
  Influence no_influence() const { return {Totals(over_), Lists(whole_.first_steps.size())}; }
  void add_through_jacobian(const Cell& cell, std::span<const double> u, Influence& to) const;
  void add_fits(std::size_t m, const Lists& directions, UnitScores::Signed l, Influence& to) const;
  Totals with_first_steps(Influence of) const;
  Lists no_directions() const;
  bool has_neighbours(std::size_t k) const;

  void describe_cell(std::size_t m, std::size_t k, CellResult& cell) const;
  EffectResult effect(std::size_t m, const Contrast& contrast) const;
  std::optional<Interval> inferred(std::size_t m, const ContrastValue& gradient, const Combined& c, double estimate,
                                   double null, Factor factor, std::string& note) const;
  Combined combined(std::size_t m, const ContrastValue& gradient) const;
  void add_neighbours(std::size_t m, const ContrastValue& gradient, Combined& to) const;
  std::vector<bool> domain_of(const ContrastValue& gradient) const;
  std::optional<RegressionSize> largest_regression(std::size_t m, const ContrastValue& gradient) const;

  const AssessedIndicator& indicator_;
  const Design& whole_;
  const AssessedRows& rows_;
  const Inference& inference_;
  std::vector<bool> complete_;
  Design design_;
  References references_;
  std::size_t outputs_;
  std::shared_ptr<const Clusterings> over_;
  std::unique_ptr<UnitScores> scores_;
  std::vector<double> sizes_;
  std::vector<std::optional<Totals>> size_z_;  ///< of the cells whose size a contrast reads
  std::vector<CellResult> counts_;
  std::vector<std::vector<CellInfluence>> cells_;  ///< [outputs][cells]
};

// ---- cells ------------------------------------------------------------------------------------------------

void Task::count(const std::vector<bool>& in_group) {
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    CellResult c;
    const Weights& before = whole_.cells[k].domain;
    for (std::size_t j = 0; j < before.size(); ++j) {
      const auto row = static_cast<std::size_t>(before.rows[j]);
      if (before.weight[j] != 0 && in_group[row] && !complete_[row]) ++c.missing;
    }
    std::vector<bool> psus(rows_.clustering.stratum.size(), false);
    const Weights& domain = design_.cells[k].domain;
    for (std::size_t j = 0; j < domain.size(); ++j) {
      if (domain.weight[j] == 0) continue;
      ++c.rows;
      psus[static_cast<std::size_t>(rows_.clustering.psu[static_cast<std::size_t>(domain.rows[j])])] = true;
    }
    c.psus = std::count(psus.begin(), psus.end(), true);
    c.size = domain.total();
    counts_.push_back(c);
  }
}

/// One more cluster id; a row that is in no pair is alone.
Clustering Task::of_pairs(const Pairs& pairs) const {
  Codes codes;
  std::int32_t next = 0;
  for (const std::int32_t p : pairs.pair) next = std::max(next, p + 1);
  codes.code.assign(static_cast<std::size_t>(rows_.rows), -1);
  for (std::size_t k = 0; k < pairs.rows.size(); ++k)
    codes.code[static_cast<std::size_t>(pairs.rows[k])] = pairs.pair[k];
  for (std::int32_t& code : codes.code)
    if (code < 0) code = next++;
  return clustering_of(rows_.rows, codes, {});
}

bool Task::has_neighbours(std::size_t k) const {
  return std::any_of(design_.neighbours.begin(), design_.neighbours.end(), [&](const Neighbours& n) {
    return static_cast<std::size_t>(n.treated) == k || static_cast<std::size_t>(n.comparison) == k;
  });
}

void Task::evaluate_cells() {
  cells_.assign(outputs_, std::vector<CellInfluence>(design_.cells.size()));
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (design_.cells[k].size_only) continue;
    if (design_.cells[k].terms.empty()) {
      evaluate_by_plugin(k);
    } else {
      evaluate_by_scores(k);
    }
  }
}

/// dT/dgamma = sum_k u_k dd_k/dgamma.
void Task::add_through_jacobian(const Cell& cell, std::span<const double> u, Influence& to) const {
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
Totals Task::with_first_steps(Influence of) const {
  for (std::size_t s = 0; s < of.by_first_step.size(); ++s) {
    const std::vector<double>& g = of.by_first_step[s];
    if (all_zero(g)) continue;
    const FirstStep& step = whole_.first_steps[s];
    for (std::size_t j = 0; j < step.rows.size(); ++j) {
      double value = 0;
      for (std::size_t p = 0; p < g.size(); ++p) value += step.phi[j * g.size() + p] * g[p];
      of.z.add(step.rows[j], value);
    }
  }
  return std::move(of.z);
}

void Task::fold_sizes() {
  size_z_.resize(design_.cells.size());
  for (const Contrast& contrast : design_.contrasts)
    for (const Step& step : contrast.steps) {
      const auto k = static_cast<std::size_t>(step.index);
      if (step.op != CLUSIA_PUSH_SIZE || size_z_[k]) continue;
      const Cell& cell = design_.cells[k];
      Influence size = no_influence();
      for (std::size_t j = 0; j < cell.domain.size(); ++j) size.z.add(cell.domain.rows[j], cell.domain.weight[j]);
      add_through_jacobian(cell, std::vector<double>(cell.domain.size(), 1), size);
      size_z_[k] = with_first_steps(std::move(size));
    }
}

/// What beta moves in the given directions: the rows of its fit, the first steps of their weights and, where scores are
/// relative, the reference; `l` holds what else the number owes to the scores.
void Task::add_fits(std::size_t m, const Lists& directions, UnitScores::Signed l, Influence& to) const {
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

void Task::evaluate_by_plugin(std::size_t k) {
  const Cell& cell = design_.cells[k];
  const auto undefined = [&](std::size_t m, const std::string& why) { cells_[m][k].note = why; };
  if (std::all_of(cell.domain.weight.begin(), cell.domain.weight.end(), [](double d) { return d == 0; })) {
    for (std::size_t m = 0; m < outputs_; ++m) undefined(m, "no rows with a weight and a value");
    return;
  }
  const Weights& reference = references_.of(cell.reference, cell.wave);
  try {
    const Evaluated e = indicator_.session.evaluate(cell.domain, reference, !inference_.population);
    for (std::size_t m = 0; m < outputs_; ++m) {
      CellInfluence& c = cells_[m][k];
      if (e.undefined[m] != 0) {
        undefined(m, "does not exist on these rows");
        continue;
      }
      c.estimate = e.estimates[m];
      if (e.u == nullptr) continue;
      Influence i = no_influence();
      for (std::size_t j = 0; j < cell.domain.size(); ++j)
        i.z.add(cell.domain.rows[j], cell.domain.weight[j] * e.u_of(m)[j]);
      if (e.v != nullptr)
        for (std::size_t j = 0; j < reference.size(); ++j)
          i.z.add(reference.rows[j], reference.weight[j] * e.v_of(m)[j]);
      add_through_jacobian(cell, e.u_of(m), i);
      c.z = with_first_steps(std::move(i));
      if (has_neighbours(k)) c.u.assign(e.u_of(m).begin(), e.u_of(m).end());
    }
  } catch (const Undefined& u) {
    for (std::size_t m = 0; m < outputs_; ++m) undefined(m, u.what());
  }
}

void Task::evaluate_by_scores(std::size_t k) {
  const Cell& cell = design_.cells[k];
  const std::optional<Weights>& own = design_.fits[static_cast<std::size_t>(cell.terms.front().fit)].reference;
  for (std::size_t m = 0; m < outputs_; ++m) {
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
    if (inference_.population) continue;
    for (double& v : value) v = (v - mean) / sizes_[k];  // now u
    Influence i = no_influence();
    for (std::size_t j = 0; j < value.size(); ++j) i.z.add(cell.domain.rows[j], cell.domain.weight[j] * value[j]);
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
    c.z = with_first_steps(std::move(i));
  }
}

/// A zero for every coefficient of every fit.
Lists Task::no_directions() const {
  Lists zero;
  for (const Fit& fit : design_.fits) zero.emplace_back(static_cast<std::size_t>(fit.regressors), 0.0);
  return zero;
}

// ---- contrasts --------------------------------------------------------------------------------------------

void Task::describe_cell(std::size_t m, std::size_t k, CellResult& cell) const {
  const CellInfluence& c = cells_[m][k];
  cell.estimate = c.estimate;
  cell.note = c.note;
  if (!c.estimate || inference_.population) return;
  ContrastValue itself;
  itself.by_estimate.assign(design_.cells.size(), 0);
  itself.by_size.assign(design_.cells.size(), 0);
  itself.by_estimate[k] = 1;
  itself.by_coefficient = no_directions();
  cell.interval = inferred(m, itself, {*c.z, 0}, *c.estimate, 0, design_.factor, cell.note);
}

EffectResult Task::effect(std::size_t m, const Contrast& contrast) const {
  EffectResult effect;
  const std::vector<bool> read = cells_read(contrast, design_.cells.size());
  std::vector<double> estimates(design_.cells.size(), 0);
  for (std::size_t k = 0; k < estimates.size(); ++k) {
    if (cells_[m][k].estimate) estimates[k] = *cells_[m][k].estimate;
    if (read[k] && !cells_[m][k].estimate && effect.note.empty())
      effect.note = design_.cells[k].name + ": " + cells_[m][k].note;
  }
  if (!effect.note.empty()) return effect;
  std::vector<std::vector<double>> coefficients;
  for (std::size_t f = 0; f < design_.fits.size(); ++f) coefficients.push_back(scores_->model(f, m).coefficients());
  const ContrastValue value = evaluate(contrast, {estimates, sizes_, coefficients});
  if (!std::isfinite(value.value)) {
    effect.note =
        "does not exist: a division by zero, the logarithm of a number that is not positive, or a collinear regressor";
    return effect;
  }
  effect.estimate = value.value;
  if (inference_.population) return effect;
  Combined c = combined(m, value);
  effect.interval =
      inferred(m, value, c, value.value, contrast.null_value, contrast.factor.value_or(design_.factor), effect.note);
  if (inference_.keep_totals) effect.totals = std::move(c.z);
  return effect;
}

std::optional<Interval> Task::inferred(std::size_t m, const ContrastValue& gradient, const Combined& c, double estimate,
                                       double null, Factor factor, std::string& note) const {
  const Variance v =
      variance(c.z, factor, factor == Factor::regression ? largest_regression(m, gradient) : std::nullopt);
  if (!v.problem.empty()) {
    note = "no standard error: " + v.problem;
    return std::nullopt;
  }
  const std::optional<Interval> interval = interval_of(
      estimate, v.value + c.reuse, degrees_of_freedom(*over_, domain_of(gradient)), inference_.confidence, null);
  if (!interval) note = "no standard error: nothing varies between PSUs, or no more PSUs than strata";
  return interval;
}

void Task::add_neighbours(std::size_t m, const ContrastValue& gradient, Combined& to) const {
  for (const Neighbours& n : design_.neighbours) {
    const auto t = static_cast<std::size_t>(n.treated), c = static_cast<std::size_t>(n.comparison);
    // A cell by itself is a weighted mean of rows as any other; only their difference pairs them.
    if (gradient.by_estimate[t] == 0 || gradient.by_estimate[c] == 0 || cells_[m][t].u.empty() ||
        cells_[m][c].u.empty())
      continue;
    MatchedInfluence influence{&design_.cells[t].domain, &design_.cells[c].domain, cells_[m][t].u, cells_[m][c].u};
    for (double& u : influence.treated_u) u *= gradient.by_estimate[t];
    for (double& u : influence.comparison_u) u *= gradient.by_estimate[c];
    const auto take_out = [&](const Weights& domain, const std::vector<double>& u) {
      for (std::size_t j = 0; j < u.size(); ++j) to.z.add(domain.rows[j], -domain.weight[j] * u[j]);
    };
    take_out(*influence.treated, influence.treated_u);
    take_out(*influence.comparison, influence.comparison_u);
    add_matched_rows(n, influence, to.z);
    to.reuse += variance_of_reuse(n, influence);
  }
}

Combined Task::combined(std::size_t m, const ContrastValue& gradient) const {
  Combined result{Totals(over_), 0};
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (gradient.by_estimate[k] != 0) result.z.add(gradient.by_estimate[k], *cells_[m][k].z);
    if (gradient.by_size[k] != 0) result.z.add(gradient.by_size[k], *size_z_[k]);
  }
  if (!std::all_of(gradient.by_coefficient.begin(), gradient.by_coefficient.end(), all_zero)) {
    Influence coefficients = no_influence();
    add_fits(m, gradient.by_coefficient, scores_->no_weights(), coefficients);
    result.z.add(1, with_first_steps(std::move(coefficients)));
  }
  add_neighbours(m, gradient, result);
  return result;
}

/// Rows that the estimate is about: of every cell and fit that it moves with.
std::vector<bool> Task::domain_of(const ContrastValue& gradient) const {
  std::vector<bool> rows(static_cast<std::size_t>(rows_.rows), false);
  const auto mark = [&](const Weights& w) {
    for (std::size_t j = 0; j < w.size(); ++j)
      if (w.weight[j] != 0) rows[static_cast<std::size_t>(w.rows[j])] = true;
  };
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (gradient.by_estimate[k] == 0 && gradient.by_size[k] == 0) continue;
    mark(design_.cells[k].domain);
    for (const FitTerm& term : design_.cells[k].terms) mark(design_.fits[static_cast<std::size_t>(term.fit)].rows);
  }
  for (std::size_t f = 0; f < design_.fits.size(); ++f)
    if (!all_zero(gradient.by_coefficient[f])) mark(design_.fits[f].rows);
  return rows;
}

/// Of the fits whose coefficients it names, the one with the most parameters.
std::optional<RegressionSize> Task::largest_regression(std::size_t m, const ContrastValue& gradient) const {
  std::optional<RegressionSize> largest;
  for (std::size_t f = 0; f < design_.fits.size(); ++f) {
    if (all_zero(gradient.by_coefficient[f])) continue;
    const RegressionSize size = regression_size(design_.fits[f], scores_->model(f, m), *over_);
    if (!largest || size.parameters > largest->parameters) largest = size;
  }
  return largest;
}

}  // namespace

TaskResult assess(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
                  const std::vector<bool>& in_group, const Inference& inference) {
  return Task(indicator, design, rows, in_group, inference).result();
}

}  // namespace clusia
