/// Texts as codes, numbered in the order of their first appearance.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

/// Whether a text stays where it is as long as the file is open, or is gone after the call.
enum class Lifetime : uint8_t { file, passing };

class Dictionary {
 public:
  /// The code of a text. One that passes is copied when it is new; of others only a view is kept.
  int32_t code(std::string_view text, Lifetime lifetime);
  void reserve(std::size_t texts);
  const std::vector<std::string_view>& texts() const { return texts_; }

 private:
  static constexpr int32_t empty = -1;
  struct Slot {
    uint32_t hash = 0;
    int32_t code = empty;
  };
  void resize(std::size_t slots);

  std::vector<Slot> table_;  // open addressing; its size is a power of two
  std::vector<std::string_view> texts_;
  std::deque<std::string> copies_;
};

}  // namespace csv
