#include "design.hpp"

#include <algorithm>
#include <cmath>

namespace clusia::kit {
namespace {

struct Ear {
  Design* design;
  std::int64_t n_rows;
};

void note(Ear& ear, const std::string& problem) {
  if (ear.design->problem.empty()) ear.design->problem = problem;
}

template <class T>
std::vector<T> copied(const T* from, std::int64_t n) {
  return from == nullptr || n <= 0 ? std::vector<T>{} : std::vector<T>(from, from + n);
}

template <class T>
void say(Ear& ear, const std::vector<T>& of) {
  ear.design->bits.append(reinterpret_cast<const char*>(of.data()), of.size() * sizeof(T));
}
void say(Ear& ear, const char* text) { ear.design->bits.append(text == nullptr ? "" : text).push_back('\0'); }
void say(Ear& ear, double x) { say(ear, std::vector{x}); }

void check_rows(Ear& ear, const std::vector<std::int64_t>& rows, const std::string& what) {
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (rows[k] < 0 || rows[k] >= ear.n_rows)
      return note(ear, what + " lists row " + std::to_string(rows[k]) + " of " + std::to_string(ear.n_rows));
    if (k > 0 && rows[k] <= rows[k - 1]) return note(ear, what + " lists rows that do not ascend");
  }
}

void check_finite(Ear& ear, const std::vector<double>& of, const std::string& what) {
  if (!std::all_of(of.begin(), of.end(), [](double x) { return std::isfinite(x); })) note(ear, what + " is not finite");
}

Weights weights(Ear& ear, const clusia_weighting& w, const std::string& what) {
  Weights all{copied(w.rows, w.n), copied(w.weight, w.n)};
  if (w.rows == nullptr)
    for (std::int64_t k = 0; k < w.n; ++k) all.rows.push_back(k);
  check_rows(ear, all.rows, what);
  check_finite(ear, all.weight, "a weight of " + what);
  say(ear, all.rows), say(ear, all.weight);
  return all;
}

Estimated estimated(Ear& ear, const clusia_jacobian& j, std::int64_t n, const std::string& what) {
  Estimated e{j.first_step, {}, {}};
  if (j.first_step < 0) return e;
  if (j.first_step >= std::int32_t(ear.design->first_steps.size())) {
    note(ear, what + " names a first step that was not given before");
    return {};
  }
  if ((j.dense != nullptr) == (j.factored != nullptr))
    note(ear, what + " has a first step and not exactly one Jacobian");
  const std::int64_t size = n * ear.design->first_steps[std::size_t(j.first_step)].parameters;
  e.dense = copied(j.dense, size), e.factored = copied(j.factored, size);
  check_finite(ear, e.dense, "the Jacobian of " + what), check_finite(ear, e.factored, "the Jacobian of " + what);
  say(ear, e.dense), say(ear, e.factored);
  return e;
}

Ear& ear_in(void* context) { return *static_cast<Ear*>(context); }

clusia_status take_design(void* context, const clusia_design* d, clusia_error*) {
  Ear& ear = ear_in(context);
  if (++ear.design->designs > 1) note(ear, "design is given twice");
  if (d->summary == nullptr || *d->summary == '\0' || d->assumption == nullptr || *d->assumption == '\0')
    note(ear, "the summary or the assumption is empty");
  if (d->missing < CLUSIA_MISSING_ROW || d->missing > CLUSIA_MISSING_UNIT)
    note(ear, "`missing` is no CLUSIA_MISSING_*");
  if (d->factor < CLUSIA_FACTOR_DESIGN || d->factor > CLUSIA_FACTOR_REGRESSION)
    note(ear, "`factor` is no CLUSIA_FACTOR_*");
  say(ear, d->summary), say(ear, d->assumption), say(ear, double(d->missing * 100 + d->factor * 10 + d->redesign));
  return CLUSIA_OK;
}

clusia_status take_first_step(void* context, const clusia_first_step* s, clusia_error*) {
  Ear& ear = ear_in(context);
  FirstStep step{s->n_parameters, copied(s->rows, s->n), copied(s->phi, s->n * s->n_parameters)};
  for (std::int64_t k = 0; s->rows == nullptr && k < s->n; ++k) step.rows.push_back(k);
  check_rows(ear, step.rows, "a first step");
  check_finite(ear, step.phi, "phi");
  say(ear, step.rows), say(ear, step.phi);
  ear.design->first_steps.push_back(std::move(step));
  return CLUSIA_OK;
}

clusia_status take_fit(void* context, const clusia_fit* f, clusia_error*) {
  Ear& ear = ear_in(context);
  const std::string what = std::string("fit '") + (f->name == nullptr ? "" : f->name) + "'";
  Fit fit;
  fit.name = what;
  fit.rows = weights(ear, f->rows, what);
  fit.estimated = estimated(ear, f->jacobian, f->rows.n, what);
  fit.regressors = f->n_regressors;
  fit.x = copied(f->regressors, f->rows.n * f->n_regressors);
  check_finite(ear, fit.x, "a regressor of " + what);
  for (std::int32_t k = 0; k < f->n_absorbed; ++k) fit.absorbed.push_back(copied(f->absorbed[k], f->rows.n));
  say(ear, fit.x);
  ear.design->fits.push_back(std::move(fit));
  return CLUSIA_OK;
}

clusia_status take_cell(void* context, const clusia_cell* c, clusia_error*) {
  Ear& ear = ear_in(context);
  Cell cell;
  cell.name = c->name == nullptr ? "" : c->name;
  const std::string what = "cell '" + cell.name + "'";
  for (const Cell& other : ear.design->cells)
    if (other.name == cell.name) note(ear, what + " is given twice");
  if (cell.name.empty()) note(ear, "a cell has no name");
  if (c->wave < -1 || c->wave >= n_waves || c->arm < -1 || c->arm >= n_arms)
    note(ear, what + " is of a wave or arm that is not there");
  if (c->own != 0 && c->own != 1) note(ear, what + " has an `own` other than 0 and 1");
  cell.domain = weights(ear, c->domain, what);
  cell.estimated = estimated(ear, c->jacobian, c->domain.n, what);
  cell.size_only = c->size_only != 0, cell.own = c->own;
  for (std::int64_t k = 0; k < c->n_terms; ++k) {
    const clusia_fit_term& t = c->terms[k];
    if (t.fit < 0 || t.fit >= std::int32_t(ear.design->fits.size()) ||
        t.n_regressors != ear.design->fits[std::size_t(t.fit)].regressors) {
      note(ear, what + " is predicted by a fit that was not given before, or has other regressors");
      continue;
    }
    cell.terms.push_back({t.fit, t.factor, copied(t.regressors, c->domain.n * t.n_regressors)});
    say(ear, cell.terms.back().x), say(ear, t.factor);
  }
  say(ear, c->name), say(ear, double(c->wave * 10 + c->arm));
  ear.design->cells.push_back(std::move(cell));
  return CLUSIA_OK;
}

clusia_status take_contrast(void* context, const clusia_contrast* c, clusia_error*) {
  Ear& ear = ear_in(context);
  const Contrast contrast{c->name == nullptr ? "" : c->name, c->is_effect != 0, c->null_value,
                          copied(c->steps, c->n_steps)};
  for (const Contrast& other : ear.design->contrasts)
    if (other.name == contrast.name) note(ear, "contrast '" + contrast.name + "' is given twice");
  say(ear, c->name), say(ear, c->title);
  for (const clusia_step& s : contrast.steps)
    say(ear, s.number), say(ear, double(s.op * 1000000 + s.index * 1000 + s.item));
  ear.design->contrasts.push_back(contrast);
  return CLUSIA_OK;
}

clusia_status take_pairs(void* context, const clusia_pairs* p, clusia_error*) {
  Ear& ear = ear_in(context);
  const auto rows = copied(p->rows, p->n);
  check_rows(ear, rows, "pairs");
  say(ear, rows), say(ear, copied(p->pair, p->n));
  return CLUSIA_OK;
}

clusia_status take_neighbours(void* context, const clusia_neighbours* n, clusia_error*) {
  Ear& ear = ear_in(context);
  for (const std::int32_t cell : {n->treated, n->comparison}) {
    if (cell < 0 || cell >= std::int32_t(ear.design->cells.size())) {
      note(ear, "neighbours are of a cell that was not given before");
      continue;
    }
    ear.design->cells[std::size_t(cell)].matched = true;
  }
  say(ear, copied(n->i, n->n)), say(ear, copied(n->j, n->n)), say(ear, copied(n->w, n->n));
  if (n->size >= sizeof *n && n->own != nullptr) say(ear, copied(n->own, n->n));
  return CLUSIA_OK;
}

clusia_status take_diagnostic(void* context, const clusia_diagnostic* d, clusia_error*) {
  Ear& ear = ear_in(context);
  if (!std::isfinite(d->value))
    note(ear, std::string("diagnostic '") + (d->name == nullptr ? "" : d->name) + "' is not finite");
  say(ear, d->name), say(ear, d->subject), say(ear, d->value);
  return CLUSIA_OK;
}

}  // namespace

