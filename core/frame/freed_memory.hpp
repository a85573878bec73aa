/// What becomes of memory that was freed.
#pragma once

#include <malloc.h>

namespace clusia {

/// Every task lists rows and weights anew, megabytes of them. glibc hands such memory back to the system and fetches it
/// again, zeroed page by page, which takes longer than what is computed in it. To be called once, by the program.
inline void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc takes
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
}

}  // namespace clusia
