/// A comparator's side of the test host: the frame that it sees, a recording of its answer, and the answer folded into
/// an estimate and its row values, as the contract says (z = sum_k c_k (d u + r v) + phi' sum_k c_k sum_j u_j
/// dd_j/dgamma).
#pragma once

#include <functional>

#include "boundary.hpp"

namespace clusia::test {

/// Roles and covariates of some rows, as texts; an empty list where the role is absent, an empty text where it is
/// missing.
struct Frame {
  std::vector<std::string> wave, arm, unit, block, cluster;
  std::vector<std::string> cohort;  ///< the wave in which each row's unit was first treated; an empty text: never
  std::set<std::string> treated{"1"};
  std::vector<double> weight;
  std::vector<std::pair<std::string, std::vector<double>>> numbers;
  std::vector<std::pair<std::string, std::vector<std::string>>> categories;
  int32_t estimand = CLUSIA_ATT;
};

/// Levels ascend as numbers where all are numbers, as the boundary states.
class RoleCodes {
 public:
  explicit RoleCodes(const std::vector<std::string>& values) : present_(!values.empty()) {
    const auto number = [](const std::string& s) {
      char* end = nullptr;
      const double x = std::strtod(s.c_str(), &end);
      return *end == '\0' ? x : std::nan("");
    };
    std::set<std::string> distinct(values.begin(), values.end());
    distinct.erase("");
    bool numeric = true;
    for (const auto& s : distinct) numeric = numeric && !std::isnan(number(s));
    names_.assign(distinct.begin(), distinct.end());
    if (numeric)
      std::sort(names_.begin(), names_.end(), [&](const auto& a, const auto& b) { return number(a) < number(b); });
    for (const auto& s : names_) {
      pointers_.push_back(s.c_str());
      values_.push_back(number(s));
    }
    for (const auto& s : values)
      codes_.push_back(s.empty() ? -1
                                 : static_cast<int32_t>(std::find(names_.begin(), names_.end(), s) - names_.begin()));
  }
  clusia_codes view() const {
    return {present_ ? codes_.data() : nullptr, static_cast<int32_t>(names_.size()), pointers_.data(), values_.data()};
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  bool present_;
  std::vector<std::string> names_;
  std::vector<const char*> pointers_;
  std::vector<double> values_;
  std::vector<int32_t> codes_;
};

struct Diagnostic {
  std::string name, subject, text;
  double value;
};
struct Recorded : Outcome {
  struct Step {
    int32_t p;
    std::vector<int64_t> rows;
    std::vector<double> phi;
  };
  struct Cell {
    std::string name;
    int32_t wave, arm, first_step;
    std::vector<int64_t> rows;
    std::vector<double> weight, slope;  ///< dd/dgamma, n x p
  };
  struct Fit {
    std::string name;
    std::vector<int64_t> rows;
    std::vector<double> weight, x;  ///< x: n x q
  };
  struct Contrast {
    std::string name, title, unit;
    bool indicators_unit, is_effect;
    double null_value;
    std::vector<clusia_step> steps;
  };
  struct Neighbour {
    int64_t i, j;
    double w;
  };
  struct Neighbours {
    int32_t treated, comparison;
    std::vector<Neighbour> across;
    std::vector<std::pair<int64_t, int64_t>> within;
  };
  int designs = 0;
  std::string summary, assumption;
  std::vector<Step> steps;
  std::vector<Fit> fits;
  std::vector<Cell> cells;
  std::vector<Contrast> contrasts;
  std::vector<Diagnostic> diagnostics;
  std::vector<Neighbours> neighbours;
  std::map<int64_t, int32_t> pair;  ///< of rows in pairs

