#include "value.hpp"

#include <locale.h>  // newlocale, strtod_l
#include <stdlib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <string>

namespace csv {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view unsigned_part(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return text;
}

bool is_code(std::string_view digits) { return digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]); }

/// Out of from_chars' range: 0 is the nearest double to what is too small; what is too large has none.
std::optional<double> beyond_range(const std::string& text) {
  static const locale_t c_locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
  const double value = ::strtod_l(text.c_str(), nullptr, c_locale);
  if (!std::isfinite(value)) return {};
  return value;
}

std::optional<double> number_with_point(std::string_view text) {
  const char* const end = text.data() + text.size();
  ShortNumber few;
  if (read_short(text.data(), end, '.', few) == end) return few.value();
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return {};
  if (error == std::errc::result_out_of_range) return beyond_range(std::string(text));
  return value;
}

}  // namespace

Type join(Type a, Type b) {
  if (a == Type::none || a == b) return b;
  if (b == Type::none) return a;
  const auto numeric = [](Type t) { return t == Type::integer || t == Type::number; };
  return numeric(a) && numeric(b) ? Type::number : Type::text;
}

Type type_named(std::string_view word) {
  if (word == "number") return Type::number;
  if (word == "integer") return Type::integer;
  if (word == "boolean") return Type::boolean;
  if (word == "date") return Type::date;
  return word == "text" ? Type::text : Type::none;
}

std::optional<int64_t> integer(std::string_view text, Reading reading) {
  const std::string_view digits = unsigned_part(text);
  if (digits.empty() || !is_digit(digits[0])) return {};
  if (reading == Reading::inferred && is_code(digits)) return {};
  if (text.front() == '+') text = digits;
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error != std::errc{}) return {};
  return value;
}

std::optional<double> number(std::string_view text, char decimal, Reading reading) {
  const std::string_view digits = unsigned_part(text);
  if (digits.empty() || (!is_digit(digits[0]) && digits[0] != decimal)) return {};  // from_chars would take inf and nan
  if (reading == Reading::inferred && is_code(digits)) return {};
  if (text.front() == '+') text = digits;
  if (decimal == '.') return number_with_point(text);
  if (text.find('.') != std::string_view::npos) return {};
  std::string with_point(text);
  std::replace(with_point.begin(), with_point.end(), decimal, '.');
  return number_with_point(with_point);
}

std::optional<bool> boolean(std::string_view text, Reading reading) {
  if (text == "TRUE" || text == "true") return true;
  if (text == "FALSE" || text == "false") return false;
  if (reading == Reading::declared && text == "1") return true;
  if (reading == Reading::declared && text == "0") return false;
  return {};
}

std::optional<int32_t> date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  int parts[3] = {0, 0, 0};
  for (std::size_t k = 0, part = 0; k < text.size(); ++k) {
    if (k == 4 || k == 7) {
      ++part;
      continue;
    }
    if (!is_digit(text[k])) return {};
    parts[part] = 10 * parts[part] + (text[k] - '0');
  }
  const std::chrono::year_month_day day{std::chrono::year(parts[0]),
                                        std::chrono::month(static_cast<unsigned>(parts[1])),
                                        std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (!day.ok()) return {};
  return static_cast<int32_t>(std::chrono::sys_days(day).time_since_epoch().count());
}

bool is_oversized_integer(std::string_view text) {
  const std::string_view digits = unsigned_part(text);
  return digits.size() >= 19 && std::all_of(digits.begin(), digits.end(), is_digit) &&
         !integer(text, Reading::declared);
}

Type classify(std::string_view text, char decimal) {
  if (integer(text, Reading::inferred)) return Type::integer;
  if (number(text, decimal, Reading::inferred)) return Type::number;
  if (boolean(text, Reading::inferred)) return Type::boolean;
  return date(text) ? Type::date : Type::text;
}

}  // namespace csv
