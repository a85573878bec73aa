#include "frame/column_writer.hpp"

#include <algorithm>

namespace clusia {
namespace {

void set(std::uint8_t* bits, std::int64_t i) {
  bits[i >> 3] = static_cast<std::uint8_t>(bits[i >> 3] | (1U << (i & 7)));
}

}  // namespace

ColumnWriter::ColumnWriter(const std::string& name, Type type, std::int64_t n, const std::shared_ptr<Segment>& segment)
    : segment_(segment), valid_(segment->allocate_values<std::uint8_t>((n + 7) / 8)) {
  layout_.name = name;
  layout_.type = type;
  layout_.n = n;
  layout_.missing = n;
  const std::int64_t bytes = type == Type::boolean                      ? (n + 7) / 8
                             : type == Type::text || type == Type::date ? 4 * n
                                                                        : 8 * n;
  values_ = segment->allocate_values<std::byte>(bytes);
}

void ColumnWriter::take(std::int64_t at, const Column& from, std::int64_t row, std::int32_t first) {
  if (!from.valid(row)) return;
  switch (layout_.type) {
    case Type::number:
      return put(at, from.as_number(row));
    case Type::integer:
      return put(at, from.integers()[row]);
    case Type::date:
      return put(at, from.days()[row]);
    case Type::text:
      return put(at, first + from.codes()[row]);
    case Type::boolean:
      return put_boolean(at, from.boolean(row));
  }
}

void ColumnWriter::put_boolean(std::int64_t at, bool value) {
  if (value) set(reinterpret_cast<std::uint8_t*>(values_), at);
  mark(at);
}

std::int32_t ColumnWriter::add_levels(const Column& of) {
  const auto first = static_cast<std::int32_t>(levels_.size());
  for (std::int64_t k = 0; of.type() == Type::text && k < of.levels(); ++k) levels_.emplace_back(of.level(k));
  return first;
}

std::int32_t ColumnWriter::add_level(const std::string& level) {
  levels_.push_back(level);
  return static_cast<std::int32_t>(levels_.size()) - 1;
}

Column ColumnWriter::finished() {
  layout_.values = segment_->offset_of(values_);
  if (layout_.missing > 0) layout_.validity = segment_->offset_of(valid_);
  if (layout_.type == Type::text) place_levels();
  return {layout_, segment_};
}

void ColumnWriter::mark(std::int64_t at) {
  set(valid_, at);
  --layout_.missing;
}

void ColumnWriter::place_levels() {
  std::size_t total = 0;
  for (const std::string& level : levels_) total += level.size();
  auto* ends = segment_->allocate_values<std::int32_t>(static_cast<std::int64_t>(levels_.size()) + 1);
  auto* bytes = segment_->allocate_values<char>(static_cast<std::int64_t>(total));
  std::int32_t end = 0;
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    std::copy(levels_[k].begin(), levels_[k].end(), bytes + end);
    ends[k + 1] = end += static_cast<std::int32_t>(levels_[k].size());
  }
  layout_.dictionary_ends = segment_->offset_of(ends);
  layout_.dictionary_bytes = segment_->offset_of(bytes);
  layout_.levels = static_cast<std::int64_t>(levels_.size());
}

}  // namespace clusia
