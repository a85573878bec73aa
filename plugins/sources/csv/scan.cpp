#include "scan.hpp"

#include <clusia/plugin.hpp>
#include <cstring>

namespace csv {

std::string undoubled(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t k = 0; k < text.size(); ++k) {
    out += text[k];
    if (text[k] == '"') ++k;
  }
  return out;
}

bool may_delimit(std::string_view text) {
  if (text.size() != 1) return false;
  const char c = text[0];
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return !alphanumeric && c > 0 && std::string_view("\"\r\n.+-").find(c) == std::string_view::npos;
}

Scanner::Scanner(std::string_view text, std::size_t at, char delimiter, char decimal)
    : begin_(text.data()),
      at_(text.data() + at),
      end_(text.data() + text.size()),
      delimiter_(delimiter),
      decimal_(decimal) {
  for (const char c : {delimiter, '"', '\r', '\n'}) ends_plain_[static_cast<unsigned char>(c)] = true;
}

After Scanner::next_quoted(Field& field) {
  const char* const opening = at_++;
  const char* const first = at_;
  bool has_doubled_quotes = false;
  for (;;) {
    at_ = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
    if (at_ == nullptr) {
      at_ = opening;
      fault_ = Fault::unterminated;
      return After::fault;
    }
    if (end_ - at_ == 1 || at_[1] != '"') break;
    has_doubled_quotes = true;
    at_ += 2;
  }
  field = {{first, static_cast<std::size_t>(at_ - first)}, offset(opening), has_doubled_quotes};
  ++at_;
  return after(Fault::text_after_quote, offset(opening));
}

Problem Scanner::problem(const File& file) const {
  switch (fault_) {
    case Fault::bare_quote:
      return {at(), "a quote inside a field that does not begin with one",
              "put the whole field in quotes and double the quote in it"};
    case Fault::text_after_quote:
      return {at(), "text follows the closing quote of the field that opened at " + file.position(opened_),
              "end the field there, or double the quotes inside it"};
    case Fault::unterminated:
      return {at(), "the quote that opens here is never closed", "close it, or double the quotes inside the field"};
    case Fault::lone_return:
      break;
  }
  return {at(), "a carriage return without a line feed", "save the file with LF or CRLF line ends"};
}

std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const auto continues = [&](std::size_t k) { return k < text.size() && (byte(k) & 0xC0U) == 0x80U; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return lead == 0 ? 0 : 1;
  if (lead < 0xC2) return 0;  // a continuation, or an overlong form
  if (lead < 0xE0) return continues(1) ? 2 : 0;
  if (lead < 0xF0) {
    if (!continues(1) || !continues(2)) return 0;
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead > 0xF4 || !continues(1) || !continues(2) || !continues(3)) return 0;
  const bool overlong = lead == 0xF0 && byte(1) < 0x90;
  const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || beyond ? 0 : 4;
}

void check_encoding(const File& file, std::size_t begin, std::size_t end) {
  const std::string_view text = file.text();
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    throw clusia::failed(file.place(0) + ": the file is UTF-16: save it as UTF-8");
  std::size_t bad = begin;
  for (std::size_t length = 1; bad < end && length != 0; bad += length)
    length = sequence_length(text.substr(bad, end - bad));
  if (bad == end) return;
  const auto byte = static_cast<unsigned char>(text[bad]);
  if (byte == 0)
    throw clusia::failed(file.place(bad) + ": a NUL byte: this is no text file, or UTF-16: save it as UTF-8");
  constexpr std::string_view digits = "0123456789ABCDEF";
  throw clusia::failed(file.place(bad) + ": byte 0x" + digits[byte >> 4U] + digits[byte & 15U] +
                       " is no UTF-8: save the file as UTF-8 (it may be Latin-1 or Windows-1252)");
}

}  // namespace csv
