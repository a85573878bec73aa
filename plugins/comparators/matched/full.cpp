#define LEMON_ONLY_TEMPLATES  // nothing to link
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
// After LEMON: clusia's headers end in hidden visibility.
#include <map>
#include <numeric>
#include <set>

#include "full.hpp"

using namespace clusia;
using Eigen::Index;

namespace {

using Units = int64_t;  ///< a distance as a whole number of Space::tolerance(): sums of them are exact

/// A full matching with the least total is a cover of all rows by edges with the least total, and that is a matching
/// (see Schrijver 2003, chapter 19). Let m be the distance from a row to its nearest. A matching M and, for each row
/// that it leaves alone, the nearest row make a cover; it costs sum m - sum over M of (m_i + m_j - d_ij). No cover
/// costs less than the best of these: take one edge of each of its stars as M, and every other row pays m or more. So
/// the best M has the largest sum of gains m_i + m_j - d_ij, and pairs further apart than m_i + m_j are never in it.
class Cover {
 public:
  Cover(const Space& space, const NearestRule& rule, std::vector<Index> treated, std::vector<Index> comparison,
        std::size_t& pairs_left)
      : space_(space), caliper_(rule.caliper), treated_(std::move(treated)), comparison_(std::move(comparison)) {
    find_nearest();
    find_pairs(pairs_left);
  }

  /// Its edges, none of them between rows that both have another.
  std::vector<std::pair<Index, Index>> edges() const {
    std::vector<std::size_t> mate = best_matching();
    std::set<std::pair<std::size_t, std::size_t>> chosen;
    std::vector<bool> met(comparison_.size(), false);
    for (std::size_t i = 0; i < treated_.size(); ++i) {
      if (nearest_treated_[i].row == nobody) continue;
      const std::size_t j = mate[i] == nobody ? nearest_treated_[i].row : mate[i];
      chosen.emplace(i, j);
      if (mate[i] != nobody) met[j] = true;
    }
    for (std::size_t j = 0; j < met.size(); ++j)
      if (!met[j] && nearest_comparison_[j].row != nobody) chosen.emplace(nearest_comparison_[j].row, j);
    std::vector<int> of_treated(treated_.size(), 0), of_comparison(comparison_.size(), 0);
    for (const auto& [i, j] : chosen) ++of_treated[i], ++of_comparison[j];
    std::vector<std::pair<Index, Index>> out;
    for (const auto& [i, j] : chosen) {
      if (of_treated[i] > 1 && of_comparison[j] > 1)
        --of_treated[i], --of_comparison[j];  // of no length, or the total would not be the least
      else
        out.emplace_back(treated_[i], comparison_[j]);
    }
    return out;
  }

 private:
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);
  struct Nearest {
    Units distance = 0;
    std::size_t row = nobody;
    void see(Units other, std::size_t its_row) {
      if (row == nobody || other < distance) distance = other, row = its_row;
    }
  };
  struct Pair {
    std::size_t treated, comparison;
    Units gain;
  };

  template <class Visit>
  void each_pair_within_caliper(const Visit& visit) const {
    const double unit = space_.tolerance() > 0 ? space_.tolerance() : 1;
    for (std::size_t i = 0; i < treated_.size(); ++i)
      for (std::size_t j = 0; j < comparison_.size(); ++j)
        if (const double apart = space_.distance(treated_[i], comparison_[j]); apart <= caliper_)
          visit(i, j, static_cast<Units>(std::llround(apart / unit)));
  }
  void find_nearest() {
    nearest_treated_.resize(treated_.size());
    nearest_comparison_.resize(comparison_.size());
    each_pair_within_caliper([&](std::size_t i, std::size_t j, Units apart) {
      nearest_treated_[i].see(apart, j);
      nearest_comparison_[j].see(apart, i);
    });
  }
  /// One unit more for each: of equal totals the one with more pairs, and so with more sets.
  void find_pairs(std::size_t& left) {
    each_pair_within_caliper([&](std::size_t i, std::size_t j, Units apart) {
      const Units gain = nearest_treated_[i].distance + nearest_comparison_[j].distance - apart;
      if (gain < 0) return;
      if (left-- == 0)
        throw unsupported(
            "so many pairs of rows could be in a full matching that finding the best would take too long: equality in "
            "`exact`, a narrower caliper, or nearest neighbours would be right");
      pairs_.push_back({i, j, gain + 1});
    });
  }

