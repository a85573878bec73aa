#include "values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace clusia::kit {
namespace {

[[noreturn]] void refuse(const clusia_parameter& p, const std::string& what) {
  throw std::runtime_error("parameter '" + std::string(p.name) + "': " + what);
}

/// A text in TOML, value by value.
class Reader {
 public:
  Reader(const clusia_parameter& declared, const std::string& toml) : p_(declared), s_(toml) {}

  char next() {
    while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\t' || s_[at_] == '\n')) ++at_;
    return at_ < s_.size() ? s_[at_] : '\0';
  }
  bool take(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }
  void end() {
    if (next() != '\0') refuse(p_, "'" + s_ + "' has '" + s_.substr(at_) + "' left over: write one value as TOML");
  }
  double number() {
    next();
    double x = 0;
    const char* from = s_.c_str() + at_ + (s_[at_] == '+' ? 1 : 0);
    const auto [end, error] = std::from_chars(from, s_.c_str() + s_.size(), x);
    if (error != std::errc{}) refuse(p_, "'" + s_ + "' is no number: write one as TOML, such as 0.6");
    at_ = static_cast<std::size_t>(end - s_.c_str());
    if (x < p_.minimum || x > p_.maximum)
      refuse(p_, "'" + s_ + "' is outside its range: correct the range or the value");
    return x;
  }
  std::string text() {
    const char quote = next();
    if (quote != '"' && quote != '\'') refuse(p_, "'" + s_ + "' is no text: put it in quotes");
    const std::size_t end = s_.find(quote, at_ + 1);
    if (end == std::string::npos) refuse(p_, "'" + s_ + "' has no closing quote: add it");
    const std::string found = s_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return found;
  }
  std::string key() {
    if (next() == '"' || next() == '\'') return text();
    const std::size_t end = s_.find_first_of(" =", at_);
    const std::string found = s_.substr(at_, end - at_);
    at_ = end == std::string::npos ? s_.size() : end;
    return found;
  }
  template <class One>
  void list(char open, char close, const One& one) {
    if (!take(open)) refuse(p_, "'" + s_ + "' is of another type: write it between " + open + " and " + close);
    while (!take(close)) {
      one();
      if (!take(',') && next() != close)
        refuse(p_, "'" + s_ + "' has no end or no comma: write " + open + "a, b" + close);
    }
  }

 private:
  const clusia_parameter& p_;
  const std::string& s_;
  std::size_t at_ = 0;
};

Value choice(const clusia_parameter& p, const std::string& word) {
  Value v{true};
  std::string all;
  for (const char* const* c = p.choices; c != nullptr && *c != nullptr; ++c, ++v.integer) {
    if (word == *c) return v.text = word, v;
    all += (all.empty() ? "" : ", ") + std::string(*c);
  }
  refuse(p, "'" + word + "' is none of its choices: take one of " + all);
}

Value wave(const clusia_parameter& p, const std::string& word) {
  Value v{true};
  v.text = word;
  v.integer = word == "first" ? 0 : word == "last" ? 2 : word == "second" ? 1 : -2;
  if (v.integer == -2) refuse(p, "'" + word + "' is no wave of the kit's data: first, second or last");
  return v;
}

bool is_word(std::int32_t type) {
  return type == CLUSIA_TEXT || type == CLUSIA_CHOICE || type == CLUSIA_WAVE || type == CLUSIA_PATH;
}

}  // namespace

Value read_value(const clusia_parameter& p, const std::string& toml) {
  const bool bare = is_word(p.type) && (toml.empty() || (toml.front() != '"' && toml.front() != '\''));
  Reader reader(p, toml);
  Value v{true};
  switch (p.type) {
    case CLUSIA_NUMBER:
      v.number = reader.number();
      break;
    case CLUSIA_INTEGER:
      v.number = reader.number();
      v.integer = static_cast<std::int64_t>(v.number);
      if (std::floor(v.number) != v.number) refuse(p, "'" + toml + "' is no integer: write one without a fraction");
      v.number = 0;
      break;
    case CLUSIA_BOOLEAN:
      if (toml != "true" && toml != "false") refuse(p, "'" + toml + "' is neither true nor false: write one of them");
      return v.integer = toml == "true" ? 1 : 0, v;
    case CLUSIA_NUMBERS:
      reader.list('[', ']', [&] { v.numbers.push_back(reader.number()); });
      break;
    case CLUSIA_TEXTS:
      reader.list('[', ']', [&] { v.texts.push_back(reader.text()); });
      break;
    case CLUSIA_TEXT_MAP:
      reader.list('{', '}', [&] {
        v.keys.push_back(reader.key());
        if (!reader.take('=')) refuse(p, "'" + toml + "' has a name without a text: write { name = \"text\" }");
        v.texts.push_back(reader.text());
      });
      break;
    default: {
      const std::string word = bare ? toml : reader.text();
      if (!bare) reader.end();
      if (p.type == CLUSIA_CHOICE) return choice(p, word);
      if (p.type == CLUSIA_WAVE) return wave(p, word);
      return v.text = word, v;
    }
  }
  reader.end();
  return v;
}

