#include "fill.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace csv {
namespace {

std::size_t bytes_of_bits(int64_t rows) { return static_cast<std::size_t>((rows + 7) / 8); }

std::size_t bytes_for(Type type, int64_t rows) {
  if (type == Type::boolean) return bytes_of_bits(rows);
  const bool wide = type == Type::integer || type == Type::number;
  return static_cast<std::size_t>(rows) * (wide ? sizeof(double) : sizeof(int32_t));
}

}  // namespace

void Column::prepare(int64_t rows, const clusia::ColumnWriter& writer) {
  missing.assign(bytes_of_bits(rows), 0);
  any_missing = any_oversized_integer = false;
  if (type == Type::none) return;
  const std::size_t needed = bytes_for(type, rows);
  if (needed > room) {
    values = writer.allocate<uint8_t>(static_cast<int64_t>(needed));
    room = needed;
  } else if (values != nullptr) {
    std::memset(values, 0, needed);
  }
}

void Column::expect_rows(int64_t first, int64_t last) const {
  if (type != Type::none) expect_writes(as<char>() + bytes_for(type, first), as<char>() + bytes_for(type, last));
}

void Column::write(int64_t rows, clusia::ColumnWriter& writer) const {
  uint8_t* validity = nullptr;
  if (any_missing) {
    validity = writer.allocate<uint8_t>(static_cast<int64_t>(missing.size()));
    std::ranges::transform(missing, validity, [](uint8_t bits) { return static_cast<uint8_t>(~bits); });
  }
  switch (type) {
    case Type::integer:
      return writer.integers(as<int64_t>(), validity, rows);
    case Type::number:
      return writer.numbers(as<double>(), validity, rows);
    case Type::date:
      return writer.dates(as<int32_t>(), validity, rows);
    case Type::text:
      return writer.texts(as<int32_t>(), validity, rows, text_ends, text_bytes, levels);
    case Type::none:
    case Type::boolean:
      break;
  }
  writer.booleans(as<uint8_t>(), validity, rows);
}

Part::Part(Column& column, const Dialect& dialect)
    : column_(&column),
      dialect_(&dialect),
      filling_(column.type),
      missing_(column.missing.data()),
      bits_(column.as<uint8_t>()) {}

bool Part::put(int64_t row, std::string_view text, Lifetime lifetime) {
  if (dialect_->missing(text)) {
    any_missing_ = true;
    missing_.set(row);
    return true;
  }
  if (store(row, text, lifetime)) return true;
  if (column_->reading == Reading::declared) return false;
  widen(text);
  return true;
}

bool Part::store(int64_t row, std::string_view text, Lifetime lifetime) {
  const auto keep = [&]<class T>(const std::optional<T>& value) {
    if (value) column_->as<T>()[row] = *value;
    return value.has_value();
  };
  switch (filling_) {
    case Type::none:
      return false;
    case Type::integer:
      return keep(integer(text, column_->reading));
    case Type::number:
      any_oversized_integer_ = any_oversized_integer_ || is_oversized_integer(text);
      return keep(number(text, dialect_->decimal, column_->reading));
    case Type::boolean: {
      const auto value = boolean(text, column_->reading);
      if (value && *value) bits_.set(row);
      return value.has_value();
    }
    case Type::date:
      return keep(date(text));
    case Type::text:
      break;
  }
  column_->as<int32_t>()[row] = 1 + dictionary_.code(text, lifetime);
  return true;
}

void Part::widen(std::string_view text) {
  seen_ = join(seen_, filling_);  // of the rows before this one
  filling_ = Type::none;
  if (seen_ != Type::text) seen_ = join(seen_, classify(text, dialect_->decimal));
}

std::vector<std::vector<int32_t>> merge(Column& column, std::span<const Part* const> parts,
                                        const clusia::ColumnWriter& writer) {
  Dictionary whole;
  std::size_t most = 0;
  for (const Part* part : parts) most += part->dictionary().texts().size();
  whole.reserve(most);
  std::vector<std::vector<int32_t>> maps;
  for (const Part* part : parts) {
    auto& map = maps.emplace_back(1, 0);
    map.reserve(1 + part->dictionary().texts().size());
    for (const std::string_view text : part->dictionary().texts()) map.push_back(whole.code(text, Lifetime::file));
  }
  std::size_t bytes = 0;
  for (const std::string_view text : whole.texts()) bytes += text.size();
  if (bytes > static_cast<std::size_t>(std::numeric_limits<int32_t>::max()))
    throw clusia::unsupported("column " + quoted(column.name) +
                              " holds more than 2 GiB of different texts: leave it out");

  column.levels = static_cast<int64_t>(whole.texts().size());
  auto* ends = writer.allocate<int32_t>(column.levels + 1);
  auto* to = writer.allocate<char>(static_cast<int64_t>(bytes));
  column.text_ends = ends;
  column.text_bytes = to;
  int32_t end = 0;
  for (const std::string_view text : whole.texts()) {
    if (!text.empty()) std::memcpy(to + end, text.data(), text.size());
    end += static_cast<int32_t>(text.size());
    *++ends = end;
  }
  return maps;
}

}  // namespace csv