// ---- asking ---------------------------------------------------------------------------------------------------

namespace {

void note_end(Drawn& drawn, clusia_status status, const clusia_error& error, const FloatingPoint& before) {
  static_cast<Ending&>(drawn) = Ending(status, error);
  if (FloatingPoint::now() == before) return;
  drawn.changed_floating_point = true;
  before.restore();
}

/// Means of the outcome by level and wave, up to the wave that is asked for; what stands behind them is scrambled.
std::vector<double> baseline_of(const clusia_baseline_need& need, const clusia_codes& levels, const Frame& frame,
                                std::uint64_t scramble) {
  const auto waves = std::size_t(need.last_wave) + 1;
  std::vector<double> sum(std::size_t(levels.n_levels) * waves), total(sum.size());
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    if (frame.wave[row] > need.last_wave || levels.code[row] < 0) continue;
    const std::size_t at = std::size_t(levels.code[row]) * waves + std::size_t(frame.wave[row]);
    sum[at] += frame.weight[row], total[at] += frame.weight[row] * frame.outcome[row];
  }
  for (std::size_t k = 0; k < sum.size(); ++k) total[k] /= sum[k];
  Random random(scramble, 10);
  for (int k = 0; k < 64; ++k) total.push_back(5 + random.normal());
  return total;
}

}  // namespace

