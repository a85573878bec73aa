/// clusia/two_periods.hpp: the effect on the treated by differences in differences of two periods with covariates, of a
/// panel or of repeated cross-sections (Sant'Anna and Zhao 2020), as cells and fits of a design.
#pragma once

#include <array>
#include <tuple>

#include "odds.hpp"

namespace clusia {

enum class DidMethod {
  improved,     ///< doubly robust: odds by tilting, regressions weighted by them; inference is doubly robust, too
  traditional,  ///< doubly robust: odds by logit, regressions unweighted
  regression,   ///< of the comparison rows on the covariates
  weighting     ///< by the odds of a logit, weights summing to one; serves indicators that are no means, too
};

/// As a study writes it: its own name.
inline DidMethod did_method(std::string_view word) {
  return word == "improved"      ? DidMethod::improved
         : word == "traditional" ? DidMethod::traditional
         : word == "regression"  ? DidMethod::regression
                                 : DidMethod::weighting;
}

/// A row that takes part.
struct DidRow {
  int64_t row;
  int64_t covariates;  ///< the row that holds its covariates: in a panel the unit's earlier one
  double weight;
  bool treated, later;
};

class TwoPeriods {
 public:
  /// Where it stands: arms and waves of its cells, -1 for several.
  struct Place {
    std::string name;  ///< of cells and fits; "" or "..., "
    int32_t before = -1, after = -1, treated = -1, comparison = -1;
  };

  TwoPeriods(const DesignFrame& frame, std::vector<DidRow> rows, bool panel, DidMethod method)
      : rows_(std::move(rows)), panel_(panel), method_(method) {
    std::vector<int64_t> source;
    for (const DidRow& r : rows_) source.push_back(r.covariates);
    columns_ = covariate_columns(frame, source);
    order_by_contents();
    for (const DidRow& r : rows_) treated_.push_back(r.treated), weight_.push_back(r.weight);
    ascending_.resize(rows_.size());
    std::iota(ascending_.begin(), ascending_.end(), std::size_t{0});
    std::sort(ascending_.begin(), ascending_.end(),
              [&](std::size_t a, std::size_t b) { return rows_[a].row < rows_[b].row; });
    for (const bool treated : {false, true})
      for (const bool later : {false, true}) somebody_ = somebody_ && weighs(treated, later);
    if (!somebody_) return;
    basis_ = basis_of(columns_, weight_);
    if (method != DidMethod::regression) fit_odds();
  }

  /// "" or why there is no estimate.
  std::string problem() const {
    if (!somebody_) return "nobody is left on one side in one of the two waves";
    if (method_ == DidMethod::regression || odds_) return {};
    return method_ == DidMethod::improved
               ? "no weights give the comparison rows the covariate means of the treated: the two sides hardly overlap"
               : "the covariates tell treated from comparison rows without error: no propensity score exists";
  }
  const CovariateBasis& basis() const { return basis_; }

  /// Cells and fits; the effect. There must be no problem.
  Expression effect(Answer& answer, const Place& place) const {
    Parts of(*this, answer, place);
    if (method_ == DidMethod::weighting) return of.by_weighting();
    return method_ == DidMethod::regression ? of.by_regression() : of.by_both();
  }

