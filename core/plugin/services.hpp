/// What the host lends to a plugin (clusia_host): log, progress, cancellation, threads, random numbers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "clusia/abi.h"

namespace clusia {

/// One instance's services: its name and seed key the log and the random streams. Stays where it is as long as the
/// process.
class Services {
 public:
  using Log = std::function<void(std::int32_t level, const std::string& component, const std::string& text)>;
  /// `stop` is read by cancelled(); `threads` bounds parallel_for. `log` may be called from several threads.
  Services(std::string component, std::int64_t seed, Log log, const std::atomic<std::int32_t>& stop, int threads);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  const clusia_host* table() const { return &table_; }

 private:
  std::string component_;
  std::uint64_t seed_, component_key_;
  Log log_;
  const std::atomic<std::int32_t>& stop_;
  int threads_;
  clusia_host table_;

  static void log(void* context, std::int32_t level, const char* message);
  static void progress(void* context, double fraction);
  static std::int32_t cancelled(void* context);
  static void parallel_for(void* context, std::int64_t n, void* task, void (*body)(void*, std::int64_t));
  static void uniform(void* context, std::uint64_t stream, std::int64_t n, double* out);
};

}  // namespace clusia
