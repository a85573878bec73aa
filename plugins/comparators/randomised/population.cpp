#include "population.hpp"

#include <set>

using namespace clusia;

Population::Population(const DesignFrame& frame, int32_t wave, bool with_covariates) {
  rows_where(frame, wave, Side::treated);  // refuses an empty side
  rows_where(frame, wave, Side::comparison);
  const std::vector<bool> has =
      with_covariates ? rows_with_covariates(frame) : std::vector<bool>(static_cast<std::size_t>(frame.rows()), true);
  std::vector<Member> found;
  std::set<int32_t> treated;
  for (int64_t row = 0; row < frame.rows(); ++row) {
    if ((wave >= 0 && frame.wave[row] != wave) || frame.arm[row] < 0 || !(frame.weight(row) > 0)) continue;
    if (frame.block.present() && frame.block[row] < 0) {
      ++without_block;
    } else if (!has[static_cast<std::size_t>(row)]) {
      ++without_covariates;
    } else {
      if (frame.treated(row)) treated.insert(frame.arm[row]);
      found.push_back({row, 0, frame.block.present() ? frame.block[row] : 0, frame.weight(row)});
    }
  }
  arms.assign(treated.begin(), treated.end());
  std::vector<int64_t> rows;
  for (Member& m : found) {
    if (frame.treated(m.row))
      m.arm = 1 + static_cast<std::size_t>(std::lower_bound(arms.begin(), arms.end(), frame.arm[m.row]) - arms.begin());
    rows.push_back(m.row);
  }
  if (with_covariates) columns = covariate_columns(frame, rows);

  std::vector<std::size_t> order(found.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t k) { return std::tuple(found[k].arm, found[k].block, found[k].weight); };
    if (key(a) != key(b)) return key(a) < key(b);
    for (const CovariateColumn& c : columns)
      if (c.values[a] != c.values[b]) return c.values[a] < c.values[b];
    return false;
  });
  ascending.resize(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    ascending[order[k]] = k;
    members.push_back(found[order[k]]);
  }
  for (CovariateColumn& c : columns) {
    const std::vector<double> values = c.values;
    for (std::size_t k = 0; k < order.size(); ++k) c.values[k] = values[order[k]];
  }
  for (const Member& m : members) {
    std::vector<double>& of = weights[m.block];
    of.resize(arms.size() + 1, 0);
    of[m.arm] += m.weight;
  }
}

Comparison::Comparison(const Population& of, std::size_t treated, bool att) : arm(treated), of_(of), att_(att) {
  for (const auto& [block, weight] : of.weights) {
    if (weight[0] > 0 && weight[arm] > 0)
      blocks.push_back(block);
    else
      ++blocks_left_out;
  }
}

std::ptrdiff_t Comparison::place(int32_t block) const {
  const auto at = std::lower_bound(blocks.begin(), blocks.end(), block);
  return at == blocks.end() || *at != block ? -1 : at - blocks.begin();
}

double Comparison::stands_for(const Member& m) const {
  if (!counted(m.arm)) return 1;
  const std::vector<double>& weight = of_.weights.at(m.block);
  return (att_ ? weight[arm] : std::accumulate(weight.begin(), weight.end(), 0.0)) / weight[m.arm];
}

namespace {

/// Every cluster lies in one arm, and clusters are more than single rows.
bool whole_clusters(const DesignFrame& frame, const Population& population) {
  if (!frame.cluster.present()) return false;
  std::map<int32_t, std::size_t> arm_of;
  for (const Member& m : population.members) {
    const int32_t cluster = frame.cluster[m.row];
    if (cluster < 0) return false;
    if (arm_of.emplace(cluster, m.arm).first->second != m.arm) return false;
  }
  return arm_of.size() < population.members.size();
}

}  // namespace

Lots lots_of(const DesignFrame& frame, const Population& population) {
  Lots lots;
  lots.by_cluster = whole_clusters(frame, population);
  std::map<std::pair<int32_t, std::size_t>, std::set<int64_t>> in_block;
  std::vector<std::set<int64_t>> in_arm(population.arms.size() + 1);
  for (const Member& m : population.members) {
    const int64_t lot = lots.by_cluster ? frame.cluster[m.row] : m.row;
    const std::vector<double>& weight = population.weights.at(m.block);
    if (weight[0] > 0 && std::accumulate(weight.begin(), weight.end(), 0.0) > weight[0])
      in_block[{m.block, m.arm}].insert(lot);
    in_arm[m.arm].insert(lot);
  }
  for (const auto& of : in_arm) lots.drawn.push_back(static_cast<int64_t>(of.size()));
  lots.by_block = frame.block.present() &&
                  std::any_of(in_block.begin(), in_block.end(), [](const auto& of) { return of.second.size() == 1; });
  return lots;
}
