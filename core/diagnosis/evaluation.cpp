#include "diagnosis/evaluation.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace clusia {
namespace {

constexpr std::uint64_t weights_key = 0x636c757369612d64;
constexpr double rounding = 1e-9;  // composites that differ by less are equal

std::vector<double> weights_of(const Diagnosis& diagnosis) {
  std::vector<double> weights;
  for (const Characteristic& one : diagnosis.characteristics) {
    const auto family = std::ranges::find(diagnosis.families, one.family, &CharacteristicFamily::id);
    double of_family = 0;
    for (const Characteristic& other : diagnosis.characteristics)
      if (other.family == one.family) of_family += other.weight;
    const bool shared = diagnosis.families_weighted && of_family > 0;
    weights.push_back(shared ? one.weight / of_family * family->weight : one.weight);
  }
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights)
    if (sum > 0) weight /= sum;
  return weights;
}

std::optional<double> composite(const std::vector<std::optional<double>>& scores, const std::vector<double>& weights) {
  double sum = 0, of = 0;
  for (std::size_t k = 0; k < scores.size(); ++k)
    if (scores[k]) sum += weights[k] * *scores[k], of += weights[k];
  return of > 0 ? std::optional(sum / of) : std::nullopt;
}

/// `scores` without those of other families.
std::vector<std::optional<double>> only(const Diagnosis& diagnosis, const std::string& family,
                                        std::vector<std::optional<double>> scores) {
  for (std::size_t k = 0; k < scores.size(); ++k)
    if (diagnosis.characteristics[k].family != family) scores[k].reset();
  return scores;
}

std::int64_t count(const std::vector<std::optional<double>>& scores) {
  return std::ranges::count_if(scores, [](const auto& score) { return score.has_value(); });
}

void add_scores(const Scores& scores, std::vector<AssessedCluster>& clusters) {
  for (const Score& one : scores.given) {
    AssessedCluster& of = clusters[one.cluster];
    of.scores[one.characteristic] = of.scores[one.characteristic].value_or(0) + one.value;
    ++of.raters[one.characteristic];
    std::string& bases = of.bases[one.characteristic];
    if (!one.basis.empty()) bases += (bases.empty() ? "" : "\n") + scores.raters[one.rater] + ": " + one.basis;
  }
  for (AssessedCluster& of : clusters)
    for (std::size_t k = 0; k < of.scores.size(); ++k)
      if (of.scores[k]) *of.scores[k] /= static_cast<double>(of.raters[k]);
}

void add_composites(const Diagnosis& diagnosis, const std::vector<double>& weights, AssessedCluster& of) {
  for (const CharacteristicFamily& family : diagnosis.families) {
    const auto scores = only(diagnosis, family.id, of.scores);
    of.by_family.push_back(composite(scores, weights));
    of.scored_by_family.push_back(count(scores));
  }
  of.overall = composite(of.scores, weights);
  of.scored = count(of.scores);
  for (std::size_t k = 0; k < weights.size(); ++k) {
    of.least += weights[k] * of.scores[k].value_or(lowest_score);
    of.most += weights[k] * of.scores[k].value_or(highest_score);
  }
}

/// 1 + those that are higher, for each that has a composite; 0 for the others.
std::vector<std::int64_t> ranks_of(const std::vector<std::optional<double>>& composites) {
  std::vector<std::int64_t> ranks;
  for (const auto& one : composites)
    ranks.push_back(one ? 1 + std::ranges::count_if(
                                  composites, [&](const auto& other) { return other && *other > *one + rounding; })
                        : 0);
  return ranks;
}

std::vector<std::int64_t> ranks_under(const std::vector<double>& weights,
                                      const std::vector<AssessedCluster>& clusters) {
  std::vector<std::optional<double>> composites;
  for (const AssessedCluster& of : clusters) composites.push_back(composite(of.scores, weights));
  return ranks_of(composites);
}

/// Exponential variates; as shares they are uniform over all weightings.
std::vector<double> random_weights(const std::vector<double>& weights, std::int64_t draw, std::int64_t seed) {
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), weights_key}};
  std::vector<double> out;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const auto bits = generator({{static_cast<std::uint64_t>(draw), k, 0, 0}}, key);
    const double uniform = (static_cast<double>(bits[0] >> 11) + 0.5) * 0x1p-53;
    out.push_back(weights[k] > 0 ? -std::log(uniform) : 0);
  }
  return out;
}

void add_ranks(const Diagnosis& diagnosis, const std::vector<double>& weights, std::int64_t seed,
               std::vector<AssessedCluster>& clusters) {
  const std::vector<std::int64_t> ranks = ranks_under(weights, clusters);
  std::vector<std::vector<std::int64_t>> drawn(clusters.size());
  for (std::int64_t draw = 0; draw < diagnosis.weightings; ++draw) {
    const auto under = ranks_under(random_weights(weights, draw, seed), clusters);
    for (std::size_t k = 0; k < clusters.size(); ++k) drawn[k].push_back(under[k]);
  }
  const auto last = static_cast<double>(diagnosis.weightings - 1);
  for (std::size_t k = 0; k < clusters.size(); ++k) {
    if (!clusters[k].overall) continue;
    std::vector<std::int64_t>& of = drawn[k];
    std::ranges::sort(of);
    clusters[k].rank = {ranks[k],
                        of[static_cast<std::size_t>(std::floor(0.05 * last))],
                        of[static_cast<std::size_t>(std::ceil(0.95 * last))],
                        of.front(),
                        of.back(),
                        static_cast<double>(std::ranges::count(of, 1)) / static_cast<double>(of.size())};
  }
}

/// The agreement on the characteristics of one family, or of all.
Agreement agreement_on(const Diagnosis& diagnosis, const Scores& scores, const std::string& family) {
  const std::size_t raters = scores.raters.size(), n = diagnosis.characteristics.size();
  std::vector<double> table(scores.clusters.size() * n * raters, std::numeric_limits<double>::quiet_NaN());
  for (const Score& one : scores.given)
    if (family.empty() || diagnosis.characteristics[one.characteristic].family == family)
      table[(one.cluster * n + one.characteristic) * raters + one.rater] = one.value;
  return raters == 0 ? Agreement{} : krippendorff(table, raters, Scale::ordinal);
}

}  // namespace

Evaluation evaluate(const Diagnosis& diagnosis, const Scores& scores, std::int64_t seed) {
  Evaluation out;
  out.weights = weights_of(diagnosis);
  out.raters = scores.raters;
  const std::size_t n = diagnosis.characteristics.size();
  for (const std::string& name : scores.clusters) {
    AssessedCluster& of = out.clusters.emplace_back();
    of.name = name;
    of.scores.resize(n), of.raters.resize(n), of.bases.resize(n);
  }
  add_scores(scores, out.clusters);
  for (AssessedCluster& of : out.clusters) {
    add_composites(diagnosis, out.weights, of);
    out.missing += static_cast<std::int64_t>(n) - of.scored;
  }
  add_ranks(diagnosis, out.weights, seed, out.clusters);
  std::ranges::stable_sort(out.clusters, {}, [](const AssessedCluster& of) {
    return of.rank ? of.rank->rank : std::numeric_limits<std::int64_t>::max();
  });
  out.agreement = agreement_on(diagnosis, scores, "");
  for (const CharacteristicFamily& family : diagnosis.families)
    out.by_family.push_back(agreement_on(diagnosis, scores, family.id));
  return out;
}

}  // namespace clusia
