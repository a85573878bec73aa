/// With and without: the treated arms against the comparison arms in one wave.
#include <clusia/comparator.hpp>

using namespace clusia;

struct WithWithout {
  static constexpr About about{
      "with_without", "With and without", "1.0.0", "Treated arms against comparison arms in one wave",
      "Shadish, Cook and Campbell 2002, chapter 4: posttest-only design; Neyman 1923 if arms were drawn by lot"};
  static constexpr Parameter parameters[]{
      parameter::wave("wave", "the wave that is compared; not read where the data have no waves")
          .by_default("\"last\"")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT | CLUSIA_ATE;
  static constexpr uint32_t designs = CLUSIA_DESIGN_ONE_OFF | CLUSIA_DESIGN_LONGITUDINAL |
                                      CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit WithWithout(const Parameters& p) : wave(p.wave("wave")) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    const int32_t when = frame.wave.present() ? wave : -1;
    const std::string in = when < 0 ? "" : " in wave " + std::string(frame.wave.name(when));
    const bool att = frame.estimand() == CLUSIA_ATT;
    answer.design({"the treated arms against the comparison arms" + in,
                   att ? "without the programme, the treated arms would have had the {indicator} of the comparison arms"
                       : "both arms would have the same {indicator} if both had the programme, and if neither had it"});
    const auto side = [&](const char* name, Side of) {
      return answer.cell(name, when, frame.only_arm(of), rows_where(frame, when, of));
    };
    const int32_t treated = side("treated", Side::treated), comparison = side("comparison", Side::comparison);
    answer.contrast({"difference", "Treated minus comparison" + in, nullptr, true, when, 0},
                    Answer::T(treated) - Answer::T(comparison));
  }

  int32_t wave;
};
CLUSIA_COMPARATOR_PLUGIN(WithWithout);
