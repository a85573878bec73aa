/// clusia/indicator.hpp: write an indicator in C++. A class with `about`, `inputs`, `outputs` (and, if any,
/// `parameters`, `traits`), a constructor that binds it to its columns, and `evaluate`. Optional powers are found by
/// their functions:
///   void batch(const clusia_batch&) const                                    many replicates at once
///   void scores(Weighting reference, int64_t output, std::span<double>) const   unit scores: T = sum d s / sum d
///   void score_reference(int64_t output, Weighting, std::span<const double> l, std::span<double> v) const
///   void histories(const clusia_history&)                                    a unit's other waves
///   std::span<const clusia::Output> outputs_now() const                      outputs that depend on parameters
///   bool reads_reference() const                                             where parameters decide whether it does
///   double distribution(int64_t output, Weighting, double value, std::span<double> u) const, and
///   double inverse(int64_t output, Weighting, double level) const            outputs that are quantiles: Woodruff's
///                                                                            interval
/// `evaluate` is called from several threads: keep it const.
#pragma once

#include <algorithm>
#include <memory>
#include <type_traits>

#include "plugin.hpp"

namespace clusia {

struct Input : clusia_input {
  constexpr Input optional() const {
    Input copy = *this;
    copy.required = 0;
    return copy;
  }
  constexpr Input many_columns() const {
    Input copy = *this;
    copy.many = 1;
    return copy;
  }
  constexpr Input keeping_missing() const {
    Input copy = *this;
    copy.missing_drops = 0;
    return copy;
  }
};

static_assert(sizeof(Input) == sizeof(clusia_input));

namespace input {
constexpr Input make(int32_t type, const char* name, const char* doc) {
  return Input{{sizeof(clusia_input), name, type, 1, 0, 1, doc}};
}
constexpr Input number(const char* name, const char* doc) { return make(CLUSIA_COLUMN_NUMBER, name, doc); }
constexpr Input boolean(const char* name, const char* doc) { return make(CLUSIA_COLUMN_BOOLEAN, name, doc); }
constexpr Input category(const char* name, const char* doc) { return make(CLUSIA_COLUMN_CATEGORY, name, doc); }
}  // namespace input

struct Output : clusia_output {
  constexpr Output of_degree(double d) const {
    Output copy = *this;
    copy.degree = d;
    return copy;
  }
  constexpr Output following(const char* what) const {
    Output copy = *this;
    copy.convention = what;
    return copy;
  }
  /// From 0 to 1 by its nature: its interval is made on the logit scale.
  constexpr Output proportion() const {
    Output copy = *this;
    copy.kind = CLUSIA_PROPORTION;
    return copy;
  }
  /// A point of a curve, at x on the other axis.
  constexpr Output curve_point(double x) const {
    Output copy = *this;
    copy.kind = CLUSIA_CURVE_POINT;
    copy.at = x;
    return copy;
  }
};

static_assert(sizeof(Output) == sizeof(clusia_output));

/// A declared output, of degree 0 in the domain's weights (a mean, a rate) unless of_degree says otherwise.
constexpr Output output(const char* name, const char* title, const char* unit, int32_t direction, const char* doc) {
  return Output{{sizeof(clusia_output), name, title, unit, direction, CLUSIA_PLAIN, 0.0, doc, nullptr, 0.0}};
}

/// The columns and parameters that an instance is bound to, for life.
class IndicatorData {
 public:
  IndicatorData(std::span<const Input> inputs, Parameters p, const clusia_indicator_data* data, Host h)
      : parameters(p), host(h), inputs_(inputs), data_(data) {}

  const Parameters parameters;
  const Host host;

  int64_t rows() const { return data_->n_rows; }
  bool has(std::string_view input) const { return data_->n_columns[index(input)] > 0; }
  int64_t count(std::string_view input) const { return data_->n_columns[index(input)]; }
  Numbers number(std::string_view input, int64_t k = 0) const { return Numbers(column(input, k)); }
  Booleans boolean(std::string_view input, int64_t k = 0) const { return Booleans(column(input, k)); }
  Categories category(std::string_view input, int64_t k = 0) const { return Categories(column(input, k)); }
  /// No missing value on this row in an input that drops it.
  bool complete(int64_t row) const {
    return data_->complete == nullptr || ((data_->complete[row >> 3] >> (row & 7)) & 1) != 0;
  }

