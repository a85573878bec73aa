/// Random numbers of simulated studies: a pure function of the seed, the study and the place, so that it does not
/// matter who draws first.
#pragma once

#include <Random123/philox.h>

#include <cstdint>

namespace clusia {

class Lots {
 public:
  enum Purpose : std::uint64_t { host, stay, keep, from_host, donor, change };
  Lots(std::int64_t seed, std::int64_t study)
      : key_{{static_cast<std::uint64_t>(seed), 0x636c757369612d73}}, study_(static_cast<std::uint64_t>(study)) {}
  /// In (0, 1).
  double at(Purpose purpose, std::uint64_t place, std::uint64_t turn = 0) const {
    r123::Philox4x64 generator;
    const std::uint64_t bits = generator({{study_, purpose, place, turn}}, key_)[0];
    return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
  }

 private:
  r123::Philox4x64::key_type key_;
  std::uint64_t study_;
};

}  // namespace clusia
