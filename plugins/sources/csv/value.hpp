/// Texts as values. Free of the locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace csv {

enum class Type : uint8_t { none, integer, number, boolean, date, text };

/// The narrowest type that holds the values of both. Associative and commutative, so that the type of a column depends
/// neither on the order of its rows nor on how they were split.
Type join(Type a, Type b);

/// The type whose word in `types` this is; none: no such word.
Type type_named(std::string_view word);

/// A column whose type is inferred keeps codes such as 007 as text, and takes 0 and 1 for integers. A declared type is
/// read as told.
enum class Reading : uint8_t { inferred, declared };

/// A number as most are written: an optional minus and at most fifteen digits, with at most one point among them.
struct ShortNumber {
  int64_t digits = 0;  // without the point
  int behind_point = 0;
  bool negative = false, has_point = false;
  bool is_code = false;  // such as 007

  int64_t integer() const { return negative ? -digits : digits; }
  /// The digits and the power of ten are doubles, so that one division gives the nearest double to the quotient
  /// (Clinger 1990).
  double value() const {
    static constexpr double powers[]{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    const double size = static_cast<double>(digits) / powers[behind_point];
    return negative ? -size : size;
  }
};

/// Reads one from the front of [at, end) and says where it ends; nullptr: none is there, or a longer one.
inline const char* read_short(const char* at, const char* end, char decimal, ShortNumber& out) {
  constexpr std::ptrdiff_t most_digits = 15;  // below 2^53
  uint64_t digits = 0;                        // of a longer one whatever is left of it
  const auto read_digits = [&] {
    for (unsigned digit = 0; at != end && (digit = static_cast<unsigned char>(*at - '0')) < 10; ++at)
      digits = 10 * digits + digit;
  };
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* const first = at;
  read_digits();
  const std::ptrdiff_t before_point = at - first;
  const bool has_point = at != end && *at == decimal;
  const char* const behind = has_point ? ++at : at;
  if (has_point) read_digits();
  const std::ptrdiff_t behind_point = at - behind;
  const std::ptrdiff_t all = before_point + behind_point;
  if (all == 0 || all > most_digits) return nullptr;
  out = {static_cast<int64_t>(digits), static_cast<int>(behind_point), negative, has_point,
         before_point > 1 && *first == '0'};
  return at;
}

std::optional<int64_t> integer(std::string_view text, Reading reading);
std::optional<double> number(std::string_view text, char decimal, Reading reading);
std::optional<bool> boolean(std::string_view text, Reading reading);
/// Days since 1970-01-01 of yyyy-mm-dd, if there is such a day.
std::optional<int32_t> date(std::string_view text);
/// Whether a number is written as an integer that 64 bits do not hold.
bool is_oversized_integer(std::string_view text);

/// The narrowest type of an inferred column that holds this text.
Type classify(std::string_view text, char decimal);

}  // namespace csv
