/// Starts processes from one thread that lives as long as the host: a worker dies with the *thread* that started it
/// (PR_SET_PDEATHSIG), so no short-lived one may.
#pragma once

#include <sys/types.h>

#include <array>
#include <string>
#include <vector>

namespace clusia {

/// Starts `program` in a process group of its own, with the given descriptors as 3, 4, 5, no input, and its output on
/// our error stream. Throws std::system_error.
pid_t spawn(const std::string& program, const std::vector<std::string>& arguments,
            const std::array<int, 3>& descriptors);

}  // namespace clusia
