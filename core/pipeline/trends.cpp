#include "pipeline/trends.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "inference/sup_t.hpp"

namespace clusia {
namespace {

constexpr std::int64_t draws_of_bands = 20000;

/// V(sum) of two effects' parts.
double variance_of(const Kept& a, const Kept* b, double scale_a, double scale_b, const Contrast& contrast,
                   const Design& design, const TrendSettings& settings) {
  if (!a.replicates.empty()) {
    std::vector<double> sum;
    for (std::size_t k = 0; k < a.replicates.size(); ++k)
      sum.push_back(scale_a * a.replicates[k] + (b == nullptr ? 0 : scale_b * b->replicates[k]));
    return settings.replicates->spread(sum).variance;
  }
  Totals z = a.totals.scaled(scale_a);
  if (b != nullptr) z.add(scale_b, b->totals);
  // A regression's factor is the same for all of its coefficients: the correlation is without it.
  Factor factor = contrast.factor.value_or(design.factor);
  if (factor == Factor::regression) factor = Factor::uncentred;
  const Variance v = variance(z, factor, {}, settings.single_psu);
  return v.problem.empty() ? v.value : std::numeric_limits<double>::quiet_NaN();
}

/// Correlations from what the variances are made of, standard errors as they were printed. Why there is none: in
/// `problem`.
Eigen::MatrixXd covariance_of(const PathOfDesign& path, const Design& design, const std::vector<EffectResult>& effects,
                              const TrendSettings& settings, std::string& problem) {
  const auto n = static_cast<Eigen::Index>(path.contrasts.size());
  Eigen::MatrixXd covariance(n, n);
  const auto effect = [&](Eigen::Index k) -> const EffectResult& {
    return effects[path.contrasts[static_cast<std::size_t>(k)]];
  };
  for (Eigen::Index k = 0; k < n; ++k)
    if (!effect(k).interval || !effect(k).kept) {
      problem = "an estimate of the path has no standard error";
      return covariance;
    }
  const auto V = [&](Eigen::Index i, Eigen::Index j) {
    const Contrast& contrast = design.contrasts[path.contrasts[static_cast<std::size_t>(i)]];
    return variance_of(*effect(i).kept, i == j ? nullptr : &*effect(j).kept, 1 / effect(i).interval->std_error,
                       1 / effect(j).interval->std_error, contrast, design, settings);
  };
  for (Eigen::Index i = 0; i < n; ++i) covariance(i, i) = V(i, i);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < i; ++j)
      covariance(i, j) = covariance(j, i) = (V(i, j) - covariance(i, i) - covariance(j, j)) / 2;
  Eigen::VectorXd scale(n);
  for (Eigen::Index k = 0; k < n; ++k) scale(k) = effect(k).interval->std_error / std::sqrt(covariance(k, k));
  covariance = (scale.asDiagonal() * covariance * scale.asDiagonal()).eval();
  if (!covariance.allFinite()) problem = "the estimates of the path have no covariance";
  return covariance;
}

template <class Under>
TrendCheck checked(const Under& under, TrendCheck check, const std::vector<double>& allowed,
                   const TrendSettings& settings, double null) {
  check.seen = under.largest_before();
  check.breakdown = under.breakdown(settings.confidence, null);
  for (const double m : allowed) {
    const Ends set = under.identified(m);
    TrendBound bound{m, set.low, set.high, {}, {}};
    if (!settings.population) {
      const Ends ends = under.interval(m, settings.confidence);
      bound.low = ends.low, bound.high = ends.high;
    }
    check.bounds.push_back(bound);
  }
  return check;
}

class PathCheck {
 public:
  PathCheck(const PathOfDesign& path, const Design& design, const TrendSettings& settings,
            std::vector<EffectResult>& effects)
      : path_(path), design_(design), settings_(settings), effects_(effects) {
    const auto n = static_cast<Eigen::Index>(path.contrasts.size());
    known_.covariance = Eigen::MatrixXd::Zero(n, n);
    known_.df = std::numeric_limits<double>::infinity();
    for (const std::size_t k : path.contrasts) {
      known_.estimate.push_back(effects[k].estimate.value_or(0));
      if (!effects[k].estimate) problem_ = "an estimate of the path does not exist";
      if (effects[k].interval) known_.df = std::min(known_.df, effects[k].interval->df);
    }
    if (!problem_.empty() || settings.population) return;
    if (!design.neighbours.empty())
      problem_ = "the variance of matching is no sum over rows, and its covariances are not known";
    else
      known_.covariance = covariance_of(path, design, effects, settings, problem_);
  }

