/// Before and after: the same side of the programme in two waves.
#include <clusia/comparator.hpp>

using namespace clusia;

static constexpr const char* scales[]{"difference", "growth", "index", nullptr};

struct BeforeAfter {
  static constexpr About about{
      "before_after", "Before and after", "1.0.0",
      "The treated arms (everyone, where the data have no arms) in a later wave, against an earlier one",
      "Shadish, Cook and Campbell 2002, chapter 4: one-group pretest-posttest design"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave after it").by_default("\"last\""),
      parameter::choice("scale", scales, "how the change is stated")
          .by_default("\"difference\"")
          .following("difference: T1 - T0; growth: 100 (T1/T0 - 1); index: 100 T1/T0, before = 100")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_REPEAT | CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS;

  explicit BeforeAfter(const Parameters& p)
      : before(p.wave("before")), after(p.wave("after")), scale(p.choice("scale")) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, before, after);
    const Side side = frame.arm.present() ? Side::treated : Side::all;
    const std::string who = side == Side::treated ? "the treated arms" : "everyone";
    const std::string from(frame.wave.name(before)), to(frame.wave.name(after));
    answer.design({who + " in wave " + to + " against " + who + " in wave " + from,
                   "without the programme, {indicator} would have stayed as it was in wave " + from});
    const int32_t t0 = answer.cell("before", before, frame.only_arm(side), rows_where(frame, before, side));
    const int32_t t1 = answer.cell("after", after, frame.only_arm(side), rows_where(frame, after, side));
    const Expression ratio = Answer::T(t1) / Answer::T(t0);
    if (scale == "growth")
      answer.contrast({"growth", "Growth", "%", true, after, 0}, 100 * (ratio - 1));
    else if (scale == "index")
      answer.contrast({"index", "Index in " + to + ", " + from + " = 100", "index", true, after, 100}, 100 * ratio);
    else
      answer.contrast({"change", "Change", nullptr, true, after, 0}, Answer::T(t1) - Answer::T(t0));
  }

  int32_t before, after;
  std::string scale;
};
CLUSIA_COMPARATOR_PLUGIN(BeforeAfter);