  /// Lowest and highest probability of being treated, and the effective number of rows after weighting, on one side.
  struct Overlap {
    double lowest = 1, highest = 0, effective = 0;
  };
  std::optional<Overlap> overlap(bool treated) const {
    if (!odds_) return std::nullopt;
    Overlap of;
    double sum = 0, squares = 0;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      if (treated_[k] != treated || (panel_ && !rows_[k].later)) continue;
      const double score = 1 / (1 + std::exp(-odds_->linear[k])), w = weight_[k] * odds(k);
      of.lowest = std::min(of.lowest, score);
      of.highest = std::max(of.highest, score);
      sum += w, squares += w * w;
    }
    of.effective = sum * sum / squares;
    return of;
  }
  /// Differences of covariate means, treated less comparison, in standard deviations of the treated (columns of 0 and 1
  /// as they are): before weighting, and after it.
  struct Balance {
    std::string name;
    double before, after;
  };
  std::vector<Balance> balance() const {
    std::vector<Balance> all;
    for (const CovariateColumn& c : columns_) {
      const auto mean = [&](bool treated, const auto& of) {
        double sum = 0, total = 0;
        for (std::size_t k = 0; k < rows_.size(); ++k)
          if (treated_[k] == treated) sum += weight_[k] * of(k), total += weight_[k];
        return sum / total;
      };
      const auto value = [&](std::size_t k) { return c.values[k]; };
      const double treated = mean(true, value);
      const double spread =
          mean(true, [&](std::size_t k) { return (c.values[k] - treated) * (c.values[k] - treated); });
      const double unit = c.binary || !(spread > 0) ? 1 : std::sqrt(spread);
      const double after = mean(false, [&](std::size_t k) { return odds(k) * c.values[k]; }) /
                           mean(false, [&](std::size_t k) { return odds(k); });
      all.push_back({c.name, (treated - mean(false, value)) / unit, (treated - after) / unit});
    }
    return all;
  }