Comparator::Comparator(const Library& library, const Setting& setting, Services& services)
    : interface_(library.comparator()) {
  clusia_error error{};
  const FloatingPoint before = FloatingPoint::now();
  const clusia_status status = interface_.create(lend(setting.values, memory_), services.table(), &instance_, &error);
  note_end(refusal_, status, error, before);
  if (!refusal_.ok()) instance_ = nullptr;
}

Comparator::~Comparator() {
  if (instance_ != nullptr) interface_.destroy(instance_);
}

Drawn Comparator::draw(const Frame& frame, std::uint64_t scramble) const {
  Memory memory;
  return draw(lend_frame(frame, memory, scramble), frame, scramble);
}

Drawn Comparator::draw(const clusia_design_frame& lent, const Frame& frame, std::uint64_t scramble) const {
  if (instance_ == nullptr) return refusal_;
  Drawn drawn;
  Ear ear{&drawn.design, lent.n_rows};
  const clusia_answer answer{sizeof answer, &ear,          take_design, take_first_step, take_fit,
                             take_cell,     take_contrast, take_pairs,  take_neighbours, take_diagnostic};
  clusia_error error{};
  const FloatingPoint before = FloatingPoint::now();
  const auto* power = power_of<clusia_comparator_baseline>(interface_, CLUSIA_COMPARATOR_BASELINE);
  if (power == nullptr) {
    note_end(drawn, interface_.design(instance_, &lent, &answer, &error), error, before);
    return drawn;
  }
  clusia_baseline_need need{};
  need.size = sizeof need;
  note_end(drawn, power->need(instance_, &lent, &need, &error), error, before);
  if (!drawn.ok()) return drawn;
  drawn.last_wave = need.last_wave;
  if (need.last_wave < 0 || need.last_wave >= n_waves) {
    drawn.design.problem = "it needs estimates up to a wave that is not there";
    return drawn;
  }
  const clusia_codes& levels = need.by == CLUSIA_ROLE_CLUSTER ? lent.cluster
                               : need.by == CLUSIA_ROLE_UNIT  ? lent.unit
                                                              : lent.arm;
  const auto estimates = baseline_of(need, levels, frame, scramble);
  const clusia_baseline baseline{sizeof baseline, levels.n_levels, need.last_wave + 1, estimates.data()};
  note_end(drawn, power->design(instance_, &lent, &baseline, &answer, &error), error, before);
  return drawn;
}

}  // namespace clusia::kit
