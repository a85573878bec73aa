#include "plugin/exchange.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "frame/segment.hpp"

namespace clusia {
namespace {

// Address space, not memory: what lies beyond the file's end is never touched.
constexpr std::size_t reservation = std::size_t{1} << 36;
constexpr std::size_t growth = std::size_t{1} << 16;

std::size_t aligned(std::size_t n) { return (n + 63) / 64 * 64; }

}  // namespace

std::unique_ptr<Buffer> Buffer::create(bool others_read_only) {
  std::unique_ptr<Buffer> b(new Buffer);
  b->fd_ = memfd_create("clusia-exchange", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (b->fd_ < 0) throw_errno("cannot make shared memory");
  void* p = mmap(nullptr, reservation, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, b->fd_, 0);
  if (p == MAP_FAILED) throw_errno("cannot map shared memory");
  b->base_ = static_cast<std::byte*>(p);
  // Shrinking would turn the other side's reads into SIGBUS.
  if (fcntl(b->fd_, F_ADD_SEALS, F_SEAL_SHRINK | (others_read_only ? F_SEAL_FUTURE_WRITE : 0)) != 0)
    throw_errno("cannot seal shared memory");
  b->reserve(growth);
  return b;
}

std::unique_ptr<Buffer> Buffer::adopt(int fd, bool writable) {
  std::unique_ptr<Buffer> b(new Buffer);
  b->fd_ = fd;
  void* p =
      mmap(nullptr, reservation, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (p == MAP_FAILED) throw_errno("cannot map shared memory");
  b->base_ = static_cast<std::byte*>(p);
  return b;
}

Buffer::~Buffer() {
  if (base_ != nullptr) munmap(base_, reservation);
  if (fd_ >= 0) close(fd_);
}

void Buffer::reserve(std::size_t bytes) {
  if (bytes <= size_) return;
  const std::size_t wanted = (bytes + growth - 1) / growth * growth;
  if (wanted > reservation || ftruncate(fd_, static_cast<off_t>(wanted)) != 0) throw_errno("cannot grow shared memory");
  size_ = wanted;
}

ExchangeLayout::ExchangeLayout(std::int64_t domain, std::int64_t reference, std::int64_t outputs, bool influence) {
  const auto d = static_cast<std::size_t>(domain), r = static_cast<std::size_t>(reference),
             m = static_cast<std::size_t>(outputs);
  std::size_t at = 64;  // the stop flag
  const auto take = [&at](std::size_t bytes) {
    const std::size_t here = at;
    at = aligned(at + bytes);
    return here;
  };
  domain_rows = take(8 * d);
  domain_weight = take(8 * d);
  reference_rows = take(8 * r);
  reference_weight = take(8 * r);
  incoming = at;
  at = 0;
  estimates = take(8 * m);
  undefined = take(m);
  u = take(influence ? 8 * m * d : 0);
  v = take(influence ? 8 * m * r : 0);
  outgoing = at;
}

BatchLayout::BatchLayout(const ExchangeLayout& weightings, std::int64_t domain, std::int64_t reference,
                         std::int64_t psus, std::int64_t replicates) {
  domain_psu = weightings.incoming;
  reference_psu = aligned(domain_psu + 4 * static_cast<std::size_t>(domain));
  factors = aligned(reference_psu + 4 * static_cast<std::size_t>(reference));
  incoming = factors + 8 * static_cast<std::size_t>(psus) * static_cast<std::size_t>(replicates);
}

}  // namespace clusia
