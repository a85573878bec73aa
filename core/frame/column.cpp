#include "frame/column.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <stdexcept>

#include "clusia/abi.h"

namespace clusia {
namespace {

std::string text_of_number(double x) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x).ptr;
  return {buffer.data(), end};
}

std::string text_of_days(std::int32_t days) {
  const std::chrono::year_month_day d{std::chrono::sys_days{std::chrono::days{days}}};
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", static_cast<int>(d.year()),
                static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
  return buffer.data();
}

}  // namespace

std::string_view name_of(Type type) {
  switch (type) {
    case Type::number:
      return "number";
    case Type::integer:
      return "integer";
    case Type::boolean:
      return "boolean";
    case Type::text:
      return "text";
    case Type::date:
      return "date";
  }
  return "";
}

std::string_view Column::level(std::int64_t k) const {
  const std::int32_t* ends = dictionary_ends();
  return {dictionary_bytes() + ends[k], static_cast<std::size_t>(ends[k + 1] - ends[k])};
}

double Column::as_number(std::int64_t row) const {
  switch (type()) {
    case Type::number:
      return numbers()[row];
    case Type::integer:
      return static_cast<double>(integers()[row]);
    case Type::boolean:
      return boolean(row) ? 1 : 0;
    case Type::text:
    case Type::date:
      break;
  }
  throw std::logic_error("a " + std::string(name_of(type())) + " column has no numbers");
}

std::string Column::as_text(std::int64_t row) const {
  if (!valid(row)) return "";
  switch (type()) {
    case Type::number:
      return text_of_number(numbers()[row]);
    case Type::integer:
      return std::to_string(integers()[row]);
    case Type::boolean:
      return boolean(row) ? "true" : "false";
    case Type::text:
      return std::string(level(codes()[row]));
    case Type::date:
      return text_of_days(days()[row]);
  }
  return "";
}

const Column* Frame::find(std::string_view name) const {
  const auto at = std::find_if(columns_.begin(), columns_.end(), [&](const Column& c) { return c.name() == name; });
  return at == columns_.end() ? nullptr : &*at;
}

