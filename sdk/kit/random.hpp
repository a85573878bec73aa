/// Numbers that are the same on every machine for the same seed: Steele, Lea and Flood 2014 (SplitMix64).
#pragma once

#include <cmath>
#include <cstdint>

namespace clusia::kit {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0)
      : state_((seed + 1) * 0x632BE59BD9B4E019U ^ (stream + 1) * 0xD1B54A32D192ED03U) {}
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  /// In (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }
  /// 0 .. n - 1.
  std::uint64_t below(std::uint64_t n) { return bits() % n; }
  /// Standard normal (Box and Muller).
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  std::uint64_t state_;
};

}  // namespace clusia::kit
