#include "inference/e_value.hpp"

#include <cmath>

namespace clusia {

double e_value(double ratio) {
  const double above = ratio < 1 ? 1 / ratio : ratio;
  return above + std::sqrt(above * (above - 1));
}

double e_value_of_interval(double low, double high) {
  if (low > 1) return e_value(low);
  return high < 1 ? e_value(high) : 1;
}

double risk_ratio_of_means(double deviations) { return std::exp(0.91 * deviations); }

}  // namespace clusia
