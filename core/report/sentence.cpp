#include "report/sentence.hpp"

#include <algorithm>
#include <cmath>

#include "report/number.hpp"

namespace clusia::report {
namespace {

/// A finding's numbers as they are said: from no difference on, two or three digits, shares out of 100.
struct Said {
  double from_null, low = 0, high = 0;
  double null_value;
  bool ranged;
  std::string unit;
  int decimals;
};

Said said(const Finding& finding, const Words& words) {
  const double scale = finding.in_100 && finding.unit.empty() ? 100 : 1;
  const auto distance = [&](double value) { return scale * (value - finding.null_value); };
  Said of{.from_null = distance(*finding.estimate),
          .null_value = scale * finding.null_value,
          .ranged = finding.low && finding.high && std::isfinite(*finding.low) && std::isfinite(*finding.high),
          .unit = finding.in_100 ? words("in_100") : finding.unit,
          .decimals = 0};
  if (of.ranged) {
    of.low = distance(*finding.low);
    of.high = distance(*finding.high);
  }
  of.decimals = std::max(decimals_for({of.from_null, of.low, of.high}) - 2, 0);
  return of;
}

std::string size(const Said& of, double distance, const Words& words) {
  return words.number(std::abs(distance), of.decimals);
}

std::string than(const Finding& finding, const Words& words) { return words("than." + finding.beside); }

/// Of an effect of which 0 is no difference.
std::string difference(const Finding& finding, const Said& of, const Words& words) {
  const bool across = of.ranged && of.low < 0 && of.high > 0;
  if (finding.reading == "unclear" && across)
    return words("cannot_say", {{"title", finding.title},
                                {"low", size(of, of.low, words)},
                                {"high", words.with_unit(size(of, of.high, words), of.unit)},
                                {"than", than(finding, words)}});
  const std::string way = words(of.from_null < 0 ? "lower" : "higher");
  std::string range;
  if (across) range = words("range_across", {{"low", size(of, of.low, words)}, {"high", size(of, of.high, words)}});
  if (of.ranged && !across) {
    const auto [near, far] = std::minmax({std::abs(of.low), std::abs(of.high)});
    range = words("range", {{"low", size(of, near, words)}, {"high", size(of, far, words)}, {"way", way}});
  }
  return words("finding", {{"title", finding.title},
                           {"amount", words.with_unit(size(of, of.from_null, words), of.unit)},
                           {"way", way},
                           {"than", than(finding, words)},
                           {"range", range}});
}

/// Of an index or a ratio, of which 100 or 1 is no difference.
std::string position(const Finding& finding, const Said& of, const Words& words) {
  const auto value = [&](double distance) { return words.number(of.null_value + distance, of.decimals); };
  const std::string null = words.number(of.null_value, decimals_of(of.null_value));
  if (finding.reading == "unclear" && of.ranged)
    return words("cannot_say_at",
                 {{"title", finding.title}, {"low", value(of.low)}, {"high", value(of.high)}, {"null", null}});
  return words(
      "finding_at",
      {{"title", finding.title},
       {"value", value(of.from_null)},
       {"null", null},
       {"range", of.ranged ? words("range_at", {{"low", value(of.low)}, {"high", value(of.high)}}) : std::string()}});
}

}  // namespace

std::string sentence_of(const Finding& finding, const Words& words) {
  const Said of = said(finding, words);
  if (finding.reading == "unclear" && !of.ranged) return words("no_range", {{"title", finding.title}});
  return of.null_value == 0 ? difference(finding, of, words) : position(finding, of, words);
}

}  // namespace clusia::report
