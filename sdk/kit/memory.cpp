#include "memory.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <new>

namespace clusia::kit {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 18, alignment = 64;

std::size_t rounded(std::size_t bytes, std::size_t to) { return (bytes + to - 1) / to * to; }

}  // namespace

/// Who writes into sealed memory raises SIGSEGV; the handler notes where, opens the block and lets the write pass.
struct Watch {
  static inline std::array<Memory*, 8> watched{};
  static inline struct sigaction before {};

  static void on_fault(int signal, siginfo_t* info, void*) {
    const auto* at = static_cast<const char*>(info->si_addr);
    for (Memory* memory : watched)
      if (memory != nullptr)
        for (const Memory::Block& block : memory->blocks_)
          if (at >= block.at && at < block.at + block.bytes) {
            memory->written_ = at;
            mprotect(block.at, block.bytes, PROT_READ | PROT_WRITE);
            return;
          }
    ::signal(signal, SIG_DFL);  // not ours: it happens again, and ends the process
  }
  static void add(Memory* memory) {
    struct sigaction action {};
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO;
    if (std::count(watched.begin(), watched.end(), nullptr) == std::ptrdiff_t{watched.size()})
      sigaction(SIGSEGV, &action, &before);
    *std::find(watched.begin(), watched.end(), nullptr) = memory;
  }
  static void remove(Memory* memory) {
    const auto at = std::find(watched.begin(), watched.end(), memory);
    if (at == watched.end()) return;
    *at = nullptr;
    if (std::count(watched.begin(), watched.end(), nullptr) == std::ptrdiff_t{watched.size()})
      sigaction(SIGSEGV, &before, nullptr);
  }
};

Memory::~Memory() {
  Watch::remove(this);
  for (const Block& block : blocks_) munmap(block.at, block.bytes);
}

void* Memory::allocate(std::size_t bytes, std::string what) {
  const std::size_t wanted = rounded(std::max<std::size_t>(bytes, 1), alignment);
  if (blocks_.empty() || used_ + wanted > blocks_.back().bytes) {
    const std::size_t size = rounded(std::max(wanted, block_size), static_cast<std::size_t>(sysconf(_SC_PAGESIZE)));
    void* at = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    blocks_.push_back({static_cast<char*>(at), size});
    used_ = 0;
  }
  char* at = blocks_.back().at + used_;
  used_ += wanted;
  parts_.push_back({at, wanted, std::move(what)});
  return at;
}

void Memory::seal() {
  for (const Block& block : blocks_) mprotect(block.at, block.bytes, PROT_READ);
  Watch::add(this);
}

std::string Memory::written() const {
  const char* const at = written_;
  if (at == nullptr) return {};
  for (const Part& part : parts_)
    if (at >= part.at && at < part.at + part.bytes) return part.what;
  return "memory beside what it was lent";
}

}  // namespace clusia::kit
