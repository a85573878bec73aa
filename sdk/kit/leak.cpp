#include "leak.hpp"

#include <malloc.h>

#include <algorithm>

#if defined(__SANITIZE_ADDRESS__)  // it has a malloc of its own
#include <sanitizer/lsan_interface.h>
#endif

namespace clusia::kit {
namespace {

constexpr std::size_t most_a_round = 16;  ///< bytes: more is a failure, less a warning
constexpr int most_spells = 12;           ///< till one takes nothing

std::size_t live() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace

void judge_leak(Trial& t, const std::string& what, int rounds, const std::function<void()>& round) {
#if defined(__SANITIZE_ADDRESS__)
  for (int k = 0; k < 3; ++k) round();
  if (__lsan_do_recoverable_leak_check() != 0)
    throw Failed("lost memory in " + what + ", as the address sanitizer prints: free in destroy what create took");
  return;
#endif
  const auto spell = [&] {
    const std::size_t before = live();
    for (int k = 0; k < rounds; ++k) round();
    return std::max(live(), before) - before;
  };
  std::size_t least = spell();
  for (int k = 1; k < most_spells && least > 0; ++k) least = std::min(least, spell());
  const std::string words = std::to_string(least) + " bytes in " + std::to_string(rounds) + " rounds of " + what;
  if (least > std::size_t(rounds) * most_a_round)
    throw Failed("lost " + words + ": free in destroy what create took, on failure, too");
  if (least > 0) t.warn("memory in use grew by " + words);
}

}  // namespace clusia::kit
