/// Memory that is taken and not given back.
#pragma once

#include <functional>

#include "trial.hpp"

namespace clusia::kit {

/// Rounds in spells: a leak grows in every spell; what malloc keeps for itself does not.
void judge_leak(Trial& trial, const std::string& what, int rounds, const std::function<void()>& round);

}  // namespace clusia::kit
