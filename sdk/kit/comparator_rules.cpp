#include "comparator_rules.hpp"

namespace clusia::kit {

Design DesignCase::design(const Frame& of) const {
  const Drawn drawn = draw(of);
  if (!drawn.ok())
    throw Failed("refuses a frame that differs from an accepted one in nothing that matters: " + drawn.words);
  return drawn.design;
}

std::vector<DesignCase> design_cases_of(const Trial& trial) {
  std::int32_t estimand = CLUSIA_ATT;
  SettingSearch search(trial, {}, [&](const Setting& s) -> Attempt {
    const Drawn drawn = DesignCase{trial.library, s, "", trial.options.seed, estimand}.draw(
        DesignCase{trial.library, s, "", trial.options.seed, estimand}.frame());
    return {drawn.ok(), drawn.words, drawn.subject};
  });
  std::vector<DesignCase> cases;
  const auto attempt = [&](const SettingSearch::Turn* turn) {
    const char* of = estimand == CLUSIA_ATT ? "" : estimand == CLUSIA_ATE ? ", ATE" : ", ATO";
    if (const auto setting = search.accepted({}, turn))
      cases.push_back({trial.library, *setting, search.words_of(*setting) + of, trial.options.seed, estimand,
                       search.follows_a_convention(*setting)});
  };
  for (const std::int32_t one : {CLUSIA_ATT, CLUSIA_ATE, CLUSIA_ATO})
    if ((trial.library.comparator().estimands & std::uint32_t(one)) != 0) estimand = one, attempt(nullptr);
  if (cases.empty())
    throw Skipped("no setting was found that the plugin accepts; it says: " + search.refusal() +
                  ": set its parameters with --set name=value");
  estimand = cases.front().estimand;
  for (const SettingSearch::Turn& turn : search.turns()) attempt(&turn);
  return cases;
}

const Rules& rules_for_comparators() {
  static const Rules rules{
      {{"floating_point", "Loading the library and calling it leave rounding and denormals as they were."},
       comparator_floating_point},
      {{"failure_has_words",
        "Whatever is refused or undefined comes with a reason: UTF-8, ended by NUL, a known status."},
       comparator_failure_has_words},
      {{"cells_in_range",
        "Rows, weights, waves, arms, fits and Jacobians of the answer are well formed, and the design is given once."},
       cells_in_range},
      {{"contrasts_whole", "Each contrast is a whole program, and an effect has a value where outcomes are ordinary."},
       contrasts_whole},
      {{"blind", "Later outcomes are never asked for, and what stands where they might changes nothing."}, blind},
      {{"same_design", "The same frame gives the same design, bit for bit, whatever was asked between."}, same_design},
      {{"row_order", "The rows in another order give the same design, row by row."}, row_order},
      {{"equal_arms",
        "Where each unit has one alike in every arm and nothing changes, every effect is its null value."},
       equal_arms},
      {{"jacobian",
        "When a unit's survey weight changes, the weights of all others change as phi and the Jacobian say."},
       jacobian},
      {{"empty_arm", "Where an arm or a wave has nobody, there is a design or a reason."}, empty_arm},
      {{"inputs_untouched", "What the host lends is read, and never written."}, comparator_inputs_untouched},
      {{"leak", "Creating, asking and destroying again and again takes no more and more memory."}, comparator_leak}};
  return rules;
}

}  // namespace clusia::kit