 private:
  void order_by_contents() {
    std::vector<std::size_t> order(rows_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const auto key = [&](std::size_t k) { return std::tuple(rows_[k].treated, rows_[k].later, rows_[k].weight); };
      if (key(a) != key(b)) return key(a) < key(b);
      for (const CovariateColumn& c : columns_)
        if (c.values[a] != c.values[b]) return c.values[a] < c.values[b];
      return false;
    });
    const auto ordered = [&](const auto& from) {
      auto to = from;
      for (std::size_t k = 0; k < order.size(); ++k) to[k] = from[order[k]];
      return to;
    };
    rows_ = ordered(rows_);
    for (CovariateColumn& c : columns_) c.values = ordered(c.values);
  }
  bool weighs(bool treated, bool later) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [&](const DidRow& r) { return r.treated == treated && r.later == later && r.weight > 0; });
  }
  /// A panel's unit enters once; cross-sections enter with all their rows.
  void fit_odds() {
    std::vector<double> w = weight_;
    for (std::size_t k = 0; k < w.size(); ++k)
      if (panel_ && !rows_[k].later) w[k] = 0;
    odds_ = method_ == DidMethod::improved ? odds_by_tilting(basis_, treated_, w) : odds_by_logit(basis_, treated_, w);
  }
  double odds(std::size_t k) const { return treated_[k] || !odds_ ? 1 : std::exp(odds_->linear[k]); }

  enum class When { before, after, both };
  using Terms = std::vector<std::pair<int32_t, double>>;  // fit, factor

  /// What one use adds to the answer.
  class Parts {
   public:
    Parts(const TwoPeriods& of, Answer& answer, const Place& place) : of_(of), answer_(answer), place_(place) {
      if (of.odds_) step_ = first_step();
    }
    Expression by_weighting() { return change("treated", true, {}, {}) - change("comparison", false, {}, {}); }
    Expression by_regression() {
      const int32_t after = fit("comparison, after", false, When::after), before = comparison_before();
      if (of_.panel_) return change("treated, residual", true, {{after, -1}}, {{before, -1}});
      return change("treated", true, {}, {}) -
             cell("treated, predicted", true, When::both, {{after, 1}, {before, -1}}, 0);
    }
    Expression by_both() {
      const int32_t after = fit("comparison, after", false, When::after), before = comparison_before();
      Expression effect = change("treated, residual", true, {{after, -1}}, {{before, -1}}) -
                          change("comparison, residual", false, {{after, -1}}, {{before, -1}});
      if (of_.panel_) return effect;
      // Locally efficient in cross-sections: the treated's own regressions, over all treated and over their period.
      const int32_t own_after = fit("treated, after", true, When::after),
                    own_before = fit("treated, before", true, When::before);
      const Terms later{{own_after, 1}, {after, -1}}, earlier{{own_before, 1}, {before, -1}};
      return effect +
             (cell("treated, later, of all", true, When::both, later, 0) -
              cell("treated, later, of after", true, When::after, later, 0)) -
             (cell("treated, earlier, of all", true, When::both, earlier, 0) -
              cell("treated, earlier, of before", true, When::before, earlier, 0));
    }

   private:
    template <class Take>
    void each(bool treated, When when, const Take& take) const {
      for (const std::size_t k : of_.ascending_) {
        const DidRow& r = of_.rows_[k];
        if (r.treated == treated && (when == When::both || (when == When::after) == r.later)) take(k);
      }
    }
    int32_t first_step() {
      std::vector<int64_t> rows;
      std::vector<double> phi;
      const std::size_t p = of_.basis_.columns;
      for (const std::size_t k : of_.ascending_) {
        if (of_.panel_ && !of_.rows_[k].later) continue;
        rows.push_back(of_.rows_[k].row);
        const auto from = of_.odds_->phi.begin() + static_cast<std::ptrdiff_t>(k * p);
        phi.insert(phi.end(), from, from + static_cast<std::ptrdiff_t>(p));
      }
      return answer_.first_step(place_.name + "odds of being treated", static_cast<int32_t>(p), rows, phi);
    }
    std::vector<double> regressors(bool treated, When when) const {
      std::vector<double> x;
      each(treated, when, [&](std::size_t k) { x.insert(x.end(), of_.basis_.row(k), of_.basis_.row(k) + columns()); });
      return x;
    }
    std::size_t columns() const { return of_.basis_.columns; }
    Rows rows(bool treated, When when, bool by_odds) const {
      Rows listed;
      each(treated, when,
           [&](std::size_t k) { listed.add(of_.rows_[k].row, of_.weight_[k] * (by_odds ? of_.odds(k) : 1)); });
      return listed;
    }
    int32_t comparison_before() { return fit("comparison, before", false, When::before); }
    /// The improved method weighs the comparison rows by their odds.
    int32_t fit(const std::string& name, bool treated, When when) {
      const bool weighted = !treated && of_.method_ == DidMethod::improved;
      const std::string full = place_.name + name;
      const Rows listed = rows(treated, when, weighted);
      const std::vector<double> x = regressors(treated, when);
      clusia_fit f{};
      f.size = sizeof f;
      f.name = full.c_str();
      f.rows = listed.view();
      f.jacobian = {weighted ? step_ : -1, nullptr, weighted ? x.data() : nullptr};
      f.n_regressors = static_cast<int32_t>(columns());
      f.regressors = x.data();
      return answer_.fit(f);
    }
    Expression cell(const std::string& name, bool treated, When when, const Terms& terms, double own) {
      const bool weighted = !treated && step_ >= 0;
      const std::string full = place_.name + name;
      const Rows listed = rows(treated, when, weighted);
      const std::vector<double> x = regressors(treated, when);
      std::vector<clusia_fit_term> of;
      for (const auto& [fit, factor] : terms) of.push_back({fit, static_cast<int32_t>(columns()), factor, x.data()});
      clusia_cell c{};
      c.size = sizeof c;
      c.name = full.c_str();
      c.wave = when == When::both ? -1 : when == When::after ? place_.after : place_.before;
      c.arm = treated ? place_.treated : place_.comparison;
      c.domain = listed.view();
      c.jacobian = {weighted ? step_ : -1, nullptr, weighted ? x.data() : nullptr};
      c.own = own;
      c.n_terms = static_cast<int64_t>(of.size());
      c.terms = of.data();
      return Answer::T(answer_.cell(c));
    }
    Expression change(const std::string& name, bool treated, const Terms& after, const Terms& before) {
      const Expression later = cell(name + ", after", treated, When::after, after, 1);
      return later - cell(name + ", before", treated, When::before, before, 1);
    }

    const TwoPeriods& of_;
    Answer& answer_;
    const Place& place_;
    int32_t step_ = -1;
  };

  std::vector<DidRow> rows_;
  bool panel_;
  DidMethod method_;
  bool somebody_ = true;
  std::vector<CovariateColumn> columns_;
  std::vector<bool> treated_;
  std::vector<double> weight_;
  std::vector<std::size_t> ascending_;
  CovariateBasis basis_;
  std::optional<Odds> odds_;
};

}  // namespace clusia
