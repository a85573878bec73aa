/// A column while it is read, and the part of it that one chunk fills.
#pragma once

#include <atomic>
#include <clusia/source.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dialect.hpp"
#include "dictionary.hpp"
#include "scan.hpp"

namespace csv {

/// Its memory is shared by the chunks, each of which writes its own rows.
struct Column {
  std::string name;
  std::size_t index;  // in the file
  Reading reading;
  Type type;  // declared, or as far as it is known
  bool settled = false;
  void* values = nullptr;
  std::size_t room = 0;               // bytes at `values`
  std::vector<uint8_t> missing = {};  // a bit a row
  bool any_missing = false;
  bool any_oversized_integer = false;
  const int32_t* text_ends = nullptr;  // of the levels of a text column
  const char* text_bytes = nullptr;
  int64_t levels = 0;

  template <class T>
  T* as() const {
    return static_cast<T*>(values);
  }
  /// Makes zeroed room for rows of the type, in what an earlier and narrower type left if that is enough.
  void prepare(int64_t rows, const clusia::ColumnWriter& writer);
  /// Rows [first, last) are about to be filled.
  void expect_rows(int64_t first, int64_t last) const;
  /// Hands the filled column to the host.
  void write(int64_t rows, clusia::ColumnWriter& writer) const;
};

/// Sets bits in a bitmap whose bytes may be shared with the neighbouring chunks.
class BitSetter {
 public:
  explicit BitSetter(uint8_t* bits) : bits_(bits) {}
  void set(int64_t row) {
    if ((row >> 3) != byte_) {
      flush();
      byte_ = row >> 3;
    }
    pending_ = static_cast<uint8_t>(pending_ | 1U << (row & 7));
  }
  void flush() {
    if (pending_ != 0) std::atomic_ref<uint8_t>(bits_[byte_]).fetch_or(pending_, std::memory_order_relaxed);
    pending_ = 0;
  }

 private:
  uint8_t* bits_;
  int64_t byte_ = 0;
  uint8_t pending_ = 0;
};

/// The rows of one column in one chunk. It fills the column as long as the texts are of its type; from the first that
/// is not, it only finds the type that they have.
class Part {
 public:
  Part(Column& column, const Dialect& dialect);
  /// False: the text is no value of the declared type.
  bool put(int64_t row, const Field& field) {
    if (field.is_short && put_short(row, field)) return true;
    if (field.has_doubled_quotes) return put(row, undoubled(field.text), Lifetime::passing);
    return put(row, field.text, Lifetime::file);
  }
  void flush() {
    missing_.flush();
    bits_.flush();
  }

  const Column& column() const { return *column_; }
  Type seen() const { return seen_; }
  bool any_missing() const { return any_missing_; }
  bool any_oversized_integer() const { return any_oversized_integer_; }
  const Dictionary& dictionary() const { return dictionary_; }

 private:
  /// False: not a value of a column of numbers, or not of this one.
  bool put_short(int64_t row, const Field& field) {
    const bool integers = filling_ == Type::integer && !field.number.has_point;
    if (!integers && filling_ != Type::number) return false;
    if (field.number.is_code && column_->reading == Reading::inferred) return false;
    if (dialect_->missing.has_numbers() && dialect_->missing(field.text)) return false;
    if (integers)
      column_->as<int64_t>()[row] = field.number.integer();
    else
      column_->as<double>()[row] = field.number.value();
    return true;
  }
  bool put(int64_t row, std::string_view text, Lifetime lifetime);
  bool store(int64_t row, std::string_view text, Lifetime lifetime);
  void widen(std::string_view text);

  Column* column_;
  const Dialect* dialect_;
  Type filling_;
  Type seen_ = Type::none;
  bool any_missing_ = false;
  bool any_oversized_integer_ = false;
  BitSetter missing_, bits_;
  Dictionary dictionary_;
};

/// The dictionaries of the chunks as one, in the order of the rows. Part k left codes that count from 1 (0: missing);
/// map k tells which code of the whole column each of them is.
std::vector<std::vector<int32_t>> merge(Column& column, std::span<const Part* const> parts,
                                        const clusia::ColumnWriter& writer);

}  // namespace csv
