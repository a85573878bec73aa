/// A host of plain C tables, small enough to be read at once, and the columns that a source gave it as plain C++
/// values.
#pragma once

#include <atomic>
#include <clusia/source.hpp>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace test {

struct Host {
  explicit Host(int of = 2) : threads(of) {}
  int threads;
  bool stop = false;
  std::vector<std::string> warnings;
  std::vector<std::unique_ptr<void, decltype(&std::free)>> memory;

  clusia_host table() {
    clusia_host out{};
    out.size = sizeof out;
    out.abi = {CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR};
    out.version = "test";
    out.context = this;
    out.log = [](void* of, int32_t level, const char* message) {
      if (level == CLUSIA_LOG_WARNING) static_cast<Host*>(of)->warnings.emplace_back(message);
    };
    out.progress = [](void*, double) {};
    out.cancelled = [](void* of) { return static_cast<Host*>(of)->stop ? 1 : 0; };
    out.parallel_for = [](void* of, int64_t n, void* task, void (*body)(void*, int64_t)) {
      std::atomic<int64_t> next = 0;
      std::vector<std::jthread> workers;
      const int threads = static_cast<int>(std::min<int64_t>(static_cast<Host*>(of)->threads, n));
      const auto work = [&] {
        for (int64_t i = next++; i < n; i = next++) body(task, i);
      };
      for (int k = 1; k < threads; ++k) workers.emplace_back(work);
      work();
    };
    out.uniform = [](void*, uint64_t, int64_t, double*) {};
    return out;
  }

  clusia_allocator allocator() {
    return {sizeof(clusia_allocator), this, [](void* of, std::size_t bytes) -> void* {
              static std::atomic_flag busy;  // several threads may ask at once
              const std::size_t rounded = (bytes + 64) / 64 * 64;
              void* p = std::aligned_alloc(64, rounded);
              if (p == nullptr) return nullptr;
              std::memset(p, 0, rounded);
              while (busy.test_and_set()) std::this_thread::yield();
              static_cast<Host*>(of)->memory.emplace_back(p, &std::free);
              busy.clear();
              return p;
            }};
  }
};

/// A column as text, one entry a row: what it holds, printed exactly; nothing where it is missing.
struct Values {
  std::string format;
  std::vector<std::optional<std::string>> rows;
  std::vector<std::string> levels;
  bool operator==(const Values&) const = default;
};

inline bool bit(const void* bits, int64_t k) {
  return ((static_cast<const uint8_t*>(bits)[k >> 3] >> (k & 7)) & 1) != 0;
}

inline Values values_of(const ArrowSchema& schema, const ArrowArray& array) {
  Values out;
  out.format = schema.format;
  if (array.dictionary != nullptr) {
    const auto* ends = static_cast<const int32_t*>(array.dictionary->buffers[1]);
    const auto* bytes = static_cast<const char*>(array.dictionary->buffers[2]);
    for (int64_t k = 0; k < array.dictionary->length; ++k)
      out.levels.emplace_back(bytes + ends[k], static_cast<std::size_t>(ends[k + 1] - ends[k]));
  }
  for (int64_t row = 0; row < array.length; ++row) {
    auto& value = out.rows.emplace_back();
    if (array.buffers[0] != nullptr && !bit(array.buffers[0], row)) continue;
    const void* data = array.buffers[1];
    char printed[64];
    if (out.format == "g") std::snprintf(printed, sizeof printed, "%.17g", static_cast<const double*>(data)[row]);
    if (out.format == "l")
      std::snprintf(printed, sizeof printed, "%lld", static_cast<long long>(static_cast<const int64_t*>(data)[row]));
    if (out.format == "b") std::snprintf(printed, sizeof printed, "%s", bit(data, row) ? "TRUE" : "FALSE");
    if (out.format == "tdD") std::snprintf(printed, sizeof printed, "%d", static_cast<const int32_t*>(data)[row]);
    if (out.format == "i")
      value = out.levels.at(static_cast<std::size_t>(static_cast<const int32_t*>(data)[row]));
    else
      value = printed;
  }
  return out;
}

/// The children of what a source handed over, by name; releases both, as a host does.
inline std::map<std::string, Values> take(ArrowSchema& schema, ArrowArray& array) {
  std::map<std::string, Values> out;
  for (int64_t k = 0; k < schema.n_children; ++k)
    out.emplace(schema.children[k]->name, values_of(*schema.children[k], *array.children[k]));
  schema.release(&schema);
  array.release(&array);
  return out;
}

}  // namespace test
