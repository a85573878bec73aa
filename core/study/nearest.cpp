#include "study/nearest.hpp"

#include <algorithm>

namespace clusia {

namespace {

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = small(a[i - 1]), y = small(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (x == y ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && x == small(b[j - 2]) && small(a[i - 2]) == y;
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last[b.size()];
}

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& known) {
  std::optional<std::string> best;
  std::size_t least = std::max<std::size_t>(name.size() / 3, 1) + 1;
  for (const auto& candidate : known) {
    const std::size_t apart = std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size());
    // A name of one letter is one edit away from every other.
    if (candidate == name || apart >= least) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "'" : ", '") + name + "'";
  return out;
}

std::string mend_of(std::string_view name, const std::vector<std::string>& known, std::string_view of_what) {
  if (const auto meant = nearest(name, known)) return "write '" + *meant + "'";
  if (known.empty()) return "there are no " + std::string(of_what);
  return "the " + std::string(of_what) + " are " + listed(known);
}

}  // namespace clusia
