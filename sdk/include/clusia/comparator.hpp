/// clusia/comparator.hpp: write a comparator in C++. A class with `about`, `roles`, `estimands` (and, if any,
/// `parameters`), a constructor from Parameters, and `design`, which sees roles and covariates, never an outcome, and
/// answers in data. Where it is not valid under every design of a study, `designs` says under which. Optional power:
/// `need` and `design_with_baseline`, for one that needs values from before the intervention; it has no other design.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "plugin.hpp"

namespace clusia {

/// A categorical role: a code a row (-1 missing), levels in ascending order.
class Codes {
 public:
  explicit Codes(const clusia_codes& of) : of_(&of) {}
  bool present() const { return of_->code != nullptr; }
  int32_t levels() const { return of_->n_levels; }
  int32_t operator[](int64_t row) const { return of_->code[row]; }
  /// Empty and NaN where levels have none (cohorts).
  std::string_view name(int32_t level) const { return of_->names == nullptr ? std::string_view{} : of_->names[level]; }
  double value(int32_t level) const {
    return of_->values == nullptr ? std::numeric_limits<double>::quiet_NaN() : of_->values[level];
  }

 private:
  const clusia_codes* of_;
};

/// Which rows: those of the study's treated arms, those of its comparison arms, or all.
enum class Side { all, treated, comparison };

/// What a comparator sees.
class DesignFrame {
 public:
  explicit DesignFrame(const clusia_design_frame& of)
      : unit(of.unit),
        wave(of.wave),
        cluster(of.cluster),
        stratum(of.stratum),
        psu(of.psu),
        block(of.block),
        arm(of.arm),
        cohort(of.cohort),
        of_(&of) {}
  const Codes unit, wave, cluster, stratum, psu, block, arm, cohort;
  int64_t rows() const { return of_->n_rows; }
  int32_t estimand() const { return of_->estimand; }
  bool sample_estimand() const { return of_->sample_estimand != 0; }
  double weight(int64_t row) const { return of_->weight[row]; }
  /// In an arm of the study, and that arm is treated.
  bool treated(int64_t row) const { return arm[row] >= 0 && of_->arm_treated[arm[row]] != 0; }
  bool comparison(int64_t row) const { return arm[row] >= 0 && of_->arm_treated[arm[row]] == 0; }
  bool on(Side side, int64_t row) const {
    return side == Side::all || (arm.present() && (side == Side::treated ? treated(row) : comparison(row)));
  }
  /// The one arm of a side, as a cell states it; -1 where the side has several.
  int32_t only_arm(Side side) const {
    int32_t found = -1;
    for (int32_t a = 0; side != Side::all && arm.present() && a < arm.levels(); ++a) {
      if ((of_->arm_treated[a] != 0) != (side == Side::treated)) continue;
      if (found >= 0) return -1;
      found = a;
    }
    return found;
  }
  /// For titles: the arm's name where a side has one, else "treated arms", "comparison arms" or "everyone".
  std::string side_name(Side side) const {
    const int32_t arm_of = only_arm(side);
    if (arm_of >= 0) return std::string(arm.name(arm_of));
    return side == Side::treated ? "treated arms" : side == Side::comparison ? "comparison arms" : "everyone";
  }
  int64_t covariates() const { return of_->n_covariates; }
  std::string_view covariate_name(int64_t k) const { return of_->covariates[k].schema->name; }
  /// float64, or int32 codes into a dictionary.
  bool covariate_is_number(int64_t k) const { return std::strcmp(of_->covariates[k].schema->format, "g") == 0; }
  const clusia_column& covariate(int64_t k) const { return of_->covariates[k]; }

