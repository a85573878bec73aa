#include "study/values.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "study/nearest.hpp"

namespace clusia {

namespace {

std::string as_toml(std::int32_t type, const Value& value) {
  ParameterDeclaration declaration;
  declaration.type = type;
  return text_of(declaration, value);
}

std::string shown(double number) {
  Value value;
  value.is_set = true;
  value.number = number;
  return as_toml(CLUSIA_NUMBER, value);
}

std::string in_quotes(std::string text) {
  constexpr std::size_t room = 60;
  if (text.size() > room) {
    std::size_t end = room;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // never cut a UTF-8 sequence
    text = text.substr(0, end) + "...";
  }
  Value value;
  value.is_set = true;
  value.text = std::move(text);
  return as_toml(CLUSIA_TEXT, value);
}

std::string text_of(const toml::date& date) {
  std::ostringstream out;
  out << date;
  return out.str();
}

/// "between 0 and 1", "at least 0", "" where both ends are open.
std::string range_of(const ParameterDeclaration& declaration) {
  const bool below = std::isfinite(declaration.minimum), above = std::isfinite(declaration.maximum);
  if (below && above) return "between " + shown(declaration.minimum) + " and " + shown(declaration.maximum);
  if (below) return "at least " + shown(declaration.minimum);
  return above ? "at most " + shown(declaration.maximum) : "";
}

/// Reads one value and stops at the first thing wrong with it; a list is read to its end.
class ValueReader {
 public:
  ValueReader(const ParameterDeclaration& declaration, const toml::node& node, const std::string& subject,
              const std::filesystem::path& folder, Problems& problems)
      : declaration_(declaration), node_(node), subject_(subject), folder_(folder), problems_(problems) {}

  std::optional<Value> read() {
    out_.is_set = true;
    out_.is_default = false;
    if (!read_by_type()) return std::nullopt;
    return out_;
  }

 private:
  bool read_by_type() {
    switch (declaration_.type) {
      case CLUSIA_NUMBER:
        return number();
      case CLUSIA_INTEGER:
        return integer();
      case CLUSIA_BOOLEAN:
        return boolean();
      case CLUSIA_TEXT:
        return text();
      case CLUSIA_CHOICE:
        return choice();
      case CLUSIA_WAVE:
        return wave();
      case CLUSIA_PATH:
        return path();
      case CLUSIA_NUMBERS:
        return list(CLUSIA_NUMBER, [this](const Value& v) { out_.numbers.push_back(v.number); });
      case CLUSIA_TEXTS:
        return list(CLUSIA_TEXT, [this](const Value& v) { out_.texts.push_back(v.text); });
      case CLUSIA_TEXT_MAP:
        return text_map();
      default:
        throw std::logic_error("parameter '" + declaration_.name + "' is of a type that does not exist");
    }
  }

  bool fault(const std::string& what, const std::string& mend) {
    problems_.add(position_of(node_), what, mend);
    return false;
  }
  bool must_be(const std::string& what) { return fault(subject_ + " is " + found(node_), "it must be " + what); }
  bool mistyped() { return must_be(wanted(declaration_)); }
  bool in_range(double number) {
    return (number >= declaration_.minimum && number <= declaration_.maximum) || must_be(range_of(declaration_));
  }
  bool without_nul(const std::string& text) {
    return text.find('\0') == std::string::npos || fault(subject_ + " holds the character U+0000", "remove it");
  }

  bool number() {
    if (!node_.is_number()) return mistyped();
    out_.number =
        node_.is_integer() ? static_cast<double>(node_.as_integer()->get()) : node_.as_floating_point()->get();
    return std::isfinite(out_.number) ? in_range(out_.number) : must_be("a finite number");
  }
  bool integer() {
    if (!node_.is_integer()) return mistyped();
    out_.integer = node_.as_integer()->get();
    return in_range(static_cast<double>(out_.integer));
  }
  bool boolean() {
    if (!node_.is_boolean()) return mistyped();
    out_.integer = node_.as_boolean()->get() ? 1 : 0;
    return true;
  }
  bool text() {
    if (!node_.is_string()) return mistyped();
    out_.text = node_.as_string()->get();
    return without_nul(out_.text);
  }
  bool choice() {
    const auto* text = node_.as_string();
    const auto& choices = declaration_.choices;
    const auto at = text == nullptr ? choices.end() : std::ranges::find(choices, text->get());
    if (at == choices.end()) return mistyped();
    out_.text = *at;
    out_.integer = at - choices.begin();
    return true;
  }
  bool wave() {
    const auto level = node_.is_boolean() ? std::nullopt : level_of(node_);
    if (!level) return mistyped();
    out_.text = *level;
    return true;
  }
  bool path() {
    if (!text()) return false;
    if (out_.text.empty()) return must_be(wanted(declaration_));
    const std::filesystem::path full = (folder_ / out_.text).lexically_normal();
    std::error_code ignored;
    const auto status = std::filesystem::status(full, ignored);
    if (!std::filesystem::exists(status))
      problems_.add({{},
                     position_of(node_),
                     "file not found: " + out_.text,
                     "correct the path; it is taken from the study's folder",
                     true});
    if (std::filesystem::is_directory(status))
      return fault(subject_ + " is a folder: " + out_.text, "write the path of a file");
    out_.text = full.string();
    return true;
  }

