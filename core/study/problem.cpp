#include "study/problem.hpp"

#include <algorithm>
#include <tuple>

namespace clusia {

namespace {

/// A problem is one line, and must not move a terminal's cursor, whatever names the study made up.
std::string on_one_line(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (c == '\n')
      out += "\\n";
    else if (control)
      out += '?';
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string text_of(const Problem& problem) {
  std::string out = (problem.at.option ? *problem.at.option : problem.file.string()) + ":";
  if (problem.at.line > 0 && !problem.at.option)
    out += std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + ":";
  return on_one_line(out + " " + problem.what + (problem.mend.empty() ? "" : ": " + problem.mend));
}

std::string counted(std::int64_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::vector<Problem> sorted(std::vector<Problem> problems) {
  std::ranges::stable_sort(problems, {}, [](const Problem& p) {
    return p.at.option ? std::tuple(0U, 0U) : std::tuple(p.at.line, p.at.column);
  });
  // A value that stands in several parts of the study is wrong once.
  std::vector<Problem> once;
  for (Problem& p : problems)
    if (std::ranges::none_of(once, [text = text_of(p)](const Problem& other) { return text_of(other) == text; }))
      once.push_back(std::move(p));
  return once;
}

}  // namespace clusia
