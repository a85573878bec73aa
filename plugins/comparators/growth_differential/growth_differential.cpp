/// Growth differential: growth in the treated arms less growth in the comparison arms, in percentage points.
#include <clusia/comparator.hpp>

using namespace clusia;

struct GrowthDifferential {
  static constexpr About about{
      "growth_differential", "Growth differential", "1.0.0",
      "Growth in the treated arms less growth in the comparison arms",
      "Nadvi and Barrientos 2004, Annex I (employment and salaries inside and outside districts)"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave after it").by_default("\"last\"")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit GrowthDifferential(const Parameters& p) : before(p.wave("before")), after(p.wave("after")) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, before, after);
    const std::string from(frame.wave.name(before)), to(frame.wave.name(after)), span = " from " + from + " to " + to;
    answer.design({"growth" + span + " in the treated arms, less that in the comparison arms",
                   "without the programme, {indicator} would have grown at the same rate in the treated arms as in the "
                   "comparison arms"});
    const auto ratio = [&](const std::string& name, Side side) {
      const auto cell = [&](const char* when, int32_t wave) {
        return answer.cell(name + ", " + when, wave, frame.only_arm(side), rows_where(frame, wave, side));
      };
      const int32_t t0 = cell("before", before), t1 = cell("after", after);
      return Answer::T(t1) / Answer::T(t0);
    };
    const Expression treated = ratio("treated", Side::treated), comparison = ratio("comparison", Side::comparison);
    answer.contrast({"growth_treated", "Growth, " + frame.side_name(Side::treated), "%", false, after, 0},
                    100 * (treated - 1));
    answer.contrast({"growth_comparison", "Growth, " + frame.side_name(Side::comparison), "%", false, after, 0},
                    100 * (comparison - 1));
    answer.contrast({"differential", "Growth differential", "percentage points", true, after, 0},
                    100 * (treated - comparison));
  }

  int32_t before, after;
};
CLUSIA_COMPARATOR_PLUGIN(GrowthDifferential);
