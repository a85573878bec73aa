/// The rules of indicators, by file.
#pragma once

#include "indicator.hpp"

namespace clusia::kit {

/// Every setting that the plugin accepts; what fails is said with the setting.
template <class Judge>
void over_cases(Trial& trial, const Judge& judge) {
  for (const Case& of : cases_of(trial)) {
    try {
      judge(of);
    } catch (const Failed& failed) {
      throw Failed("with " + of.words + ": " + failed.what());
    }
  }
}

/// The same, for the rule that tells where none is accepted.
template <class Judge>
void over_cases_or_fail(Trial& trial, const Judge& judge) {
  try {
    over_cases(trial, judge);
  } catch (const Skipped& nothing) {
    throw Failed(nothing.what());
  }
}

/// Both defined, and near; what is said begins with `where`.
void same_estimates(const Answer& is, const Answer& should_be, const std::vector<Output>& outputs,
                    const std::string& where);
/// OK, or CLUSIA_UNDEFINED; nothing that is not finite.
void number_or_words(const Answer& answer, const std::string& where);

// indicator_edges.cpp
void answers(Trial& trial);
void nobody(Trial& trial);
void one_unit(Trial& trial);
void all_tied(Trial& trial);
void extremes(Trial& trial);
void failure_has_words(Trial& trial);

// indicator_influence.cpp
void derivative_domain(Trial& trial);
void derivative_reference(Trial& trial);
void euler(Trial& trial);
void bootstrap(Trial& trial);

// indicator_laws.cpp
void shuffled(Trial& trial);
void rescaled(Trial& trial);
void doubled(Trial& trial);
void weight_zero(Trial& trial);
void missing(Trial& trial);
void offsets(Trial& trial);

// indicator_powers.cpp
void batch(Trial& trial);
void scores(Trial& trial);

// indicator_manners.cpp
void same_bits(Trial& trial);
void interleaved(Trial& trial);
void concurrent(Trial& trial);
void cancellation(Trial& trial);
void inputs_untouched(Trial& trial);
void buffers(Trial& trial);
void leak(Trial& trial);
void floating_point(Trial& trial);

}  // namespace clusia::kit
