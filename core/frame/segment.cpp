#include "frame/segment.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <system_error>

namespace clusia {
namespace {

// Address space, not memory: pages come into being when the file grows over them.
constexpr std::size_t reservation = std::size_t{1} << 38;
constexpr std::size_t growth = std::size_t{1} << 22;
constexpr int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

/// What is in shared memory counts towards no process's limit: a source that allocates without end must meet this one.
std::size_t physical_memory() {
  return static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t round_up(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

}  // namespace

void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

Segment::Segment() {
  static std::atomic<std::uint64_t> next{1};
  id_ = next++;
}

std::shared_ptr<Segment> Segment::create() {
  std::shared_ptr<Segment> s(new Segment);
  s->fd_ = memfd_create("clusia", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (s->fd_ < 0) throw_errno("cannot make shared memory");
  s->reserved_ = std::min(reservation, physical_memory());
  void* p = mmap(nullptr, s->reserved_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, s->fd_, 0);
  if (p == MAP_FAILED) throw_errno("cannot map shared memory");
  s->base_ = static_cast<std::byte*>(p);
  return s;
}

std::shared_ptr<Segment> Segment::adopt(int fd) {
  std::shared_ptr<Segment> s(new Segment);
  s->fd_ = fd;
  if ((fcntl(fd, F_GET_SEALS) & (F_SEAL_WRITE | F_SEAL_SHRINK)) != (F_SEAL_WRITE | F_SEAL_SHRINK)) {
    errno = EPERM;
    throw_errno("shared memory that is not sealed");
  }
  struct stat status {};
  if (fstat(fd, &status) != 0) throw_errno("cannot look at shared memory");
  s->used_ = static_cast<std::size_t>(status.st_size);
  s->map_sealed();
  return s;
}

Segment::~Segment() {
  if (base_ != nullptr) munmap(base_, reserved_);
  if (fd_ >= 0) close(fd_);
}

void* Segment::allocate(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  const std::size_t at = round_up(used_, 64);
  if (sealed_ || at > reserved_ || bytes > reserved_ - at) return nullptr;
  const std::size_t end = at + bytes;
  if (end > committed_) {
    const std::size_t wanted = std::min(round_up(end, growth), reserved_);
    if (ftruncate(fd_, static_cast<off_t>(wanted)) != 0) return nullptr;
    committed_ = wanted;
  }
  used_ = end;
  return base_ + at;
}

void Segment::seal() {
  const std::lock_guard lock(mutex_);
  if (sealed_) return;
  munmap(base_, reserved_);
  base_ = nullptr;
  if (ftruncate(fd_, static_cast<off_t>(used_)) != 0) throw_errno("cannot trim shared memory");
  if (fcntl(fd_, F_ADD_SEALS, seals) != 0) throw_errno("cannot seal shared memory");
  map_sealed();
}

void Segment::map_sealed() {
  sealed_ = true;
  committed_ = used_;
  reserved_ = used_ == 0 ? 1 : used_;
  void* p = mmap(nullptr, reserved_, PROT_READ, MAP_SHARED, fd_, 0);
  if (p == MAP_FAILED) throw_errno("cannot map shared memory");
  base_ = static_cast<std::byte*>(p);
}

bool Segment::contains(const void* p, std::size_t bytes) const {
  const auto* b = static_cast<const std::byte*>(p);
  return b >= base_ && b + bytes <= base_ + used_;
}

std::uint64_t Segment::offset_of(const void* p) const {
  return static_cast<std::uint64_t>(static_cast<const std::byte*>(p) - base_);
}

}  // namespace clusia
