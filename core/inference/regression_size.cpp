#include "inference/regression_size.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace clusia {
namespace {

/// Calls take(place) for the rows with a weight.
template <class Take>
void each_row(const Fit& fit, const Take& take) {
  for (std::size_t k = 0; k < fit.rows.size(); ++k)
    if (fit.rows.weight[k] != 0) take(k);
}

double levels_of(const Fit& fit, const std::vector<std::int32_t>& effect) {
  std::set<std::int32_t> used;
  each_row(fit, [&](std::size_t k) { used.insert(effect[k]); });
  return static_cast<double>(used.size());
}

std::int32_t cluster_of(const Fit& fit, const Clustering& id, std::size_t k) {
  return id.psu[static_cast<std::size_t>(fit.rows.rows[k])];
}

double clusters_of(const Fit& fit, const Clustering& id) {
  std::vector<bool> used(id.stratum.size(), false);
  each_row(fit, [&](std::size_t k) { used[static_cast<std::size_t>(cluster_of(fit, id, k))] = true; });
  return static_cast<double>(std::count(used.begin(), used.end(), true));
}

}  // namespace

bool lies_in(const Fit& fit, const std::vector<std::int32_t>& effect, const Clustering& id) {
  std::int32_t most = -1;
  for (const std::int32_t level : effect) most = std::max(most, level);
  std::vector<std::int32_t> in(static_cast<std::size_t>(most + 1), -1);
  bool lies = true;
  each_row(fit, [&](std::size_t k) {
    std::int32_t& of = in[static_cast<std::size_t>(effect[k])];
    lies = lies && (of < 0 || of == cluster_of(fit, id, k));
    of = cluster_of(fit, id, k);
  });
  return lies;
}

RegressionSize regression_size(const Fit& fit, const LinearModel& model, const Clusterings& over) {
  RegressionSize size{model.rows(), static_cast<double>(model.rank()), std::numeric_limits<double>::infinity()};
  std::size_t nested = 0;
  for (const auto& effect : fit.absorbed) {
    bool lies = false;
    for (std::size_t id = 0; id < over.ids; ++id) lies = lies || lies_in(fit, effect, over.parts[id]);
    nested += lies ? 1 : 0;
    if (!lies) size.parameters += levels_of(fit, effect);
  }
  const std::size_t effects = fit.absorbed.size();
  if (effects > 0 && nested == effects) size.parameters += 1;
  if (effects > 0 && nested == 0) size.parameters -= static_cast<double>(effects - 1);
  for (std::size_t id = 0; id < over.ids; ++id)
    size.clusters = std::min(size.clusters, clusters_of(fit, over.parts[id]));
  return size;
}

}  // namespace clusia
