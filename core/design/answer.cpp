#include "design/answer.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "clusia/plugin.hpp"
#include "design/contrast.hpp"

namespace clusia {
namespace {

constexpr std::size_t longest_struct = 4096;

[[noreturn]] void refuse(const std::string& why) {
  throw std::runtime_error("the comparator's answer is malformed: " + why);
}

template <class T>
std::vector<T> copied(const T* from, std::int64_t n, const std::string& whose) {
  if (n < 0) refuse("a negative length is given for " + whose);
  if (n > 0 && from == nullptr) refuse("no values are given for " + whose);
  return n == 0 ? std::vector<T>{} : std::vector<T>(from, from + n);
}

std::vector<double> copied_finite(const double* from, std::int64_t n, const std::string& whose) {
  std::vector<double> values = copied(from, n, whose);
  if (!std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); }))
    refuse("a value that is not finite stands in " + whose);
  return values;
}

/// Levels tell rows apart and no more: numbered anew from 0, so that a high one costs no memory.
std::vector<std::int32_t> copied_levels(const std::int32_t* from, std::int64_t n, const std::string& whose) {
  std::vector<std::int32_t> levels = copied(from, n, whose), known = levels;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (!known.empty() && known.front() < 0) refuse("a negative level stands in " + whose);
  for (std::int32_t& level : levels)
    level = static_cast<std::int32_t>(std::lower_bound(known.begin(), known.end(), level) - known.begin());
  return levels;
}

bool is_custom(std::int32_t reference_kind, const std::string& whose) {
  if (reference_kind != CLUSIA_REFERENCE_STUDY && reference_kind != CLUSIA_REFERENCE_CUSTOM)
    refuse(whose + " has no known kind of reference");
  return reference_kind == CLUSIA_REFERENCE_CUSTOM;
}

std::string text(const char* from) { return from == nullptr ? "" : from; }

std::string named(const char* kind, const char* name) {
  if (name == nullptr || *name == '\0') refuse(std::string("a ") + kind + " has no name");
  return std::string(kind) + " '" + name + "'";
}

template <class Things>
void unique(const Things& things, const std::string& name, const std::string& whose) {
  if (std::any_of(things.begin(), things.end(), [&](const auto& t) { return t.name == name; }))
    refuse(whose + " was answered twice");
}

/// Every i has its j in the other cell, and its neighbours within an arm in its own; for the ATT i is treated.
void check_cells(const Neighbours& n, const Weights& treated, const Weights& comparison) {
  const auto in = [](const Weights& cell, std::int64_t row) { return std::ranges::binary_search(cell.rows, row); };
  if (std::ranges::any_of(treated.rows, [&](std::int64_t row) { return in(comparison, row); }))
    refuse("a row stands in both cells of the neighbours");
  bool right = true;
  for (std::size_t k = 0; k < n.i.size(); ++k)
    right = right && ((in(treated, n.i[k]) && in(comparison, n.j[k])) ||
                      (n.both_ways() && in(comparison, n.i[k]) && in(treated, n.j[k])));
  for (std::size_t k = 0; k < n.within_i.size(); ++k)
    right = right && ((in(comparison, n.within_i[k]) && in(comparison, n.within_j[k])) ||
                      (n.both_ways() && in(treated, n.within_i[k]) && in(treated, n.within_j[k])));
  if (!right) refuse("the neighbours name a row that is not listed in its cell");
}

/// Shares sum to 1 for each row with neighbours, and a row weighs what it weighs itself and what it stands in for.
void check_shares(const Neighbours& n, const Weights& treated, const Weights& comparison) {
  const auto place = [&](std::int64_t row) {
    const auto at = std::ranges::lower_bound(treated.rows, row);
    if (at != treated.rows.end() && *at == row) return static_cast<std::size_t>(at - treated.rows.begin());
    return treated.size() +
           static_cast<std::size_t>(std::ranges::lower_bound(comparison.rows, row) - comparison.rows.begin());
  };
  constexpr double rounding = 1e-9;
  struct Row {
    double own = 0, shares = 0, stands_for = 0;
  };
  std::vector<Row> rows(treated.size() + comparison.size());
  const std::vector<double> own = own_weights(n, treated);
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    Row& i = rows[place(n.i[k])];
    if (i.shares > 0 && i.own != own[k]) refuse("a row with several neighbours weighs itself now this, now that");
    i.own = own[k];
    i.shares += n.w[k];
    rows[place(n.j[k])].stands_for += own[k] * n.w[k];
  }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const Row& row = rows[k];
    if (row.own != 0 && std::fabs(row.shares - 1) > rounding)
      refuse("the shares of a row's neighbours do not sum to 1");
    const double d = row.own + row.stands_for,
                 said = k < treated.size() ? treated.weight[k] : comparison.weight[k - treated.size()];
    if (std::fabs(d - said) > rounding * std::max(1.0, std::fabs(d)))
      refuse("a row does not weigh what it weighs itself and what the shares of those that it stands in for come to");
  }
}

