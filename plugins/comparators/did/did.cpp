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
    const Arm treated = arm(frame, answer, "treated", Side::treated),
              comparison = arm(frame, answer, "comparison", Side::comparison);
    answer.contrast({"effect", "Difference in differences", nullptr, true, after, 0},
                    treated.change() - comparison.change());
    tell_earlier_waves(frame, answer, treated, comparison);
    answer.contrast({"change_treated", "Change, " + frame.side_name(Side::treated), nullptr, false, after, 0},
                    treated.change());
    answer.contrast({"change_comparison", "Change, " + frame.side_name(Side::comparison), nullptr, false, after, 0},
                    comparison.change());
  }

 private:
  struct Arm {
    int32_t before, after;  ///< cells
    Expression change() const { return Answer::T(after) - Answer::T(before); }
  };
  Arm arm(const DesignFrame& frame, Answer& answer, const std::string& name, Side side) const {
    const auto cell = [&](const char* when, int32_t wave) {
      return answer.cell(name + ", " + when, wave, frame.only_arm(side), rows_where(frame, wave, side));
    };
    return {cell("before", before), cell("after", after)};
  }

  static bool has_rows(const DesignFrame& frame, int32_t wave, Side side) {
    for (int64_t row = 0; row < frame.rows(); ++row)
      if (frame.wave[row] == wave && frame.on(side, row) && frame.weight(row) > 0) return true;
    return false;
  }

  /// Where the arms stood apart in waves before `before`, less where they did in it: near 0 had trends been parallel
  /// then.
  void tell_earlier_waves(const DesignFrame& frame, Answer& answer, const Arm& treated, const Arm& comparison) const {
    if (std::isnan(frame.wave.value(before))) return;  // waves that are words stand in no order
    for (int32_t wave = 0; wave < before; ++wave) {
      if (!has_rows(frame, wave, Side::treated) || !has_rows(frame, wave, Side::comparison)) continue;
      const std::string when(frame.wave.name(wave));
      const auto since_before = [&](const std::string& name, Side side, const Arm& arm) {
        const int32_t cell = answer.cell(name + ", " + when, wave, frame.only_arm(side), rows_where(frame, wave, side));
        return Answer::T(cell) - Answer::T(arm.before);
      };
      answer.contrast(
          {"event_minus_" + std::to_string(before - wave + 1),
           "Difference in " + when + ", against " + std::string(frame.wave.name(before)), nullptr, false, wave, 0},
          since_before("treated", Side::treated, treated) - since_before("comparison", Side::comparison, comparison));
    }
  }

 public:
  int32_t before, after;
};
CLUSIA_COMPARATOR_PLUGIN(DifferenceInDifferences);
