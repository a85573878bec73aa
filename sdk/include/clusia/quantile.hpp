/// clusia/quantile.hpp: weighted quantiles by the field's conventions, the density that their influence needs, and the
/// parameters by which a study states both.
#pragma once

#include <cmath>

#include "ranking.hpp"

namespace clusia {

// ---- the value --------------------------------------------------------------------------------------------

/// What holds where the distribution reaches p exactly at a value: that value, the next one, or the middle of the two.
enum class QuantileRule { math, next, school };

namespace parameter {
inline constexpr const char* quantile_rules[]{"math", "next", "school", nullptr};
constexpr Parameter quantile_rule() {
  return choice("quantile_rule", quantile_rules, "which value a quantile is where F(q) = p exactly")
      .by_default("\"math\"")
      .following(
          "math: the least q with F(q) >= p (survey, convey); next: the value after it (laeken); school: their "
          "middle (survey's qrule school)");
}
}  // namespace parameter

inline QuantileRule quantile_rule(const Parameters& parameters) {
  const auto rule = parameters.choice("quantile_rule");
  return rule == "next" ? QuantileRule::next : rule == "school" ? QuantileRule::school : QuantileRule::math;
}

/// The p-quantile of rows in ascending order, p in (0, 1). `total` is the sum of their weights, positive; rows of
/// weight 0 are passed over. The slack covers the rounding of the running sum.
inline double quantile_of(std::span<const Ranked> ascending, double total, double p, QuantileRule rule) {
  const double slack = 1e-12 * total, reach = p * total;
  double below = 0, at = 0;
  bool exact = false;
  for (const Ranked& r : ascending) {
    if (r.weight == 0) continue;
    if (exact) return rule == QuantileRule::next ? r.value : (at + r.value) / 2;
    at = r.value;
    below += r.weight;
    if (below < reach - slack) continue;
    exact = below <= reach + slack && rule != QuantileRule::math;
    if (!exact) return at;
  }
  return at;
}

// ---- its influence ----------------------------------------------------------------------------------------

/// What N is in the bandwidth sd / N^(1/5) of a Gaussian kernel density.
enum class Bandwidth { kish, n, convey };

namespace parameter {
inline constexpr const char* bandwidths[]{"kish", "n", "convey", nullptr};
constexpr Parameter bandwidth() {
  return choice("bandwidth", bandwidths, "what N is in the kernel bandwidth sd / N^(1/5) of an estimated density")
      .by_default("\"kish\"")
      .following("kish: (sum w)^2 / sum w^2; n: rows that weigh something; convey: sum of weights, not scale free");
}
}  // namespace parameter

inline Bandwidth bandwidth(const Parameters& parameters) {
  const auto rule = parameters.choice("bandwidth");
  return rule == "convey" ? Bandwidth::convey : rule == "n" ? Bandwidth::n : Bandwidth::kish;
}

/// A Gaussian kernel density of weighted values: f(x) = sum w K((x - y) / h) / (h sum w), h = sd / N^(1/5) (as convey;
/// Osier 2009). Values that are all one have no density: f is 0, so that what rests on it cannot move.
class Density {
 public:
  /// `ascending` outlives the density.
  Density(const std::vector<Ranked>& ascending, Bandwidth rule) : ascending_(&ascending) {
    double sum = 0, squares = 0, rows = 0;
    const Ranked *low = nullptr, *high = nullptr;
    for (const Ranked& r : ascending) {
      if (r.weight == 0) continue;
      total_ += r.weight;
      squares += r.weight * r.weight;
      sum += r.weight * r.value;
      rows += 1;
      if (low == nullptr) low = &r;
      high = &r;
    }
    if (low == nullptr || low->value == high->value) return;  // no spread, not even that of rounding
    const double mean = sum / total_;
    double spread = 0;
    for (const Ranked& r : ascending) spread += r.weight * (r.value - mean) * (r.value - mean);
    const double n = rule == Bandwidth::convey ? total_ : rule == Bandwidth::n ? rows : total_ * total_ / squares;
    h_ = std::sqrt(spread / total_) / std::pow(n, 0.2);
  }
  double total() const { return total_; }
  double at(double x) const { return h_ > 0 ? around(x).weight * inverse_root_two_pi / (h_ * total_) : 0; }
  /// What a value adds to the density at x for each unit of its share: K((x - value) / h) / h.
  double kernel(double x, double value) const {
    if (!(h_ > 0)) return 0;
    const double z = (x - value) / h_;
    return std::exp(-0.5 * z * z) * inverse_root_two_pi / h_;
  }
  /// The kernel's mean of the values around x: sum w y K / sum w K; x itself where there is no density.
  double mean_at(double x) const {
    const Kernel near = h_ > 0 ? around(x) : Kernel{};
    return near.weight > 0 ? near.value / near.weight : x;
  }

 private:
  struct Kernel {
    double weight = 0, value = 0;  ///< sums of w K and w y K
  };
  Kernel around(double x) const {
    // Beyond 39 bandwidths the kernel is 0 in double precision.
    const auto from = std::lower_bound(ascending_->begin(), ascending_->end(), x - 39 * h_,
                                       [](const Ranked& r, double v) { return r.value < v; });
    Kernel sum;
    for (auto r = from; r != ascending_->end() && r->value <= x + 39 * h_; ++r) {
      const double z = (x - r->value) / h_, k = r->weight * std::exp(-0.5 * z * z);
      sum.weight += k;
      sum.value += k * r->value;
    }
    return sum;
  }
  static constexpr double inverse_root_two_pi = 0.398942280401432677939946059934;
  const std::vector<Ranked>* ascending_;
  double total_ = 0, h_ = 0;
};

/// dq/dw_i = -(1[y_i <= q] - p) / (sum w f(q)) (Deville 1999; Osier 2009, section 3.1). Writes `scale` times that to
/// out[k] of each row. Where all values are one the quantile cannot move: 0.
inline void add_quantile_influence(const std::vector<Ranked>& ascending, const Density& density, double q, double p,
                                   double scale, std::span<double> out) {
  const double f = density.at(q);
  if (!(f > 0)) return;
  const double slope = -scale / (density.total() * f);
  for (const Ranked& r : ascending) out[static_cast<std::size_t>(r.k)] += slope * ((r.value <= q ? 1 : 0) - p);
}

}  // namespace clusia
