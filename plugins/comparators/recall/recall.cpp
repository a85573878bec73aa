/// Recall: what people say today of an earlier wave, against what they say of today.
#include <clusia/followed.hpp>

using namespace clusia;

static constexpr const char* bias_choices[]{"everyone", "treated", nullptr};

struct Recall {
  static constexpr About about{
      "recall", "Recall", "1.0.0",
      "What units recall of an earlier wave against their present, less the same in the comparison arms if there are "
      "any",
      "Nadvi and Barrientos 2004, box 7 (one-off study with recall); Beegle, Carletto and Himelein 2012 (recall in "
      "surveys); Rosenbaum 2002, chapter 4 (sensitivity)"};
  static constexpr Parameter parameters[]{
      parameter::wave("recalled", "the wave that was asked about").by_default("\"first\""),
      parameter::wave("present", "the wave in which it was asked").by_default("\"last\""),
      parameter::numbers("bias", "shares by which the recalled level might be too high (above 0) or too low (below 0)")
          .by_default("[-0.1, 0.1]")
          .within(-0.9, 9),
      parameter::choice("bias_in", bias_choices, "with arms: whose recall is off")
          .by_default("\"everyone\"")
          .following("everyone: both arms by the same share; treated: the treated alone, who may see the past darker")};
  static constexpr uint32_t roles = CLUSIA_ROLE_WAVE | CLUSIA_ROLE_UNIT;
  static constexpr uint32_t estimands = CLUSIA_ATT;
  static constexpr uint32_t designs = CLUSIA_DESIGN_ONE_OFF;

  explicit Recall(const Parameters& p)
      : recalled(p.wave("recalled")), present(p.wave("present")), treated_alone(p.choice("bias_in") == "treated") {
    for (const double share : p.numbers("bias"))
      if (share != 0) bias.push_back(share);
    std::sort(bias.begin(), bias.end());
    bias.erase(std::unique(bias.begin(), bias.end()), bias.end());
  }

  void design(const DesignFrame& frame, Answer& answer) const {
    check_before_after(frame, recalled, present);
    const bool arms = frame.arm.present();
    const std::string of(frame.wave.name(recalled)), in(frame.wave.name(present));
    answer.design(
        {"what units say in " + in + " of " + of + ", against " + in +
             (arms ? ", in the treated arms, less the same in the comparison arms" : ""),
         (arms ? "without the programme, {indicator} would have changed by as much in the treated arms as in the "
                 "comparison arms, and "
               : "without the programme, {indicator} would have stayed as it was in " + of + ", and ") +
             std::string("what is recalled is what was; the sensitivity contrasts say what follows where it is not"),
         CLUSIA_MISSING_UNIT});
    const auto cells = [&](Side side, const std::string& name) {
      for (const int32_t wave : {recalled, present}) rows_where(frame, wave, side);  // refuses an empty cell
      const FollowedUnits followed = followed_units(frame, recalled, present, side);
      const auto [before, after] = followed_rows(frame, followed.units);
      const int32_t arm = frame.only_arm(side), t0 = answer.cell(name + "recalled", recalled, arm, before);
      return Level{Answer::T(t0), Answer::T(answer.cell(name + "present", present, arm, after))};
    };
    const Level treated = cells(arms ? Side::treated : Side::all, arms ? "treated, " : "");
    if (!arms) {
      contrasts(
          answer, "change", "Change", [&](double share) { return treated.change(share); },
          treated.recalled / treated.present);
    } else {
      const Level other = cells(Side::comparison, "comparison, ");
      contrasts(
          answer, "effect", "Change in the treated less the comparison arms",
          [&](double share) { return treated.change(share) - other.change(treated_alone ? 0 : share); },
          treated_alone ? treated.recalled / (treated.present - other.change(0))
                        : (treated.recalled - other.recalled) / (treated.present - other.present));
    }
    report_not_followed(answer, followed_units(frame, recalled, present));
  }

 private:
  struct Level {
    Expression recalled, present;
    /// The recalled level is (1 + share) times what was.
    Expression change(double share) const { return share == 0 ? present - recalled : present - recalled / (1 + share); }
  };
  static std::string percent(double share) {
    std::string text = std::to_string(std::abs(100 * share));
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  }
  template <class Change>
  void contrasts(const Answer& answer, const std::string& name, const std::string& title, const Change& change,
                 const Expression& ratio) const {
    answer.contrast({name, title, nullptr, true, present, 0}, change(0));
    const std::string whose = treated_alone ? " of the treated" : "";
    for (const double share : bias)
      answer.contrast(
          {name + (share < 0 ? "_if_low_by_" : "_if_high_by_") + name_part(percent(share)),
           "If the recalled level" + whose + " is " + percent(share) + " % too " + (share < 0 ? "low" : "high"),
           nullptr, false, present, 0},
          change(share));
    answer.contrast({"bias_of_no_" + name, "Bias of the recalled level" + whose + " under which there is none", "%",
                     false, present, 0},
                    100 * (ratio - 1));
  }

  int32_t recalled, present;
  bool treated_alone;
  std::vector<double> bias;
};
CLUSIA_COMPARATOR_PLUGIN(Recall);
