// u and v: derivatives, or what a bootstrap would say.
#include <algorithm>
#include <cmath>
#include <map>

#include "indicator_rules.hpp"
#include "slopes.hpp"

namespace clusia::kit {
namespace {

constexpr std::size_t units = 300;  ///< where the estimate jumps

bool smooth(const Trial& t) { return (t.library.indicator().traits & CLUSIA_NOT_SMOOTH) == 0; }

double largest(const std::vector<double>& of, std::size_t m, std::size_t n) {
  double most = 0;
  for (std::size_t k = 0; k < n; ++k)
    if (const double x = std::fabs(of[m * n + k]); std::isfinite(x)) most = std::max(most, x);
  return most;
}

/// Of the weight: a large one is exact, a small one seldom reaches over a kink (a quantile's row).
constexpr double steps[]{0.02, 1e-3, 5e-5};

/// Some rows, those of weight 0 among them.
std::vector<std::size_t> sample_of(const Weights& of, Random random) {
  std::vector<std::size_t> sample;
  for (std::size_t k = 0; k < of.size(); ++k)
    if (of.weight[k] == 0 && sample.size() < 4) sample.push_back(k);
  const std::size_t wanted = std::min(of.size(), sample.size() + 10);
  while (sample.size() < wanted) {
    const std::size_t k = random.below(of.size());
    if (std::find(sample.begin(), sample.end(), k) == sample.end()) sample.push_back(k);
  }
  return sample;
}

void derivative(Trial& t, const Case& of, bool by_reference) {
  Asked a(of);
  Weights& moved = by_reference ? a.reference : a.domain;
  if (moved.size() == 0) return;
  const Answer plain = a.evaluate();
  if (!plain.ok()) return;  // rule `answers` tells
  const double typical = moved.total() / double(moved.size());
  for (const std::size_t k : sample_of(moved, t.random(3))) {
    const double weight = moved.weight[k];
    const auto estimates = [&](double w) {
      moved.weight[k] = w;
      const Answer answer = a.evaluate(false);
      moved.weight[k] = weight;
      std::vector<double> all(plain.outputs, std::nan(""));
      for (std::size_t m = 0; m < plain.outputs; ++m)
        if (answer.has(m)) all[m] = answer.estimates[m];
      return all;
    };
    std::vector<std::vector<double>> tried;
    for (const double step : steps) tried.push_back(slopes(estimates, weight, step * (weight > 0 ? weight : typical)));
    for (std::size_t m = 0; m < plain.outputs; ++m) {
      const double is = by_reference ? plain.v_of(m, k) : plain.u_of(m, k);
      const double most = largest(by_reference ? plain.v : plain.u, m, moved.size());
      const double tolerance = 2e-6 * most + 1e-10 * std::fabs(plain.estimates[m]) / typical;
      const auto agrees = [&](const auto& slope) { return std::isnan(slope[m]) || near(is, slope[m], 0, tolerance); };
      if (!plain.has(m) || !std::isfinite(is) || std::any_of(tried.begin(), tried.end(), agrees)) continue;
      const std::string words = "output '" + a.outputs[m].name + "', row " + std::to_string(moved.rows[k]) +
                                " of weight " + number(weight) + ": " + (by_reference ? "v" : "u") + " is " +
                                number(is) + ", the numerical derivative " + number(tried.back()[m]);
      if (weight > 0 || !of.convention)
        throw Failed(words + ": correct it, or declare CLUSIA_NOT_SMOOTH if the estimate has jumps");
      t.warn(words + ", as may be where a convention counts rows");
    }
  }
}

/// Sum of weight times influence, and the largest term: what one row may be out by where the estimate jumps.
struct Sum {
  double sum = 0, most = 0;
};
Sum summed(const Weights& of, const double* influence) {
  Sum s;
  for (std::size_t k = 0; k < of.size(); ++k) {
    if (!std::isfinite(influence[k])) return {0, HUGE_VAL};  // rule `answers` tells
    s.sum += of.weight[k] * influence[k];
    s.most = std::max(s.most, std::fabs(of.weight[k] * influence[k]));
  }
  return s;
}

// ---- bootstrap ------------------------------------------------------------------------------------------------

constexpr std::size_t replicates = 200;

/// Standard errors by output: of linearised values, added up by unit.
std::vector<double> linearised(const Asked& a, const Answer& plain) {
  std::vector<double> errors;
  for (std::size_t m = 0; m < plain.outputs; ++m) {
    std::map<std::int32_t, double> z;
    for (std::size_t k = 0; k < a.domain.size(); ++k)
      z[a.table.unit[std::size_t(a.domain.rows[k])]] += a.domain.weight[k] * plain.u_of(m, k);
    for (std::size_t k = 0; k < a.reference.size(); ++k)
      z[a.table.unit[std::size_t(a.reference.rows[k])]] += a.reference.weight[k] * plain.v_of(m, k);
    double sum = 0, squares = 0;
    for (const auto& [unit, value] : z) sum += value, squares += value * value;
    const auto n = double(z.size());
    errors.push_back(std::sqrt(std::max(0.0, n / (n - 1) * (squares - sum * sum / n))));
  }
  return errors;
}

/// Of samples of as many units, drawn with replacement.
std::vector<double> bootstrapped(const Asked& a, Random random) {
  const std::size_t outputs = a.outputs.size();
  std::vector<double> sum(outputs), squares(outputs), n(outputs), errors(outputs);
  for (std::size_t b = 0; b < replicates; ++b) {
    std::vector<double> times(units);
    for (std::size_t k = 0; k < units; ++k) ++times[random.below(units)];
    const auto weighed = [&](Weights of) {
      for (std::size_t k = 0; k < of.size(); ++k)
        of.weight[k] *= times[std::size_t(a.table.unit[std::size_t(of.rows[k])])];
      return of;
    };
    const Answer one = a.instance->evaluate(weighed(a.domain), weighed(a.reference), false);
    for (std::size_t m = 0; m < outputs; ++m)
      if (one.has(m)) ++n[m], sum[m] += one.estimates[m], squares[m] += one.estimates[m] * one.estimates[m];
  }
  for (std::size_t m = 0; m < outputs; ++m)
    errors[m] = n[m] > 1 ? std::sqrt(std::max(0.0, (squares[m] - sum[m] * sum[m] / n[m]) / (n[m] - 1))) : 0;
  return errors;
}

}  // namespace

void derivative_domain(Trial& t) {
  if (!smooth(t)) throw Skipped("declared as not smooth: rule `bootstrap` judges u");
  over_cases(t, [&](const Case& of) { derivative(t, of, false); });
}

void derivative_reference(Trial& t) {
  if (!smooth(t)) throw Skipped("declared as not smooth: rule `bootstrap` judges v");
  if ((t.library.indicator().traits & CLUSIA_READS_REFERENCE) == 0) throw Skipped("declared as reading no reference");
  over_cases(t, [&](const Case& of) { derivative(t, of, true); });
}

void euler(Trial& t) {
  over_cases(t, [&](const Case& of) {
    const Asked a(of, smooth(t) ? of.table() : of.table(units));  // of more rows, one that jumps matters less
    const Answer plain = a.evaluate();
    for (std::size_t m = 0; plain.ok() && m < plain.outputs; ++m) {
      if (!plain.has(m)) continue;
      const auto judge = [&](const Weights& weights, const double* influence, double should_be,
                             const std::string& what) {
        const auto [sum, most] = summed(weights, influence);
        const double jump = smooth(t) ? 0 : 4 * most;
        if (near(sum, should_be, 0, 1e-9 * (std::fabs(plain.estimates[m]) + most * double(weights.size())) + jump))
          return;
        throw Failed("output '" + a.outputs[m].name + "': the sum of weight times " + what + " is " + number(sum) +
                     ", should be " + number(should_be) + ": correct " + what +
                     " or the declared degree (NaN where there is none)");
      };
      const double degree = a.outputs[m].degree;
      if (!std::isnan(degree)) judge(a.domain, &plain.u[m * plain.n_domain], degree * plain.estimates[m], "u");
      if (a.reference.size() > 0) judge(a.reference, &plain.v[m * plain.n_reference], 0, "v");
    }
  });
}

void bootstrap(Trial& t) {
  if (smooth(t)) throw Skipped("declared as smooth: `derivative_domain` judges u");
  over_cases(t, [&](const Case& of) {
    const Asked a(of, of.table(units));
    const Answer plain = a.evaluate();
    if (!plain.ok() || !plain.not_finite().empty()) return;  // rule `answers` tells
    const std::vector<double> is = linearised(a, plain), should_be = bootstrapped(a, t.random(4));
    for (std::size_t m = 0; m < plain.outputs; ++m) {
      // A share of nobody says nothing of its error.
      if (!plain.has(m) || plain.estimates[m] == 0 ||
          near(is[m], should_be[m], 0, 1e-7 * std::fabs(plain.estimates[m])))
        continue;
      const double ratio = is[m] / should_be[m];
      const std::string words = "output '" + a.outputs[m].name + "': u and v give a standard error of " +
                                number(is[m]) + ", a bootstrap " + number(should_be[m]);
      if (!(ratio > 1.0 / 3 && ratio < 3)) throw Failed(words + ": correct u and v");
      if (ratio < 0.65 || ratio > 1.55) t.warn(words);
    }
  });
}

}  // namespace clusia::kit
