/// Spill-overs: two comparison groups at once, one that lives beside the programme and one that does not.
#include <clusia/comparator.hpp>

using namespace clusia;

static constexpr const char* base_choices[]{"levels", "did", nullptr};

struct Spillover {
  static constexpr About about{"spillover", "Direct effects and spill-overs", "1.0.0",
                               "The treated, and those beside them without the programme, against those far from it",
                               "Nadvi and Barrientos 2004, on contamination of control groups; Hudgens and Halloran "
                               "2008; Angelucci and Di Maro 2016"};
  static constexpr Parameter parameters[]{
      parameter::texts("neighbours",
                       "comparison arms beside the programme: in the same cluster, outside the programme"),
      parameter::choice("base", base_choices, "what is compared")
          .by_default("\"levels\"")
          .following("levels: the indicator in `after`; did: its change from `before` to `after`"),
      parameter::wave("before", "of base did: the wave before the intervention").by_default("\"first\""),
      parameter::wave("after", "the wave that is compared; not read where the data have no waves")
          .by_default("\"last\"")};
  static constexpr uint32_t roles = CLUSIA_ROLE_ARM;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs = CLUSIA_DESIGN_ONE_OFF | CLUSIA_DESIGN_LONGITUDINAL |
                                      CLUSIA_DESIGN_REPEATED_CROSS_SECTIONS | CLUSIA_DESIGN_RANDOMISED;

  explicit Spillover(const Parameters& p)
      : did(p.choice("base") == "did"), before(p.wave("before")), after(p.wave("after")) {
    for (const std::string_view name : p.texts("neighbours")) neighbours.emplace_back(name);
  }

  void design(const DesignFrame& frame, Answer& answer) const {
    if (did && !frame.wave.present())
      throw unsupported("base \"did\" needs waves, and the study has no role wave: naming it would be right");
    if (did) check_before_after(frame, before, after);
    const std::vector<Group> of = groups(frame);
    const int32_t when = frame.wave.present() ? after : -1;
    const std::string span =
        did ? " from " + std::string(frame.wave.name(before)) + " to " + std::string(frame.wave.name(after))
            : (when < 0 ? "" : " in wave " + std::string(frame.wave.name(after)));
    const char* would = did ? "would have changed by as much" : "would be the same";
    answer.design(
        {std::string(did ? "the change" : "the treated") + (did ? span + " of the treated" : "") +
             ", and of those beside them without the programme, against those far from it" + (did ? "" : span),
         std::string("without the programme, {indicator} ") + would +
             " among the treated, those beside them and those far from it, whom the programme does not reach"});
    const auto level = [&](Group which) {
      const Expression later = cell(frame, answer, of, which, did ? ", after" : "", when);
      return did ? later - cell(frame, answer, of, which, ", before", before) : later;
    };
    const Expression treated = level(Group::treated), beside = level(Group::beside), far = level(Group::far);
    const auto contrast = [&](const char* name, const char* title, const Expression& formula) {
      answer.contrast({name, title, nullptr, true, when, 0}, formula);
    };
    contrast("direct", "Direct effect: treated less far", treated - far);
    contrast("spillover", "Spill-over: beside less far", beside - far);
    answer.contrast({"naive", "Treated less beside, which takes the spill-over for nothing", nullptr, false, when, 0},
                    treated - beside);
  }

 private:
  enum class Group { none, treated, beside, far };
  static const char* name_of(Group group) {
    return group == Group::treated ? "treated" : group == Group::beside ? "beside" : "far";
  }
  /// Of each arm.
  std::vector<Group> groups(const DesignFrame& frame) const {
    std::vector<Group> of(static_cast<std::size_t>(frame.arm.levels()), Group::far);
    std::vector<bool> named(neighbours.size(), false);
    for (int64_t row = 0; row < frame.rows(); ++row) {
      if (frame.arm[row] < 0) continue;
      Group& group = of[static_cast<std::size_t>(frame.arm[row])];
      if (frame.treated(row)) group = Group::treated;
    }
    for (int32_t arm = 0; arm < frame.arm.levels(); ++arm) {
      const auto at = std::find(neighbours.begin(), neighbours.end(), frame.arm.name(arm));
      if (at == neighbours.end()) continue;
      named[static_cast<std::size_t>(at - neighbours.begin())] = true;
      Group& group = of[static_cast<std::size_t>(arm)];
      if (group == Group::treated)
        throw bad_parameter("neighbours",
                            "names '" + *at + "', which is a treated arm: a comparison arm would be right");
      group = Group::beside;
    }
    for (std::size_t k = 0; k < named.size(); ++k)
      if (!named[k])
        throw bad_parameter("neighbours", "names '" + neighbours[k] +
                                              "', which is none of the study's comparison arms: one of them would be "
                                              "right");
    return of;
  }
  static Expression cell(const DesignFrame& frame, Answer& answer, const std::vector<Group>& of, Group which,
                         const std::string& suffix, int32_t wave) {
    Rows rows;
    int32_t only = -1;
    bool somebody = false, one = true;
    for (int64_t row = 0; row < frame.rows(); ++row) {
      const int32_t arm = frame.arm[row];
      if ((wave >= 0 && frame.wave[row] != wave) || arm < 0 || of[static_cast<std::size_t>(arm)] != which) continue;
      rows.add(row, frame.weight(row));
      somebody = somebody || frame.weight(row) > 0;
      one = one && (only < 0 || only == arm);
      only = arm;
    }
    if (!somebody)
      throw unsupported(std::string("nobody is ") + name_of(which) +
                        (wave < 0 ? "" : " in wave '" + std::string(frame.wave.name(wave)) + "'") +
                        ": a treated arm, the comparison arms that 'neighbours' names and one that it does not would "
                        "be right");
    return Answer::T(answer.cell(name_of(which) + suffix, wave, one ? only : -1, rows));
  }

  bool did;
  int32_t before, after;
  std::vector<std::string> neighbours;
};
CLUSIA_COMPARATOR_PLUGIN(Spillover);
