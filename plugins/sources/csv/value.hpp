/// Texts as values. Free of the locale.
#pragma once

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
