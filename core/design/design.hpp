/// A comparator's answer as owned data: what abi_comparator.h lends, kept. The meaning of each member stands there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clusia/abi.h"

namespace clusia {

enum class Missing : std::int32_t { row = CLUSIA_MISSING_ROW, unit = CLUSIA_MISSING_UNIT };
enum class Factor : std::int32_t {
  design = CLUSIA_FACTOR_DESIGN,
  none = CLUSIA_FACTOR_NONE,
  uncentred = CLUSIA_FACTOR_UNCENTRED,
  regression = CLUSIA_FACTOR_REGRESSION
};
/// As the database says it.
std::string name_of(Missing missing);
std::string name_of(Factor factor);

/// Listed rows of the frame, ascending, with weights; rows not listed weigh 0.
struct Weights {
  std::vector<std::int64_t> rows;
  std::vector<double> weight;

  std::size_t size() const { return rows.size(); }
  double total() const;
  clusia_weighting view() const { return {static_cast<std::int64_t>(rows.size()), rows.data(), weight.data()}; }

  template <class Archive>
  void serialize(Archive& ar) {
    ar(rows, weight);
  }
};

/// How a weighting answers to a first step; values are [listed rows x p].
struct Jacobian {
  std::int32_t first_step = -1;  ///< -1: the weights are known
  bool factored = false;         ///< dd_k/dgamma = d_k x_k, and `values` holds x
  std::vector<double> values;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(first_step, factored, values);
  }
};

/// gamma^ - gamma = sum_i phi_i, the survey weight in phi_i.
struct FirstStep {
  std::string name;
  std::int32_t parameters = 0;
  std::vector<std::int64_t> rows;
  std::vector<double> phi;  ///< [rows x parameters]

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, parameters, rows, phi);
  }
};

/// A regression that the host fits on unit scores.
struct Fit {
  std::string name;
  Weights rows;
  Jacobian jacobian;
  std::int32_t regressors = 0;
  std::vector<double> x;                            ///< [rows x regressors]
  std::vector<std::vector<std::int32_t>> absorbed;  ///< one list of levels an effect
  std::optional<Weights> reference;                 ///< of the scores; none: as the study says

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, rows, jacobian, regressors, x, absorbed, reference);
  }
};

struct FitTerm {
  std::int32_t fit = 0;
  double factor = 0;
  std::vector<double> x;  ///< [domain x the fit's regressors]

  template <class Archive>
  void serialize(Archive& ar) {
    ar(fit, factor, x);
  }
};

struct Cell {
  std::string name;
  std::int32_t wave = -1, arm = -1;
  Weights domain;
  Jacobian jacobian;
  std::optional<Weights> reference;  ///< its own; none: as the study says
  bool size_only = false;
  double own = 1;
  std::vector<FitTerm> terms;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, wave, arm, domain, jacobian, reference, size_only, own, terms);
  }
};

struct Step {
  std::int32_t op = 0, index = 0, item = 0;
  double number = 0;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(op, index, item, number);
  }
};

struct Contrast {
  std::string name, title;
  std::optional<std::string> unit;
  bool is_effect = true;
  std::int32_t wave = -1;
  double null_value = 0;
  std::vector<Step> steps;       ///< postfix
  std::optional<Factor> factor;  ///< its own; none: the design's
  std::int32_t placebo_of = -1;  ///< an earlier contrast: this is it, had another unit been treated
  std::int32_t ranked_by = -1;   ///< an earlier contrast, by whose rank among its placebos this one is tested

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, title, unit, is_effect, wave, null_value, steps, factor, placebo_of, ranked_by);
  }
};

struct Pairs {
  std::vector<std::int64_t> rows;
  std::vector<std::int32_t> pair;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(rows, pair);
  }
};

struct Neighbours {
  std::int32_t treated = 0, comparison = 0;
  std::vector<std::int64_t> i, j;
  std::vector<double> w;
  std::vector<std::int64_t> within_i, within_j;
  std::vector<double> own{};  ///< what row i weighs itself: for the ATE, whose i are of either cell; empty: the ATT

  bool both_ways() const { return !own.empty(); }

  template <class Archive>
  void serialize(Archive& ar) {
    ar(treated, comparison, i, j, w, within_i, within_j, own);
  }
};

/// What row i weighs itself, for every i: for the ATT what it weighs in the cell of the treated.
std::vector<double> own_weights(const Neighbours& neighbours, const Weights& treated);

struct Diagnostic {
  std::string name, subject;
  double value = 0;
  std::string text;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, subject, value, text);
  }
};

struct Design {
  std::string summary, assumption;
  Missing missing = Missing::row;
  Factor factor = Factor::design;
  bool redesign = false;
  std::vector<FirstStep> first_steps;
  std::vector<Fit> fits;
  std::vector<Cell> cells;
  std::vector<Contrast> contrasts;
  std::vector<Pairs> pairs;
  std::vector<Neighbours> neighbours;
  std::vector<Diagnostic> diagnostics;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(summary, assumption, missing, factor, redesign, first_steps, fits, cells, contrasts, pairs, neighbours,
       diagnostics);
  }
};

/// One design a replicate, none where the comparator had no answer to its weights. First steps are not in them: nothing
/// is linearised there.
using DesignsOfReplicates = std::vector<std::optional<Design>>;

/// How the weights came about, for the report: "known", "estimated: propensity", "pairs", "neighbours"; several joined
/// by ", ".
std::string origin_of_weights(const Design& design);

/// Effects are tested by placebos: none by its standard error.
bool is_ranked(const Design& design);

}  // namespace clusia
