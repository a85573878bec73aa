#include "frame/codes.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace clusia {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

double number_in(std::string_view text) {
  double x = no_number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  return error == std::errc{} && end == text.data() + text.size() ? x : no_number;
}

/// Codes for values that have an order of their own.
template <class T, class ValueAt, class NameOf>
Codes ordered(const Column& column, const ValueAt& value, const NameOf& name) {
  std::vector<T> levels;
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (column.valid(row)) levels.push_back(value(row));
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  Codes codes;
  codes.code.assign(static_cast<std::size_t>(column.size()), -1);
  std::vector<std::int64_t> one_row(levels.size(), 0);
  for (std::int64_t row = 0; row < column.size(); ++row) {
    if (!column.valid(row)) continue;
    const auto level = std::lower_bound(levels.begin(), levels.end(), value(row)) - levels.begin();
    codes.code[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(level);
    one_row[static_cast<std::size_t>(level)] = row;
  }
  for (std::size_t k = 0; k < levels.size(); ++k) {
    codes.names.push_back(name(one_row[k]));
    codes.values.push_back(static_cast<double>(levels[k]));
  }
  return codes;
}

Codes of_texts(const Column& column) {
  const auto n = static_cast<std::size_t>(column.levels());
  std::vector<bool> occurs(n, false);
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (column.valid(row)) occurs[static_cast<std::size_t>(column.codes()[row])] = true;
  struct Level {
    std::string_view text;
    double number;
    std::size_t old;
  };
  std::vector<Level> levels;
  for (std::size_t k = 0; k < n; ++k) {
    const std::string_view text = column.level(static_cast<std::int64_t>(k));
    if (occurs[k]) levels.push_back({text, number_in(text), k});
  }
  const bool numeric = std::none_of(levels.begin(), levels.end(), [](const Level& l) { return std::isnan(l.number); });
  std::stable_sort(levels.begin(), levels.end(), [&](const Level& a, const Level& b) {
    return numeric && a.number != b.number ? a.number < b.number : a.text < b.text;
  });
  std::vector<std::int32_t> becomes(n, -1);
  Codes codes;
  for (const Level& level : levels) {  // a dictionary may hold a text twice
    if (codes.names.empty() || codes.names.back() != level.text) {
      codes.names.emplace_back(level.text);
      codes.values.push_back(level.number);
    }
    becomes[level.old] = codes.levels() - 1;
  }
  codes.code.assign(static_cast<std::size_t>(column.size()), -1);
  for (std::int64_t row = 0; row < column.size(); ++row)
    if (column.valid(row))
      codes.code[static_cast<std::size_t>(row)] = becomes[static_cast<std::size_t>(column.codes()[row])];
  return codes;
}

}  // namespace

std::int32_t Codes::find(std::string_view name) const {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? -1 : static_cast<std::int32_t>(at - names.begin());
}

Codes codes_of(const Column& column) {
  const auto name = [&](std::int64_t row) { return column.as_text(row); };
  switch (column.type()) {
    case Type::number:
      return ordered<double>(
          column, [&](std::int64_t row) { return column.numbers()[row]; }, name);
    case Type::integer:
      return ordered<std::int64_t>(
          column, [&](std::int64_t row) { return column.integers()[row]; }, name);
    case Type::boolean:
      return ordered<int>(
          column, [&](std::int64_t row) { return column.boolean(row) ? 1 : 0; }, name);
    case Type::date:
      return ordered<std::int32_t>(
          column, [&](std::int64_t row) { return column.days()[row]; }, name);
    case Type::text:
      return of_texts(column);
  }
  return {};
}

Codes crossed(std::span<const Codes* const> parts) {
  Codes all = *parts.front();
  for (const Codes* next : parts.subspan(1)) {
    const std::int64_t width = next->levels();
    const auto key = [&](std::size_t row) {
      return all.code[row] < 0 || next->code[row] < 0 ? -1 : all.code[row] * width + next->code[row];
    };
    std::vector<std::int64_t> keys;
    for (std::size_t row = 0; row < all.code.size(); ++row)
      if (key(row) >= 0) keys.push_back(key(row));
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    Codes both;
    for (const std::int64_t k : keys) {
      both.names.push_back(all.names[static_cast<std::size_t>(k / width)] + " · " +
                           next->names[static_cast<std::size_t>(k % width)]);
      both.values.push_back(no_number);
    }
    for (std::size_t row = 0; row < all.code.size(); ++row)
      both.code.push_back(key(row) < 0 ? -1
                                       : static_cast<std::int32_t>(
                                             std::lower_bound(keys.begin(), keys.end(), key(row)) - keys.begin()));
    all = std::move(both);
  }
  return all;
}

clusia_codes view_of(const Codes& codes, std::vector<const char*>& names) {
  if (!codes.present()) return {nullptr, 0, nullptr, nullptr};
  names.clear();
  for (const std::string& name : codes.names) names.push_back(name.c_str());
  return {codes.code.data(), codes.levels(), names.data(), codes.values.data()};
}

}  // namespace clusia
