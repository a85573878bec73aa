#include "planning/power.hpp"

#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

namespace clusia::planning {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();
constexpr double most_people = 1e8;

/// k of the header: how many others of the cluster a person shares in, on average.
double others(const Comparison& of) { return std::max(0.0, (1 + of.cluster_cv * of.cluster_cv) * of.cluster_size - 1); }

double round_correlation(const Comparison& of) {
  const double shared = others(of) * of.outcome.icc;
  return (of.outcome.correlation + shared * of.outcome.cluster_correlation) / (1 + shared);
}

/// Of one person, in units of which an arm's mean has 1/n.
double variance(const Comparison& of, double share_or_mean) {
  const double own = of.outcome.share ? share_or_mean * (1 - share_or_mean) : of.outcome.sd * of.outcome.sd;
  return own * (1 - of.outcome.explained) * design_effect(of) * rounds_factor(of);
}

double critical(const Comparison& of, double df) {
  if (std::isinf(df)) return boost::math::quantile(boost::math::complement(boost::math::normal(), of.level / 2));
  return boost::math::quantile(boost::math::complement(boost::math::students_t(df), of.level / 2));
}

/// Where a function that rises through 0 between two points does so.
template <class Function>
double root(const Function& of, double low, double high) {
  std::uintmax_t steps = 200;
  const auto [left, right] =
      boost::math::tools::toms748_solve(of, low, high, boost::math::tools::eps_tolerance<double>(50), steps);
  return left + (right - left) / 2;
}

}  // namespace

double design_effect(const Comparison& of) { return 1 + others(of) * of.outcome.icc; }

double rounds_factor(const Comparison& of) {
  const double r = round_correlation(of), before = of.before, after = of.after;
  const double alone = (1 + (after - 1) * r) / after;
  switch (of.analysis) {
    case Analysis::after:
      return alone;
    case Analysis::difference:
      return (1 - r) * (1 / after + 1 / before);
    case Analysis::ancova:
      return alone - before * r * r / (1 + (before - 1) * r);
  }
  return nan;
}

double degrees_of_freedom(const Comparison& of, const Arms& n) {
  const bool clusters = of.cluster_size > 1;
  if (of.normal || (of.outcome.share && !clusters)) return endless;
  return n.sum() / of.cluster_size - of.strata - 1;
}

double power(const Comparison& of, const Arms& n, double effect) {
  const double df = degrees_of_freedom(of, n);
  const double p0 = of.outcome.comparison, p1 = p0 + effect;
  if (!(df > 0) || !(n.treated > 0) || !(n.comparison > 0)) return nan;
  if (of.outcome.share && !(p1 >= 0 && p1 <= 1)) return nan;
  const double pooled = (n.treated * p1 + n.comparison * p0) / n.sum();
  const double under_null = std::sqrt(variance(of, pooled) * (1 / n.treated + 1 / n.comparison));
  const double error = std::sqrt(variance(of, p1) / n.treated + variance(of, p0) / n.comparison);
  if (!(error > 0)) return effect == 0 ? of.level / 2 : 1;
  const double threshold = critical(of, df) * under_null / error, shift = std::fabs(effect) / error;
  if (shift > 10 * threshold + 40) return 1;  // short of it by less than a double tells
  if (std::isinf(df)) return boost::math::cdf(boost::math::normal(), shift - threshold);
  return boost::math::cdf(boost::math::complement(boost::math::non_central_t(df, shift), threshold));
}

Arms sample_size(const Comparison& of, double effect, double wanted, double ratio) {
  const auto arms = [&](double comparison) { return Arms{ratio * comparison, comparison}; };
  const auto reached = [&](double log_n) { return power(of, arms(std::exp(log_n)), effect); };
  // The fewest people with one degree of freedom, as R's search begins at two in each arm.
  const double fewest = of.cluster_size * (of.strata + 2) / (1 + ratio);
  const double first = std::log(fewest), last = std::log(most_people);
  if (reached(first) >= wanted) return arms(fewest);
  if (!(reached(last) >= wanted))
    throw NoSample("a hundred million people are not enough: the effect is too small, or it leaves 0 to 1");
  return arms(std::exp(root([&](double log_n) { return reached(log_n) - wanted; }, first, last)));
}

double detectable_effect(const Comparison& of, const Arms& n, double wanted, double towards) {
  const auto reached = [&](double size) { return power(of, n, std::copysign(size, towards)); };
  if (std::isnan(reached(0))) throw NoSample("too few people or clusters for a test");
  double most = towards > 0 ? 1 - of.outcome.comparison : of.outcome.comparison;
  if (!of.outcome.share)
    for (most = of.outcome.sd; !(reached(most) >= wanted); most *= 2)
      if (most > 1e6 * of.outcome.sd) throw NoSample("too few people or clusters for a test");
  if (!(reached(most) >= wanted)) throw NoSample("no share between 0 and 1 is far enough away to be seen");
  return std::copysign(root([&](double size) { return reached(size) - wanted; }, 0, most), towards);
}

Arms rounded_up(const Comparison& of, const Arms& n) {
  // A hair's breadth above a whole number is that number: it comes from the search.
  const auto up = [&](double people) { return std::ceil(people / of.cluster_size - 1e-9) * of.cluster_size; };
  return {up(n.treated), up(n.comparison)};
}

double to_approach(double n, double refusal) { return std::ceil(n / (1 - refusal) - 1e-9); }

}  // namespace clusia::planning