  const Contrast& contrast(const std::string& name) const {
    for (const Contrast& c : contrasts)
      if (c.name == name) return c;
    throw std::out_of_range("no contrast " + name);
  }
  double diagnostic(const std::string& name, const std::string& subject) const {
    for (const Diagnostic& d : diagnostics)
      if (d.name == name && d.subject == subject) return d.value;
    throw std::out_of_range("no diagnostic " + name + " of " + subject);
  }
};

namespace detail {

inline std::vector<int64_t> listed(const int64_t* rows, int64_t n) {
  std::vector<int64_t> out;
  for (int64_t k = 0; k < n; ++k) out.push_back(rows == nullptr ? k : rows[k]);
  for (std::size_t k = 1; k < out.size(); ++k) EXPECT_LT(out[k - 1], out[k]);
  return out;
}

inline clusia_status record_cell(void* context, const clusia_cell* c, clusia_error*) {
  auto& to = *static_cast<Recorded*>(context);
  const auto n = static_cast<std::size_t>(c->domain.n);
  Recorded::Cell cell{c->name, c->wave, c->arm, c->jacobian.first_step, listed(c->domain.rows, c->domain.n), {}, {}};
  cell.weight.assign(c->domain.weight, c->domain.weight + n);
  if (cell.first_step >= 0) {
    const auto p = static_cast<std::size_t>(to.steps.at(static_cast<std::size_t>(cell.first_step)).p);
    for (std::size_t k = 0; k < n * p; ++k)
      cell.slope.push_back(c->jacobian.dense != nullptr ? c->jacobian.dense[k]
                                                        : cell.weight[k / p] * c->jacobian.factored[k]);
  }
  to.cells.push_back(std::move(cell));
  return CLUSIA_OK;
}

inline clusia_answer recorder(Recorded& to) {
  clusia_answer answer{};
  answer.size = sizeof answer;
  answer.context = &to;
  answer.design = [](void* context, const clusia_design* d, clusia_error*) -> clusia_status {
    auto& of = *static_cast<Recorded*>(context);
    EXPECT_TRUE(of.cells.empty() && of.steps.empty() && of.contrasts.empty()) << "the design comes first";
    ++of.designs;
    of.summary = d->summary;
    of.assumption = d->assumption;
    return CLUSIA_OK;
  };
  answer.first_step = [](void* context, const clusia_first_step* s, clusia_error*) -> clusia_status {
    static_cast<Recorded*>(context)->steps.push_back(
        {s->n_parameters, listed(s->rows, s->n), {s->phi, s->phi + s->n * s->n_parameters}});
    return CLUSIA_OK;
  };
  answer.fit = [](void* context, const clusia_fit* f, clusia_error*) -> clusia_status {
    const auto n = static_cast<std::size_t>(f->rows.n), q = static_cast<std::size_t>(f->n_regressors);
    static_cast<Recorded*>(context)->fits.push_back({f->name,
                                                     listed(f->rows.rows, f->rows.n),
                                                     {f->rows.weight, f->rows.weight + n},
                                                     {f->regressors, f->regressors + n * q}});
    return CLUSIA_OK;
  };
  answer.pairs = [](void*, const clusia_pairs*, clusia_error*) -> clusia_status { return CLUSIA_OK; };
  answer.cell = record_cell;
  answer.contrast = [](void* context, const clusia_contrast* c, clusia_error*) -> clusia_status {
    static_cast<Recorded*>(context)->contrasts.push_back({c->name,
                                                          c->title,
                                                          c->unit == nullptr ? "" : c->unit,
                                                          c->unit == nullptr,
                                                          c->is_effect != 0,
                                                          c->null_value,
                                                          {c->steps, c->steps + c->n_steps}});
    return CLUSIA_OK;
  };
  answer.neighbours = [](void* context, const clusia_neighbours* n, clusia_error*) -> clusia_status {
    Recorded::Neighbours of{n->treated, n->comparison, {}, {}};
    for (int64_t k = 0; k < n->n; ++k) of.across.push_back({n->i[k], n->j[k], n->w[k]});
    for (int64_t k = 0; k < n->n_within; ++k) of.within.emplace_back(n->within_i[k], n->within_j[k]);
    static_cast<Recorded*>(context)->neighbours.push_back(std::move(of));
    return CLUSIA_OK;
  };
  answer.pairs = [](void* context, const clusia_pairs* p, clusia_error*) -> clusia_status {
    for (int64_t k = 0; k < p->n; ++k) static_cast<Recorded*>(context)->pair[p->rows[k]] = p->pair[k];
    return CLUSIA_OK;
  };
  answer.diagnostic = [](void* context, const clusia_diagnostic* d, clusia_error*) -> clusia_status {
    EXPECT_TRUE(std::isfinite(d->value)) << d->name;
    static_cast<Recorded*>(context)->diagnostics.push_back(
        {d->name, d->subject, d->text == nullptr ? "" : d->text, d->value});
    return CLUSIA_OK;
  };
  return answer;
}

}  // namespace detail

inline Recorded design(const std::string& id, const Frame& of,
                       const std::map<std::string, std::string>& parameters = {}) {
  const clusia_plugin& plugin = shipped(id);
  const auto& face = *static_cast<const clusia_comparator_interface*>(plugin.interface_);
  const RoleCodes wave(of.wave), arm(of.arm), unit(of.unit), block(of.block), cluster(of.cluster);
  std::vector<uint8_t> treated;
  for (const auto& name : arm.names()) treated.push_back(of.treated.count(name) > 0 ? 1 : 0);
  std::vector<Column> columns;
  for (const auto& [name, values] : of.numbers) columns.push_back(Column::numbers(name, values));
  for (const auto& [name, values] : of.categories) columns.push_back(Column::categories(name, values));
  std::vector<clusia_column> covariates;
  for (const Column& c : columns) covariates.push_back(c.view());

  std::vector<int32_t> cohort;
  for (const auto& first : of.cohort)
    cohort.push_back(first.empty() ? -1
                                   : static_cast<int32_t>(std::find(wave.names().begin(), wave.names().end(), first) -
                                                          wave.names().begin()));

  clusia_design_frame frame{};
  frame.size = sizeof frame;
  frame.n_rows = static_cast<int64_t>(of.weight.size());
  frame.estimand = of.estimand;
  frame.unit = unit.view();
  frame.wave = wave.view();
  frame.block = block.view();
  frame.cluster = cluster.view();
  frame.arm = arm.view();
  frame.cohort = {cohort.empty() ? nullptr : cohort.data(), static_cast<int32_t>(wave.names().size()), nullptr,
                  nullptr};
  frame.arm_treated = treated.data();
  frame.weight = of.weight.data();
  frame.n_covariates = static_cast<int64_t>(covariates.size());
  frame.covariates = covariates.data();

  const Values values(plugin, parameters, static_cast<int32_t>(wave.names().size()));
  Recorded out;
  const clusia_answer answer = detail::recorder(out);
  void* instance = nullptr;
  clusia_error error{};
  out.status = face.create(values.data(), &quiet_host(), &instance, &error);
  if (out.status == CLUSIA_OK) {
    out.status = face.design(instance, &frame, &answer, &error);
    face.destroy(instance);
  }
  out.message = error.message;
  out.subject = error.subject;
  return out;
}

/// A value with its gradient in the cells' estimates.
struct Folded {
  double value;
  std::vector<double> gradient;
};
inline Folded fold(const Recorded::Contrast& contrast, const std::vector<double>& T) {
  std::vector<Folded> stack;
  const auto binary = [&](const auto& apply) {
    const Folded b = stack.back();
    stack.pop_back();
    const Folded a = stack.back();
    stack.back() = apply(a, b);
  };
  const auto mixed = [](double value, double ca, const Folded& a, double cb, const Folded& b) {
    Folded out{value, a.gradient};
    for (std::size_t k = 0; k < out.gradient.size(); ++k) out.gradient[k] = ca * a.gradient[k] + cb * b.gradient[k];
    return out;
  };
  for (const clusia_step& s : contrast.steps) {
    Folded leaf{s.number, std::vector<double>(T.size(), 0.0)};
    switch (s.op) {
      case CLUSIA_PUSH_ESTIMATE:
        leaf.value = T.at(static_cast<std::size_t>(s.index));
        leaf.gradient[static_cast<std::size_t>(s.index)] = 1;
        stack.push_back(leaf);
        break;
      case CLUSIA_PUSH_NUMBER:
        stack.push_back(leaf);
        break;
      case CLUSIA_ADD:
        binary([&](auto& a, auto& b) { return mixed(a.value + b.value, 1, a, 1, b); });
        break;
      case CLUSIA_SUBTRACT:
        binary([&](auto& a, auto& b) { return mixed(a.value - b.value, 1, a, -1, b); });
        break;
      case CLUSIA_MULTIPLY:
        binary([&](auto& a, auto& b) { return mixed(a.value * b.value, b.value, a, a.value, b); });
        break;
      case CLUSIA_DIVIDE:
        binary([&](auto& a, auto& b) {
          return mixed(a.value / b.value, 1 / b.value, a, -a.value / b.value / b.value, b);
        });
        break;
      default:
        throw std::logic_error("an operation that no shipped comparator uses");
    }
  }
  EXPECT_EQ(stack.size(), 1U);
  return stack.back();
}

struct Effect {
  double estimate;
  std::vector<double> z;  ///< a value a row of the frame
};
inline Effect effect_of(const Recorded& answer, const std::string& contrast, const Indicator& indicator,
                        const std::vector<double>& reference) {
  std::vector<double> T;
  std::vector<Evaluated> evaluated;
  for (const auto& cell : answer.cells) {
    std::vector<double> d(indicator.rows(), 0.0);
    for (std::size_t k = 0; k < cell.rows.size(); ++k) d[static_cast<std::size_t>(cell.rows[k])] = cell.weight[k];
    evaluated.push_back(indicator(d, reference));
    EXPECT_EQ(evaluated.back().status, CLUSIA_OK) << evaluated.back().message;
    T.push_back(evaluated.back().estimates[0]);
  }
  const Folded folded = fold(answer.contrast(contrast), T);
  Effect out{folded.value, std::vector<double>(indicator.rows(), 0.0)};
  for (std::size_t c = 0; c < answer.cells.size(); ++c) {
    const auto& cell = answer.cells[c];
    const auto& u = evaluated[c].u[0];
    for (std::size_t k = 0; k < cell.rows.size(); ++k) {
      const auto row = static_cast<std::size_t>(cell.rows[k]);
      out.z[row] += folded.gradient[c] * cell.weight[k] * u[row];
    }
    for (std::size_t row = 0; row < out.z.size(); ++row)
      out.z[row] += folded.gradient[c] * reference[row] * evaluated[c].v[0][row];
    if (cell.first_step < 0) continue;
    const auto& step = answer.steps[static_cast<std::size_t>(cell.first_step)];
    const auto p = static_cast<std::size_t>(step.p);
    std::vector<double> g(p, 0.0);
    for (std::size_t k = 0; k < cell.rows.size(); ++k)
      for (std::size_t j = 0; j < p; ++j) g[j] += u[static_cast<std::size_t>(cell.rows[k])] * cell.slope[k * p + j];
    for (std::size_t k = 0; k < step.rows.size(); ++k)
      for (std::size_t j = 0; j < p; ++j)
        out.z[static_cast<std::size_t>(step.rows[k])] += folded.gradient[c] * step.phi[k * p + j] * g[j];
  }
  return out;
}

}  // namespace clusia::test
