/// Columns and frames: immutable, typed, with validity. Values stand in a Segment, so that workers see them without a
/// copy. A Column names its place by offsets; it can be sent to another process beside the segment's file descriptor.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "clusia/arrow.h"
#include "frame/segment.hpp"

namespace clusia {

enum class Type : std::int32_t { number, integer, boolean, text, date };
/// "number", "integer" ...: as messages and the database say it.
std::string_view name_of(Type type);

inline constexpr std::uint64_t nowhere = ~std::uint64_t{0};

/// Where a column stands in its segment. Layout as Arrow's: float64 | int64 | bits | int32 codes into a dictionary |
/// int32 days.
struct Layout {
  std::string name;
  Type type = Type::number;
  std::int64_t n = 0;
  std::int64_t missing = 0;
  std::uint64_t values = 0;
  std::uint64_t validity = nowhere;  ///< bitmap, least bit first; nowhere when nothing is missing
  std::uint64_t dictionary_ends = 0, dictionary_bytes = 0;
  std::int64_t levels = 0;

  template <class Archive>
  void serialize(Archive& ar) {
    ar(name, type, n, missing, values, validity, dictionary_ends, dictionary_bytes, levels);
  }
};

class Column {
 public:
  Column() = default;
  Column(Layout layout, std::shared_ptr<const Segment> segment)
      : layout_(std::move(layout)), segment_(std::move(segment)) {}

  const std::string& name() const { return layout_.name; }
  Type type() const { return layout_.type; }
  std::int64_t size() const { return layout_.n; }
  std::int64_t missing() const { return layout_.missing; }
  const Layout& layout() const { return layout_; }
  const std::shared_ptr<const Segment>& segment() const { return segment_; }

  bool valid(std::int64_t row) const { return layout_.validity == nowhere || bit(validity(), row); }
  const std::uint8_t* validity() const {
    return layout_.validity == nowhere ? nullptr
                                       : reinterpret_cast<const std::uint8_t*>(segment_->at(layout_.validity));
  }
  const void* values() const { return segment_->at(layout_.values); }
  const double* numbers() const { return static_cast<const double*>(values()); }
  const std::int64_t* integers() const { return static_cast<const std::int64_t*>(values()); }
  const std::int32_t* codes() const { return static_cast<const std::int32_t*>(values()); }
  const std::int32_t* days() const { return static_cast<const std::int32_t*>(values()); }
  bool boolean(std::int64_t row) const { return bit(static_cast<const std::uint8_t*>(values()), row); }
  std::int64_t levels() const { return layout_.levels; }
  std::string_view level(std::int64_t k) const;
  const std::int32_t* dictionary_ends() const {
    return reinterpret_cast<const std::int32_t*>(segment_->at(layout_.dictionary_ends));
  }
  const char* dictionary_bytes() const { return reinterpret_cast<const char*>(segment_->at(layout_.dictionary_bytes)); }

  /// The value as a number (booleans 0/1); only for number, integer and boolean columns and valid rows.
  double as_number(std::int64_t row) const;
  /// The value as a person would write it; "" where missing.
  std::string as_text(std::int64_t row) const;

 private:
  static bool bit(const std::uint8_t* of, std::int64_t i) { return ((of[i >> 3] >> (i & 7)) & 1) != 0; }
  Layout layout_;
  std::shared_ptr<const Segment> segment_;
};

/// Equally long columns.
class Frame {
 public:
  Frame() = default;
  Frame(std::int64_t rows, std::vector<Column> columns) : rows_(rows), columns_(std::move(columns)) {}
  std::int64_t rows() const { return rows_; }
  const std::vector<Column>& columns() const { return columns_; }
  /// nullptr when there is no such column.
  const Column* find(std::string_view name) const;

 private:
  std::int64_t rows_ = 0;
  std::vector<Column> columns_;
};

/// What a source's arrays become: layouts over `segment`, which is not yet sealed. Buffers inside it stay where they
/// are, others are copied in. Neither struct is released here. Throws std::runtime_error with words on anything that is
/// not valid Arrow of the accepted formats (abi.h, clusia_source_interface.read).
std::vector<Layout> import_arrow(const ArrowSchema& schema, const ArrowArray& array, Segment& segment);

/// The column converted for a plugin's declared input (CLUSIA_COLUMN_*) and placed in `segment`, or the column itself
/// where nothing is to be converted. Throws std::runtime_error, saying what the column would have to be.
Column converted(const Column& column, std::int32_t input_type, const std::shared_ptr<Segment>& segment);

/// The column's values copied into `segment`: for who must not see what else stands where they are now.
Column copied(const Column& column, const std::shared_ptr<Segment>& segment);

/// The two Arrow structs over a column; they point into it and into themselves: not copied, not moved.
class ArrowView {
 public:
  explicit ArrowView(const Column& column);
  ArrowView(const ArrowView&) = delete;
  ArrowView& operator=(const ArrowView&) = delete;
  const ArrowSchema* schema() const { return &schema_; }
  const ArrowArray* array() const { return &array_; }

 private:
  Column column_;
  ArrowSchema schema_{}, dictionary_schema_{};
  ArrowArray array_{}, dictionary_array_{};
  const void* buffers_[2]{};
  const void* dictionary_buffers_[3]{};
};

}  // namespace clusia