  std::optional<Value> element(std::int32_t type, const toml::node& node, const std::string& subject) {
    ParameterDeclaration declaration = declaration_;
    declaration.type = type;
    return read_value(declaration, node, subject, folder_, problems_);
  }
  template <class Keep>
  bool list(std::int32_t type, const Keep& keep) {
    if (!node_.is_array()) return mistyped();
    std::size_t read = 0, k = 0;
    for (const auto& node : *node_.as_array()) {
      const auto value = element(type, node, "item " + std::to_string(++k) + " of " + subject_);
      if (value) keep(*value), ++read;
    }
    return read == k;
  }
  bool text_map() {
    if (!node_.is_table()) return mistyped();
    bool good = true;
    for (const auto& [key, node] : *node_.as_table()) {
      const std::string name(key.str());
      const auto value = element(CLUSIA_TEXT, node, "'" + name + "' of " + subject_);
      good = good && value && without_nul(name);
      if (value) out_.keys.push_back(name), out_.texts.push_back(value->text);
    }
    return good;
  }

  const ParameterDeclaration& declaration_;
  const toml::node& node_;
  const std::string& subject_;
  const std::filesystem::path& folder_;
  Problems& problems_;
  Value out_;
};

}  // namespace

std::string found(const toml::node& node) {
  if (const auto* text = node.as_string()) return "the text " + in_quotes(text->get());
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* number = node.as_floating_point()) {
    const std::string digits = shown(number->get());
    return digits.find_first_of(".en") == std::string::npos ? digits + ".0" : digits;
  }
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (const auto* date = node.as_date()) return "the date " + text_of(date->get());
  if (node.is_time()) return "a time of day";
  if (node.is_date_time()) return "a date with a time";
  if (node.is_table()) return "a table";
  return node.as_array()->empty() ? "an empty list" : "a list";
}

std::string wanted(const ParameterDeclaration& declaration) {
  const std::string range = range_of(declaration);
  const std::string limits = range.empty() ? "" : (range.starts_with("between") ? " " : ", ") + range;
  switch (declaration.type) {
    case CLUSIA_NUMBER:
      return "a number" + limits;
    case CLUSIA_INTEGER:
      return "a whole number" + limits;
    case CLUSIA_BOOLEAN:
      return "true or false";
    case CLUSIA_TEXT:
      return "a text in quotes";
    case CLUSIA_CHOICE:
      return "one of " + listed(declaration.choices);
    case CLUSIA_WAVE:
      return "a wave: a text, a whole number or a date";
    case CLUSIA_PATH:
      return "the path of a file, a text in quotes";
    case CLUSIA_NUMBERS:
      return "a list of numbers" + (range.empty() ? "" : ", each " + range);
    case CLUSIA_TEXTS:
      return "a list of texts in quotes";
    case CLUSIA_TEXT_MAP:
      return "a table of texts, { name = \"text\" }";
    default:
      throw std::logic_error("parameter '" + declaration.name + "' is of a type that does not exist");
  }
}

std::optional<std::string> level_of(const toml::node& node) {
  if (const auto* text = node.as_string())
    return text->get().find('\0') == std::string::npos ? std::optional(text->get()) : std::nullopt;
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* boolean = node.as_boolean()) return boolean->get() ? "true" : "false";
  if (const auto* date = node.as_date()) return text_of(date->get());
  return std::nullopt;
}

bool is_name(const toml::node& node) { return node.is_string() && !level_of(node).value_or("").empty(); }

std::optional<Value> read_value(const ParameterDeclaration& declaration, const toml::node& node,
                                const std::string& subject, const std::filesystem::path& folder, Problems& problems) {
  return ValueReader(declaration, node, subject, folder, problems).read();
}

Value default_of(const ParameterDeclaration& declaration, const std::filesystem::path& folder) {
  if (!declaration.default_text) return {};
  std::string toml = *declaration.default_text;
  if (declaration.type == CLUSIA_WAVE && (toml == "first" || toml == "last")) toml = in_quotes(toml);
  try {
    const toml::table parsed = toml::parse("value = " + toml);
    Problems problems({});
    const auto value = read_value(declaration, *parsed.get("value"), "it", folder, problems);
    if (!value)
      throw std::invalid_argument(sorted(problems.all()).front().what + ": " + sorted(problems.all()).front().mend);
    Value out = *value;
    out.is_default = true;
    return out;
  } catch (const toml::parse_error& error) {
    throw std::invalid_argument(std::string(error.description()));
  }
}

}  // namespace clusia
