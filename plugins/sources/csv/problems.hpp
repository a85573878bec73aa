/// What is wrong with a file, told all at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "file.hpp"

namespace csv {

struct Problem {
  std::size_t offset;  // into the text of the file
  std::string what;
  std::string mend;
};

/// Problems in the order of the file: all are counted, the first twenty are kept.
class Problems {
 public:
  static constexpr std::size_t kept = 20;

  bool none() const { return count_ == 0; }
  /// `describe` makes a Problem; it is called only if that is kept, for a file may have millions of them.
  template <class Describe>
  void add(const Describe& describe) {
    if (first_.size() < kept) first_.push_back(describe());
    ++count_;
  }
  /// Those of a later part of the file.
  void append(const Problems& later);
  /// Throws them as one message of as many lines as the host's message has room for; a mend is stated once.
  [[noreturn]] void raise(const File& file) const;

 private:
  std::vector<Problem> first_;
  int64_t count_ = 0;
};

/// A piece of a file in quotes, fit for a message: short, on one line.
std::string quoted(std::string_view text);

/// A column's name as a study writes it on the left of an equals sign.
std::string toml_key(std::string_view name);

}  // namespace csv