/// A struct of another minor version's size, as this one knows it: what is missing is zero, what is beyond must be zero
/// (abi.h).
template <class What>
What known(const What* what) {
  if (what == nullptr) refuse("a struct is missing");
  if (what->size > longest_struct) refuse("a struct has an impossible size");
  What copy{};
  std::memcpy(&copy, what, std::min(what->size, sizeof copy));
  const auto* bytes = reinterpret_cast<const char*>(what);
  if (std::any_of(bytes + sizeof copy, bytes + std::max(what->size, sizeof copy), [](char b) { return b != 0; }))
    throw Error(CLUSIA_UNSUPPORTED, "the comparator says more than this version of Clusia understands: update Clusia");
  return copy;
}

/// One entry of the table: finds the Answer behind the context and lets no exception out.
template <auto Member, class What>
clusia_status entry(void* context, const What* what, clusia_error* error) {
  Answer& answer = *static_cast<Answer*>(context);
  clusia_error own{};
  clusia_error& told = error == nullptr ? own : *error;
  const clusia_status status = detail::guarded(&told, [&] { (answer.*Member)(known(what)); });
  if (status != CLUSIA_OK) answer.remember(told.message);
  return status;
}

}  // namespace

Answer::Answer(std::int64_t n_rows, std::int32_t n_waves, std::int32_t n_arms)
    : n_rows_(n_rows),
      n_waves_(n_waves),
      n_arms_(n_arms),
      table_{sizeof(clusia_answer),
             this,
             &entry<&Answer::design, clusia_design>,
             &entry<&Answer::first_step, clusia_first_step>,
             &entry<&Answer::fit, clusia_fit>,
             &entry<&Answer::cell, clusia_cell>,
             &entry<&Answer::contrast, clusia_contrast>,
             &entry<&Answer::pairs, clusia_pairs>,
             &entry<&Answer::neighbours, clusia_neighbours>,
             &entry<&Answer::diagnostic, clusia_diagnostic>} {}

Weights Answer::weights(const clusia_weighting& of, const std::string& whose) const {
  Weights w;
  w.weight = copied_finite(of.weight, of.n, "the weights of " + whose);
  if (of.rows != nullptr) {
    w.rows = copied(of.rows, of.n, "the rows of " + whose);
  } else {
    w.rows.resize(w.weight.size());
    for (std::size_t k = 0; k < w.rows.size(); ++k) w.rows[k] = static_cast<std::int64_t>(k);
  }
  if (std::adjacent_find(w.rows.begin(), w.rows.end(), std::greater_equal<>()) != w.rows.end())
    refuse("the rows of " + whose + " do not ascend");
  if (!w.rows.empty() && (w.rows.front() < 0 || w.rows.back() >= n_rows_))
    refuse(whose + " names a row outside the frame");
  return w;
}

Jacobian Answer::jacobian(const clusia_jacobian& of, std::size_t listed, const std::string& whose) const {
  if (of.first_step < 0) return {};
  if (static_cast<std::size_t>(of.first_step) >= answer_.first_steps.size())
    refuse(whose + " names a first step that was not answered before it");
  const auto p = answer_.first_steps[static_cast<std::size_t>(of.first_step)].parameters;
  if ((of.dense != nullptr && of.factored != nullptr) || (of.dense == nullptr && of.factored == nullptr && listed > 0))
    refuse(whose + " names a first step and gives not exactly one Jacobian; known weights have first_step = -1");
  const double* values = of.factored != nullptr ? of.factored : of.dense;
  return {of.first_step, of.factored != nullptr,
          copied_finite(values, static_cast<std::int64_t>(listed) * p, "the Jacobian of " + whose)};
}

