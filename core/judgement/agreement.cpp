#include "judgement/agreement.hpp"

#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

namespace clusia {
namespace {

/// Values that can be paired: coincidences [values x values] and how often each occurs.
struct Coincidences {
  std::vector<double> values, occurs;
  std::vector<double> together;
};

Coincidences coincidences_of(const std::vector<std::map<double, double>>& things) {
  std::map<double, std::size_t> place;
  for (const auto& thing : things)
    for (const auto& [value, n] : thing) place.emplace(value, 0);
  Coincidences out;
  for (auto& [value, at] : place) at = out.values.size(), out.values.push_back(value);
  const std::size_t k = out.values.size();
  out.occurs.assign(k, 0);
  out.together.assign(k * k, 0);
  for (const auto& thing : things) {
    double raters = 0;
    for (const auto& [value, n] : thing) raters += n;
    for (const auto& [a, n] : thing) {
      out.occurs[place[a]] += n;
      for (const auto& [b, m] : thing) out.together[place[a] * k + place[b]] += n * (a == b ? m - 1 : m) / (raters - 1);
    }
  }
  return out;
}

/// The squared difference of two values on a scale (Krippendorff 2011, section E, "difference functions").
double difference(const Coincidences& of, std::size_t a, std::size_t b, Scale scale) {
  if (scale == Scale::nominal) return 1;
  if (scale == Scale::interval) return (of.values[a] - of.values[b]) * (of.values[a] - of.values[b]);
  double between = -(of.occurs[a] + of.occurs[b]) / 2;
  for (std::size_t g = a; g <= b; ++g) between += of.occurs[g];
  return between * between;
}

}  // namespace

Agreement krippendorff(std::span<const double> scores, std::size_t raters, Scale scale) {
  if (raters == 0 || scores.size() % raters != 0) throw std::invalid_argument("scores are a table of things by raters");
  std::vector<std::map<double, double>> things;
  Agreement out;
  for (std::size_t row = 0; row < scores.size(); row += raters) {
    std::map<double, double> given;
    std::int64_t n = 0;
    for (const double score : scores.subspan(row, raters))
      if (!std::isnan(score)) given[score] += 1, ++n;
    if (n < 2) continue;
    things.push_back(std::move(given));
    ++out.things;
    out.scores += n;
  }
  const Coincidences of = coincidences_of(things);
  const std::size_t k = of.values.size();
  double observed = 0, expected = 0;
  for (std::size_t a = 0; a < k; ++a)
    for (std::size_t b = a + 1; b < k; ++b) {
      const double d = difference(of, a, b, scale);
      observed += of.together[a * k + b] * d;
      expected += of.occurs[a] * of.occurs[b] * d;
    }
  if (expected > 0) out.alpha = 1 - static_cast<double>(out.scores - 1) * observed / expected;
  return out;
}

}  // namespace clusia