  void set_bands() {
    if (!problem_.empty() || settings_.population) return;
    const auto reach = sup_t(known_.covariance, known_.df, settings_.confidence, draws_of_bands, settings_.seed);
    if (!reach) return;
    for (const std::size_t k : path_.contrasts) {
      EffectResult& e = effects_[k];
      e.band = {*e.estimate - *reach * e.interval->std_error, *e.estimate + *reach * e.interval->std_error};
    }
  }

  std::vector<TrendCheck> bounds() {
    std::vector<TrendCheck> all;
    if (path_.waves.front() >= 0 || path_.waves.back() < 0) return all;
    if (path_.base) known_.before = before();
    if (problem_.empty()) problem_ = problem_of_base();
    for (std::size_t k = 0; k < path_.contrasts.size(); ++k) {
      const std::size_t contrast = path_.contrasts[k];
      if (path_.waves[k] < 0 || !design_.contrasts[contrast].is_effect) continue;
      const double null = design_.contrasts[contrast].null_value;
      TrendCheck breaks{contrast, "breaks", {}, {}, problem_, {}}, bends{contrast, "bends", {}, {}, problem_, {}};
      if (problem_.empty()) {
        const auto step = static_cast<std::size_t>(path_.waves[k] - *path_.base);
        breaks = checked(UnderBreaks(known_, step), breaks, {settings_.trend_break}, settings_, null);
        bends = checked(UnderBends(known_, step), bends, allowed_bends(), settings_, null);
      }
      all.push_back(breaks);
      all.push_back(bends);
    }
    return all;
  }

 private:
  std::size_t before() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(path_.waves, [&](std::int32_t wave) { return wave < *path_.base; }));
  }
  std::string problem_of_base() const {
    if (!path_.base)
      return "the differences of the path are not from one wave before the start (or a wave is missing): trends before "
             "and after cannot be set beside each other";
    return known_.before == 0 ? "no wave before the base" : "";
  }
  /// A straight line, and as many standard errors as the study says, of the last difference before the base. Everyone
  /// has none: the line alone.
  std::vector<double> allowed_bends() const {
    const auto last = static_cast<Eigen::Index>(known_.before) - 1;
    const double most = settings_.trend_bend * std::sqrt(known_.covariance(last, last));
    return most > 0 ? std::vector{0.0, most} : std::vector{0.0};
  }

  const PathOfDesign& path_;
  const Design& design_;
  const TrendSettings& settings_;
  std::vector<EffectResult>& effects_;
  EventPath known_;
  std::string problem_;
};

}  // namespace

std::optional<std::int32_t> waves_since_start(std::string_view name) {
  constexpr std::string_view prefix = "event_", before = "minus_";
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  const bool is_before = name.starts_with(before);
  if (is_before) name.remove_prefix(before.size());
  std::int32_t waves = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), waves);
  if (error != std::errc() || end != name.data() + name.size() || waves < 0) return std::nullopt;
  return is_before ? -waves : waves;
}

std::optional<PathOfDesign> path_of(const Design& design) {
  std::map<std::int32_t, std::size_t> by_wave;
  for (std::size_t k = 0; k < design.contrasts.size(); ++k)
    if (const auto waves = waves_since_start(design.contrasts[k].name)) by_wave.emplace(*waves, k);
  if (by_wave.size() < 2) return std::nullopt;
  PathOfDesign path;
  std::vector<std::int32_t> missing;
  std::int32_t next = by_wave.begin()->first;
  for (const auto& [waves, contrast] : by_wave) {
    for (; next < waves && missing.size() < 2; ++next) missing.push_back(next);
    next = waves + 1;
    path.waves.push_back(waves);
    path.contrasts.push_back(contrast);
  }
  if (missing.size() == 1 && missing.front() < 0) path.base = missing.front();
  return path;
}

std::vector<std::vector<TrendCheck>> check_trends(const Design& design, const TrendSettings& settings, TaskResult& of) {
  std::vector<std::vector<TrendCheck>> all(of.effects.size());
  const auto path = path_of(design);
  if (!path || is_ranked(design)) return all;
  for (std::size_t m = 0; m < of.effects.size(); ++m) {
    PathCheck check(*path, design, settings, of.effects[m]);
    check.set_bands();
    all[m] = check.bounds();
  }
  return all;
}

}  // namespace clusia
