#include "names.hpp"

#include <algorithm>
#include <numeric>

namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = i;
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<Word> words_of(std::string_view formula) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < formula.size();) {
    const std::size_t begin = at;
    const bool name = letter(formula[at]);
    const bool number = digit(formula[at]);
    ++at;
    // A number takes its exponent with it: the e of 1e6 is no name.
    while ((name || number) && at < formula.size() &&
           (letter(formula[at]) || digit(formula[at]) || (number && formula[at] == '.')))
      ++at;
    if (name) words.push_back({std::string(formula.substr(begin, at - begin)), begin + 1});
  }
  return words;
}

bool is_name(std::string_view text) {
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return letter(c) || digit(c); });
}

std::size_t assignment_in(std::string_view formula) {
  for (std::size_t at = 0; at < formula.size(); ++at) {
    if (formula[at] != '=') continue;
    if (at + 1 < formula.size() && formula[at + 1] == '=') {
      ++at;
      continue;
    }
    const char before = at == 0 ? ' ' : formula[at - 1];
    if (before != '<' && before != '>' && before != '!') return at + 1;
  }
  return 0;
}

std::string nearest(std::string_view to, const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, to.size() / 3) + 1;
  for (const std::string& name : names)
    if (const std::size_t d = distance(to, name); d < least) {
      least = d;
      best = name;
    }
  return best;
}
