/// The arms are made alike in their covariates by weights: from a propensity score, or by balancing means exactly.
/// The weights answer to what was estimated, so that standard errors know it.
#include <clusia/covariates/balance.hpp>
#include <clusia/covariates/compared.hpp>

#include "weighting.hpp"

using namespace clusia;

static constexpr const char* method_choices[]{"propensity", "entropy", nullptr};
static constexpr const char* weights_choices[]{"estimated", "known", nullptr};

struct Reweighted {
  static constexpr About about{
      "reweighted", "Reweighted comparison", "1.0.0",
      "Treated against comparison arms, in one wave or by their changes, after weights have made them alike in their "
      "covariates",
      "Hirano, Imbens and Ridder 2003; Li, Morgan and Zaslavsky 2018; Crump, Hotz, Imbens and Mitnik 2009 (trimming); "
      "Hainmueller 2012 (entropy balancing); Lunceford and Davidian 2004, section 2.3 (stacked equations); Abadie 2005 "
      "(changes)"};
  static constexpr Parameter parameters[]{
      parameter::base,
      parameter::compared_wave,
      parameter::before_wave,
      parameter::after_wave,
      parameter::choice("method", method_choices,
                        "propensity: weights from a logit's probability of treatment; entropy: the weights nearest to "
                        "the survey weights under which the covariates' means are equal")
          .by_default("\"propensity\""),
      parameter::integer("moments", "of each covariate, made equal by method entropy: 1 its mean, 2 its variance, too")
          .by_default("1")
          .within(1, 2),
      parameter::number("trim",
                        "bound of the score for method propensity: rows beyond [trim, 1 - trim] take no part (att: "
                        "those above 1 - trim); 0 trims nobody")
          .by_default("0")
          .within(0, 0.49),
      parameter::choice("weights", weights_choices, "what the standard errors take the weights for")
          .by_default("\"estimated\"")
          .following("estimated: the error of the score or of the balanced means is in the standard error; known: as "
                     "if the weights were given, for comparison with software that does so: too large or too small")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM | CLUSIA_ROLE_COVARIATES;
  static constexpr uint32_t estimands = CLUSIA_ATT | CLUSIA_ATE | CLUSIA_ATO;
  static constexpr uint32_t designs = CLUSIA_DESIGN_ONE_OFF | CLUSIA_DESIGN_LONGITUDINAL |
                                      CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  Reweighted(const Parameters& p, const Host& services)
      : host(services),
        waves(p),
        entropy(p.choice("method") == "entropy"),
        estimated(p.choice("weights") == "estimated"),
        moments(p.integer("moments")),
        trim(p.number("trim")) {
    if (entropy && trim > 0)
      throw bad_parameter("trim", "is a bound of the score, and method entropy has none: 0 would be right");
    if (!entropy && moments > 1)
      throw bad_parameter("moments", "are those of method entropy: 1 would be right with method propensity");
  }

  void design(const DesignFrame& frame, Answer& answer) const {
    const int32_t estimand = frame.estimand();
    if (entropy && estimand == CLUSIA_ATO)
      throw unsupported("entropy balancing has no overlap estimand: att or ate, or method propensity, would be right");
    const Compared compared = waves.in(frame);
    const Sample& sample = compared.sample;
    const Reweighting weighting =
        entropy ? by_entropy(sample, estimand, moments) : by_propensity(sample, estimand, trim);

    answer.design({summary(estimand), assumption(estimand), compared.missing()});
    std::vector<int32_t> steps;
    for (const Step& step : weighting.steps)
      if (estimated) steps.push_back(first_step(answer, sample, step));
    const auto cell = [&](const std::string& name, Side side, const Reweighting::Arm& arm, const Occasion& at) {
      const bool depends = estimated && arm.step >= 0;
      Rows domain;
      EstimatedWeights how;
      if (depends) how.first_step = steps[static_cast<std::size_t>(arm.step)];
      for (const auto& [row, k] : at.members) {
        if (sample.is_treated(k) != (side == Side::treated) || weighting.d[k] == 0) continue;
        domain.add(row, weighting.d[k]);
        if (!depends) continue;
        const Step::ByRow& z = weighting.steps[static_cast<std::size_t>(arm.step)].z;
        for (Eigen::Index j = 0; j < z.cols(); ++j) how.factored.push_back(arm.slope[k] * z(k, j));
      }
      return answer.cell(name + at.when, at.wave, frame.only_arm(side), domain, how);
    };
    std::vector<std::pair<int32_t, int32_t>> cells;
    for (const Occasion& at : compared.occasions) {
      const int32_t treated = cell("treated", Side::treated, weighting.treated, at);
      cells.emplace_back(treated, cell("comparison", Side::comparison, weighting.comparison, at));
    }
    contrast_of(answer, frame, compared, cells, title(estimand));
    report_balance(host, answer, sample, weighting.d, estimand);
    report_sizes(answer, sample, weighting.d);
    if (weighting.score.size() > 0) report_overlap(answer, sample, weighting.score);
    report_left_out(answer, sample, weighting.columns_left_out);
    if (trim > 0) report_dropped(answer, sample, weighting.d, "the score is beyond the bounds");
    if (compared.did()) report_not_followed(answer, compared.followed);
  }

 private:
  std::string summary(int32_t estimand) const {
    const std::string whom = estimand == CLUSIA_ATT   ? "the treated"
                             : estimand == CLUSIA_ATE ? "everyone in both"
                                                      : "those who could be in either";
    return (waves.did ? "the change of the treated arms against that of the comparison arms, weighted "
                      : "treated arms against comparison arms, weighted ") +
           std::string(entropy ? "until their covariates' means equal those of "
                               : "by the probability of treatment to stand for ") +
           whom;
  }
  std::string assumption(int32_t estimand) const {
    return (waves.did ? "among units with the same covariates, {indicator} would change by as much in either arm "
                      : "among rows with the same covariates, which arm a row is in has nothing to do with the "
                        "{indicator} that it would have ") +
           std::string(estimand == CLUSIA_ATT ? "without the programme" : "with or without the programme") +
           (estimand == CLUSIA_ATO ? "; the effect is of rows that occur in both arms, most of all of those as likely "
                                     "in one as in the other"
                                   : std::string(", and rows like it occur in ") +
                                         (estimand == CLUSIA_ATT ? "the comparison arms" : "both arms"));
  }
  static const char* title(int32_t estimand) {
    return estimand == CLUSIA_ATT   ? "Effect on the treated, weighted"
           : estimand == CLUSIA_ATE ? "Effect on everyone, weighted"
                                    : "Effect where the arms overlap, weighted";
  }

  static int32_t first_step(Answer& answer, const Sample& sample, const Step& step) {
    std::vector<int64_t> rows;
    std::vector<double> phi;
    phi.reserve(static_cast<std::size_t>(step.phi.size()));
    for (const Eigen::Index k : sample.ascending) {
      rows.push_back(sample.row(k));
      for (Eigen::Index j = 0; j < step.phi.cols(); ++j) phi.push_back(step.phi(k, j));
    }
    return answer.first_step(step.name, static_cast<int32_t>(step.phi.cols()), rows, phi);
  }

  Host host;
  ComparedWaves waves;
  bool entropy, estimated;
  int64_t moments;
  double trim;
};
CLUSIA_COMPARATOR_PLUGIN(Reweighted);
