/// A growing piece of shared memory (memfd): columns live in it, workers map it read-only.
/// Units: bytes. Threading: allocate() may be called from several threads; seal() by one, when all writing is done.
/// Errors: std::system_error when the machine refuses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>

namespace clusia {

/// errno as a std::system_error.
[[noreturn]] void throw_errno(const char* what);

class Segment {
 public:
  /// An empty segment, writable until sealed.
  static std::shared_ptr<Segment> create();
  /// A sealed segment that another process made; takes ownership of `fd`. Refuses one that could still change.
  static std::shared_ptr<Segment> adopt(int fd);
  ~Segment();
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  /// Zeroed, 64-byte aligned; stays where it is until seal().
  void* allocate(std::size_t bytes);
  /// The same for n values; throws std::bad_alloc.
  template <class T>
  T* allocate_values(std::int64_t n) {
    auto* p = static_cast<T*>(allocate(static_cast<std::size_t>(n) * sizeof(T)));
    if (p == nullptr) throw std::bad_alloc();
    return p;
  }
  /// No one can write any more; addresses handed out before are no longer valid, offsets are.
  void seal();
  bool sealed() const { return sealed_; }

  /// Unique in this process: how messages name a segment.
  std::uint64_t id() const { return id_; }
  int fd() const { return fd_; }
  std::size_t size() const { return used_; }
  const std::byte* at(std::uint64_t offset) const { return base_ + offset; }
  bool contains(const void* p, std::size_t bytes) const;
  std::uint64_t offset_of(const void* p) const;

 private:
  Segment();
  void map_sealed();
  std::uint64_t id_;
  int fd_ = -1;
  std::byte* base_ = nullptr;
  std::size_t reserved_ = 0, used_ = 0, committed_ = 0;
  bool sealed_ = false;
  std::mutex mutex_;
};

}  // namespace clusia
