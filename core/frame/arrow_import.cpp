// What a source hands over becomes layouts in a segment. Everything that a plugin says of itself is checked before it
// is believed.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "frame/column.hpp"

namespace clusia {
namespace {

/// One child of the struct array: its schema, its array, the rows of it that count.
struct Child {
  const ArrowSchema& schema;
  const ArrowArray& array;
  std::int64_t n;
  std::int64_t offset;
  std::string name;
};

constexpr std::int64_t most_rows = std::int64_t{1} << 36;  // beyond them sizes in bytes could overflow

[[noreturn]] void refuse(const Child& child, const std::string& why) {
  throw std::runtime_error("the source returned column '" + child.name + "' wrongly: " + why);
}

bool bit(const void* bits, std::int64_t i) {
  return ((static_cast<const std::uint8_t*>(bits)[i >> 3] >> (i & 7)) & 1) != 0;
}
void set_bit(std::uint8_t* bits, std::int64_t i) {
  bits[i >> 3] = static_cast<std::uint8_t>(bits[i >> 3] | (1U << (i & 7)));
}

const void* buffer(const Child& child, std::int64_t k) {
  const void* p = child.array.buffers[k];
  if (p == nullptr && child.n > 0) refuse(child, "buffer " + std::to_string(k) + " is missing");
  return p;
}

/// Fixed-width values: left in place where they already stand in the segment, else copied.
template <class T>
std::uint64_t place(const Child& child, Segment& segment) {
  const auto* from = static_cast<const T*>(buffer(child, 1));
  const auto bytes = static_cast<std::size_t>(child.n) * sizeof(T);
  if (child.n > 0 && segment.contains(from + child.offset, bytes)) return segment.offset_of(from + child.offset);
  auto* to = segment.allocate_values<T>(child.n);
  if (child.n > 0) std::memcpy(to, from + child.offset, bytes);
  return segment.offset_of(to);
}

std::uint64_t place_bits(const Child& child, std::int64_t k, Segment& segment) {
  const void* from = child.array.buffers[k];
  const auto bytes = static_cast<std::size_t>((child.n + 7) / 8);
  if (child.offset == 0 && segment.contains(from, bytes)) return segment.offset_of(from);
  auto* to = segment.allocate_values<std::uint8_t>((child.n + 7) / 8);
  for (std::int64_t row = 0; row < child.n; ++row)
    if (bit(from, row + child.offset)) set_bit(to, row);
  return segment.offset_of(to);
}

template <class From, class To>
std::uint64_t widened(const Child& child, Segment& segment) {
  const auto* from = static_cast<const From*>(buffer(child, 1)) + child.offset;
  auto* to = segment.allocate_values<To>(child.n);
  for (std::int64_t row = 0; row < child.n; ++row) to[row] = static_cast<To>(from[row]);
  return segment.offset_of(to);
}

void count_missing(const Child& child, Segment& segment, Layout& layout) {
  if (child.array.buffers[0] == nullptr) return;
  const std::uint64_t at = place_bits(child, 0, segment);
  const std::byte* bits = segment.at(at);
  for (std::int64_t row = 0; row < child.n; ++row) layout.missing += bit(bits, row) ? 0 : 1;
  if (layout.missing > 0) layout.validity = at;
}

/// A NaN is no value: it is missing, and counted as such.
void nan_is_missing(const Child& child, Segment& segment, Layout& layout) {
  const auto* x = reinterpret_cast<const double*>(segment.at(layout.values));
  const std::byte* before = layout.validity == nowhere ? nullptr : segment.at(layout.validity);
  const auto valid = [&](std::int64_t row) { return before == nullptr || bit(before, row); };
  std::int64_t found = 0;
  for (std::int64_t row = 0; row < child.n; ++row) found += std::isnan(x[row]) && valid(row) ? 1 : 0;
  if (found == 0) return;
  auto* bits = segment.allocate_values<std::uint8_t>((child.n + 7) / 8);
  for (std::int64_t row = 0; row < child.n; ++row)
    if (valid(row) && !std::isnan(x[row])) set_bit(bits, row);
  layout.validity = segment.offset_of(bits);
  layout.missing += found;
}

/// The offsets of texts in `array`, checked; nullptr where there are no texts.
template <class End>
const End* ends_of(const Child& child, const ArrowArray& array, std::int64_t offset, std::int64_t n) {
  if (n == 0) return nullptr;
  if (array.buffers[1] == nullptr) refuse(child, "the offsets of its texts are missing");
  const auto* ends = static_cast<const End*>(array.buffers[1]) + offset;
  for (std::int64_t k = 0; k < n; ++k)
    if (ends[k + 1] < ends[k] || ends[0] < 0) refuse(child, "the offsets of its texts do not ascend");
  if (ends[n] > ends[0] && array.buffers[2] == nullptr) refuse(child, "the bytes of its texts are missing");
  return ends;
}

/// Plain texts become codes into a dictionary, levels in order of appearance.
template <class End>
void dictionary_from_texts(const Child& child, Segment& segment, Layout& layout) {
  const End* ends = ends_of<End>(child, child.array, child.offset, child.n);
  const auto* bytes = static_cast<const char*>(child.array.buffers[2]);
  std::unordered_map<std::string_view, std::int32_t> levels;
  std::vector<std::string_view> order;
  auto* codes = segment.allocate_values<std::int32_t>(child.n);
  std::int64_t total = 0;
  for (std::int64_t row = 0; row < child.n; ++row) {
    if (layout.validity != nowhere && !bit(segment.at(layout.validity), row)) continue;
    const std::string_view text(bytes + ends[row], static_cast<std::size_t>(ends[row + 1] - ends[row]));
    const auto [at, is_new] = levels.try_emplace(text, static_cast<std::int32_t>(order.size()));
    if (is_new) order.push_back(text), total += static_cast<std::int64_t>(text.size());
    codes[row] = at->second;
  }
  if (total > INT32_MAX) refuse(child, "its different texts are over 2 GiB together");
  auto* to_ends = segment.allocate_values<std::int32_t>(static_cast<std::int64_t>(order.size()) + 1);
  auto* to_bytes = segment.allocate_values<char>(total);
  std::int32_t end = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    std::copy(order[k].begin(), order[k].end(), to_bytes + end);
    to_ends[k + 1] = end += static_cast<std::int32_t>(order[k].size());
  }
  layout.values = segment.offset_of(codes);
  layout.dictionary_ends = segment.offset_of(to_ends);
  layout.dictionary_bytes = segment.offset_of(to_bytes);
  layout.levels = static_cast<std::int64_t>(order.size());
}

void dictionary_as_given(const Child& child, Segment& segment, Layout& layout) {
  const ArrowArray& dictionary = *child.array.dictionary;
  if (std::strcmp(child.schema.format, "i") != 0 || child.schema.dictionary->format == nullptr ||
      std::strcmp(child.schema.dictionary->format, "u") != 0 || dictionary.n_buffers != 3 ||
      dictionary.buffers == nullptr)
    refuse(child, "only dictionaries of utf8 texts with int32 indices are read");
  if (dictionary.length < 0 || dictionary.length > INT32_MAX || dictionary.offset < 0)
    refuse(child, "the length or the offset of its dictionary is impossible");
  if (dictionary.buffers[0] != nullptr && dictionary.null_count != 0)
    refuse(child, "a level of its dictionary is missing: a missing value is marked in the rows");
  const auto* ends = ends_of<std::int32_t>(child, dictionary, dictionary.offset, dictionary.length);
  const std::int32_t end = ends == nullptr ? 0 : ends[dictionary.length];
  layout.values = place<std::int32_t>(child, segment);
  const auto* codes = reinterpret_cast<const std::int32_t*>(segment.at(layout.values));
  for (std::int64_t row = 0; row < child.n; ++row) {
    const bool valid = layout.validity == nowhere || bit(segment.at(layout.validity), row);
    if (valid && (codes[row] < 0 || codes[row] >= dictionary.length))
      refuse(child, "an index points outside its dictionary");
  }
  auto* to_ends = segment.allocate_values<std::int32_t>(dictionary.length + 1);
  if (ends != nullptr) std::copy_n(ends, dictionary.length + 1, to_ends);
  const auto* bytes = static_cast<const char*>(dictionary.buffers[2]);
  auto* to_bytes = segment.allocate_values<char>(end);
  if (end > 0) std::copy_n(bytes, end, to_bytes);
  layout.dictionary_ends = segment.offset_of(to_ends);
  layout.dictionary_bytes = segment.offset_of(to_bytes);
  layout.levels = dictionary.length;
}

void import_plain(const Child& child, Segment& segment, Layout& layout) {
  const std::string_view format = child.schema.format;
  const auto is = [&](std::string_view f, Type type) { return format == f && (layout.type = type, true); };
  if (is("g", Type::number)) {
    layout.values = place<double>(child, segment);
  } else if (is("f", Type::number)) {
    layout.values = widened<float, double>(child, segment);
  } else if (is("l", Type::integer)) {
    layout.values = place<std::int64_t>(child, segment);
  } else if (is("i", Type::integer)) {
    layout.values = widened<std::int32_t, std::int64_t>(child, segment);
  } else if (is("I", Type::integer)) {
    layout.values = widened<std::uint32_t, std::int64_t>(child, segment);
  } else if (is("s", Type::integer)) {
    layout.values = widened<std::int16_t, std::int64_t>(child, segment);
  } else if (is("S", Type::integer)) {
    layout.values = widened<std::uint16_t, std::int64_t>(child, segment);
  } else if (is("c", Type::integer)) {
    layout.values = widened<std::int8_t, std::int64_t>(child, segment);
  } else if (is("C", Type::integer)) {
    layout.values = widened<std::uint8_t, std::int64_t>(child, segment);
  } else if (is("L", Type::number)) {  // does not fit int64
    layout.values = widened<std::uint64_t, double>(child, segment);
  } else if (is("b", Type::boolean)) {
    static_cast<void>(buffer(child, 1));
    layout.values = child.n == 0 ? 0 : place_bits(child, 1, segment);
  } else if (is("tdD", Type::date)) {
    layout.values = place<std::int32_t>(child, segment);
  } else if (is("u", Type::text)) {
    dictionary_from_texts<std::int32_t>(child, segment, layout);
  } else if (is("U", Type::text)) {
    dictionary_from_texts<std::int64_t>(child, segment, layout);
  } else {
    refuse(child, "its Arrow format '" + std::string(format) +
                      "' is not read; see clusia_source_interface in abi.h for those that are");
  }
  if (layout.type == Type::number) nan_is_missing(child, segment, layout);
}

Layout import_child(const Child& child, Segment& segment) {
  const bool texts =
      child.schema.dictionary == nullptr && (child.schema.format[0] == 'u' || child.schema.format[0] == 'U');
  if (child.array.n_buffers != (texts ? 3 : 2) || child.array.buffers == nullptr)
    refuse(child, "it has the wrong number of buffers");
  if ((child.schema.dictionary == nullptr) != (child.array.dictionary == nullptr))
    refuse(child, "a dictionary stands in one struct only");
  Layout layout;
  layout.name = child.name;
  layout.n = child.n;
  count_missing(child, segment, layout);
  if (child.schema.dictionary == nullptr) {
    import_plain(child, segment, layout);
  } else {
    layout.type = Type::text;
    dictionary_as_given(child, segment, layout);
  }
  return layout;
}

}  // namespace

