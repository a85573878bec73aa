#include "report/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace clusia::report {
namespace {

constexpr std::string_view minus = "\u2212", none = "\u2013", no_break_space = "\u00a0";
constexpr int finest = 8;

template <class... Format>
std::string to_text(double value, Format... format) {
  std::array<char, 512> buffer{};  // the longest double in fixed notation has 309 digits before the point
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
  return {buffer.data(), end};
}

int magnitude(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

std::string with_thousands(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

}  // namespace

std::string shortest(double value) { return to_text(value); }

int decimals_for(const std::vector<std::optional<double>>& column) {
  double largest = 0;
  for (const auto& value : column)
    if (value && std::isfinite(*value)) largest = std::max(largest, std::abs(*value));
  return largest == 0 ? 0 : std::clamp(3 - magnitude(largest), largest >= 1000 ? 0 : 1, finest);
}

int decimals_of(double value) {
  const std::string fixed = to_text(value, std::chars_format::fixed);
  const auto point = fixed.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(fixed.size() - point - 1);
}

std::string rounded(double value, int decimals) {
  if (std::isnan(value)) return std::string(none);
  if (std::isinf(value)) return (value < 0 ? std::string(minus) : "") + "\u221e";
  const double size = std::abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-8)) {
    std::string text = to_text(size, std::chars_format::scientific, 3);
    return (value < 0 ? std::string(minus) : "") + text;
  }
  std::string digits = to_text(size, std::chars_format::fixed, decimals);
  const bool zero = digits.find_first_not_of("0.") == std::string::npos;
  if (zero && size > 0) digits = to_text(size, std::chars_format::fixed, -magnitude(size));
  return (value < 0 && size > 0 ? std::string(minus) : "") + with_thousands(digits);
}

std::string rounded(const std::optional<double>& value, int decimals) {
  return value ? rounded(*value, decimals) : std::string(none);
}

std::string with_unit(const std::string& number, std::string_view unit) {
  if (unit.empty() || number == none) return number;
  if (unit == "%") return number + "%";
  std::string text = number + std::string(no_break_space);
  for (const char c : unit) text += c == ' ' ? std::string(no_break_space) : std::string(1, c);
  return text;
}

std::string p_value(const std::optional<double>& p) { return p && *p < 0.001 ? "<0.001" : rounded(p, 3); }

}  // namespace clusia::report
