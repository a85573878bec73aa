/// Difference in differences: the change in the treated arms less the change in the comparison arms.
#include <clusia/comparator.hpp>

using namespace clusia;

struct DifferenceInDifferences {
  static constexpr About about{"did", "Difference in differences", "1.0.0",
                               "The change in the treated arms less the change in the comparison arms",
                               "Ashenfelter and Card 1985; Angrist and Pischke 2009, eq. 5.2.2"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave after it").by_default("\"last\"")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit DifferenceInDifferences(const Parameters& p) : before(p.wave("before")), after(p.wave("after")) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, before, after);
    const std::string from(frame.wave.name(before)), to(frame.wave.name(after)), span = " from " + from + " to " + to;
    answer.design({"the change" + span + " in the treated arms, less that in the comparison arms",
                   "without the programme, {indicator} would have changed by as much in the treated arms as in the "
                   "comparison arms"});
    const auto change = [&](const std::string& name, Side side) {
      const auto cell = [&](const char* when, int32_t wave) {
        return answer.cell(name + ", " + when, wave, frame.only_arm(side), rows_where(frame, wave, side));
      };
      const int32_t t0 = cell("before", before), t1 = cell("after", after);
      return Answer::T(t1) - Answer::T(t0);
    };
    const Expression treated = change("treated", Side::treated), comparison = change("comparison", Side::comparison);
    answer.contrast({"effect", "Difference in differences", nullptr, true, after, 0}, treated - comparison);
    answer.contrast({"change_treated", "Change, " + frame.side_name(Side::treated), nullptr, false, after, 0}, treated);
    answer.contrast({"change_comparison", "Change, " + frame.side_name(Side::comparison), nullptr, false, after, 0},
                    comparison);
  }

  int32_t before, after;
};
CLUSIA_COMPARATOR_PLUGIN(DifferenceInDifferences);
