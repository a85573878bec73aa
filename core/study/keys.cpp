#include "study/keys.hpp"

#include <algorithm>

namespace clusia {

namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_spelt(Spelling spelling, std::string_view text) {
  switch (spelling) {
    case Spelling::id:
      return !text.empty() && std::ranges::all_of(text, [](char c) { return is_small(c) || is_digit(c) || c == '-'; });
    case Spelling::name:
      return !text.empty() && is_small(text.front()) &&
             std::ranges::all_of(text, [](char c) { return is_small(c) || is_digit(c) || c == '_'; });
    case Spelling::any:
      break;
  }
  return !text.empty();
}

std::string_view rule_of(Spelling spelling) {
  switch (spelling) {
    case Spelling::id:
      return "made of small letters, digits and '-'";
    case Spelling::name:
      return "made of small letters, digits and '_', beginning with a letter";
    case Spelling::any:
      break;
  }
  return "a text that is not empty";
}

std::string_view pattern_of(Spelling spelling) {
  switch (spelling) {
    case Spelling::id:
      return "^[a-z0-9-]+$";
    case Spelling::name:
      return "^[a-z][a-z0-9_]*$";
    case Spelling::any:
      break;
  }
  return "";
}

const Key* Section::key(std::string_view name) const {
  const auto found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> Section::names() const {
  std::vector<std::string> out;
  for (const auto& key : keys) out.push_back(key.name);
  return out;
}

}  // namespace clusia