 private:
  const clusia_design_frame* of_;
};

/// Listed rows with weights, owned. Rows are added in ascending order.
struct Rows {
  std::vector<int64_t> rows;
  std::vector<double> weight;
  void add(int64_t row, double w) {
    rows.push_back(row);
    weight.push_back(w);
  }
  clusia_weighting view() const& { return {static_cast<int64_t>(rows.size()), rows.data(), weight.data()}; }
  clusia_weighting view() && = delete;
};

/// The rows of one side in one wave (-1: in all), each with its survey weight. Refuses when nobody there weighs
/// anything.
inline Rows rows_where(const DesignFrame& frame, int32_t wave, Side side) {
  Rows found;
  bool somebody = false;
  for (int64_t row = 0; row < frame.rows(); ++row) {
    if ((wave >= 0 && frame.wave[row] != wave) || !frame.on(side, row)) continue;
    found.add(row, frame.weight(row));
    somebody = somebody || frame.weight(row) > 0;
  }
  if (somebody) return found;
  const std::string arms = side == Side::all       ? ""
                           : side == Side::treated ? " in a treated arm"
                                                   : " in a comparison arm";
  const std::string in = wave < 0 ? "" : " in wave '" + std::string(frame.wave.name(wave)) + "'";
  throw unsupported("nobody" + arms + in + ": the design needs some; another wave or other arms would be right");
}

/// Refuses two waves between which nothing can have changed. Named waves stand in no order of time, numbers do.
inline void check_before_after(const DesignFrame& frame, int32_t before, int32_t after) {
  const auto quoted = [&](int32_t wave) { return "'" + std::string(frame.wave.name(wave)) + "'"; };
  if (frame.wave.levels() < 2)
    throw unsupported("the data have the one wave " + quoted(after) +
                      ": a change needs two; with_without compares arms in one");
  if (before == after)
    throw bad_parameter("after", "is wave " + quoted(after) + ", as 'before' is: two different waves would be right");
  if (frame.wave.value(before) > frame.wave.value(after))
    throw bad_parameter("after", "wave " + quoted(after) + " comes before wave " + quoted(before) +
                                     ": the other way round would be right");
}

/// Refuses waves that do not follow each other in time.
inline void check_waves_are_ordered(const DesignFrame& frame) {
  if (frame.wave.levels() < 2) throw unsupported("the data have one wave only: two or more would be right");
  for (int32_t wave = 0; wave < frame.wave.levels(); ++wave)
    if (std::isnan(frame.wave.value(wave)))
      throw unsupported("the wave '" + std::string(frame.wave.name(wave)) +
                        "' is a word, and words stand in no order of time: numbers or dates would be right");
}

/// The name of a level as a part of a contrast's: small letters, digits and `_`.
inline std::string name_part(std::string_view level) {
  std::string part(level);
  for (char& c : part)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) c = '_';
  return part;
}

/// A contrast, written as arithmetic: T(treated_after) - T(treated_before), 100 * (T(a) / T(b) - 1).
class Expression {
 public:
  Expression(double number) : steps_{{CLUSIA_PUSH_NUMBER, 0, 0, number}} {}  // NOLINT: numbers stand in formulas
  explicit Expression(clusia_step step) : steps_{step} {}
  friend Expression operator+(const Expression& a, const Expression& b) { return {a, b, CLUSIA_ADD}; }
  friend Expression operator-(const Expression& a, const Expression& b) { return {a, b, CLUSIA_SUBTRACT}; }
  friend Expression operator*(const Expression& a, const Expression& b) { return {a, b, CLUSIA_MULTIPLY}; }
  friend Expression operator/(const Expression& a, const Expression& b) { return {a, b, CLUSIA_DIVIDE}; }
  Expression operator-() const { return Expression(-1) * *this; }
  friend Expression exp(Expression a) { return a.then(CLUSIA_EXP); }
  friend Expression log(Expression a) { return a.then(CLUSIA_LOG); }
  const std::vector<clusia_step>& steps() const { return steps_; }

 private:
  Expression(const Expression& a, const Expression& b, int32_t op) : steps_(a.steps_) {
    steps_.insert(steps_.end(), b.steps_.begin(), b.steps_.end());
    steps_.push_back({op, 0, 0, 0});
  }
  Expression then(int32_t op) {
    steps_.push_back({op, 0, 0, 0});
    return std::move(*this);
  }
  std::vector<clusia_step> steps_;
};

/// Estimated weights of a cell: dd_k/dgamma = d_k x_k (factored) or `dense`; the default is weights that are known.
struct EstimatedWeights {
  int32_t first_step = -1;
  std::vector<double> dense, factored;
  clusia_jacobian view() const& {
    return {first_step, dense.empty() ? nullptr : dense.data(), factored.empty() ? nullptr : factored.data()};
  }
};

