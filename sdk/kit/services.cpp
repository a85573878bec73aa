#include "services.hpp"

#include "random.hpp"

namespace clusia::kit {
namespace {

void log(void*, std::int32_t, const char*) {}
void progress(void*, double) {}

void parallel_for(void*, std::int64_t n, void* task, void (*body)(void*, std::int64_t)) {
  for (std::int64_t i = 0; i < n; ++i) body(task, i);
}

}  // namespace

Services::Services(std::uint64_t seed)
    : seed_(seed),
      table_{sizeof(clusia_host),
             {CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR},
             "conformance kit",
             this,
             log,
             progress,
             [](void* context) -> std::int32_t { return static_cast<Services*>(context)->stop ? 1 : 0; },
             parallel_for,
             [](void* context, std::uint64_t stream, std::int64_t n, double* out) {
               Random random(static_cast<Services*>(context)->seed_, stream);
               for (std::int64_t k = 0; k < n; ++k) out[k] = random.uniform();
             }} {}

}  // namespace clusia::kit
