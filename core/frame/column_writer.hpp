/// A new column, written value by value.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "frame/column.hpp"

namespace clusia {

/// Rows that nothing is written to are missing. Errors: std::bad_alloc.
class ColumnWriter {
 public:
  /// `n` rows, in a segment that is not yet sealed.
  ColumnWriter(const std::string& name, Type type, std::int64_t n, const std::shared_ptr<Segment>& segment);
  /// The value of `from`, a column of the same type (or of numbers, where this is of numbers), in its row `row`; texts
  /// are codes into the levels that were added, `first` those before its.
  void take(std::int64_t at, const Column& from, std::int64_t row, std::int32_t first);
  /// In the type's layout: double, int64_t, int32_t (codes, days).
  template <class T>
  void put(std::int64_t at, T value) {
    reinterpret_cast<T*>(values_)[at] = value;
    mark(at);
  }
  void put_boolean(std::int64_t at, bool value);
  /// Adds a column's levels; the number of those before them.
  std::int32_t add_levels(const Column& of);
  std::int32_t add_level(const std::string& level);
  Column finished();

 private:
  void mark(std::int64_t at);
  void place_levels();

  std::shared_ptr<Segment> segment_;
  Layout layout_;
  std::uint8_t* valid_;
  std::byte* values_;
  std::vector<std::string> levels_;
};

}  // namespace clusia
