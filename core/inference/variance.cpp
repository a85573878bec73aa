#include "inference/variance.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace clusia {
namespace {

struct Stratum {
  double sum = 0, squares = 0;
  std::int64_t psus = 0;
  bool takes_part = false;
};

double sum_of_squares(std::span<const double> totals) {
  double sum = 0;
  for (const double t : totals) sum += t * t;
  return sum;
}

std::string only_psu_of(const std::string& stratum) {
  return (stratum.empty() ? "there is one PSU only" : "stratum '" + stratum + "' has one PSU only") +
         ", which says nothing of how much PSUs differ: merge it with a similar stratum, or set single_psu";
}

/// Centred on the stratum's mean in a second pass: totals may be large beside their spread.
Variance stratified(std::span<const double> totals, const Clustering& over, bool with_factor, SinglePsu single) {
  std::vector<Stratum> strata(over.strata.size());
  for (std::size_t k = 0; k < totals.size(); ++k) {
    Stratum& h = strata[static_cast<std::size_t>(over.stratum[k])];
    h.sum += totals[k];
    h.takes_part |= totals[k] != 0;
    ++h.psus;
  }
  for (std::size_t k = 0; k < totals.size(); ++k) {
    Stratum& h = strata[static_cast<std::size_t>(over.stratum[k])];
    const double from_mean = totals[k] - h.sum / static_cast<double>(h.psus);
    h.squares += from_mean * from_mean;
  }
  Variance v;
  double taking_part = 0, known = 0;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    const Stratum& stratum = strata[h];
    const auto n = static_cast<double>(stratum.psus);
    const double scale = over.scale.empty() ? 1 : over.scale[h];
    if (!stratum.takes_part) continue;
    taking_part += 1;
    if (stratum.psus > 1 || scale == 0) {
      known += 1;
      if (stratum.psus > 1) v.value += scale * stratum.squares * (with_factor ? n / (n - 1) : 1);
    } else if (single == SinglePsu::adjust) {
      v.value += scale * stratum.sum * stratum.sum;
    } else if (single == SinglePsu::fail && v.problem.empty()) {
      v.problem = only_psu_of(over.strata[h]);
    }
  }
  if (single == SinglePsu::average && known > 0) v.value *= taking_part / known;
  if (single == SinglePsu::average && known == 0 && taking_part > 0) v.problem = "every stratum has one PSU only";
  return v;
}

}  // namespace

Variance variance(const Totals& totals, Factor factor, const std::optional<RegressionSize>& regression,
                  SinglePsu single) {
  const Clusterings& over = totals.over();
  if (factor == Factor::regression && !regression) factor = Factor::design;
  Variance all;
  for (std::size_t p = 0; p < over.size(); ++p) {
    Variance part;
    if (factor == Factor::design || factor == Factor::none) {
      part = stratified(totals.part(p), over.parts[p], factor == Factor::design, single);
    } else {
      part.value = sum_of_squares(totals.part(p));
    }
    all.value += over.signs[p] * part.value;
    if (all.problem.empty()) all.problem = part.problem;
  }
  if (factor == Factor::regression) {
    const double g = regression->clusters, n = regression->rows, k = regression->parameters;
    if (g < 2) return {0, "there is one cluster only, which says nothing of how much clusters differ"};
    if (n <= k) return {0, "the regression has no more rows than parameters"};
    all.value *= g / (g - 1) * (n - 1) / (n - k);
  }
  if (all.problem.empty() && !(all.value >= 0)) all.problem = "the variance by several cluster ids came out negative";
  return all;
}

Domain::Domain(std::shared_ptr<const Clusterings> over) : over_(std::move(over)) {
  for (std::size_t p = 0; p < over_->ids; ++p) psus_.emplace_back(over_->parts[p].stratum.size(), 0);
}

void Domain::add(const Weights& listed) {
  for (std::size_t p = 0; p < psus_.size(); ++p) {
    const std::int32_t* psu = over_->parts[p].psu.data();
    std::uint8_t* holds = psus_[p].data();
    for (std::size_t k = 0; k < listed.size(); ++k) holds[psu[listed.rows[k]]] |= listed.weight[k] != 0 ? 1 : 0;
  }
}

void Domain::add(const Domain& other) {
  for (std::size_t p = 0; p < psus_.size(); ++p)
    for (std::size_t k = 0; k < psus_[p].size(); ++k) psus_[p][k] |= other.psus_[p][k];
}

std::int64_t Domain::psus() const { return std::ranges::count(psus_.front(), 1); }

double Domain::degrees_of_freedom() const {
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < psus_.size(); ++p) {
    const Clustering& c = over_->parts[p];
    std::vector<bool> strata(c.strata.size(), false);
    double psus = 0;
    for (std::size_t psu = 0; psu < psus_[p].size(); ++psu) {
      if (psus_[p][psu] == 0) continue;
      psus += 1;
      strata[static_cast<std::size_t>(c.stratum[psu])] = true;
    }
    least = std::min(least, psus - static_cast<double>(std::count(strata.begin(), strata.end(), true)));
  }
  return least;
}

std::optional<Interval> interval_of(double estimate, double variance, double df, double confidence, double null) {
  if (!(df > 0) || !(variance >= 0)) return std::nullopt;
  Interval i;
  i.std_error = std::sqrt(variance);
  i.df = df;
  const double reach = reach_of(df, confidence) * i.std_error;
  i.low = estimate - reach;
  i.high = estimate + reach;
  if (i.std_error == 0) return std::nullopt;  // nothing varies: no test, and an interval would pretend certainty
  i.statistic = (estimate - null) / i.std_error;
  i.p_value = 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(df), std::fabs(i.statistic)));
  return i;
}

std::optional<Interval> interval_or_note(double estimate, const Variance& variance, double df, double confidence,
                                         double null, std::string& note) {
  std::optional<Interval> interval;
  if (variance.problem.empty()) interval = interval_of(estimate, variance.value, df, confidence, null);
  if (!interval)
    note = "no standard error: " +
           (variance.problem.empty() ? "nothing varies between PSUs, or no more PSUs than strata" : variance.problem);
  return interval;
}

double reach_of(double df, double confidence) {
  return boost::math::quantile(boost::math::students_t(df), 0.5 + confidence / 2);
}

double detectable(const Interval& interval, double confidence) {
  constexpr double power = 0.8;
  return (reach_of(interval.df, confidence) + boost::math::quantile(boost::math::students_t(interval.df), power)) *
         interval.std_error;
}

Interval on_logit_scale(Interval interval, double estimate, double confidence) {
  if (!(estimate > 0 && estimate < 1)) return interval;
  const double middle = std::log(estimate / (1 - estimate));
  const double reach = reach_of(interval.df, confidence) * interval.std_error / (estimate * (1 - estimate));
  const auto back = [](double x) { return 1 / (1 + std::exp(-x)); };
  interval.low = back(middle - reach);
  interval.high = back(middle + reach);
  return interval;
}

}  // namespace clusia
