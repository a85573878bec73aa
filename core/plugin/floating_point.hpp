/// The floating-point state that every result depends on: rounding, and whether denormals count. A library linked with
/// -ffast-math changes it for the whole process when it is loaded.
#pragma once

#include <cfenv>
#include <cstdint>
#include <string>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace clusia {

struct FloatingPointState {
  int rounding = 0;
  std::uint64_t control = 0;  ///< the control bits without the sticky exception flags
  bool operator==(const FloatingPointState&) const = default;
};

inline FloatingPointState floating_point_state() {
#if defined(__x86_64__)
  return {std::fegetround(), _mm_getcsr() & ~0x3FU};
#elif defined(__aarch64__)
  std::uint64_t fpcr = 0;
  asm volatile("mrs %0, fpcr" : "=r"(fpcr));
  return {std::fegetround(), fpcr};
#else
  return {std::fegetround(), 0};
#endif
}

inline void restore(const FloatingPointState& state) {
  std::fesetround(state.rounding);
#if defined(__x86_64__)
  _mm_setcsr(static_cast<unsigned>(state.control));
#elif defined(__aarch64__)
  asm volatile("msr fpcr, %0" : : "r"(state.control));
#endif
}

/// For messages: what such a change does to numbers.
inline std::string changes_of_state() {
  return "tiny numbers become zero, or results are rounded otherwise, for everyone";
}

}  // namespace clusia
