#include "inference/trend_bounds.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "inference/variance.hpp"

namespace clusia {
namespace {

using Row = Eigen::RowVectorXd;

Row nothing(const EventPath& path) { return Row::Zero(static_cast<Eigen::Index>(path.estimate.size())); }

/// The estimate `waves` after the base (negative: before it) as a row over the path; the base itself is 0.
Row at(const EventPath& path, std::int64_t waves) {
  Row row = nothing(path);
  const auto before = static_cast<std::int64_t>(path.before);
  if (waves != 0) row(waves < 0 ? before + waves : before + waves - 1) = 1;
  return row;
}

double value(const EventPath& path, const Row& row) {
  return row * Eigen::Map<const Eigen::VectorXd>(path.estimate.data(), row.size());
}
double covariance(const EventPath& path, const Row& a, const Row& b) { return a * path.covariance * b.transpose(); }

/// The smallest root above 0 of a x^2 + 2 b x + c, c > 0; `under` is b^2 - a c.
std::optional<double> first_root(double a, double b, double c, double under) {
  if (under < 0) return std::nullopt;
  const double q = -(b + std::copysign(std::sqrt(under), b));
  std::optional<double> first;
  for (const double root : {a != 0 ? q / a : -1, q != 0 ? c / q : -1})
    if (root > 0 && std::isfinite(root) && (!first || root < *first)) first = root;
  return first;
}

}  // namespace

UnderBreaks::UnderBreaks(const EventPath& path, std::size_t step) : step_(static_cast<double>(step)), df_(path.df) {
  const Row effect = at(path, static_cast<std::int64_t>(step));
  estimate_ = value(path, effect);
  variance_ = covariance(path, effect, effect);
  for (auto wave = -static_cast<std::int64_t>(path.before); wave < 0; ++wave) {
    const Row change = at(path, wave + 1) - at(path, wave);
    changes_.push_back({value(path, change), covariance(path, change, change), covariance(path, change, effect)});
  }
}

double UnderBreaks::largest_before() const {
  double largest = 0;
  for (const Change& c : changes_) largest = std::max(largest, std::fabs(c.value));
  return largest;
}

Ends UnderBreaks::identified(double ratio) const {
  const double most = ratio * step_ * largest_before();
  return {estimate_ - most, estimate_ + most};
}

double UnderBreaks::reach(double confidence) const { return folded_quantile(0, df_, confidence); }

/// Given which change before was the largest, and its sign, both ends are affine in the path; each errs in (1 -
/// confidence)/2. The union over all choices holds the true one.
Ends UnderBreaks::interval(double ratio, double confidence) const {
  const double t = reach(confidence), factor = ratio * step_;
  Ends ends{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const Change& c : changes_)
    for (const double k : {-factor, factor}) {
      const double end = estimate_ + k * c.value;
      const double margin = t * std::sqrt(std::max(0.0, variance_ + 2 * k * c.covariance + k * k * c.variance));
      ends.low = std::min(ends.low, end - margin);
      ends.high = std::max(ends.high, end + margin);
    }
  return ends;
}

/// Each end is concave (low) or convex (high) in the ratio, so it crosses once: where (end - null)^2 = t^2 variance.
std::optional<double> UnderBreaks::breakdown(double confidence, double null) const {
  const double t2 = std::pow(reach(confidence), 2), distance = estimate_ - null;
  const double c = distance * distance - t2 * variance_;
  if (c <= 0) return 0;
  std::optional<double> first;
  for (const Change& of : changes_) {
    // b^2 - a c by hand: where nothing varies it is 0, and two nearly equal numbers would not say so.
    const double under =
        t2 * (variance_ * of.value * of.value - 2 * of.covariance * distance * of.value +
              of.variance * distance * distance - t2 * (of.variance * variance_ - of.covariance * of.covariance));
    for (const double sign : {-1.0, 1.0}) {
      const auto root = first_root(of.value * of.value - t2 * of.variance,
                                   sign * (distance * of.value - t2 * of.covariance), c, under);
      if (root && (!first || *root < *first)) first = root;
    }
  }
  if (first) *first /= step_;
  return first;
}

UnderBends::UnderBends(const EventPath& path, std::size_t step) : step_(static_cast<double>(step)), df_(path.df) {
  // The last slope before the base, drawn on.
  const Row extrapolated = at(path, static_cast<std::int64_t>(step)) + step_ * at(path, -1);
  extrapolated_ = value(path, extrapolated);
  variance_ = covariance(path, extrapolated, extrapolated);
  const auto bends = static_cast<Eigen::Index>(path.before) - 1;
  bends_.resize(bends);
  with_extrapolated_.resize(bends);
  covariance_.resize(bends, bends);
  const auto bend = [&](Eigen::Index k) -> Row { return at(path, -k) - 2 * at(path, -k - 1) + at(path, -k - 2); };
  for (Eigen::Index k = 0; k < bends; ++k) {
    bends_(k) = value(path, bend(k));
    with_extrapolated_(k) = covariance(path, bend(k), extrapolated);
    for (Eigen::Index j = 0; j < bends; ++j) covariance_(k, j) = covariance(path, bend(k), bend(j));
  }
  least_.push_back(Eigen::VectorXd::Zero(bends));
  if (bends == 0) return;
  constexpr int places = 60;
  const double most = with_extrapolated_.cwiseAbs().maxCoeff();
  Eigen::VectorXd mix = least_.back();
  for (int k = 1; k <= places && most > 0; ++k) {
    solve(most * std::pow(10, -6.0 * k / places), mix);
    least_.push_back(mix);
  }
}

/// Least variance of extrapolated + mix' bends with a penalty on the sum of |mix|, which is what the bias grows with:
/// coordinate by coordinate.
void UnderBends::solve(double penalty, Eigen::VectorXd& mix) const {
  constexpr int most_sweeps = 400;
  const double settled = 1e-12;
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double moved = 0;
    for (Eigen::Index k = 0; k < mix.size(); ++k) {
      const double own = covariance_(k, k);
      if (!(own > 0)) continue;
      const double pull = -(with_extrapolated_(k) + covariance_.row(k).dot(mix) - own * mix(k));
      const double next = std::copysign(std::max(0.0, std::fabs(pull) - penalty), pull) / own;
      moved = std::max(moved, std::fabs(next - mix(k)));
      mix(k) = next;
    }
    if (moved < settled) return;
  }
}

