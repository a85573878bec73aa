#include "weighting.hpp"

using namespace clusia;

namespace {

/// The weight beside the survey weight, and dd/dgamma = d slope z.
struct Odds {
  double weight, slope;
};

Odds of(int32_t estimand, bool treated, double linear, double score) {
  switch (estimand) {
    case CLUSIA_ATT:
      return treated ? Odds{1, 0} : Odds{std::exp(linear), 1};
    case CLUSIA_ATE:
      return treated ? Odds{1 + std::exp(-linear), score - 1} : Odds{1 + std::exp(linear), score};
    default:
      return treated ? Odds{1 / (1 + std::exp(linear)), -score} : Odds{score, 1 - score};
  }
}

}  // namespace

Reweighting by_propensity(const Sample& sample, int32_t estimand, double trim) {
  Basis basis = basis_of(sample.columns, sample.weight);
  Logit logit = fit_logit(sample, basis.z);
  Reweighting out;
  out.d = sample.weight;
  out.treated.slope = out.comparison.slope = Eigen::VectorXd::Zero(sample.size());
  for (Eigen::Index k = 0; k < sample.size(); ++k) {
    const bool treated = sample.is_treated(k);
    const double p = logit.score[k];
    const Odds odds = of(estimand, treated, logit.linear[k], p);
    const bool outside = p > 1 - trim || (estimand != CLUSIA_ATT && p < trim);
    out.d[k] *= outside ? 0 : odds.weight;
    (treated ? out.treated : out.comparison).slope[k] = odds.slope;
  }
  for (const bool treated : {true, false})
    if ((out.d.array() * (sample.treated.array() == (treated ? 1.0 : 0.0)).cast<double>()).sum() == 0)
      throw bad_parameter("trim", std::string("leaves no ") + (treated ? "treated" : "comparison") +
                                      " row: a smaller bound would be right");
  out.score = logit.score;
  out.treated.step = estimand == CLUSIA_ATT ? -1 : 0;
  out.comparison.step = 0;
  out.steps.push_back({"propensity score", basis.z, logit.phi});
  out.columns_left_out = std::move(basis.left_out);
  return out;
}