 private:
  std::size_t index(std::string_view input) const {
    for (std::size_t k = 0; k < inputs_.size(); ++k)
      if (input == inputs_[k].name) return k;
    throw std::logic_error("input '" + std::string(input) + "' was never declared");
  }
  const clusia_column& column(std::string_view input, int64_t k) const {
    const std::size_t i = index(input);
    if (k >= data_->n_columns[i])
      throw std::logic_error("input '" + std::string(input) + "' has no column " + std::to_string(k));
    return data_->columns[i][k];
  }
  std::span<const Input> inputs_;
  const clusia_indicator_data* data_;
};

/// One question: the two weightings, and where the answers go.
class Evaluation {
 public:
  explicit Evaluation(const clusia_evaluation& of) : domain(of.domain), reference(of.reference), of_(&of) {}
  const Weighting domain, reference;
  double& estimate(int64_t output = 0) const { return of_->estimates[output]; }
  bool wants_influence() const { return of_->u != nullptr; }
  /// This output alone does not exist on these rows (throw undefined() where none does).
  void leave_undefined(int64_t output) const { of_->undefined[output] = 1; }
  /// u[k] belongs to the k-th listed row of the domain. Only if wants_influence().
  std::span<double> u(int64_t output = 0) const {
    return {of_->u + output * domain.size(), static_cast<std::size_t>(domain.size())};
  }
  /// v[k] belongs to the k-th listed row of the reference. Only if wants_influence() and the indicator reads a
  /// reference.
  std::span<double> v(int64_t output = 0) const {
    return {of_->v + output * reference.size(), static_cast<std::size_t>(reference.size())};
  }

 private:
  const clusia_evaluation* of_;
};

/// T = sum d s / sum d with u_i = (s_i - T) / sum d, for any score of a row. Returns sum d.
template <class Score>
double weighted_mean(const Evaluation& e, const Score& score, int64_t output = 0) {
  double sum = 0, total = 0;
  const auto u = e.wants_influence() ? e.u(output) : std::span<double>();
  for (const auto [k, row, weight] : e.domain) {
    const double s = score(row);
    sum += weight;
    total += weight * s;
    if (!u.empty()) u[static_cast<std::size_t>(k)] = s;
  }
  if (!(sum > 0)) throw undefined("nobody with a positive weight and a value in the domain");
  const double mean = total / sum;
  e.estimate(output) = mean;
  for (double& of : u) of = (of - mean) / sum;
  return sum;
}

namespace detail {

template <class I>
struct IndicatorAdapter {
  struct Instance {
    I indicator;
    int64_t n_rows;
    std::vector<Output> outputs;
  };

  static clusia_status create(const clusia_indicator_data* data, const clusia_host* host, void** instance,
                              clusia_error* error) {
    return guarded(error, [&] {
      const IndicatorData view(I::inputs, Parameters(parameters_of<I>(), data->parameters), data, Host(host));
      auto made = std::unique_ptr<Instance>(new Instance{I(view), data->n_rows, {}});
      if constexpr (requires { made->indicator.outputs_now(); }) {
        const auto now = made->indicator.outputs_now();
        made->outputs.assign(now.begin(), now.end());
      } else {
        made->outputs.assign(std::begin(I::outputs), std::end(I::outputs));
      }
      *instance = made.release();
    });
  }
  static_assert(std::is_nothrow_destructible_v<I>, "a destructor that throws cannot be told to the host");
  static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

  static clusia_status evaluate(void* instance, const clusia_evaluation* evaluation, clusia_error* error) {
    return guarded(error, [&] { static_cast<const Instance*>(instance)->indicator.evaluate(Evaluation(*evaluation)); });
  }

  static clusia_status scores(void* instance, const clusia_weighting* reference, double* scores, clusia_error* error) {
    return guarded(error, [&] {
      const auto& of = *static_cast<Instance*>(instance);
      const auto n = static_cast<std::size_t>(of.n_rows);
      for (std::size_t m = 0; m < of.outputs.size(); ++m) {
        of.indicator.scores(Weighting(*reference), static_cast<int64_t>(m), std::span<double>(scores + m * n, n));
      }
    });
  }
  static clusia_status score_reference(void* instance, int64_t output, const clusia_weighting* reference,
                                       const double* l, double* v, clusia_error* error) {
    return guarded(error, [&] {
      const auto& of = *static_cast<Instance*>(instance);
      of.indicator.score_reference(output, Weighting(*reference),
                                   std::span<const double>(l, static_cast<std::size_t>(of.n_rows)),
                                   std::span<double>(v, static_cast<std::size_t>(reference->n)));
    });
  }
  static clusia_status batch(void* instance, const clusia_batch* batch, clusia_error* error) {
    return guarded(error, [&] { static_cast<Instance*>(instance)->indicator.batch(*batch); });
  }
  static clusia_status histories(void* instance, const clusia_history* history, clusia_error* error) {
    return guarded(error, [&] { static_cast<Instance*>(instance)->indicator.histories(*history); });
  }
  static clusia_status distribution(void* instance, int64_t output, const clusia_weighting* domain, double value,
                                    double* F, double* u, clusia_error* error) {
    return guarded(error, [&] {
      const auto& of = *static_cast<const Instance*>(instance);
      *F = of.indicator.distribution(output, Weighting(*domain), value,
                                     std::span<double>(u, static_cast<std::size_t>(domain->n)));
    });
  }
  static clusia_status inverse(void* instance, int64_t output, const clusia_weighting* domain, double level,
                               double* value, clusia_error* error) {
    return guarded(error, [&] {
      *value = static_cast<const Instance*>(instance)->indicator.inverse(output, Weighting(*domain), level);
    });
  }
  static const clusia_output* outputs(void* instance, int64_t* n) {
    const auto& of = *static_cast<Instance*>(instance);
    *n = static_cast<int64_t>(of.outputs.size());
    return of.outputs.data();
  }

