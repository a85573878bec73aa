/// The services that the kit lends in place of a host's.
#pragma once

#include <atomic>

#include "clusia/abi.h"

namespace clusia::kit {

class Services {
 public:
  explicit Services(std::uint64_t seed);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  const clusia_host* table() const { return &table_; }
  /// Whether cancelled() says so.
  std::atomic<bool> stop{false};

 private:
  std::uint64_t seed_;
  clusia_host table_;
};

}  // namespace clusia::kit