void Answer::design(const clusia_design& of) {
  if (designed_) refuse("the design was answered twice");
  designed_ = true;
  answer_.summary = text(of.summary);
  answer_.assumption = text(of.assumption);
  if (answer_.summary.empty() || answer_.assumption.empty()) refuse("the design has no summary or no assumption");
  if (of.missing != CLUSIA_MISSING_ROW && of.missing != CLUSIA_MISSING_UNIT)
    refuse("the design has no rule for missing outcomes");
  if (of.factor < CLUSIA_FACTOR_DESIGN || of.factor > CLUSIA_FACTOR_REGRESSION)
    refuse("the design has no known small-sample factor");
  answer_.missing = static_cast<Missing>(of.missing);
  answer_.factor = static_cast<Factor>(of.factor);
  answer_.redesign = of.redesign != 0;
}

void Answer::first_step(const clusia_first_step& of) {
  const std::string whose = named("first step", of.name);
  if (of.n_parameters <= 0) refuse(whose + " has no parameters");
  FirstStep step;
  step.name = of.name;
  step.parameters = of.n_parameters;
  std::vector<double> ones(static_cast<std::size_t>(std::max<std::int64_t>(of.n, 0)), 1);
  step.rows = weights({of.n, of.rows, ones.data()}, whose).rows;
  step.phi = copied_finite(of.phi, of.n * of.n_parameters, "the phi of " + whose);
  answer_.first_steps.push_back(std::move(step));
}

void Answer::fit(const clusia_fit& of) {
  const std::string whose = named("fit", of.name);
  unique(answer_.fits, of.name, whose);
  if (of.n_regressors <= 0) refuse(whose + " has no regressors");
  Fit fit;
  fit.name = of.name;
  fit.rows = weights(of.rows, whose);
  fit.jacobian = jacobian(of.jacobian, fit.rows.size(), whose);
  fit.regressors = of.n_regressors;
  fit.x = copied_finite(of.regressors, of.rows.n * of.n_regressors, "the regressors of " + whose);
  if (of.n_absorbed > 0 && of.absorbed == nullptr) refuse(whose + " has no absorbed levels");
  for (std::int32_t k = 0; k < of.n_absorbed; ++k)
    fit.absorbed.push_back(copied_levels(of.absorbed[k], of.rows.n, "the absorbed levels of " + whose));
  if (is_custom(of.reference_kind, whose)) fit.reference = weights(of.reference, "the reference of " + whose);
  answer_.fits.push_back(std::move(fit));
}

void Answer::cell(const clusia_cell& of) {
  const std::string whose = named("cell", of.name);
  unique(answer_.cells, of.name, whose);
  if (of.wave >= n_waves_ || of.arm >= n_arms_) refuse(whose + " names a wave or an arm that does not exist");
  Cell cell;
  cell.name = of.name;
  cell.wave = std::max(of.wave, -1);
  cell.arm = std::max(of.arm, -1);
  cell.domain = weights(of.domain, whose);
  cell.jacobian = jacobian(of.jacobian, cell.domain.size(), whose);
  if (is_custom(of.reference_kind, whose)) cell.reference = weights(of.reference, "the reference of " + whose);
  cell.size_only = of.size_only != 0;
  cell.own = of.own;
  if (!std::isfinite(of.own)) refuse(whose + " has a factor that is not finite");
  if (of.n_terms > 0 && of.terms == nullptr) refuse(whose + " has no terms");
  for (std::int64_t k = 0; k < of.n_terms; ++k) {
    const clusia_fit_term& term = of.terms[k];
    if (term.fit < 0 || static_cast<std::size_t>(term.fit) >= answer_.fits.size())
      refuse(whose + " uses a fit that was not answered before it");
    const Fit& fit = answer_.fits[static_cast<std::size_t>(term.fit)];
    if (!fit.absorbed.empty()) refuse(whose + " predicts from a fit with absorbed effects");
    if (fit.regressors != term.n_regressors) refuse(whose + " has another number of regressors than its fit");
    if (!std::isfinite(term.factor)) refuse(whose + " has a factor that is not finite");
    cell.terms.push_back(
        {term.fit, term.factor,
         copied_finite(term.regressors, of.domain.n * term.n_regressors, "the regressors of " + whose)});
  }
  answer_.cells.push_back(std::move(cell));
}

