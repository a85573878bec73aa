/// Difference in differences with covariates, of a panel or of repeated cross-sections: by regression, by weighting, or
/// by both, which is right where either of the two models is (Sant'Anna and Zhao 2020).
#include <clusia/followed.hpp>
#include <clusia/two_periods.hpp>

using namespace clusia;

namespace {

constexpr const char* method_choices[]{"improved", "traditional", "regression", "weighting", nullptr};
constexpr const char* factor_choices[]{"survey", "none", nullptr};

/// Who takes part, and why others do not.
struct Sample {
  std::vector<DidRow> rows;
  int64_t incomplete = 0;  ///< rows of cross-sections, or units of a panel, that lack a covariate
  FollowedUnits followed;  ///< of a panel
};

Sample cross_sections(const DesignFrame& frame, int32_t before, int32_t after) {
  Sample sample;
  const std::vector<bool> has = rows_with_covariates(frame);
  for (int64_t row = 0; row < frame.rows(); ++row) {
    const int32_t wave = frame.wave[row];
    if ((wave != before && wave != after) || frame.arm[row] < 0 || !(frame.weight(row) > 0)) continue;
    if (has[static_cast<std::size_t>(row)])
      sample.rows.push_back({row, row, frame.weight(row), frame.treated(row), wave == after});
    else
      ++sample.incomplete;
  }
  return sample;
}

/// A unit's two rows have the covariates and the weight of its earlier one.
Sample panel(const DesignFrame& frame, int32_t before, int32_t after) {
  Sample sample;
  sample.followed = followed_units(frame, before, after);
  const std::vector<bool> has = rows_with_covariates(frame);
  for (const auto& [first, second] : sample.followed.units) {
    if (!has[static_cast<std::size_t>(first)]) {
      ++sample.incomplete;
    } else if (const double w = frame.weight(first); w > 0) {
      sample.rows.push_back({first, first, w, frame.treated(first), false});
      sample.rows.push_back({second, first, w, frame.treated(first), true});
    }
  }
  return sample;
}

void report(const Answer& answer, const TwoPeriods& did, const Sample& sample, bool followed) {
  for (const auto& [name, before, after] : did.balance()) {
    answer.diagnostic("standardised_difference_before", name, before);
    if (did.overlap(true)) answer.diagnostic("standardised_difference_after", name, after);
  }
  for (const bool treated : {true, false})
    if (const auto overlap = did.overlap(treated)) {
      const char* side = treated ? "treated" : "comparison";
      answer.diagnostic("score_lowest", side, overlap->lowest);
      answer.diagnostic("score_highest", side, overlap->highest);
      answer.diagnostic("effective_sample_size", side, overlap->effective);
    }
  for (const std::string& column : did.basis().left_out)
    answer.diagnostic("column_left_out", column, 1, "constant, or a combination of the columns before it");
  const auto dropped = [&](const char* name, int64_t n, const char* text) {
    answer.diagnostic(name, "", static_cast<double>(n), n == 0 ? "" : text);
  };
  if (!followed) return dropped("rows_left_out", sample.incomplete, "rows with a missing covariate take no part");
  dropped("units_left_out", sample.incomplete, "units with a missing covariate in the earlier wave take no part");
  report_not_followed(answer, sample.followed);
}

}  // namespace

struct DoublyRobust {
  static constexpr About about{
      "doubly_robust", "Doubly robust difference in differences", "1.0.0",
      "The change in the treated arms less the change of comparison rows with the same covariates",
      "Sant'Anna and Zhao 2020, eq. 2.4-2.7 and section 3; Abadie 2005; Heckman, Ichimura and Todd 1997"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave after it").by_default("\"last\""),
      parameter::choice("method", method_choices, "how comparison rows are made like the treated")
          .by_default("\"improved\"")
          .following("improved: weights that balance the covariates exactly, and regressions weighted by them (DRDID's "
                     "default); traditional: a logit, and regressions without weights (did's default); regression: "
                     "without weights; weighting: without regressions, for indicators that are no means, too"),
      parameter::choice("factor", factor_choices, "small-sample factor of the variance")
          .by_default("\"survey\"")
          .following("survey: n/(n-1) in each stratum; none: centred without a factor (DRDID)")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_ARM | CLUSIA_ROLE_COVARIATES;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit DoublyRobust(const Parameters& p)
      : before(p.wave("before")),
        after(p.wave("after")),
        method(did_method(p.choice("method"))),
        factor(p.choice("factor") == "survey" ? CLUSIA_FACTOR_DESIGN : CLUSIA_FACTOR_NONE) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, before, after);
    for (const int32_t wave : {before, after})
      for (const Side side : {Side::treated, Side::comparison}) rows_where(frame, wave, side);  // refuses an empty cell
    const bool followed = frame.unit.present();
    const Sample sample = followed ? panel(frame, before, after) : cross_sections(frame, before, after);
    const TwoPeriods did(frame, sample.rows, followed, method);
    if (const std::string problem = did.problem(); !problem.empty())
      throw unsupported(problem + "; fewer covariates, or coarser ones, would be right");

    const std::string from(frame.wave.name(before)), to(frame.wave.name(after));
    answer.design({"the change from " + from + " to " + to + " in the treated arms, less that of comparison " +
                       (followed ? "units" : "rows") + " made like them in the covariates",
                   "without the programme, {indicator} would have changed by as much among the treated as among " +
                       std::string(followed ? "units" : "rows") +
                       " of the comparison arms with the same covariates, and " + "rows like the treated occur there" +
                       (followed ? "" : "; who is observed has not changed from wave to wave"),
                   followed ? CLUSIA_MISSING_UNIT : CLUSIA_MISSING_ROW, factor});
    const int32_t treated_arm = frame.only_arm(Side::treated);
    const Expression effect = did.effect(answer, {"", before, after, treated_arm, frame.only_arm(Side::comparison)});
    answer.contrast({"effect", "Effect on the treated, " + std::string(title()), nullptr, true, after, 0}, effect);
    report(answer, did, sample, followed);
  }

  const char* title() const {
    return method == DidMethod::regression  ? "by regression"
           : method == DidMethod::weighting ? "by weighting"
                                            : "doubly robust";
  }

  int32_t before, after;
  DidMethod method;
  int32_t factor;
};
CLUSIA_COMPARATOR_PLUGIN(DoublyRobust);
