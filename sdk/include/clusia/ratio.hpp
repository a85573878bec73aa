/// clusia/ratio.hpp: the ratio of two weighted totals, R = sum d y / sum d x, with its exact derivative in the weight
/// of a row, dR/dd_i = (y_i - R x_i) / sum d x (Woodruff 1971; Sarndal, Swensson and Wretman 1992, section 5.6). A mean
/// is the ratio with x = 1, and the mean of a part of the domain that with x = 1 on the rows of the part.
#pragma once

#include "indicator.hpp"

namespace clusia {

template <class Y, class X>
class Ratio {
 public:
  Ratio(const Weighting& domain, Y y, X x) : y_(std::move(y)), x_(std::move(x)) {
    double size = 0;
    for (const auto [k, row, weight] : domain) {
      const double below = weight * x_(row);
      numerator_ += weight * y_(row);
      denominator_ += below;
      size += std::abs(below);
    }
    // Terms of both signs that cancel leave their rounding behind: no number to divide by.
    exists_ = std::abs(denominator_) > 1e-12 * size;
  }
  /// The denominator is not zero. Nothing else may be asked where it is.
  bool exists() const { return exists_; }
  double value() const { return numerator_ / denominator_; }
  double denominator() const { return denominator_; }
  double derivative(int64_t row) const { return (y_(row) - value() * x_(row)) / denominator_; }

  /// The estimate and, if wanted, its influence; left undefined where it does not exist.
  void answer(const Evaluation& e, int64_t output) const {
    if (!exists_) return e.leave_undefined(output);
    e.estimate(output) = value();
    if (!e.wants_influence()) return;
    const auto u = e.u(output);
    for (int64_t k = 0; k < e.domain.size(); ++k) u[static_cast<std::size_t>(k)] = derivative(e.domain.row(k));
  }

 private:
  Y y_;
  X x_;
  double numerator_ = 0, denominator_ = 0;
  bool exists_ = false;
};

}  // namespace clusia