double UnderBends::Estimator::std_error(const UnderBends& of) const {
  return std::sqrt(std::max(0.0, of.variance_ + 2 * mix.dot(of.with_extrapolated_) + mix.dot(of.covariance_ * mix)));
}

UnderBends::Estimator UnderBends::along(double place) const {
  const auto from = std::min(static_cast<std::size_t>(place), least_.size() - 1),
             to = std::min(from + 1, least_.size() - 1);
  const double part = place - static_cast<double>(from);
  return {(1 - part) * least_[from] + part * least_[to]};
}

std::optional<double> UnderBends::largest_before() const {
  return bends_.size() == 0 ? std::nullopt : std::optional(bends_.cwiseAbs().maxCoeff());
}

Ends UnderBends::identified(double bend) const {
  const double most = bend * step_ * (step_ + 1) / 2;
  return {extrapolated_ - most, extrapolated_ + most};
}

/// Any estimator on the way covers: which one depends on the covariance alone. The shortest interval is taken; its
/// length falls and then rises along the way.
Ends UnderBends::interval(double bend, double confidence) const {
  const auto half_length = [&](const Estimator& e) {
    const double error = e.std_error(*this), bias = bend * (step_ * (step_ + 1) / 2 + e.mix.lpNorm<1>());
    return error > 0 ? error * folded_quantile(bias / error, df_, confidence) : bias;
  };
  double from = 0, to = static_cast<double>(least_.size() - 1);
  constexpr double golden = 0.6180339887498949;
  double a = to - golden * (to - from), b = from + golden * (to - from);
  double at_a = half_length(along(a)), at_b = half_length(along(b));
  while (to - from > 1e-4) {
    if (at_a <= at_b) {
      to = b, b = a, at_b = at_a;
      a = to - golden * (to - from), at_a = half_length(along(a));
    } else {
      from = a, a = b, at_a = at_b;
      b = from + golden * (to - from), at_b = half_length(along(b));
    }
  }
  const Estimator best = along((from + to) / 2);
  const double middle = extrapolated_ + best.mix.dot(bends_), half = half_length(best);
  return {middle - half, middle + half};
}

std::optional<double> UnderBends::breakdown(double confidence, double null) const {
  const auto includes = [&](double bend) {
    const Ends ends = interval(bend, confidence);
    return ends.low <= null && null <= ends.high;
  };
  if (includes(0)) return 0;
  double out = 0, in = std::fabs(extrapolated_ - null) / (step_ * (step_ + 1) / 2) / 1024 + std::sqrt(variance_) / 1024;
  if (!(in > 0)) return std::nullopt;
  constexpr int most_steps = 120;
  int steps = 0;
  for (; !includes(in) && steps < most_steps; ++steps) out = in, in *= 1.4;
  if (steps == most_steps) return std::nullopt;
  while (in - out > 1e-7 * in) {
    const double middle = (in + out) / 2;
    (includes(middle) ? in : out) = middle;
  }
  return in;
}

namespace {

/// Newton from below: the probability is concave in c beyond the bias.
template <class Distribution>
double folded(const Distribution& of, double bias, double confidence) {
  double c = std::max(boost::math::quantile(of, 0.5 + confidence / 2), bias + boost::math::quantile(of, confidence));
  if (bias == 0) return c;
  for (int k = 0; k < 100; ++k) {
    const double missing = confidence - (boost::math::cdf(of, c - bias) - boost::math::cdf(of, -c - bias));
    const double step = missing / (boost::math::pdf(of, c - bias) + boost::math::pdf(of, c + bias));
    c += step;
    if (std::fabs(step) < 1e-13 * c) break;
  }
  return c;
}

}  // namespace

double folded_quantile(double bias, double df, double confidence) {
  return std::isfinite(df) ? folded(boost::math::students_t(df), bias, confidence)
                           : folded(boost::math::normal(), bias, confidence);
}

}  // namespace clusia