  /// Of each treated row, by a flow from a source through treated and comparison rows to a sink, a unit for each row.
  std::vector<std::size_t> best_matching() const {
    using Graph = lemon::SmartDigraph;
    Graph graph;
    const auto nodes = static_cast<int>(treated_.size() + comparison_.size());
    graph.reserveNode(nodes + 2);
    graph.reserveArc(static_cast<int>(pairs_.size()) + nodes + 1);
    for (int k = 0; k < nodes + 2; ++k) graph.addNode();
    const auto of_treated = [](std::size_t i) { return Graph::nodeFromId(static_cast<int>(i)); };
    const auto of_comparison = [&](std::size_t j) { return Graph::nodeFromId(static_cast<int>(treated_.size() + j)); };
    const Graph::Node source = Graph::nodeFromId(nodes), sink = Graph::nodeFromId(nodes + 1);
    for (const Pair& pair : pairs_) graph.addArc(of_treated(pair.treated), of_comparison(pair.comparison));
    for (std::size_t i = 0; i < treated_.size(); ++i) graph.addArc(source, of_treated(i));
    for (std::size_t j = 0; j < comparison_.size(); ++j) graph.addArc(of_comparison(j), sink);
    const Graph::Arc unmatched = graph.addArc(source, sink);
    const auto all = static_cast<int>(treated_.size());
    Graph::ArcMap<int> capacity(graph, 1);
    Graph::ArcMap<Units> cost(graph, 0);
    capacity[unmatched] = all;
    for (std::size_t k = 0; k < pairs_.size(); ++k) cost[Graph::arcFromId(static_cast<int>(k))] = -pairs_[k].gain;
    lemon::NetworkSimplex<Graph, int, Units> flow(graph);
    flow.upperMap(capacity).costMap(cost).stSupply(source, sink, all);
    if (flow.run() != decltype(flow)::OPTIMAL) throw std::logic_error("a flow that always exists was not found");
    std::vector<std::size_t> mate(treated_.size(), nobody);
    for (std::size_t k = 0; k < pairs_.size(); ++k)
      if (flow.flow(Graph::arcFromId(static_cast<int>(k))) > 0) mate[pairs_[k].treated] = pairs_[k].comparison;
    return mate;
  }

  const Space& space_;
  double caliper_;
  std::vector<Index> treated_, comparison_;
  std::vector<Nearest> nearest_treated_, nearest_comparison_;
  std::vector<Pair> pairs_;
};

/// A set has one row with several edges, or one edge alone.
void number_sets(const std::vector<std::pair<Index, Index>>& edges, FullMatching& to) {
  std::vector<int>& set = to.set;
  std::map<Index, int> edges_of;
  for (const auto& [i, j] : edges) ++edges_of[i], ++edges_of[j];
  for (const auto& [i, j] : edges) {
    const Index centre = edges_of[j] > 1 ? j : i, other = centre == i ? j : i;
    int& of_centre = set[static_cast<std::size_t>(centre)];
    if (of_centre < 0) of_centre = to.n_sets++;
    set[static_cast<std::size_t>(other)] = of_centre;
  }
}

}  // namespace

FullMatching match_fully(const Sample& sample, const Space& space, const NearestRule& rule, std::size_t pairs) {
  const auto at = [](Index k) { return static_cast<std::size_t>(k); };
  std::vector<Index> by_id(at(sample.size()));
  std::iota(by_id.begin(), by_id.end(), Index{0});
  std::sort(by_id.begin(), by_id.end(), [&](Index a, Index b) { return rule.id[at(a)] < rule.id[at(b)]; });
  std::map<int, std::pair<std::vector<Index>, std::vector<Index>>> groups;
  for (const Index k : by_id) {
    auto& [treated, comparison] = groups[rule.group.empty() ? 0 : rule.group[at(k)]];
    (sample.is_treated(k) ? treated : comparison).push_back(k);
  }
  FullMatching out;
  for (std::size_t k = 0; k < by_id.size(); ++k) out.set.push_back(-1 - static_cast<int>(k));
  for (auto& [group, arms] : groups) {
    const auto edges = Cover(space, rule, std::move(arms.first), std::move(arms.second), pairs).edges();
    for (const auto& [i, j] : edges) out.distance += space.distance(i, j);
    number_sets(edges, out);
  }
  return out;
}
