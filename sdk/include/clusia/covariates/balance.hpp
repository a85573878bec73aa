/// clusia/covariates/balance.hpp: what a report shows of arms that were made alike: balance before and after, overlap,
/// effective sample sizes, and who was left out. Needs Eigen 3.
#pragma once

#include <clusia/covariates/sample.hpp>
#include <clusia/sorting.hpp>

namespace clusia {
namespace detail {

/// Mean and variance (n - 1, or its weighted form) of a column on some rows.
struct Moments {
  double mean = 0, variance = 0;

  template <class Takes>
  Moments(const CovariateColumn& column, const Eigen::VectorXd& weight, const Takes& takes) {
    const auto each = [&](const auto& visit) {
      for (Eigen::Index k = 0; k < weight.size(); ++k)
        if (weight[k] > 0 && takes(k)) visit(column.values[static_cast<std::size_t>(k)], weight[k]);
    };
    double total = 0, squares = 0, sum = 0;
    each([&](double x, double w) { total += w, squares += w * w, sum += w * x; });
    mean = sum / total;
    double deviations = 0;
    each([&](double x, double w) { deviations += w * (x - mean) * (x - mean); });
    const double freedom = total * total - squares;
    variance = freedom > 0 ? deviations * total / freedom : 0;
  }
};

inline std::vector<SortKey> ascending(const CovariateColumn& column) {
  std::vector<SortKey> keys;
  keys.reserve(column.values.size());
  for (const double x : column.values) keys.push_back({ascending_bits(x), static_cast<int64_t>(keys.size())});
  radix_sort(keys);
  return keys;
}

/// The largest distance between the arms' distribution functions, over rows in the order of a covariate.
inline double kolmogorov_smirnov(const Sample& sample, const std::vector<SortKey>& ascending,
                                 const Eigen::VectorXd& d) {
  double total[2] = {0, 0}, below[2] = {0, 0}, largest = 0;
  for (Eigen::Index k = 0; k < sample.size(); ++k) total[sample.is_treated(k) ? 1 : 0] += d[k];
  for (std::size_t at = 0; at < ascending.size(); ++at) {
    below[sample.is_treated(ascending[at].row) ? 1 : 0] += d[ascending[at].row];
    if (at + 1 < ascending.size() && ascending[at + 1].bits == ascending[at].bits) continue;
    largest = std::max(largest, std::abs(below[1] / total[1] - below[0] / total[0]));
  }
  return largest;
}

struct Finding {
  std::string name;
  double value;
  const char* text;
};

/// Of one covariate under the survey weights and under d.
inline std::vector<Finding> balance_of(const CovariateColumn& column, const Sample& sample, const Eigen::VectorXd& d,
                                       int32_t estimand) {
  std::vector<Finding> all;
  const auto treated = [&](Eigen::Index k) { return sample.is_treated(k); };
  const auto comparison = [&](Eigen::Index k) { return !sample.is_treated(k); };
  const std::vector<SortKey> ascending = detail::ascending(column);
  const Moments t0(column, sample.weight, treated), c0(column, sample.weight, comparison);
  const double spread = estimand == CLUSIA_ATT   ? t0.variance
                        : estimand == CLUSIA_ATE ? (t0.variance + c0.variance) / 2
                                                 : Moments(column, d, [](Eigen::Index) { return true; }).variance;
  const bool raw = column.binary || !(spread > 0);
  const auto tell = [&](const std::string& when, const Eigen::VectorXd& w, const Moments& t, const Moments& c) {
    all.push_back(
        {"standardised_difference_" + when, (t.mean - c.mean) / (raw ? 1 : std::sqrt(spread)),
         raw && !column.binary ? "no spread to divide by: the difference is in the covariate's own unit" : ""});
    if (!column.binary && c.variance > 0) all.push_back({"variance_ratio_" + when, t.variance / c.variance, ""});
    all.push_back({"kolmogorov_smirnov_" + when, kolmogorov_smirnov(sample, ascending, w), ""});
  };
  tell("before", sample.weight, t0, c0);
  tell("after", d, {column, d, treated}, {column, d, comparison});
  return all;
}

}  // namespace detail

/// Of every covariate under the survey weights (before) and under d (after): the difference of means, standardised by
/// cobalt's denominators (att: spread of the treated before; ate: of both arms, pooled; ato: of everyone under d) with
/// columns of 0 and 1 as they are; the ratio of variances, treated over comparison; the distance of distributions.
inline void report_balance(const Host& host, const Answer& answer, const Sample& sample, const Eigen::VectorXd& d,
                           int32_t estimand) {
  std::vector<std::vector<detail::Finding>> of(sample.columns.size());
  host.parallel_for(static_cast<int64_t>(of.size()), [&](int64_t k) {
    const auto at = static_cast<std::size_t>(k);
    of[at] = detail::balance_of(sample.columns[at], sample, d, estimand);
  });
  for (std::size_t k = 0; k < of.size(); ++k)
    for (const detail::Finding& f : of[k]) answer.diagnostic(f.name, sample.columns[k].name, f.value, f.text);
}

/// Kish's effective sample size under d; rows of the data count once.
inline void report_sizes(const Answer& answer, const Sample& sample, const Eigen::VectorXd& d) {
  for (const bool treated : {true, false}) {
    double total = 0, squares = 0;
    for (Eigen::Index k = 0; k < sample.size(); ++k)
      if (sample.is_treated(k) == treated) total += d[k], squares += d[k] * d[k];
    answer.diagnostic("effective_sample_size", treated ? "treated" : "comparison", total * total / squares);
  }
}

/// The range of the score in each arm.
inline void report_overlap(const Answer& answer, const Sample& sample, const Eigen::VectorXd& score) {
  for (const bool treated : {true, false}) {
    double low = infinity, high = -infinity;
    for (Eigen::Index k = 0; k < sample.size(); ++k)
      if (sample.is_treated(k) == treated) low = std::min(low, score[k]), high = std::max(high, score[k]);
    answer.diagnostic("score_lowest", treated ? "treated" : "comparison", low);
    answer.diagnostic("score_highest", treated ? "treated" : "comparison", high);
  }
}

/// Rows with a missing covariate, and columns that a model could not use.
inline void report_left_out(const Answer& answer, const Sample& sample, const std::vector<std::string>& columns) {
  for (const std::string& column : columns)
    answer.diagnostic("column_left_out", column, 1,
                      "constant, or a combination of the columns before it: not in the model");
  answer.diagnostic("rows_left_out", "", static_cast<double>(sample.incomplete),
                    sample.incomplete == 0 ? "" : "rows with a missing covariate take no part");
}

/// Rows that the design itself left out, arm by arm, and how the treated among them differ from those who stay: they
/// are whom the estimate no longer speaks of.
inline void report_dropped(const Answer& answer, const Sample& sample, const Eigen::VectorXd& d,
                           const std::string& why) {
  double dropped[2] = {0, 0};
  for (Eigen::Index k = 0; k < sample.size(); ++k)
    if (!(d[k] > 0)) ++dropped[sample.is_treated(k) ? 1 : 0];
  answer.diagnostic("rows_dropped", "treated", dropped[1],
                    dropped[1] > 0 ? why + "; the effect is of the treated rows that stay" : "");
  answer.diagnostic("rows_dropped", "comparison", dropped[0], dropped[0] > 0 ? why : "");
  if (dropped[1] == 0) return;
  for (const CovariateColumn& column : sample.columns) {
    const auto of = [&](bool stays) {
      return detail::Moments(column, sample.weight,
                             [&](Eigen::Index k) { return sample.is_treated(k) && (d[k] > 0) == stays; });
    };
    const double spread =
        detail::Moments(column, sample.weight, [&](Eigen::Index k) { return sample.is_treated(k); }).variance;
    answer.diagnostic("standardised_difference_dropped", column.name,
                      (of(false).mean - of(true).mean) / (column.binary || !(spread > 0) ? 1 : std::sqrt(spread)));
  }
}

}  // namespace clusia
