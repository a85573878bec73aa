/// The names that a formula mentions, found before it is parsed, so that a mistake is told with its place and its mend.
#pragma once

#include <string>
#include <string_view>
#include <vector>

struct Word {
  std::string text;
  std::size_t position;  ///< of its first character, counted from 1
};

/// Names of columns and functions, in order; numbers such as 1e6 are none.
std::vector<Word> words_of(std::string_view formula);

/// A letter or `_`, then letters, digits and `_`: what a formula can call a column.
bool is_name(std::string_view text);

/// The place of an `=` that is none of `==`, `<=`, `>=`, `!=`, counted from 1; 0: there is none.
std::size_t assignment_in(std::string_view formula);

/// The closest of `names` by the number of changed letters (Levenshtein 1966), if it is close; else "".
std::string nearest(std::string_view to, const std::vector<std::string>& names);
