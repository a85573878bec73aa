/// What the host lends to a plugin (clusia_host): log, progress, cancellation, threads, random numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "clusia/abi.h"

namespace clusia {

/// A uniform deviate in (0, 1), both ends excluded, from random bits. 52 of them: with 53, the half that moves them off
/// 0 would round the largest to 1.
constexpr double in_unit_interval(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

/// One instance's services: its name and seed key the log and the random streams. Stays where it is as long as the
/// process.
class Services {
 public:
  using Log = std::function<void(std::int32_t level, const std::string& component, const std::string& text)>;
  using Stopping = std::function<bool()>;
  /// `stopping` answers cancelled(); `threads` bounds parallel_for. `log` and `stopping` may be called from several
  /// threads.
  Services(std::string component, std::int64_t seed, Log log, Stopping stopping, int threads);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  const clusia_host* table() const { return &table_; }

 private:
  std::string component_;
  std::uint64_t seed_, component_key_;
  Log log_;
  Stopping stopping_;
  int threads_;
  clusia_host table_;

  static void log(void* context, std::int32_t level, const char* message);
  static void progress(void* context, double fraction);
  static std::int32_t cancelled(void* context);
  static void parallel_for(void* context, std::int64_t n, void* task, void (*body)(void*, std::int64_t));
  static void uniform(void* context, std::uint64_t stream, std::int64_t n, double* out);
};

}  // namespace clusia