  static int32_t reads(void* instance) {
    return static_cast<const Instance*>(instance)->indicator.reads_reference() ? 1 : 0;
  }

  // A power whose function has another shape would vanish without a word.
  static_assert(
      !requires { &I::batch; } || requires(const I& i, const clusia_batch& b) { i.batch(b); },
      "batch must be: void batch(const clusia_batch&) const");
  static_assert(
      !requires { &I::scores; } || requires(const I& i, Weighting r, std::span<double> s) { i.scores(r, 0, s); },
      "scores must be: void scores(Weighting, int64_t output, std::span<double>) const");
  static_assert(
      !requires { &I::histories; } || requires(I & i, const clusia_history& h) { i.histories(h); },
      "histories must be: void histories(const clusia_history&)");
  static_assert(
      !requires { &I::outputs_now; } || requires(const I& i) { i.outputs_now(); },
      "outputs_now must be: std::span<const clusia::Output> outputs_now() const");
  static_assert(
      !requires { &I::reads_reference; } || requires(const I& i) { i.reads_reference(); },
      "reads_reference must be: bool reads_reference() const");

  static const void* power(const char* id) {
    const std::string_view asked(id);
    if constexpr (requires(const I& i, const clusia_batch& b) { i.batch(b); }) {
      static constexpr clusia_indicator_batch table{sizeof(clusia_indicator_batch), &batch};
      if (asked == CLUSIA_INDICATOR_BATCH) return &table;
    }
    if constexpr (requires(const I& i, Weighting r, std::span<double> s) { i.scores(r, 0, s); }) {
      if (asked == CLUSIA_INDICATOR_LINEAR) return linear();
    }
    if constexpr (requires(I & i, const clusia_history& h) { i.histories(h); }) {
      static constexpr clusia_indicator_history table{sizeof(clusia_indicator_history), &histories};
      if (asked == CLUSIA_INDICATOR_HISTORY) return &table;
    }
    if constexpr (requires(const I& i, Weighting w) { i.inverse(0, w, 0.5); }) {
      static constexpr clusia_indicator_quantile table{sizeof(clusia_indicator_quantile), &distribution, &inverse};
      if (asked == CLUSIA_INDICATOR_QUANTILE) return &table;
    }
    if constexpr (requires(const I& i) { i.outputs_now(); }) {
      static constexpr clusia_indicator_outputs table{sizeof(clusia_indicator_outputs), &outputs};
      if (asked == CLUSIA_INDICATOR_OUTPUTS) return &table;
    }
    if constexpr (requires(const I& i) { i.reads_reference(); }) {
      static constexpr clusia_indicator_reference table{sizeof(clusia_indicator_reference), &reads};
      if (asked == CLUSIA_INDICATOR_REFERENCE) return &table;
    }
    return nullptr;
  }
  static const void* linear() {
    if constexpr (requires(const I& i, Weighting r, std::span<const double> l, std::span<double> v) {
                    i.score_reference(0, r, l, v);
                  }) {
      static constexpr clusia_indicator_linear table{sizeof(clusia_indicator_linear), &scores, &score_reference};
      return &table;
    } else {
      static constexpr clusia_indicator_linear table{sizeof(clusia_indicator_linear), &scores, nullptr};
      return &table;
    }
  }

  static constexpr uint32_t traits() {
    if constexpr (requires { I::traits; }) return I::traits;
    return 0;
  }
  static constexpr clusia_indicator_interface table{sizeof(clusia_indicator_interface),
                                                    std::data(I::inputs),
                                                    static_cast<int64_t>(std::size(I::inputs)),
                                                    std::data(I::outputs),
                                                    static_cast<int64_t>(std::size(I::outputs)),
                                                    traits(),
                                                    &create,
                                                    &destroy,
                                                    &evaluate,
                                                    &power};
};

}  // namespace detail
}  // namespace clusia

/// Makes CLASS the plugin of this library.
#define CLUSIA_INDICATOR_PLUGIN(CLASS) \
  CLUSIA_PLUGIN_ENTRY(CLUSIA_INDICATOR, clusia::detail::IndicatorAdapter<CLASS>::table, CLASS)
