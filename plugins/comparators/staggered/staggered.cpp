/// Staggered adoption: each cohort's effect in each wave by a difference in differences of two waves, and four ways of
/// putting them together (Callaway and Sant'Anna 2021).
#include "aggregation.hpp"

using namespace clusia;

namespace {

constexpr const char* comparison_choices[]{"never_treated", "not_yet_treated", nullptr};
constexpr const char* method_choices[]{"traditional", "improved", "regression", "weighting", nullptr};
constexpr const char* base_choices[]{"varying", "universal", nullptr};
constexpr const char* unbalanced_choices[]{"drop", "rows", nullptr};
constexpr const char* factor_choices[]{"survey", "uncentred", nullptr};

}  // namespace

struct Staggered {
  static constexpr About about{
      "staggered", "Staggered adoption", "1.0.0",
      "Effects by cohort and wave where treatment began at different times, and their averages",
      "Callaway and Sant'Anna 2021, eq. 2.2 to 2.6 and section 3; Sant'Anna and Zhao 2020"};
  static constexpr Parameter parameters[]{
      parameter::choice("comparison", comparison_choices, "who stands for the treated without treatment")
          .by_default("\"never_treated\"")
          .following("never_treated: did's default; not_yet_treated: also those who are treated later than both waves"),
      parameter::choice("method", method_choices, "how comparison rows are made like the treated in the covariates")
          .by_default("\"traditional\"")
          .following("traditional: doubly robust by a logit and regressions (did's \"dr\"); improved: doubly robust by "
                     "balancing weights; regression (\"reg\"); weighting (\"ipw\"), for indicators that are no means, "
                     "too"),
      parameter::integer("anticipation", "waves before the treatment in which it may show already")
          .by_default("0")
          .within(0, 1000),
      parameter::choice("base", base_choices, "what waves before the treatment are compared with")
          .by_default("\"varying\"")
          .following("varying: the wave before each (did's default); universal: the last one before the treatment"),
      parameter::choice("unbalanced", unbalanced_choices, "units of a panel that are not in every wave")
          .by_default("\"drop\"")
          .following("drop: they take no part (did's default); rows: all rows take part, as repeated cross-sections "
                     "(did's allow_unbalanced_panel)"),
      parameter::choice("factor", factor_choices, "small-sample factor of the variance")
          .by_default("\"survey\"")
          .following("survey: n/(n-1) in each stratum, centred; uncentred: neither (did)")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_COHORT;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit Staggered(const Parameters& p)
      : rule{p.choice("comparison") == "never_treated", static_cast<int32_t>(p.integer("anticipation"))},
        method(did_method(p.choice("method"))),
        universal(p.choice("base") == "universal"),
        drop(p.choice("unbalanced") == "drop"),
        factor(p.choice("factor") == "survey" ? CLUSIA_FACTOR_DESIGN : CLUSIA_FACTOR_UNCENTRED) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_waves_are_ordered(frame);
    const Population population(frame, drop && frame.unit.present());
    if (population.cohorts().empty())
      throw unsupported(
          "nobody is first treated after the first wave: a cohort with a wave before its treatment would "
          "be right");
    if (rule.never_treated && !population.somebody_never_treated())
      throw bad_parameter("comparison", "is \"never_treated\", but nobody is: \"not_yet_treated\" would be right");
    say(answer, population);
    std::vector<Estimated> effects;
    for (const int32_t cohort : population.cohorts()) {
      const Expression size = size_of(answer, frame, population, cohort);
      for (const GroupTime& of : effects_on(frame, cohort))
        if (const auto effect = estimated(answer, frame, population, of)) effects.push_back({of, *effect, size});
    }
    if (std::none_of(effects.begin(), effects.end(), [](const Estimated& e) { return e.of.after(); }))
      throw unsupported("no cohort has a wave before its treatment and somebody to be compared with after it");
    aggregate(answer, frame, effects, rule.anticipation);
    for (const Estimated& e : effects)
      answer.contrast({"att_" + name_part(frame.wave.name(e.of.cohort)) + "_" + name_part(frame.wave.name(e.of.wave)),
                       title(frame, e.of), nullptr, e.of.after(), e.of.wave, 0},
                      e.effect);
    population.report(answer);
  }

 private:
  void say(const Answer& answer, const Population& population) const {
    const std::string whom = rule.never_treated ? "who are never treated" : "who are not treated yet";
    answer.design(
        {"each cohort's change since the wave before its treatment, less that of " +
             std::string(population.followed() ? "units " : "rows ") + whom,
         "without the programme, {indicator} would have changed by as much among each cohort as among those " + whom +
             " and have the same covariates" +
             (rule.anticipation > 0 ? ", and nothing changed more than " + std::to_string(rule.anticipation) +
                                          " waves ahead of the treatment"
                                    : ", and nothing changed ahead of the treatment"),
         population.followed() ? CLUSIA_MISSING_UNIT : CLUSIA_MISSING_ROW, factor});
  }
  /// The last wave in which the treatment cannot show yet.
  int32_t last_before(int32_t cohort) const { return cohort - rule.anticipation - 1; }
  std::vector<GroupTime> effects_on(const DesignFrame& frame, int32_t cohort) const {
    std::vector<GroupTime> all;
    for (int32_t wave = 0; wave < frame.wave.levels(); ++wave) {
      const int32_t base = universal || wave >= cohort ? last_before(cohort) : wave - 1;
      if (base >= 0 && base != wave) all.push_back({cohort, wave, base});
    }
    return all;
  }
  static std::string title(const DesignFrame& frame, const GroupTime& of) {
    return (of.after() ? "Effect in " : "Difference in ") + std::string(frame.wave.name(of.wave)) +
           " on those first treated in " + std::string(frame.wave.name(of.cohort));
  }
  static Expression size_of(Answer& answer, const DesignFrame& frame, const Population& population, int32_t cohort) {
    return Answer::size(answer.size_cell("first treated in " + std::string(frame.wave.name(cohort)) + ", size",
                                         population.members(cohort)));
  }
  std::optional<Expression> estimated(Answer& answer, const DesignFrame& frame, const Population& population,
                                      const GroupTime& of) const {
    const std::string name = std::string(frame.wave.name(of.cohort)) + " in " + std::string(frame.wave.name(of.wave));
    const TwoPeriods did(frame, population.rows_for(of, rule), population.followed(), method);
    if (const std::string problem = did.problem(); !problem.empty()) {
      answer.diagnostic("effect_left_out", name, 1, problem);
      return std::nullopt;
    }
    if (const auto overlap = did.overlap(false); overlap && did.basis().columns > 1) {
      answer.diagnostic("score_highest", name + ", comparison", overlap->highest);
      answer.diagnostic("effective_sample_size", name + ", comparison", overlap->effective);
    }
    return did.effect(answer, {name + ": ", of.base, of.wave, -1, -1});
  }

  ComparisonRule rule;
  DidMethod method;
  bool universal, drop;
  int32_t factor;
};
CLUSIA_COMPARATOR_PLUGIN(Staggered);
