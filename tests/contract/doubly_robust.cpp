#include "doubly_robust.hpp"

namespace clusia::test {
namespace {

/// One use of the method: adds its parts to the design one by one.
class Parts {
 public:
  Parts(Design& to, std::string name, Method method, const TwoPeriods& on)
      : to_(to), name_(std::move(name)), on_(on), improved_(method == Method::improved) {
    odds_ = Vector::Ones(on.w.size());
    if (method == Method::regression) return;
    const Vector w = on.w.cwiseProduct(on.propensity);
    Matrix phi;
    if (improved_) {
      const Calibration c(on.x, on.treated, w);
      odds_ = c.odds, phi = c.phi;
    } else {
      const Logit m(on.x, on.treated, w);
      odds_ = m.odds(), phi = m.phi;
    }
    step_ = static_cast<std::int32_t>(to.first_steps.size());
    to.first_steps.push_back(first_step(name_ + ", odds", phi));
  }

  Vector treated(const Vector& period) const { return on_.w.cwiseProduct(on_.treated).cwiseProduct(period); }
  Vector comparison(const Vector& period) const {
    return on_.w.cwiseProduct(Vector::Ones(on_.w.size()) - on_.treated).cwiseProduct(period);
  }

  /// A regression of the comparison rows in a period; the improved method weighs them by the odds.
  std::size_t fit_comparison(const std::string& what, const Vector& period) {
    Fit f = fit(name_ + ", " + what, improved_ ? Vector(comparison(period).cwiseProduct(odds_)) : comparison(period),
                on_.x);
    if (improved_) f.jacobian = factored(step_, f.rows, on_.x);
    return add(std::move(f));
  }
  std::size_t fit_treated(const std::string& what, const Vector& period) {
    return add(fit(name_ + ", " + what, treated(period), on_.x));
  }

  using Terms = std::vector<std::pair<std::size_t, double>>;  // fit, factor
  Program of_treated(const std::string& what, const Vector& period, const Terms& terms = {}, double own = 1) {
    return add(cell(name_ + ", " + what, treated(period)), terms, own);
  }
  Program of_comparison(const std::string& what, const Vector& period, const Terms& terms = {}) {
    Cell c = cell(name_ + ", " + what, comparison(period).cwiseProduct(odds_));
    if (step_ >= 0) c.jacobian = factored(step_, c.domain, on_.x);
    return add(std::move(c), terms, 1);
  }

 private:
  std::size_t add(Fit f) {
    to_.fits.push_back(std::move(f));
    return to_.fits.size() - 1;
  }
  Program add(Cell c, const Terms& terms, double own) {
    c.own = own;
    for (const auto& [f, factor] : terms)
      c.terms.push_back({static_cast<std::int32_t>(f), factor, rows_of_matrix(c.domain, on_.x)});
    to_.cells.push_back(std::move(c));
    return T(to_.cells.size() - 1);
  }
  Design& to_;
  std::string name_;
  const TwoPeriods& on_;
  bool improved_;
  std::int32_t step_ = -1;
  Vector odds_;
};

Program by_weighting(Parts& of, const Vector& post, const Vector& pre) {
  return (of.of_treated("treated, after", post) - of.of_treated("treated, before", pre)) -
         (of.of_comparison("comparison, after", post) - of.of_comparison("comparison, before", pre));
}

Program by_regression(Parts& of, const TwoPeriods& on, const Vector& pre) {
  const std::size_t after = of.fit_comparison("after", on.post), before = of.fit_comparison("before", pre);
  if (on.panel)
    return of.of_treated("treated, after", on.post, {{after, -1}}) -
           of.of_treated("treated, before", pre, {{before, -1}});
  const Vector ever = Vector::Ones(on.w.size());
  return of.of_treated("treated, after", on.post) - of.of_treated("treated, before", pre) -
         of.of_treated("treated, predicted", ever, {{after, 1}, {before, -1}}, 0);
}

Program by_both(Parts& of, const TwoPeriods& on, const Vector& pre) {
  const std::size_t after = of.fit_comparison("after", on.post), before = of.fit_comparison("before", pre);
  Program effect = of.of_treated("treated, after", on.post, {{after, -1}}) -
                   of.of_treated("treated, before", pre, {{before, -1}}) -
                   (of.of_comparison("comparison, after", on.post, {{after, -1}}) -
                    of.of_comparison("comparison, before", pre, {{before, -1}}));
  if (on.panel) return effect;
  // Locally efficient in cross-sections: the treated's own regressions, over all treated and over their period.
  const Vector ever = Vector::Ones(on.w.size());
  const std::size_t treated_after = of.fit_treated("treated after", on.post),
                    treated_before = of.fit_treated("treated before", pre);
  const Parts::Terms later{{treated_after, 1}, {after, -1}}, earlier{{treated_before, 1}, {before, -1}};
  return effect +
         (of.of_treated("treated, later, all", ever, later, 0) -
          of.of_treated("treated, later, after", on.post, later, 0)) -
         (of.of_treated("treated, earlier, all", ever, earlier, 0) -
          of.of_treated("treated, earlier, before", pre, earlier, 0));
}

}  // namespace

Program add_doubly_robust(Design& to, const std::string& name, Method method, const TwoPeriods& on) {
  Parts of(to, name, method, on);
  const Vector pre = Vector::Ones(on.w.size()) - on.post;
  if (method == Method::weighting) return by_weighting(of, on.post, pre);
  if (method == Method::regression) return by_regression(of, on, pre);
  return by_both(of, on, pre);
}

}  // namespace clusia::test
