/// MatchIt's lalonde: earnings, the treated, and the covariates of the logit, standardised.
#pragma once

#include "contract.hpp"

namespace clusia::test {

struct Lalonde {
  Table table{"lalonde_matchit.csv"};
  Vector y = vector_of(table.numbers("re78")), t = vector_of(table.numbers("treat")), one = Vector::Ones(y.size());
  Matrix x;

  Lalonde() {
    std::vector<Vector> columns{vector_of(table.numbers("age")),      vector_of(table.numbers("educ")),
                                where(table.texts("race"), "hispan"), where(table.texts("race"), "white"),
                                vector_of(table.numbers("married")),  vector_of(table.numbers("nodegree")),
                                vector_of(table.numbers("re74")),     vector_of(table.numbers("re75"))};
    for (Vector& c : columns) {
      const Vector centred = c.array() - c.mean();
      c = centred / std::sqrt(centred.squaredNorm() / static_cast<double>(c.size() - 1));
    }
    columns.insert(columns.begin(), one);
    x = beside(columns);
  }

  Design att(const Vector& w, bool known) const {
    const Logit m(x, t, w);
    return odds_weighted(w, t, m.odds(), x, m.phi, known);
  }
  Design ate(const Vector& w, bool known) const {
    const Logit m(x, t, w);
    const Vector of_treated = w.cwiseProduct(t).cwiseQuotient(m.p),
                 of_others = w.cwiseProduct(one - t).cwiseQuotient(one - m.p);
    Design d;
    d.factor = Factor::uncentred;
    d.cells = {cell("treated", of_treated), cell("comparison", of_others)};
    d.contrasts = {contrast("effect", T(0) - T(1))};
    if (known) return d;
    d.first_steps = {first_step("propensity", m.phi)};
    d.cells[0].jacobian = factored(0, d.cells[0].domain, (m.p - one).asDiagonal() * x);
    const Vector j = of_others.cwiseProduct(m.p);
    d.cells[1].jacobian = dense(0, d.cells[1].domain, j.asDiagonal() * x);
    return d;
  }
  Design balanced(const Vector& w) const {
    const Calibration c(x, t, w);
    return odds_weighted(w, t, c.odds, x, c.phi, false);
  }
};

}  // namespace clusia::test
