// Any bytes as a study file: a study, or problems in words with their places, and nothing else.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "fuzz/bytes.hpp"
#include "study/plugins.hpp"
#include "study/read.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace clusia;
  static const KnownPlugins known = testing::catalogue();
  static const int file = memfd_create("study.toml", MFD_CLOEXEC);
  fuzz::insist(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == static_cast<ssize_t>(size));
  const Checked checked = read_study("/proc/self/fd/" + std::to_string(file), known);
  const auto* problems = std::get_if<std::vector<Problem>>(&checked);
  if (problems == nullptr) return 0;
  fuzz::insist(!problems->empty());
  for (const Problem& problem : *problems) {
    fuzz::insist(!problem.what.empty());
    fuzz::insist(text_of(problem).find('\n') == std::string::npos);
  }
  return 0;
}
