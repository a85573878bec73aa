/// Choices out of a fuzzer's bytes; zeros where they have run out.
#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>

namespace clusia::fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : at_(data), left_(size) {}

  template <class T>
  T number() {
    T value{};
    const std::size_t n = std::min(left_, sizeof value);
    std::memcpy(&value, at_, n);
    at_ += n, left_ -= n;
    return value;
  }
  /// In [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(number<std::uint32_t>() % static_cast<std::uint64_t>(high - low + 1));
  }
  template <class T, std::size_t n>
  T one_of(const T (&of)[n]) {
    return of[number<std::uint8_t>() % n];
  }
  /// Up to `most` bytes that live as long as this; now and then NULL.
  const char* text(std::size_t most = 12) {
    const std::size_t n = number<std::uint8_t>() % (most + 2);
    if (n == most + 1) return nullptr;
    const std::size_t taken = std::min(left_, n);
    const std::string& kept = texts_.emplace_back(reinterpret_cast<const char*>(at_), taken);
    at_ += taken, left_ -= taken;
    return kept.c_str();
  }

 private:
  const std::uint8_t* at_;
  std::size_t left_;
  std::deque<std::string> texts_;
};

/// A property that must hold of whatever came in.
inline void insist(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace clusia::fuzz