void Answer::contrast(const clusia_contrast& of) {
  const std::string whose = named("contrast", of.name);
  unique(answer_.contrasts, of.name, whose);
  Contrast contrast;
  contrast.name = of.name;
  contrast.title = of.title == nullptr ? of.name : of.title;
  if (of.unit != nullptr) contrast.unit = of.unit;
  contrast.is_effect = of.is_effect != 0;
  if (of.wave >= n_waves_) refuse(whose + " names a wave that does not exist");
  contrast.wave = std::max(of.wave, -1);
  contrast.null_value = of.null_value;
  if (!std::isfinite(of.null_value)) refuse(whose + " has a null value that is not finite");
  if (of.factor < 0 || of.factor > CLUSIA_FACTOR_REGRESSION) refuse(whose + " has no known small-sample factor");
  if (of.factor != 0) contrast.factor = static_cast<Factor>(of.factor);
  const auto earlier = [&](std::int32_t one_more) {  // 1 + an index, or 0
    if (one_more < 0 || static_cast<std::size_t>(one_more) > answer_.contrasts.size())
      refuse(whose + " names a contrast that was not answered before it");
    return one_more - 1;
  };
  contrast.placebo_of = earlier(of.placebo_of);
  contrast.ranked_by = earlier(of.ranked_by);
  if (contrast.placebo_of >= 0 && contrast.is_effect) refuse(whose + " is a placebo and an effect");
  if (of.n_steps <= 0 || of.steps == nullptr) refuse(whose + " has no steps");
  for (std::int64_t k = 0; k < of.n_steps; ++k)
    contrast.steps.push_back({of.steps[k].op, of.steps[k].index, of.steps[k].item, of.steps[k].number});
  if (const std::string fault = fault_of(contrast, answer_.cells.size(), answer_.fits); !fault.empty())
    refuse(whose + ": " + fault);
  const std::vector<bool> read = cells_read(contrast, answer_.cells.size());
  for (std::size_t k = 0; k < read.size(); ++k)
    if (read[k] && answer_.cells[k].size_only)
      refuse(whose + " reads an estimate of cell '" + answer_.cells[k].name + "', which is for its size only");
  answer_.contrasts.push_back(std::move(contrast));
}

void Answer::pairs(const clusia_pairs& of) {
  std::vector<double> ones(static_cast<std::size_t>(std::max<std::int64_t>(of.n, 0)), 1);
  answer_.pairs.push_back({weights({of.n, of.rows, ones.data()}, "the pairs").rows,
                           copied_levels(of.pair, of.n, "the levels of the pairs")});
}

void Answer::neighbours(const clusia_neighbours& of) {
  const auto known = [&](std::int32_t cell) {
    return cell >= 0 && static_cast<std::size_t>(cell) < answer_.cells.size();
  };
  if (!known(of.treated) || !known(of.comparison))
    refuse("the neighbours name a cell that was not answered before them");
  Neighbours n{
      of.treated,
      of.comparison,
      copied(of.i, of.n, "the neighbours"),
      copied(of.j, of.n, "the neighbours"),
      copied_finite(of.w, of.n, "the weights of the neighbours"),
      copied(of.within_i, of.n_within, "the neighbours within an arm"),
      copied(of.within_j, of.n_within, "the neighbours within an arm"),
      of.own == nullptr ? std::vector<double>{} : copied_finite(of.own, of.n, "the weights of the neighbours")};
  const auto stands = [&](std::int32_t cell) {
    return std::any_of(answer_.neighbours.begin(), answer_.neighbours.end(),
                       [&](const Neighbours& other) { return other.treated == cell || other.comparison == cell; });
  };
  if (of.treated == of.comparison || stands(of.treated) || stands(of.comparison))
    refuse("a cell stands in two roles among the neighbours");
  const Weights &treated = answer_.cells[static_cast<std::size_t>(of.treated)].domain,
                &comparison = answer_.cells[static_cast<std::size_t>(of.comparison)].domain;
  check_cells(n, treated, comparison);
  check_shares(n, treated, comparison);
  answer_.neighbours.push_back(std::move(n));
}

void Answer::diagnostic(const clusia_diagnostic& of) {
  const std::string whose = named("diagnostic", of.name);
  if (!std::isfinite(of.value)) refuse(whose + " is not finite");
  answer_.diagnostics.push_back({of.name, text(of.subject), of.value, text(of.text)});
}

Design Answer::take() {
  if (!refusal_.empty()) throw std::runtime_error(refusal_);
  if (!designed_) refuse("it says nothing of the design itself");
  if (answer_.cells.empty()) refuse("it has no cell");
  if (answer_.contrasts.empty()) refuse("it has no contrast");
  for (const Contrast& contrast : answer_.contrasts)
    if (contrast.ranked_by >= 0 &&
        std::ranges::find(answer_.contrasts, contrast.ranked_by, &Contrast::placebo_of) == answer_.contrasts.end())
      refuse("contrast '" + contrast.name + "' is ranked among placebos, and there are none");
  return std::move(answer_);
}

}  // namespace clusia
