/// Memory that is lent to a plugin: it can be sealed, and whoever writes into sealed memory is noticed and named.
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

namespace clusia::kit {

class Memory {
 public:
  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory();

  /// 64-byte aligned, zeroed, valid as long as this is. `what` is said of who writes into it.
  void* allocate(std::size_t bytes, std::string what);
  template <class T>
  T* copy(const T* from, std::size_t n, const std::string& what) {
    auto* to = static_cast<T*>(allocate(n * sizeof(T), what));
    if (n > 0) std::memcpy(static_cast<void*>(to), from, n * sizeof(T));
    return to;
  }
  const char* text(const std::string& of) { return copy(of.c_str(), of.size() + 1, "a text"); }

  /// From here on writes are noticed (and take place).
  void seal();
  /// What was written into, or "".
  std::string written() const;

 private:
  struct Block {
    char* at;
    std::size_t bytes;
  };
  struct Part {
    const char* at;
    std::size_t bytes;
    std::string what;
  };
  friend struct Watch;
  std::vector<Block> blocks_;
  std::vector<Part> parts_;
  std::size_t used_ = 0;
  const char* volatile written_ = nullptr;
};

}  // namespace clusia::kit