std::string text_of(const clusia_parameter& p, const Value& v) {
  const auto number = [](double x) {
    char digits[40];
    return std::string(digits, std::to_chars(digits, digits + sizeof digits, x).ptr);
  };
  const auto list = [](const auto& all, const auto& one) {
    std::string text = "[";
    for (const auto& x : all) text += (text.size() > 1 ? ", " : "") + one(x);
    return text + "]";
  };
  const auto quoted = [](const std::string& s) { return '"' + s + '"'; };
  if (!v.is_set) return "not set";
  if (p.type == CLUSIA_NUMBER) return number(v.number);
  if (p.type == CLUSIA_INTEGER) return std::to_string(v.integer);
  if (p.type == CLUSIA_BOOLEAN) return v.integer != 0 ? "true" : "false";
  if (p.type == CLUSIA_NUMBERS) return list(v.numbers, number);
  if (p.type == CLUSIA_TEXTS) return list(v.texts, quoted);
  if (p.type == CLUSIA_TEXT_MAP) return "{ " + std::to_string(v.keys.size()) + " names }";
  return quoted(v.text);
}

std::vector<Value> guesses(const clusia_parameter& p, std::size_t place, const std::vector<std::string>& words) {
  std::vector<Value> all;
  const auto add = [&](const auto& fill) { fill(all.emplace_back(Value{true})); };
  const auto in_range = [&](double x) { return x >= p.minimum && x <= p.maximum; };
  switch (p.type) {
    case CLUSIA_NUMBER:
    case CLUSIA_INTEGER:
      for (const double x : {1.0, 2.0, 0.5, 10.0, p.minimum, p.maximum})
        if (in_range(x) && std::isfinite(x) && (p.type == CLUSIA_NUMBER || std::floor(x) == x))
          add([&](Value& v) { p.type == CLUSIA_NUMBER ? void(v.number = x) : void(v.integer = std::int64_t(x)); });
      break;
    case CLUSIA_BOOLEAN:
      for (const int x : {0, 1}) add([&](Value& v) { v.integer = x; });
      break;
    case CLUSIA_NUMBERS:
      for (const std::vector<double>& x : {std::vector{1.0, 1.0}, {0.25, 0.5}, {1.0}, {1.0, 2.0, 3.0}})
        if (std::all_of(x.begin(), x.end(), in_range)) add([&](Value& v) { v.numbers = x; });
      break;
    case CLUSIA_TEXTS:
      for (const std::vector<std::string>& x : {std::vector(words.begin(), words.begin() + 3), {words[1]}})
        add([&](Value& v) { v.texts = x; });
      break;
    case CLUSIA_CHOICE:
      for (const char* const* c = p.choices; c != nullptr && *c != nullptr; ++c) all.push_back(choice(p, *c));
      break;
    case CLUSIA_WAVE:
      for (const char* word : {"first", "last", "second"}) all.push_back(wave(p, word));
      break;
    case CLUSIA_TEXT:
      for (std::size_t k = 0; k < words.size(); ++k) add([&](Value& v) { v.text = words[(place + k) % words.size()]; });
      break;
    default:
      break;
  }
  return all;
}

const clusia_value* lend(const std::vector<Value>& values, Memory& memory) {
  std::vector<clusia_value> lent;
  const auto texts = [&](const std::vector<std::string>& of) {
    std::vector<const char*> pointers;
    for (const std::string& text : of) pointers.push_back(memory.text(text));
    return memory.copy(pointers.data(), pointers.size(), "the list of a parameter");
  };
  for (const Value& v : values) {
    clusia_value one{};
    one.is_set = v.is_set ? 1 : 0;
    one.integer = v.integer;
    one.number = v.number;
    if (!v.text.empty() || v.is_set) one.text = memory.text(v.text);
    one.n = static_cast<std::int64_t>(std::max(v.numbers.size(), v.texts.size()));
    if (!v.numbers.empty()) one.numbers = memory.copy(v.numbers.data(), v.numbers.size(), "the numbers of a parameter");
    if (!v.texts.empty()) one.texts = texts(v.texts);
    if (!v.keys.empty()) one.keys = texts(v.keys);
    lent.push_back(one);
  }
  return memory.copy(lent.data(), lent.size(), "the parameters");
}

}  // namespace clusia::kit
