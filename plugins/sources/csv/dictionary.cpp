#include "dictionary.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace csv {
namespace {

/// Eight bytes at a time: the texts of a column are short, and hashing them is most of the work of reading it.
uint32_t hash_of(std::string_view text) {
  constexpr uint64_t odd = 0x9E3779B97F4A7C15U;
  uint64_t hash = text.size() * odd;
  const auto mix = [&](uint64_t word) {
    hash = (hash ^ word) * odd;
    hash ^= hash >> 32U;
  };
  for (; text.size() >= 8; text.remove_prefix(8)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    mix(word);
  }
  uint64_t rest = 0;
  for (const char c : text) rest = rest << 8U | static_cast<unsigned char>(c);
  mix(rest);
  return static_cast<uint32_t>(hash);
}

}  // namespace

int32_t Dictionary::code(std::string_view text, Lifetime lifetime) {
  if (4 * texts_.size() >= 3 * table_.size()) resize(table_.empty() ? 64 : 2 * table_.size());
  const uint32_t hash = hash_of(text);
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hash & mask;
  for (; table_[slot].code != empty; slot = (slot + 1) & mask)
    if (table_[slot].hash == hash && texts_[static_cast<std::size_t>(table_[slot].code)] == text)
      return table_[slot].code;
  table_[slot] = {hash, static_cast<int32_t>(texts_.size())};
  texts_.push_back(lifetime == Lifetime::passing ? copies_.emplace_back(text) : text);
  return table_[slot].code;
}

void Dictionary::reserve(std::size_t texts) {
  texts_.reserve(texts);
  resize(std::bit_ceil(4 * texts / 3 + 1));
}

void Dictionary::resize(std::size_t slots) {
  const std::vector<Slot> old = std::exchange(table_, std::vector<Slot>(slots));
  const std::size_t mask = slots - 1;
  for (const Slot& entry : old) {
    if (entry.code == empty) continue;
    std::size_t slot = entry.hash & mask;
    while (table_[slot].code != empty) slot = (slot + 1) & mask;
    table_[slot] = entry;
  }
}

}  // namespace csv
