/// The derivative in a weight by numbers: what influence values are held against.
#pragma once

#include <vector>

namespace clusia::kit {

/// By output: dT/dweight, by central differences or, at weight 0, one-sided ones, both without the terms in h^2
/// (Richardson).
template <class T>
std::vector<double> slopes(const T& t, double weight, double h) {
  const auto combined = [](std::vector<double> a, const std::vector<double>& b, double of_a, double of_b) {
    for (std::size_t m = 0; m < a.size(); ++m) a[m] = of_a * a[m] + of_b * b[m];
    return a;
  };
  const auto central = [&](double step) {
    return combined(t(weight + step), t(weight - step), 1 / (2 * step), -1 / (2 * step));
  };
  if (weight > 0) return combined(central(h), central(h / 2), -1.0 / 3, 4.0 / 3);
  const auto forward = [&](double step) { return combined(t(step), t(0), 1 / step, -1 / step); };
  const auto second = [&](double step) { return combined(forward(step / 2), forward(step), 2, -1); };
  return combined(second(h / 2), second(h), 4.0 / 3, -1.0 / 3);
}

}  // namespace clusia::kit
