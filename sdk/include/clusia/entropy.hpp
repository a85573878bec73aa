/// clusia/entropy.hpp: the generalised entropy GE(alpha) = (sum d x^alpha / sum d - 1) / (alpha (alpha - 1)) of
/// x = y / mean (Shorrocks 1980, eq. 20) as a mean of scores that stay exact on the way to alpha = 0 and 1.
#pragma once

#include "positive.hpp"

namespace clusia {

struct Entropy {
  double alpha;

  /// GE = sum d score / sum d. The two branches differ by a multiple of x - 1, whose mean is 0: the first is -log x
  /// where alpha = 0, the second x log x where alpha = 1.
  double score(double x) const {
    if (low()) return box_cox(std::log(x), alpha) / (alpha - 1);
    return x > 0 ? x * box_cox(std::log(x), alpha - 1) / alpha : 0;
  }
  double score_slope(double x) const {
    const double power = std::exp((alpha - 1) * std::log(x));
    return low() ? power / (alpha - 1) : (box_cox(std::log(x), alpha - 1) + power) / alpha;
  }
  /// The mean of x dscore/dx: how the index falls when the mean alone grows.
  double slope(double ge) const { return alpha * ge + (low() ? 1 / (alpha - 1) : 1 / alpha); }

 private:
  bool low() const { return alpha <= 0.5; }
};

}  // namespace clusia
