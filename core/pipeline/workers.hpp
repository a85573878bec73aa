/// Several threads on one list of work.
#pragma once

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>

namespace clusia {

/// Calls `work` so many times at once and waits for all. Who asks for more workers than the machine has
/// processors gets them: they wait for other processes. Throws what a worker threw.
template <class Work>
void on_workers(int workers, const Work& work) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(std::max(workers, tbb::info::default_concurrency())));
  tbb::task_arena arena(std::max(workers, 1));
  arena.execute([&] {
    tbb::task_group group;
    for (int w = 0; w < workers; ++w) group.run(work);
    group.wait();
  });
}

}  // namespace clusia
