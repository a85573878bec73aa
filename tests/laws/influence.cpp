// u and v are the derivatives of T by the weights of the domain and of the reference; where T has none (quantiles), the
// standard error that they give is that of a bootstrap.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kit/slopes.hpp"
#include "laws/laws.hpp"

namespace clusia::test {
namespace {

double largest(const std::vector<double>& of) {
  double most = 0;
  for (const double x : of) most = std::max(most, std::fabs(x));
  return most;
}

/// Rows of a weighting, some of weight 0 among them where there are such.
std::vector<std::size_t> sample_of(const Weights& weights) {
  std::vector<std::size_t> sample;
  const auto draw = [&](std::size_t n, const auto& wanted) {
    for (std::uint64_t k = 0; k < 200 && n > 0; ++k) {
      const std::size_t at = drawn(6, k, weights.size());
      if (!wanted(weights.weight[at]) || std::ranges::find(sample, at) != sample.end()) continue;
      sample.push_back(at);
      --n;
    }
  };
  draw(9, [](double w) { return w > 0; });
  draw(3, [](double w) { return w == 0; });
  return sample;
}

void derivative_by(Bound& bound, const Weights& domain, const Weights& reference, bool by_reference, Ledger& ledger,
                   const std::string& where) {
  Weights d = domain, r = reference;
  Weights& moved = by_reference ? r : d;
  const Answered plain = asked(bound, d, r, true);
  const auto& influence = by_reference ? plain.v : plain.u;
  const double typical = moved.total() / static_cast<double>(moved.size());
  for (const std::size_t k : sample_of(moved)) {
    const double weight = moved.weight[k];
    const auto t = [&](double w) {
      moved.weight[k] = w;
      std::vector<double> estimates;
      for (const auto& x : asked(bound, d, r).estimates) estimates.push_back(x.value_or(0));
      moved.weight[k] = weight;
      return estimates;
    };
    const std::vector<double> slope = kit::slopes(t, weight, 0.02 * (weight > 0 ? weight : typical));
    for (std::size_t m = 0; m < slope.size(); ++m)
      if (plain.estimates[m])
        ledger.judge_near(Law::derivative, bound.outputs()[m].name,
                          std::string(by_reference ? "v" : "u") + (weight > 0 ? "" : " of weight 0"), influence[m][k],
                          slope[m], 1e-6 * largest(influence[m]) + 1e-11 * std::fabs(*plain.estimates[m]) / typical,
                          where + ", row " + std::to_string(moved.rows[k]) + " of weight " + text_of_number(weight));
  }
}

/// Sum of weight times influence, and the largest term: what one row may be out by where T jumps.
std::pair<double, double> summed(const Weights& of, const std::vector<double>& influence) {
  double sum = 0, most = 0;
  for (std::size_t k = 0; k < of.size(); ++k) {
    sum += of.weight[k] * influence[k];
    most = std::max(most, std::fabs(of.weight[k] * influence[k]));
  }
  return {sum, most};
}

/// T(c d, r) = c^degree T(d, r) and T(d, c r) = T(d, r).
void euler(Bound& bound, const Weights& domain, const Weights& reference, bool smooth, Ledger& ledger,
           const std::string& where) {
  const Answered plain = asked(bound, domain, reference, true);
  for (std::size_t m = 0; m < plain.estimates.size(); ++m) {
    if (!plain.estimates[m]) continue;
    const OutputDeclaration& output = bound.outputs()[m];
    const double degree = std::isnan(output.degree) ? 0 : output.degree;
    const auto zero = [&](const Weights& of, const std::vector<double>& influence, double should_be,
                          const std::string& what) {
      const auto [sum, most] = summed(of, influence);
      const double tolerance = 1e-9 * (std::fabs(*plain.estimates[m]) + most * static_cast<double>(of.size()));
      ledger.judge_near(Law::euler, output.name, what, sum, should_be, tolerance + (smooth ? 0 : 2 * most), where);
    };
    zero(domain, plain.u[m], degree * *plain.estimates[m], "u");
    if (reference.size() > 0) zero(reference, plain.v[m], 0, "v");
  }
}

}  // namespace

namespace {

/// Declared as not smooth for what other parameters make of it: under these it is.
struct Smooth {
  std::string plugin, parameter, value;
};
const std::vector<Smooth> smooth_here{{"fgt", "relative_to", "none"},
                                      {"fgt", "relative_to", "mean"},
                                      {"fgt_decomposition", "alpha", "1"},
                                      {"fgt_decomposition", "alpha", "2"},
                                      {"fgt_decomposition", "relative_to", "none"},
                                      {"poverty_change", "alpha", "1"},
                                      {"poverty_change", "alpha", "2"},
                                      {"watts", "relative_to", "none"},
                                      {"sen", "relative_to", "none"},
                                      {"sen_shorrocks_thon", "relative_to", "none"},
                                      {"sen_shorrocks_thon", "relative_to", "mean"},
                                      {"income_share", "at_quantile", "split"},
                                      {"palma", "at_quantile", "split"},
                                      {"quantile_share_ratio", "at_quantile", "split"}};

bool is_smooth(const Case& of) {
  return (of.plugin().traits & CLUSIA_NOT_SMOOTH) == 0 || std::ranges::any_of(smooth_here, [&](const Smooth& s) {
           return s.plugin == of.plugin().id && of.parameter(s.parameter) == s.value;
         });
}

}  // namespace

void derivatives(const Case& of, Ledger& ledger) {
  const auto bound = of.bind();
  const bool smooth = is_smooth(of);
  const Weights reference = bound->reference();
  for (const Group* group : bound->groups()) {
    const Weights domain = bound->domain(*group);
    euler(*bound, domain, reference, smooth, ledger, group->label);
    if (!smooth) continue;
    derivative_by(*bound, domain, reference, false, ledger, group->label);
    if (reference.size() > 0) derivative_by(*bound, domain, reference, true, ledger, group->label);
  }
}

// ---- the bootstrap ----------------------------------------------------------------------------------------

namespace {

/// Whoever has waves is drawn with all of them.
std::vector<std::size_t> units_of(Bound& bound) {
  const Codes& unit = bound.data().rows.unit;
  std::vector<std::size_t> of(bound.data().rows.weight.size());
  for (std::size_t row = 0; row < of.size(); ++row)
    of[row] = unit.present() ? static_cast<std::size_t>(unit.code[row]) : row;
  return of;
}

/// By output: G/(G-1) sum (z - mean)^2 over units.
std::vector<double> linearised(const Answered& plain, const Weights& domain, const Weights& reference,
                               const std::vector<std::size_t>& unit) {
  std::vector<double> variances;
  for (std::size_t m = 0; m < plain.u.size(); ++m) {
    std::map<std::size_t, double> z;
    for (std::size_t k = 0; k < domain.size(); ++k)
      z[unit[static_cast<std::size_t>(domain.rows[k])]] += domain.weight[k] * plain.u[m][k];
    for (std::size_t k = 0; k < reference.size(); ++k)
      z[unit[static_cast<std::size_t>(reference.rows[k])]] += reference.weight[k] * plain.v[m][k];
    const auto n = static_cast<double>(z.size());
    double sum = 0, squares = 0;
    for (const auto& [id, value] : z) sum += value, squares += value * value;
    variances.push_back(n / (n - 1) * (squares - sum * sum / n));
  }
  return variances;
}

constexpr std::size_t replicates = 300;

/// By output, over samples of as many units with replacement. (A jackknife is not consistent for quantiles, and that of
/// large groups is out by half at a thousand rows.)
std::vector<double> bootstrapped(Bound& bound, const Weights& domain, const Weights& reference,
                                 const std::vector<std::size_t>& unit) {
  std::set<std::size_t> present;
  for (const Weights* of : {&domain, &reference})
    for (const std::int64_t row : of->rows) present.insert(unit[static_cast<std::size_t>(row)]);
  const std::vector<std::size_t> ids(present.begin(), present.end());
  std::vector<double> sum(bound.outputs().size()), squares(sum.size()), n(sum.size());
  for (std::size_t b = 0; b < replicates; ++b) {
    std::vector<double> times(*present.rbegin() + 1);
    for (std::size_t k = 0; k < ids.size(); ++k) ++times[ids[drawn(100 + b, k, ids.size())]];
    const auto weighed = [&](Weights of) {
      for (std::size_t k = 0; k < of.size(); ++k) of.weight[k] *= times[unit[static_cast<std::size_t>(of.rows[k])]];
      return of;
    };
    const Answered one = asked(bound, weighed(domain), weighed(reference));
    for (std::size_t m = 0; m < sum.size(); ++m)
      if (const auto& t = one.estimates[m]) ++n[m], sum[m] += *t, squares[m] += *t * *t;
  }
  for (std::size_t m = 0; m < sum.size(); ++m) squares[m] = (squares[m] - sum[m] * sum[m] / n[m]) / (n[m] - 1);
  return squares;
}

/// Of the standard error: what densities estimated from some hundred rows, and chance, leave.
constexpr double band = 0.3;

}  // namespace

void bootstrap(const Case& of, Ledger& ledger) {
  if ((of.plugin().traits & CLUSIA_NOT_SMOOTH) == 0) return;
  const auto bound = of.bind();
  const Weights domain = bound->domain(*bound->groups().front()), reference = bound->reference();
  const auto unit = units_of(*bound);
  const Answered plain = asked(*bound, domain, reference, true);
  const std::vector<double> ours = linearised(plain, domain, reference, unit);
  const std::vector<double> theirs = bootstrapped(*bound, domain, reference, unit);
  for (std::size_t m = 0; m < ours.size(); ++m) {
    if (!plain.estimates[m]) continue;
    const double should_be = std::sqrt(std::max(theirs[m], 0.0));
    ledger.judge_near(Law::bootstrap, bound->outputs()[m].name, "std_error", std::sqrt(std::max(ours[m], 0.0)),
                      should_be, band * should_be + 1e-7 * std::fabs(*plain.estimates[m]), "everyone");
  }
}

}  // namespace clusia::test
