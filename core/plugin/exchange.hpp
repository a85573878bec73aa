/// The two buffers between the host and one worker: weightings go in, estimates and influence values come out. Both are
/// mapped on both sides, so nothing is copied; the worker cannot write the incoming one. A buffer grows in place.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

namespace clusia {

/// Shared memory (memfd) that stays where it is mapped while it grows.
class Buffer {
 public:
  /// `others_read_only`: who maps it later cannot write it (F_SEAL_FUTURE_WRITE).
  static std::unique_ptr<Buffer> create(bool others_read_only);
  static std::unique_ptr<Buffer> adopt(int fd, bool writable);
  ~Buffer();
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  /// Makes at least so many bytes usable, on both sides.
  void reserve(std::size_t bytes);
  std::byte* data() const { return base_; }
  int fd() const { return fd_; }

 private:
  Buffer() = default;
  int fd_ = -1;
  std::byte* base_ = nullptr;
  std::size_t size_ = 0;
};

/// Where things stand in the two buffers for a question of the given sizes. Both sides compute it from the same
/// numbers.
struct ExchangeLayout {
  ExchangeLayout(std::int64_t domain, std::int64_t reference, std::int64_t outputs, bool influence);
  std::size_t domain_rows, domain_weight, reference_rows, reference_weight,
      incoming;  ///< bytes from the start; `incoming`: in all
  std::size_t estimates, undefined, u, v, outgoing;
};

/// What a batch adds to the incoming buffer.
struct BatchLayout {
  BatchLayout(const ExchangeLayout& weightings, std::int64_t domain, std::int64_t reference, std::int64_t psus,
              std::int64_t replicates);
  std::size_t domain_psu, reference_psu, factors, incoming;
};

class Exchange {
 public:
  Exchange() : in(Buffer::create(true)), out(Buffer::create(false)) {}
  Exchange(int in_fd, int out_fd) : in(Buffer::adopt(in_fd, false)), out(Buffer::adopt(out_fd, true)) {}

  /// The first bytes of `in`: set by the host to ask whoever works to stop.
  std::atomic<std::int32_t>& stop() const { return *reinterpret_cast<std::atomic<std::int32_t>*>(in->data()); }

  template <class T>
  T* incoming(std::size_t at) const {
    return reinterpret_cast<T*>(in->data() + at);
  }
  template <class T>
  T* outgoing(std::size_t at) const {
    return reinterpret_cast<T*>(out->data() + at);
  }

  std::unique_ptr<Buffer> in, out;
};

}  // namespace clusia
