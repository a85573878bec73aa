#include "plugin/services.hpp"

#include <Random123/philox.h>
#include <tbb/blocked_range.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstdio>

#include "plugin/sha256.hpp"
#include "plugin/utf8.hpp"
#include "version.hpp"

namespace clusia {
namespace {

std::uint64_t key_of(const std::string& component) {
  return std::stoull(sha256_of(component).substr(0, 16), nullptr, 16);
}

}  // namespace

Services::Services(std::string component, std::int64_t seed, Log log, Stopping stopping, int threads)
    : component_(std::move(component)),
      seed_(static_cast<std::uint64_t>(seed)),
      component_key_(key_of(component_)),
      log_(std::move(log)),
      stopping_(std::move(stopping)),
      threads_(threads),
      table_{sizeof(clusia_host),
             {CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR},
             version,
             this,
             &Services::log,
             &Services::progress,
             &Services::cancelled,
             &Services::parallel_for,
             &Services::uniform} {}

void Services::log(void* context, std::int32_t level, const char* message) {
  const auto& s = *static_cast<Services*>(context);
  try {
    s.log_(level, s.component_, with_valid_utf8(message == nullptr ? "" : message));
  } catch (...) {  // the host is gone, or memory is: a plugin must not see an exception of ours
  }
}

// Progress is counted in tasks (pipeline/progress.hpp); a task's own is worth a line for who debugs.
void Services::progress(void* context, double fraction) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0f %%", 100 * fraction);
  log(context, CLUSIA_LOG_DEBUG, text);
}

std::int32_t Services::cancelled(void* context) { return static_cast<Services*>(context)->stopping_() ? 1 : 0; }

void Services::parallel_for(void* context, std::int64_t n, void* task, void (*body)(void*, std::int64_t)) {
  // An arena larger than the machine makes TBB warn on the error stream.
  tbb::task_arena arena(std::min(static_cast<Services*>(context)->threads_, tbb::info::default_concurrency()));
  arena.execute([&] {
    tbb::this_task_arena::isolate([&] {
      tbb::parallel_for(
          tbb::blocked_range<std::int64_t>(0, n, 1),
          [&](const tbb::blocked_range<std::int64_t>& range) {
            for (std::int64_t i = range.begin(); i != range.end(); ++i) body(task, i);
          },
          tbb::simple_partitioner());
    });
  });
}

void Services::uniform(void* context, std::uint64_t stream, std::int64_t n, double* out) {
  const auto& s = *static_cast<Services*>(context);
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{s.seed_, s.component_key_}};
  for (std::int64_t block = 0; 4 * block < n; ++block) {
    const auto bits = generator({{stream, static_cast<std::uint64_t>(block), 0, 0}}, key);
    for (std::int64_t k = 0; k < 4 && 4 * block + k < n; ++k)
      out[4 * block + k] = in_unit_interval(bits[static_cast<std::size_t>(k)]);
  }
}

}  // namespace clusia