/// The host's ear. Each call copies; the returned index names the thing in later calls.
class Answer {
 public:
  explicit Answer(const clusia_answer* to) : to_(to) {}
  Answer(const Answer&) = delete;  // two would count indices apart
  Answer& operator=(const Answer&) = delete;

  struct Design {
    std::string summary, assumption;
    int32_t missing = CLUSIA_MISSING_ROW;
    int32_t factor = CLUSIA_FACTOR_DESIGN;
    bool redesign = false;
  };
  void design(const Design& d) const {
    const clusia_design c{sizeof c, d.summary.c_str(), d.assumption.c_str(), d.missing, d.factor, d.redesign ? 1 : 0,
                          0};
    call(to_->design, c);
  }

  /// phi is n x p, row by row, over the listed rows.
  int32_t first_step(const std::string& name, int32_t p, const std::vector<int64_t>& rows,
                     const std::vector<double>& phi) {
    if (phi.size() != rows.size() * static_cast<std::size_t>(p)) throw std::logic_error("phi must be [rows x p]");
    parameters_.push_back(p);
    const clusia_first_step c{sizeof c, name.c_str(), p, static_cast<int64_t>(rows.size()), rows.data(), phi.data()};
    call(to_->first_step, c);
    return steps_++;
  }

  int32_t cell(const std::string& name, int32_t wave, int32_t arm, const Rows& domain,
               const EstimatedWeights& estimated = {}) {
    if (estimated.first_step >= 0) {
      const auto wanted =
          domain.rows.size() * static_cast<std::size_t>(parameters_.at(static_cast<std::size_t>(estimated.first_step)));
      if (estimated.dense.size() + estimated.factored.size() != wanted)
        throw std::logic_error("a Jacobian must be [rows x p]");
    }
    clusia_cell c{};
    c.size = sizeof c;
    c.name = name.c_str();
    c.wave = wave;
    c.arm = arm;
    c.domain = domain.view();
    c.jacobian = estimated.view();
    c.own = 1;
    return cell(c);
  }
  /// A cell that is there for its rows and its size; no indicator is evaluated in it.
  int32_t size_cell(const std::string& name, const Rows& domain) {
    clusia_cell c{};
    c.size = sizeof c;
    c.name = name.c_str();
    c.wave = c.arm = c.jacobian.first_step = -1;
    c.domain = domain.view();
    c.size_only = 1;
    return cell(c);
  }
  /// The whole struct, for cells with fits or a reference of their own.
  int32_t cell(const clusia_cell& c) {
    call(to_->cell, c);
    return cells_++;
  }
  int32_t fit(const clusia_fit& c) {
    call(to_->fit, c);
    return fits_++;
  }

  struct Contrast {
    std::string name, title;
    const char* unit = nullptr;
    bool is_effect = true;
    int32_t wave = -1;
    double null_value = 0;
    int32_t factor = 0;       ///< CLUSIA_FACTOR_*; 0: the design's
    int32_t placebo_of = -1;  ///< what that contrast would be, had another unit been treated
    int32_t ranked_by = -1;   ///< tested by the rank of that contrast among its placebos
  };
  int32_t contrast(const Contrast& of, const Expression& formula) const {
    const clusia_contrast c{sizeof c,
                            of.name.c_str(),
                            of.title.c_str(),
                            of.unit,
                            of.is_effect ? 1 : 0,
                            of.wave,
                            of.null_value,
                            static_cast<int64_t>(formula.steps().size()),
                            formula.steps().data(),
                            of.factor,
                            0,
                            of.placebo_of + 1,
                            of.ranked_by + 1};
    call(to_->contrast, c);
    return contrasts_++;
  }
  void pairs(const clusia_pairs& c) const { call(to_->pairs, c); }
  void neighbours(const clusia_neighbours& c) const { call(to_->neighbours, c); }
  void diagnostic(const std::string& name, const std::string& subject, double value,
                  const std::string& text = {}) const {
    const clusia_diagnostic c{sizeof c, name.c_str(), subject.c_str(), value, text.empty() ? nullptr : text.c_str()};
    call(to_->diagnostic, c);
  }

