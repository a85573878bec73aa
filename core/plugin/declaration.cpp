#include "plugin/declaration.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace clusia {

namespace {

template <class Items>
auto named(const Items& items, std::string_view name) -> decltype(items.data()) {
  const auto found = std::ranges::find(items, name, [](const auto& item) -> std::string_view { return item.name; });
  return found == items.end() ? nullptr : &*found;
}

std::string in_quotes(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20 || byte == 0x7F) {
          out += "\\u00";
          out += digits[byte >> 4];
          out += digits[byte & 15];
        } else {
          out += c;
        }
    }
  }
  return out += '"';
}

std::string key_of(std::string_view text) {
  const auto bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !text.empty() && std::ranges::all_of(text, bare) ? std::string(text) : in_quotes(text);
}

/// The shortest text that reads back as the same number.
std::string number_of(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  char buffer[32];
  const auto end = std::to_chars(std::begin(buffer), std::end(buffer), number).ptr;
  std::string text(std::begin(buffer), end);
  // TOML would take digits alone for an integer, and refuse one beyond 64 bits.
  if (std::abs(number) >= 0x1p53 && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

template <class Items, class Write>
std::string list_of(const Items& items, const Write& write) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ", ";
    out += write(item);
  }
  return out += ']';
}

std::string map_of(const Value& value) {
  if (value.keys.empty()) return "{}";
  std::string out = "{ ";
  for (std::size_t k = 0; k < value.keys.size(); ++k) {
    if (k > 0) out += ", ";
    out += key_of(value.keys[k]) + " = " + in_quotes(value.texts[k]);
  }
  return out += " }";
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::source:
      return "source";
    case Kind::indicator:
      return "indicator";
    case Kind::comparator:
      return "comparator";
  }
  throw std::logic_error("a kind of plugin that does not exist: " + std::to_string(static_cast<std::int32_t>(kind)));
}

std::vector<std::string> names_of_designs(std::uint32_t bits) {
  std::vector<std::string> names;
  for (const StudyDesign& design : study_designs)
    if (bits == 0 || (bits & design.bit) != 0) names.emplace_back(design.name);
  return names;
}

const ParameterDeclaration* Declaration::parameter(std::string_view name) const { return named(parameters, name); }

bool Declaration::has_power(std::string_view id) const {
  return std::find(powers.begin(), powers.end(), id) != powers.end();
}

const InputDeclaration* Declaration::input(std::string_view name) const { return named(inputs, name); }

std::string text_of(const ParameterDeclaration& declaration, const Value& value) {
  if (!value.is_set) return {};
  switch (declaration.type) {
    case CLUSIA_NUMBER:
      return number_of(value.number);
    case CLUSIA_INTEGER:
      return std::to_string(value.integer);
    case CLUSIA_BOOLEAN:
      return value.integer != 0 ? "true" : "false";
    case CLUSIA_NUMBERS:
      return list_of(value.numbers, number_of);
    case CLUSIA_TEXTS:
      return list_of(value.texts, in_quotes);
    case CLUSIA_TEXT_MAP:
      return map_of(value);
    default:
      return in_quotes(value.text);
  }
}

LentValues::LentValues(const std::vector<ParameterDeclaration>& declarations, Values values)
    : kept_(std::move(values)) {
  if (declarations.size() != kept_.size()) throw std::logic_error("as many values are lent as there are declarations");
  const auto lend = [this](const std::vector<std::string>& texts) {
    auto& list = pointers_.emplace_back();
    for (const auto& text : texts) list.push_back(text.c_str());
    return list.data();
  };
  for (std::size_t k = 0; k < kept_.size(); ++k) {
    const Value& value = kept_[k];
    clusia_value& lent = values_.emplace_back(clusia_value{});
    if (!value.is_set) continue;
    lent.is_set = 1;
    lent.integer = value.integer;
    lent.number = value.number;
    switch (declarations[k].type) {
      case CLUSIA_TEXT:
      case CLUSIA_CHOICE:
      case CLUSIA_PATH:
        lent.text = value.text.c_str();
        break;
      case CLUSIA_NUMBERS:
        lent.n = static_cast<std::int64_t>(value.numbers.size());
        lent.numbers = value.numbers.data();
        break;
      case CLUSIA_TEXT_MAP:
        lent.keys = lend(value.keys);
        [[fallthrough]];
      case CLUSIA_TEXTS:
        lent.n = static_cast<std::int64_t>(value.texts.size());
        lent.texts = lend(value.texts);
        break;
      default:
        break;
    }
  }
}

}  // namespace clusia
