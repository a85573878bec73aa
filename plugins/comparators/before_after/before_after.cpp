/// Before and after: the same side of the programme in two waves.
#include <clusia/followed.hpp>

using namespace clusia;

static constexpr const char* unit_choices[]{"all", "paired", nullptr};
static constexpr const char* scales[]{"difference", "growth", "index", nullptr};

struct BeforeAfter {
  static constexpr About about{
      "before_after", "Before and after", "1.0.0",
      "The treated arms (everyone, where the data have no arms) in a later wave, against an earlier one",
      "Shadish, Cook and Campbell 2002, chapter 4: one-group pretest-posttest design"};
  static constexpr Parameter parameters[]{
      parameter::wave("before", "the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave after it").by_default("\"last\""),
      parameter::choice("units", unit_choices, "who is compared")
          .by_default("\"all\"")
          .following("all: everyone who is in a wave; paired: units that are in both, each with its earlier weight"),
      parameter::choice("scale", scales, "how the change is stated")
          .by_default("\"difference\"")
          .following("difference: T1 - T0; growth: 100 (T1/T0 - 1); index: 100 T1/T0, before = 100")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs =
      CLUSIA_DESIGN_REPEAT | CLUSIA_DESIGN_LONGITUDINAL | CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS;

  explicit BeforeAfter(const Parameters& p)
      : before(p.wave("before")),
        after(p.wave("after")),
        paired(p.choice("units") == "paired"),
        scale(p.choice("scale")) {}

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, before, after);
    const Side side = frame.arm.present() ? Side::treated : Side::all;
    const std::string who = side == Side::treated ? "the treated arms" : "everyone";
    const std::string from(frame.wave.name(before)), to(frame.wave.name(after));
    answer.design(
        {(paired ? "the units in both waves: " : "") + who + " in wave " + to + " against " + who + " in wave " + from,
         "without the programme, {indicator} would have stayed as it was in wave " + from,
         paired ? CLUSIA_MISSING_UNIT : CLUSIA_MISSING_ROW});
    const auto [earlier, later] = rows_of(frame, answer, side);
    const int32_t t0 = answer.cell("before", before, frame.only_arm(side), earlier);
    const int32_t t1 = answer.cell("after", after, frame.only_arm(side), later);
    const Expression ratio = Answer::T(t1) / Answer::T(t0);
    if (scale == "growth")
      answer.contrast({"growth", "Growth", "%", true, after, 0}, 100 * (ratio - 1));
    else if (scale == "index")
      answer.contrast({"index", "Index in " + to + ", " + from + " = 100", "index", true, after, 100}, 100 * ratio);
    else
      answer.contrast({"change", "Change", nullptr, true, after, 0}, Answer::T(t1) - Answer::T(t0));
  }

 private:
  std::pair<Rows, Rows> rows_of(const DesignFrame& frame, const Answer& answer, Side side) const {
    std::pair all{rows_where(frame, before, side), rows_where(frame, after, side)};  // refuses an empty wave
    if (!paired) return all;
    if (!frame.unit.present())
      throw bad_parameter("units",
                          "is \"paired\", and the data have no role unit: the role, or \"all\", would be right");
    const FollowedUnits followed = followed_units(frame, before, after, side);
    report_not_followed(answer, followed);
    return followed_rows(frame, followed.units);
  }

  int32_t before, after;
  bool paired;
  std::string scale;
};
CLUSIA_COMPARATOR_PLUGIN(BeforeAfter);
