/// Inverse probability weighting: the arms are made alike in their covariates by weights from a propensity score.
/// The weights answer to the logit's coefficients, so that standard errors know that they were estimated.
#include "balance.hpp"
#include "logit.hpp"

using namespace clusia;

static constexpr const char* weights_choices[]{"estimated", "known", nullptr};

struct InverseProbability {
  static constexpr About about{
      "ipw", "Inverse probability weighting", "1.0.0",
      "Treated against comparison arms, weighted by the inverse of an estimated probability of treatment",
      "Hirano, Imbens and Ridder 2003; Lunceford and Davidian 2004, eq. 9 and section 2.3 (stacked equations)"};
  static constexpr Parameter parameters[]{
      parameter::wave("wave", "the wave that is compared; not read where the data have no waves")
          .by_default("\"last\""),
      parameter::choice("weights", weights_choices, "what the standard errors take the weights for")
          .by_default("\"estimated\"")
          .following("estimated: the logit's own error is in the standard error; known: as if the score were given, "
                     "for comparison "
                     "with software that does so: too large or too small")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM | CLUSIA_ROLE_COVARIATES;
  static constexpr uint32_t estimands = CLUSIA_ATT | CLUSIA_ATE;

  explicit InverseProbability(const Parameters& p)
      : wave(p.wave("wave")), estimated(p.choice("weights") == "estimated") {}

  void design(const DesignFrame& frame, Answer& answer) const {
    const int32_t when = frame.wave.present() ? wave : -1;
    rows_where(frame, when, Side::treated);  // refuses an empty side with the reason
    rows_where(frame, when, Side::comparison);
    const Sample sample = sample_of(frame, when);
    if (sample.treated.sum() == 0 || sample.treated.sum() == static_cast<double>(sample.size()))
      throw unsupported(
          "an arm has no row with all covariates: fewer covariates, or ones with fewer gaps, would be right");
    const Basis basis = basis_of(sample);
    const Logit logit = fit_logit(sample, basis.z);
    const bool att = frame.estimand() == CLUSIA_ATT;

    answer.design(
        {std::string(
             "treated arms against comparison arms, weighted by the inverse probability of treatment to stand for ") +
             (att ? "the treated" : "everyone in both"),
         "among rows with the same covariates, which arm a row is in has nothing to do with the {indicator} that it "
         "would "
         "have " +
             std::string(att ? "without the programme" : "with or without the programme") +
             ", and rows like it occur in " + (att ? "the comparison arms" : "both arms")});
    const int32_t step = estimated ? first_step(answer, sample, logit) : -1;
    const Eigen::VectorXd d = weights(sample, logit, att);
    const auto cell = [&](const char* name, Side side) {
      return add_cell(answer, {name, when, frame.only_arm(side), side == Side::treated, att, step}, sample, basis,
                      logit, d);
    };
    const int32_t treated = cell("treated", Side::treated), comparison = cell("comparison", Side::comparison);
    answer.contrast(
        {"effect", att ? "Effect on the treated, weighted" : "Effect on everyone, weighted", nullptr, true, when, 0},
        Answer::T(treated) - Answer::T(comparison));
    report_balance(answer, sample, d, att);
    report_overlap(answer, sample, logit.score, d);
    report_left_out(answer, sample, basis);
  }

 private:
  struct Place {
    const char* name;
    int32_t wave, arm;
    bool treated, att;
    int32_t step;
  };

  /// ATT: 1 and p/(1-p); ATE: 1/p and 1/(1-p), each times the survey weight.
  static Eigen::VectorXd weights(const Sample& sample, const Logit& logit, bool att) {
    Eigen::VectorXd d = sample.weight;
    for (Eigen::Index k = 0; k < sample.size(); ++k) {
      if (sample.treated[k] > 0)
        d[k] *= att ? 1 : 1 + std::exp(-logit.linear[k]);
      else
        d[k] *= att ? std::exp(logit.linear[k]) : 1 + std::exp(logit.linear[k]);
    }
    return d;
  }

  /// dd/dgamma = d (this) z.
  static double slope(const Place& place, double score) {
    if (place.treated) return place.att ? 0 : score - 1;
    return place.att ? 1 : score;
  }

  static int32_t first_step(Answer& answer, const Sample& sample, const Logit& logit) {
    std::vector<int64_t> rows;
    std::vector<double> phi;
    phi.reserve(static_cast<std::size_t>(logit.phi.size()));
    for (const Eigen::Index k : sample.ascending) {
      rows.push_back(sample.rows[static_cast<std::size_t>(k)]);
      for (Eigen::Index j = 0; j < logit.phi.cols(); ++j) phi.push_back(logit.phi(k, j));
    }
    return answer.first_step("propensity score", static_cast<int32_t>(logit.phi.cols()), rows, phi);
  }

  static int32_t add_cell(Answer& answer, const Place& place, const Sample& sample, const Basis& basis,
                          const Logit& logit, const Eigen::VectorXd& d) {
    Rows domain;
    EstimatedWeights how;
    const bool depends = place.step >= 0 && !(place.treated && place.att);
    if (depends) how.first_step = place.step;
    for (const Eigen::Index k : sample.ascending) {
      if ((sample.treated[k] > 0) != place.treated) continue;
      domain.add(sample.rows[static_cast<std::size_t>(k)], d[k]);
      for (Eigen::Index j = 0; depends && j < basis.z.cols(); ++j)
        how.factored.push_back(slope(place, logit.score[k]) * basis.z(k, j));
    }
    return answer.cell(place.name, place.wave, place.arm, domain, how);
  }

  int32_t wave;
  bool estimated;
};
CLUSIA_COMPARATOR_PLUGIN(InverseProbability);
