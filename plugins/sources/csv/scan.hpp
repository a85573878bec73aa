/// The grammar (RFC 4180): fields out of bytes.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "problems.hpp"
#include "value.hpp"

namespace csv {

struct Field {
  std::string_view
      text;  // without the quotes; doubled quotes still doubled; an unquoted field without the blanks around it
  std::size_t offset;       // of its first byte, or of its opening quote
  bool has_doubled_quotes;  // text is to be read through undoubled()
  bool is_short = false;    // the text is `number`
  ShortNumber number = {};
};

std::string undoubled(std::string_view text);

/// Whether this is one character that no number, quote or line end could be taken for.
bool may_delimit(std::string_view text);

/// What came after a field.
enum class After { field, row, fault };

enum class Fault { bare_quote, text_after_quote, unterminated, lone_return };

/// Reads field after field. After a fault the rest has no sure meaning, and the scanner must not be asked again.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t at, char delimiter, char decimal);

  After next(Field& field) {
    const char* const first = at_;
    if (at_ != end_ && *at_ == '"') return next_quoted(field);
    // Most fields are numbers: those are read while their end is looked for.
    const char* at = read_short(first, end_, decimal_, field.number);
    field.is_short = at != nullptr && (at == end_ || ends_plain(*at));
    if (!field.is_short)
      for (at = first; at != end_ && !ends_plain(*at);) ++at;
    at_ = at;
    field.text = field.is_short ? std::string_view(first, static_cast<std::size_t>(at - first)) : trimmed(first, at);
    field.offset = offset(first);
    field.has_doubled_quotes = false;
    return after(Fault::bare_quote, offset(first));
  }
  /// Where the next field begins, or where the fault is.
  std::size_t at() const { return offset(at_); }
  /// Where the row of the field just read ends: at its line end, or at the end of the file.
  std::size_t row_end() const { return row_end_; }
  /// After a fault: what it is, in words. `file` for the place where a quote was opened.
  Problem problem(const File& file) const;

 private:
  std::size_t offset(const char* p) const { return static_cast<std::size_t>(p - begin_); }
  bool ends_plain(char c) const { return ends_plain_[static_cast<unsigned char>(c)]; }
  bool blank(char c) const { return (c == ' ' || c == '\t') && c != delimiter_; }
  std::string_view trimmed(const char* first, const char* last) const {
    while (first != last && blank(*first)) ++first;
    while (first != last && blank(last[-1])) --last;
    return {first, static_cast<std::size_t>(last - first)};
  }
  After next_quoted(Field& field);
  /// What the byte after a field says; `otherwise` is the fault if it is neither a delimiter nor a line end.
  After after(Fault otherwise, std::size_t field_offset) {
    if (at_ != end_ && *at_ == delimiter_) {
      ++at_;
      return After::field;
    }
    row_end_ = offset(at_);
    if (at_ == end_) return After::row;
    if (*at_ == '\r' && end_ - at_ > 1 && at_[1] == '\n') ++at_;
    if (*at_ == '\n') {
      ++at_;
      return After::row;
    }
    fault_ = *at_ == '\r' ? Fault::lone_return : otherwise;
    opened_ = field_offset;
    return After::fault;
  }

  const char *begin_, *at_, *end_;
  char delimiter_, decimal_;
  std::array<bool, 256> ends_plain_{};
  std::size_t row_end_ = 0;
  Fault fault_{};
  std::size_t opened_ = 0;
};

/// Throws at the first byte of text[begin, end) that is NUL or no UTF-8. Returns quietly otherwise.
void check_encoding(const File& file, std::size_t begin, std::size_t end);

/// Bytes of the valid UTF-8 sequence that the text, which is not empty, begins with; 0 if there is none. NUL counts as
/// none.
std::size_t sequence_length(std::string_view text);

}  // namespace csv
