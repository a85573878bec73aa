#include "laws/laws.hpp"

namespace clusia::test {

Answered asked(Bound& bound, const Weights& domain, const Weights& reference, bool influence) {
  Answered answered;
  try {
    const Evaluated e = bound.session().evaluate(domain, reference, influence);
    for (std::size_t m = 0; m < e.outputs; ++m) {
      answered.estimates.push_back(e.undefined[m] != 0 ? std::nullopt : std::optional(e.estimates[m]));
      if (!influence) continue;
      const auto u = e.u_of(m);
      answered.u.emplace_back(u.begin(), u.end());
      if (e.v == nullptr) continue;
      const auto v = e.v_of(m);
      answered.v.emplace_back(v.begin(), v.end());
    }
  } catch (const Undefined&) {
    answered.estimates.assign(bound.outputs().size(), std::nullopt);
    answered.u.clear();
    answered.v.clear();
  }
  return answered;
}

/// Steele, Lea and Flood 2014 (SplitMix64).
std::uint64_t drawn(std::uint64_t stream, std::uint64_t k, std::uint64_t n) {
  std::uint64_t z = (stream * 0x632BE59BD9B4E019U) + (k + 1) * 0x9E3779B97F4A7C15U;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return (z ^ (z >> 31)) % n;
}

}  // namespace clusia::test