namespace {

[[noreturn]] void refuse(const Column& column, const char* wanted) {
  throw std::runtime_error("column '" + column.name() + "' holds " + std::string(name_of(column.type())) +
                           " values: " + wanted);
}

/// A copy of the layout with its validity copied into `segment`, ready for other values.
Layout copied_validity(const Column& column, Segment& segment) {
  Layout layout = column.layout();
  if (const std::uint8_t* validity = column.validity()) {
    const auto bytes = static_cast<std::size_t>((column.size() + 7) / 8);
    auto* to = segment.allocate_values<std::uint8_t>(static_cast<std::int64_t>(bytes));
    std::copy_n(validity, bytes, to);
    layout.validity = segment.offset_of(to);
  }
  return layout;
}

Column as_numbers(const Column& column, const std::shared_ptr<Segment>& segment) {
  if (column.type() == Type::text || column.type() == Type::date)
    refuse(column,
           "a number is wanted; if it should hold numbers, look for stray text in it, or set its type in the source");
  Layout layout = copied_validity(column, *segment);
  layout.type = Type::number;
  auto* to = segment->allocate_values<double>(column.size());
  for (std::int64_t row = 0; row < column.size(); ++row) to[row] = column.valid(row) ? column.as_number(row) : 0;
  layout.values = segment->offset_of(to);
  return {layout, segment};
}

Column as_booleans(const Column& column, const std::shared_ptr<Segment>& segment) {
  const char* wanted = "true and false, or 0 and 1, are wanted";
  if (column.type() == Type::text || column.type() == Type::date) refuse(column, wanted);
  Layout layout = copied_validity(column, *segment);
  layout.type = Type::boolean;
  auto* to = segment->allocate_values<std::uint8_t>((column.size() + 7) / 8);
  for (std::int64_t row = 0; row < column.size(); ++row) {
    if (!column.valid(row)) continue;
    const double x = column.as_number(row);
    if (x != 0 && x != 1) refuse(column, wanted);
    if (x == 1) to[row >> 3] = static_cast<std::uint8_t>(to[row >> 3] | (1U << (row & 7)));
  }
  layout.values = segment->offset_of(to);
  return {layout, segment};
}

Column as_categories(const Column& column, const std::shared_ptr<Segment>& segment) {
  if (column.type() != Type::integer && column.type() != Type::boolean)
    refuse(column, "texts, integers or booleans are wanted");
  const auto value = [&](std::int64_t row) {
    return column.type() == Type::integer ? column.integers()[row] : column.boolean(row);
  };
  std::map<std::int64_t, std::int32_t> levels;
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (column.valid(row)) levels.emplace(value(row), 0);
  std::string bytes;
  std::vector<std::int32_t> ends{0};
  std::int32_t next = 0;
  for (auto& [level, code] : levels) {
    code = next++;
    bytes += column.type() == Type::integer ? std::to_string(level) : level != 0 ? "true" : "false";
    ends.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  Layout layout = copied_validity(column, *segment);
  layout.type = Type::text;
  layout.levels = next;
  auto* codes = segment->allocate_values<std::int32_t>(column.size());
  for (std::int64_t row = 0; row < column.size(); ++row) codes[row] = column.valid(row) ? levels.at(value(row)) : 0;
  layout.values = segment->offset_of(codes);
  auto* to_ends = segment->allocate_values<std::int32_t>(static_cast<std::int64_t>(ends.size()));
  std::copy(ends.begin(), ends.end(), to_ends);
  layout.dictionary_ends = segment->offset_of(to_ends);
  auto* to_bytes = segment->allocate_values<char>(static_cast<std::int64_t>(bytes.size()));
  std::copy(bytes.begin(), bytes.end(), to_bytes);
  layout.dictionary_bytes = segment->offset_of(to_bytes);
  return {layout, segment};
}

}  // namespace

Column converted(const Column& column, std::int32_t input_type, const std::shared_ptr<Segment>& segment) {
  switch (input_type) {
    case CLUSIA_COLUMN_NUMBER:
      return column.type() == Type::number ? column : as_numbers(column, segment);
    case CLUSIA_COLUMN_BOOLEAN:
      return column.type() == Type::boolean ? column : as_booleans(column, segment);
    case CLUSIA_COLUMN_CATEGORY:
      return column.type() == Type::text ? column : as_categories(column, segment);
    default:
      throw std::logic_error("an input of an unknown type");
  }
}

Column copied(const Column& column, const std::shared_ptr<Segment>& segment) {
  Layout layout = copied_validity(column, *segment);
  const auto n = static_cast<std::size_t>(column.size());
  const std::size_t bytes = column.type() == Type::boolean                               ? (n + 7) / 8
                            : column.type() == Type::text || column.type() == Type::date ? 4 * n
                                                                                         : 8 * n;
  const auto place = [&](const void* from, std::size_t length) {
    auto* to = segment->allocate_values<std::byte>(static_cast<std::int64_t>(length));
    std::copy_n(static_cast<const std::byte*>(from), length, to);
    return segment->offset_of(to);
  };
  layout.values = place(column.values(), bytes);
  if (column.type() == Type::text) {
    layout.dictionary_ends = place(column.dictionary_ends(), 4 * (static_cast<std::size_t>(column.levels()) + 1));
    layout.dictionary_bytes =
        place(column.dictionary_bytes(), static_cast<std::size_t>(column.dictionary_ends()[column.levels()]));
  }
  return {layout, segment};
}

ArrowView::ArrowView(const Column& column) : column_(column) {
  static constexpr std::array<const char*, 5> formats{"g", "l", "b", "i", "tdD"};
  schema_.format = formats[static_cast<std::size_t>(column.type())];
  schema_.name = column_.name().c_str();
  schema_.flags = ARROW_FLAG_NULLABLE;
  buffers_[0] = column_.validity();
  buffers_[1] = column_.values();
  array_.length = column_.size();
  array_.null_count = column_.missing();
  array_.n_buffers = 2;
  array_.buffers = buffers_;
  if (column.type() != Type::text) return;
  dictionary_schema_.format = "u";
  dictionary_schema_.name = "";
  dictionary_buffers_[1] = column_.dictionary_ends();
  dictionary_buffers_[2] = column_.dictionary_bytes();
  dictionary_array_.length = column_.levels();
  dictionary_array_.n_buffers = 3;
  dictionary_array_.buffers = dictionary_buffers_;
  schema_.dictionary = &dictionary_schema_;
  array_.dictionary = &dictionary_array_;
}

}  // namespace clusia
