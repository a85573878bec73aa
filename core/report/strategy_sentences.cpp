// What a comparison of strategies comes to, in sentences.
#include <algorithm>

#include "report/html.hpp"
#include "report/number.hpp"
#include "report/strategies.hpp"

namespace clusia::report {
namespace {

constexpr std::size_t most_named = 8;  // in a sentence

/// Alike in all dimensions that both have, but this one.
bool differ_only_in(const Strategy& a, const Strategy& b, const std::string& dimension) {
  const auto one = a.choices.find(dimension), other = b.choices.find(dimension);
  if (one == a.choices.end() || other == b.choices.end() || one->second == other->second) return false;
  return std::all_of(a.choices.begin(), a.choices.end(), [&](const auto& choice) {
    const auto same = b.choices.find(choice.first);
    return choice.first == dimension || same == b.choices.end() || same->second == choice.second;
  });
}

template <class Property>
std::vector<std::string> depends_on(const Strategies& s, const Property& property) {
  std::vector<std::string> found;
  for (const std::string& dimension : s.dimensions) {
    bool differs = false;
    for (std::size_t a = 0; a < s.with_result.size() && !differs; ++a)
      for (std::size_t b = a + 1; b < s.with_result.size() && !differs; ++b)
        differs = property(s.with_result[a]) != property(s.with_result[b]) &&
                  differ_only_in(s.with_result[a], s.with_result[b], dimension);
    if (differs) found.push_back(dimension);
  }
  return found;
}

int sign_of(const Strategies& s, const Strategy& one) {
  return *one.estimate > s.null_value ? 1 : *one.estimate < s.null_value ? -1 : 0;
}

/// The interval leaves out "no effect"; 0 where it does not.
int sure_sign_of(const Strategies& s, const Strategy& one) {
  if (s.population) return sign_of(s, one);
  if (!one.low || !one.high) return 0;
  return *one.low > s.null_value ? 1 : *one.high < s.null_value ? -1 : 0;
}

/// What a reading depends on, in a sentence.
std::string listed(const std::vector<std::string>& dimensions, const Words& words) {
  std::vector<std::string> all;
  for (const std::string& one : dimensions)
    all.push_back(one == "comparator" ? words("strategies.the_comparator") : dimension_title(one, words));
  return words.list(all, most_named);
}

}  // namespace

std::vector<std::string> sign_depends_on(const Strategies& s) {
  return depends_on(s, [&](const Strategy& one) { return sign_of(s, one); });
}

std::vector<std::string> reading_depends_on(const Strategies& s) {
  return depends_on(s, [&](const Strategy& one) { return sure_sign_of(s, one); });
}

std::vector<std::string> sentences(const Strategies& s, const Words& words) {
  std::vector<std::string> out;
  std::size_t n[3] = {0, 0, 0}, sure[3] = {0, 0, 0};
  for (const Strategy& one : s.with_result) {
    const int sign = sign_of(s, one);
    ++n[sign + 1];
    if (sure_sign_of(s, one) == sign && sign != 0) ++sure[sign + 1];
  }
  const std::size_t all = s.with_result.size();
  const auto says = [&](std::size_t k, const std::string& what) {
    return words.counted(static_cast<std::int64_t>(n[k]), "strategies.say", {{"what", words("strategies." + what)}});
  };
  const auto part = [&](std::size_t k, const std::string& what) {
    if (s.population) return says(k, what);
    const std::string how = n[k] == 1         ? (sure[k] == 1 ? "surely" : "not_surely")
                            : sure[k] == 0    ? "none_surely"
                            : sure[k] == n[k] ? "all_surely"
                                              : "some_surely";
    return says(k, what) + words("strategies." + how, {{"n", std::to_string(sure[k])}});
  };
  std::vector<std::string> parts;
  if (n[2] > 0) parts.push_back(part(2, s.direction > 0 ? "gain" : s.direction < 0 ? "loss" : "rise"));
  if (n[0] > 0) parts.push_back(part(0, s.direction > 0 ? "loss" : s.direction < 0 ? "gain" : "fall"));
  if (n[1] > 0) parts.push_back(says(1, "no_difference"));
  std::string said;
  for (std::size_t k = 0; k < parts.size(); ++k) said += (k == 0 ? "" : words("semicolon")) + parts[k];
  if (all > 0)
    out.push_back(words("strategies.of",
                        {{"all", words.counted(std::ssize(s.with_result), "count.specifications")}, {"said", said}}));
  if (all > 1) {
    const auto sign = sign_depends_on(s), conclusion = reading_depends_on(s);
    const bool one_sign = n[0] == all || n[1] == all || n[2] == all;
    out.push_back(!sign.empty() ? words("strategies.sign_depends", {{"on", listed(sign, words)}})
                                : words(one_sign ? "strategies.one_sign" : "strategies.sign_mixed"));
    if (!s.population && !conclusion.empty())
      out.push_back(words("strategies.reading_depends", {{"on", listed(conclusion, words)}}));
  }
  if (!s.with_result.empty())
    for (const BenchmarkValue& b : s.benchmarks) {
      const auto covers = std::count_if(s.with_result.begin(), s.with_result.end(), [&](const Strategy& one) {
        return one.low && one.high && *one.low <= b.value && b.value <= *one.high;
      });
      std::string text = b.title + words("colon") + words.number(b.value, std::max(decimals_for({b.value}), 0)) + ".";
      if (!s.population)
        text += " " + words("strategies.hold", {{"n", std::to_string(covers)}, {"all", std::to_string(all)}});
      out.push_back(text);
    }
  if (!s.without.empty()) out.push_back(words.counted(std::ssize(s.without), "strategies.without"));
  return out;
}

std::string plain_choice(const std::string& value, const Words& words) {
  std::string out = value;
  std::erase_if(out, [](char c) { return c == '"' || c == '[' || c == ']'; });
  return out.empty() ? words("strategies.no_choice") : out;
}

std::string dimension_title(const std::string& dimension, const Words& words) {
  return dimension == "comparator" || dimension == "effect" ? words("strategies." + dimension) : dimension;
}

}  // namespace clusia::report