std::vector<Layout> import_arrow(const ArrowSchema& schema, const ArrowArray& array, Segment& segment) {
  if (schema.format == nullptr || std::strcmp(schema.format, "+s") != 0 || schema.n_children != array.n_children)
    throw std::runtime_error("the source returned no struct array with one child a column");
  if (array.length < 0 || array.length > most_rows || array.offset < 0 || array.offset > most_rows)
    throw std::runtime_error("the source returned a struct array of an impossible length or offset");
  if (array.n_children < 0 || (array.n_children > 0 && (schema.children == nullptr || array.children == nullptr)))
    throw std::runtime_error("the source returned a struct array without its children");
  const void* validity = array.n_buffers > 0 && array.buffers != nullptr ? array.buffers[0] : nullptr;
  bool whole = array.null_count <= 0;  // -1: not counted
  for (std::int64_t row = 0; whole && validity != nullptr && array.null_count != 0 && row < array.length; ++row)
    whole = bit(validity, row + array.offset);
  if (!whole) throw std::runtime_error("the source returned a struct array with missing structs");
  std::vector<Layout> layouts;
  for (std::int64_t k = 0; k < array.n_children; ++k) {
    if (schema.children[k] == nullptr || array.children[k] == nullptr)
      throw std::runtime_error("the source returned a struct array without its children");
    const ArrowSchema& s = *schema.children[k];
    const ArrowArray& a = *array.children[k];
    if (s.format == nullptr) throw std::runtime_error("the source returned a column without a format");
    const Child child{s, a, array.length, a.offset + array.offset, s.name == nullptr ? "" : s.name};
    if (a.offset < 0 || a.offset > most_rows) refuse(child, "its offset is impossible");
    if (a.length < array.offset + array.length) refuse(child, "it has fewer rows than the others");
    layouts.push_back(import_child(child, segment));
  }
  return layouts;
}

}  // namespace clusia
