/// Runs a function in a process of its own, and tells how it ended.
#pragma once

#include <functional>
#include <string>

#include "clusia/kit.hpp"

namespace clusia::kit {

/// What `work` returns, or verdict crashed with the signal, the exit status or the time limit.
Finding in_a_process(const std::function<Finding()>& work, double limit);

}  // namespace clusia::kit
