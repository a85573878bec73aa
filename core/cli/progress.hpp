/// How far a long command is.
#pragma once

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <string>

namespace clusia::cli {

/// One line on a terminal that is written over; nothing in a pipe.
class ProgressLine {
 public:
  void show(std::size_t done, std::size_t all, const std::string& what) {
    if (isatty(STDERR_FILENO) == 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (done != all && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    std::cerr << "\r\033[K" << done << " of " << all << "  " << what.substr(0, 60) << std::flush;
    if (done == all) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  std::chrono::steady_clock::time_point last_;
};

}  // namespace clusia::cli
