/// clusia/odds.hpp: odds of being treated, by which comparison rows are made like the treated, with what each row adds
/// to their coefficients. By maximum likelihood (a logit), or so that the weighted comparison rows have exactly the
/// covariate means of the treated (inverse probability tilting: Graham, Pinto and Egel 2012; Sant'Anna and Zhao 2020,
/// eq. 3.1).
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "covariates.hpp"

namespace clusia {

struct Odds {
  std::vector<double> linear;  ///< the logarithm of each row's odds
  std::vector<double> phi;     ///< [rows x columns]: what each row adds to the coefficients
};

namespace detail {

/// A row's part of a convex function of its linear predictor, and two derivatives.
struct Loss {
  double value, slope, curvature;
};
inline Loss logit_loss(bool treated, double x) {
  const double e = std::exp(-std::abs(x)), near = 1 / (1 + e), far = e / (1 + e);
  return {std::max(treated ? -x : x, 0.0) + std::log1p(e), treated ? -(x > 0 ? far : near) : (x > 0 ? near : far),
          near * far};
}
inline Loss tilting_loss(bool treated, double x) {
  const double e = std::exp(x);
  return treated ? Loss{-x, -1, 0} : Loss{e, e, e};
}

/// Cholesky's factor of a symmetric positive definite matrix.
class Cholesky {
 public:
  Cholesky(std::vector<double> matrix, std::size_t p) : l_(std::move(matrix)), p_(p) {
    for (std::size_t j = 0; j < p; ++j)
      for (std::size_t i = j; i < p; ++i) {
        double sum = l_[i * p + j];
        for (std::size_t k = 0; k < j; ++k) sum -= l_[i * p + k] * l_[j * p + k];
        positive_ = positive_ && (i != j || sum > 0);
        l_[i * p + j] = i == j ? std::sqrt(sum) : sum / l_[j * p + j];
      }
  }
  bool positive() const { return positive_; }
  void solve(double* b) const {
    for (std::size_t i = 0; i < p_; ++i) {
      for (std::size_t k = 0; k < i; ++k) b[i] -= l_[i * p_ + k] * b[k];
      b[i] /= l_[i * p_ + i];
    }
    for (std::size_t i = p_; i-- > 0;) {
      for (std::size_t k = i + 1; k < p_; ++k) b[i] -= l_[k * p_ + i] * b[k];
      b[i] /= l_[i * p_ + i];
    }
  }

 private:
  std::vector<double> l_;
  std::size_t p_;
  bool positive_ = true;
};

/// Newton's method with halved steps, to the exact minimum of sum w loss(z'gamma).
class OddsFit {
 public:
  using Function = Loss (*)(bool treated, double x);
  OddsFit(const CovariateBasis& basis, const std::vector<bool>& treated, const std::vector<double>& weight,
          Function loss)
      : basis_(basis), treated_(treated), weight_(weight), loss_(loss), linear_(weight.size(), start()) {}

  std::optional<Odds> solved() {
    const std::size_t p = basis_.columns;
    for (int step = 0; step < most_steps; ++step) {
      const auto [gradient, information] = derivatives();
      if (!information.positive()) return std::nullopt;
      std::vector<double> direction = gradient;
      information.solve(direction.data());
      std::vector<double> move(linear_.size(), 0);
      double furthest = 0;
      for (std::size_t k = 0; k < move.size(); ++k) {
        for (std::size_t j = 0; j < p; ++j) move[k] -= basis_.row(k)[j] * direction[j];
        furthest = std::max(furthest, std::abs(move[k]));
      }
      if (std::any_of(move.begin(), move.end(), [](double x) { return !std::isfinite(x); }) || !take(move))
        return std::nullopt;
      // Where there is no minimum the predictor moves on for ever, however small the gradient has become.
      if (furthest <= settled) return Odds{linear_, contributions()};
    }
    return std::nullopt;
  }

 private:
  static constexpr int most_steps = 100;
  static constexpr double settled = 1e-8;  // of the linear predictor; the step that is this small squares its own error

  double start() const {
    double of[2] = {0, 0};
    for (std::size_t k = 0; k < weight_.size(); ++k) of[treated_[k] ? 1 : 0] += weight_[k];
    return std::log(of[1] / of[0]);
  }
  double value(const std::vector<double>& linear) const {
    double sum = 0;
    for (std::size_t k = 0; k < linear.size(); ++k) sum += weight_[k] * loss_(treated_[k], linear[k]).value;
    return sum;
  }
  std::pair<std::vector<double>, Cholesky> derivatives() const {
    const std::size_t p = basis_.columns;
    std::vector<double> gradient(p, 0), information(p * p, 0);
    for (std::size_t k = 0; k < linear_.size(); ++k) {
      const Loss at = loss_(treated_[k], linear_[k]);
      const double* z = basis_.row(k);
      for (std::size_t i = 0; i < p; ++i) {
        gradient[i] += weight_[k] * at.slope * z[i];
        for (std::size_t j = 0; j <= i; ++j) information[i * p + j] += weight_[k] * at.curvature * z[i] * z[j];
      }
    }
    return {std::move(gradient), Cholesky(std::move(information), p)};
  }
  bool take(const std::vector<double>& move) {
    const double now = value(linear_);
    const double rounding = 1e-12 * (std::abs(now) + std::accumulate(weight_.begin(), weight_.end(), 0.0));
    std::vector<double> next(linear_.size());
    for (double part = 1; part > 1e-9; part /= 2) {
      for (std::size_t k = 0; k < next.size(); ++k) next[k] = linear_[k] + part * move[k];
      if (value(next) > now + rounding) continue;
      linear_ = std::move(next);
      return true;
    }
    return false;
  }
  std::vector<double> contributions() const {
    const std::size_t p = basis_.columns;
    const auto information = derivatives().second;
    std::vector<double> phi(basis_.z.size());
    for (std::size_t k = 0; k < linear_.size(); ++k) {
      double* of = phi.data() + k * p;
      const double scale = -weight_[k] * loss_(treated_[k], linear_[k]).slope;
      for (std::size_t j = 0; j < p; ++j) of[j] = scale * basis_.row(k)[j];
      information.solve(of);
    }
    return phi;
  }
  const CovariateBasis& basis_;
  const std::vector<bool>& treated_;
  const std::vector<double>& weight_;
  Function loss_;
  std::vector<double> linear_;
};

}  // namespace detail

/// Nothing where the covariates tell the arms apart, so that no maximum exists.
inline std::optional<Odds> odds_by_logit(const CovariateBasis& basis, const std::vector<bool>& treated,
                                         const std::vector<double>& weight) {
  return detail::OddsFit(basis, treated, weight, detail::logit_loss).solved();
}

/// Nothing where no weights give the comparison rows the means of the treated.
inline std::optional<Odds> odds_by_tilting(const CovariateBasis& basis, const std::vector<bool>& treated,
                                           const std::vector<double>& weight) {
  return detail::OddsFit(basis, treated, weight, detail::tilting_loss).solved();
}

}  // namespace clusia
