#include "problems.hpp"

#include <algorithm>
#include <clusia/plugin.hpp>

namespace csv {

void Problems::append(const Problems& later) {
  for (const Problem& problem : later.first_)
    if (first_.size() < kept) first_.push_back(problem);
  count_ += later.count_;
}

void Problems::raise(const File& file) const {
  constexpr std::size_t room = sizeof(clusia_error::message) - 1;
  constexpr std::size_t tail = sizeof("\nand 9223372036854775807 more") - 1;
  std::string message;
  std::vector<std::string_view> mends;
  int64_t told = 0;
  for (const Problem& problem : first_) {
    std::string line = file.place(problem.offset) + ": " + problem.what;
    if (std::find(mends.begin(), mends.end(), problem.mend) == mends.end()) line += ": " + problem.mend;
    if (told > 0 && message.size() + 1 + line.size() + tail > room) break;
    mends.push_back(problem.mend);
    message += (told == 0 ? "" : "\n") + line;
    ++told;
  }
  if (told < count_) message += "\nand " + std::to_string(count_ - told) + " more";
  throw clusia::failed(message);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::size_t n = std::min(text.size(), longest);
  while (n < text.size() && n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) --n;
  std::string out(1, '\'');
  out.append(text.substr(0, n)).append(n < text.size() ? "...'" : "'");
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return out;
}

std::string toml_key(std::string_view name) {
  const auto bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (std::all_of(name.begin(), name.end(), bare)) return std::string(name);
  return std::string(1, '"').append(name).append("\"");
}

}  // namespace csv
