/// The rules of comparators.
#pragma once

#include "design.hpp"

namespace clusia::kit {

/// A setting that the comparator accepts, and an estimand that it serves.
struct DesignCase {
  const Library& library;
  Setting setting;
  std::string words;
  std::uint64_t seed;
  std::int32_t estimand;
  bool convention = false;  ///< a parameter that follows one of several conventions is not at its default

  Frame frame(bool twins = false) const {
    Frame f = make_frame(Random(seed, 8), twins);
    f.estimand = estimand;
    return f;
  }
  Drawn draw(const Frame& of) const {
    Services services(seed);
    return Comparator(library, setting, services).draw(of);
  }
  /// Of its own frame; throws Failed where it is refused.
  Design design(const Frame& of) const;
};
std::vector<DesignCase> design_cases_of(const Trial& trial);

/// Every case; what fails is said with it.
template <class Judge>
void over_designs(Trial& trial, const Judge& judge) {
  for (const DesignCase& of : design_cases_of(trial)) {
    try {
      judge(of);
    } catch (const Failed& failed) {
      throw Failed("with " + of.words + ": " + failed.what());
    }
  }
}

// comparator_laws.cpp
void cells_in_range(Trial& trial);
void contrasts_whole(Trial& trial);
void blind(Trial& trial);
void same_design(Trial& trial);
void row_order(Trial& trial);
void equal_arms(Trial& trial);
void jacobian(Trial& trial);
void empty_arm(Trial& trial);

// comparator_manners.cpp
void comparator_failure_has_words(Trial& trial);
void comparator_inputs_untouched(Trial& trial);
void comparator_leak(Trial& trial);
void comparator_floating_point(Trial& trial);

}  // namespace clusia::kit
