/// How a file is to be read: the parameters of the plugin, without the host.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value.hpp"

namespace csv {

/// The texts that stand for a missing value.
class Missing {
 public:
  explicit Missing(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (const auto& text : texts_) {
      lengths_ |= bit(text.size());
      if (text.empty()) continue;
      begins_[static_cast<unsigned char>(text[0])] = true;
      has_numbers_ = has_numbers_ || std::string_view("-.,0123456789").find(text[0]) != std::string_view::npos;
    }
  }
  /// Whether one of them could be a number, such as -99.
  bool has_numbers() const { return has_numbers_; }
  bool operator()(std::string_view text) const {
    return (lengths_ & bit(text.size())) != 0 && (text.empty() || begins_[static_cast<unsigned char>(text[0])]) &&
           std::find(texts_.begin(), texts_.end(), text) != texts_.end();
  }

 private:
  static uint64_t bit(std::size_t length) { return uint64_t{1} << (length & 63U); }
  std::vector<std::string> texts_;
  uint64_t lengths_ = 0;  // most fields are ruled out by their length or their first byte
  std::array<bool, 256> begins_{};
  bool has_numbers_ = false;
};

struct Dialect {
  char delimiter = ',';
  char decimal = '.';
  Missing missing{{"", "NA"}};
  std::map<std::string, Type, std::less<>> types = {};  // of the columns whose type is not to be inferred
};

}  // namespace csv