  /// The parts of a contrast.
  static Expression T(int32_t cell) { return Expression(clusia_step{CLUSIA_PUSH_ESTIMATE, cell, 0, 0}); }
  static Expression size(int32_t cell) { return Expression(clusia_step{CLUSIA_PUSH_SIZE, cell, 0, 0}); }
  static Expression coefficient(int32_t fit, int32_t item) {
    return Expression(clusia_step{CLUSIA_PUSH_COEFFICIENT, fit, item, 0});
  }

 private:
  template <class C>
  void call(clusia_status (*function)(void*, const C*, clusia_error*), const C& what) const {
    clusia_error error{};
    detail::check(function(to_->context, &what, &error), error);
  }
  const clusia_answer* to_;
  std::vector<int32_t> parameters_;  ///< of each first step
  int32_t steps_ = 0, cells_ = 0, fits_ = 0;
  mutable int32_t contrasts_ = 0;
};

namespace detail {

/// 0, all, unless its class says under which it is valid.
template <class C>
constexpr uint32_t designs_of() {
  if constexpr (requires { C::designs; }) return C::designs;
  return 0;
}

template <class C>
struct ComparatorAdapter {
  static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                              clusia_error* error) {
    return guarded(error, [&] {
      const Parameters view(parameters_of<C>(), parameters);
      if constexpr (requires { C(view, Host(host)); }) {
        *instance = std::make_unique<C>(view, Host(host)).release();
      } else {
        *instance = std::make_unique<C>(view).release();
      }
    });
  }
  static_assert(std::is_nothrow_destructible_v<C>, "a destructor that throws cannot be told to the host");
  static void destroy(void* instance) noexcept { delete static_cast<C*>(instance); }
  static clusia_status design([[maybe_unused]] void* instance, [[maybe_unused]] const clusia_design_frame* frame,
                              [[maybe_unused]] const clusia_answer* answer, clusia_error* error) {
    return guarded(error, [&] {
      if constexpr (requires(C & c, const DesignFrame& f, Answer& a) { c.design(f, a); }) {
        Answer to(answer);
        static_cast<C*>(instance)->design(DesignFrame(*frame), to);
      } else {
        throw unsupported("it needs estimates from before the intervention, which this host did not give: update it");
      }
    });
  }
  static clusia_status need(void* instance, const clusia_design_frame* frame, clusia_baseline_need* need,
                            clusia_error* error) {
    return guarded(error, [&] {
      clusia_baseline_need made = static_cast<C*>(instance)->need(DesignFrame(*frame));
      made.size = std::min(need->size, sizeof made);
      std::memcpy(need, &made, made.size);
    });
  }
  static clusia_status with_baseline(void* instance, const clusia_design_frame* frame, const clusia_baseline* baseline,
                                     const clusia_answer* answer, clusia_error* error) {
    return guarded(error, [&] {
      Answer to(answer);
      static_cast<C*>(instance)->design_with_baseline(DesignFrame(*frame), *baseline, to);
    });
  }
  static const void* power([[maybe_unused]] const char* id) {
    if constexpr (requires(C & c, const DesignFrame& f, const clusia_baseline& b, Answer& a) {
                    c.design_with_baseline(f, b, a);
                  }) {
      static constexpr clusia_comparator_baseline table{sizeof(clusia_comparator_baseline), &need, &with_baseline};
      if (std::string_view(id) == CLUSIA_COMPARATOR_BASELINE) return &table;
    }
    return nullptr;
  }
  static constexpr clusia_comparator_interface table{sizeof(clusia_comparator_interface),
                                                     C::roles,
                                                     C::estimands,
                                                     &create,
                                                     &destroy,
                                                     &design,
                                                     &power,
                                                     designs_of<C>(),
                                                     0};
};

}  // namespace detail
}  // namespace clusia

/// Makes CLASS the plugin of this library.
#define CLUSIA_COMPARATOR_PLUGIN(CLASS) \
  CLUSIA_PLUGIN_ENTRY(CLUSIA_COMPARATOR, clusia::detail::ComparatorAdapter<CLASS>::table, CLASS)
