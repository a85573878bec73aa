#include "judgement/weights.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace clusia {

std::vector<double> rank_sum_weights(std::span<const double> ranks) {
  double n = 0, sum = 0;
  for (const double rank : ranks)
    if (!std::isnan(rank)) n += 1;
  std::vector<double> weights;
  for (const double rank : ranks) weights.push_back(std::isnan(rank) ? 0 : n + 1 - rank);
  for (const double weight : weights) sum += weight;
  for (double& weight : weights) weight /= sum;
  return weights;
}

ScoreWeights score_weights(std::span<const double> scores, std::size_t items) {
  if (items == 0 || scores.size() % items != 0) throw std::invalid_argument("scores are a table of people by items");
  ScoreWeights out;
  std::vector<double> shares(items, 0);
  for (std::size_t row = 0; row < scores.size(); row += items) {
    const auto one = scores.subspan(row, items);
    const double sum = std::accumulate(one.begin(), one.end(), 0.0);  // NaN where one is missing
    if (!(sum > 0)) {
      ++out.left_out;
      continue;
    }
    ++out.people;
    for (std::size_t k = 0; k < items; ++k) shares[k] += one[k] / sum;
  }
  if (out.people == 0) return out;
  for (double& share : shares) share /= static_cast<double>(out.people);
  out.weights = std::move(shares);
  return out;
}

}  // namespace clusia
