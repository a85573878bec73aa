#include "nearest.hpp"

#include <queue>

#include "tree.hpp"

using namespace clusia;
using Eigen::Index;

namespace {

/// Those of the comparison arm, in a tree for each group.
class Pool {
 public:
  Pool(const Sample& sample, const Space& space, const std::vector<int>& group) : group_(group) {
    std::vector<std::vector<Index>> rows(group.empty() ? 1 : 1 + at(*std::max_element(group.begin(), group.end())));
    for (Index k = 0; k < sample.size(); ++k)
      if (!sample.is_treated(k)) rows[group_of(k)].push_back(k);
    for (auto& of_group : rows) trees_.emplace_back(space, std::move(of_group));
  }
  Tree& of(Index row) { return trees_[group_of(row)]; }

 private:
  static std::size_t at(Index k) { return static_cast<std::size_t>(k); }
  std::size_t group_of(Index row) const { return group_.empty() ? 0 : at(group_[at(row)]); }
  const std::vector<int>& group_;
  std::vector<Tree> trees_;
};

class Matcher {
 public:
  Matcher(const Sample& sample, const Space& space, const NearestRule& rule)
      : sample_(sample), space_(space), rule_(rule), pool_(sample, space, rule.group) {
    for (Index k = 0; k < sample.size(); ++k)
      if (sample.is_treated(k)) treated_.push_back(k);
    chosen_.resize(static_cast<std::size_t>(sample.size()));
  }

  Matching matched() {
    if (rule_.replacement)
      with_replacement();
    else
      without_replacement();
    for (const Index i : treated_) {
      double total = 0;
      for (const Index j : chosen(i)) total += sample_.weight[j];
      for (const Index j : chosen(i)) out_.matches.push_back({i, j, sample_.weight[j] / total});
    }
    return std::move(out_);
  }

 private:
  static std::size_t at(Index k) { return static_cast<std::size_t>(k); }
  std::vector<Index>& chosen(Index i) { return chosen_[at(i)]; }
  std::vector<Near> candidates(Index i, std::size_t count) { return pool_.of(i).nearest(i, count, rule_.caliper); }
  /// The nearest; of those that tie, the first by id.
  std::vector<Near>::iterator first_choice(std::vector<Near>& among) const {
    double least = infinity;
    for (const Near& n : among) least = std::min(least, n.distance);
    auto chosen = among.end();
    for (auto n = among.begin(); n != among.end(); ++n)
      if (n->distance <= least + space_.tolerance() &&
          (chosen == among.end() || rule_.id[at(n->row)] < rule_.id[at(chosen->row)]))
        chosen = n;
    return chosen;
  }

  void with_replacement() {
    for (const Index i : treated_) {
      std::vector<Near> near = candidates(i, rule_.ratio);
      if (near.size() > rule_.ratio) ++out_.tied;
      if (rule_.ties == Ties::shared)
        for (const Near& n : near) chosen(i).push_back(n.row);
      while (rule_.ties == Ties::by_id && !near.empty() && chosen(i).size() < rule_.ratio) {
        const auto next = first_choice(near);
        chosen(i).push_back(next->row);
        near.erase(next);
      }
    }
  }

  void take(Index i, std::vector<Near>& near) {
    if (near.size() > 1) ++out_.tied;
    const Near& choice = *first_choice(near);
    pool_.of(i).take_out(choice);
    chosen(i).push_back(choice.row);
  }

  /// Everyone gets a first partner before anyone gets a second one.
  void without_replacement() {
    std::vector<Index> order = treated_;
    const auto id = [this](Index k) { return rule_.id[at(k)]; };
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
      const double xa = space_.x(a, 0), xb = space_.x(b, 0);
      return xa != xb && !rule_.closest_first ? xa > xb : id(a) < id(b);
    });
    for (std::size_t round = 0; round < rule_.ratio; ++round) {
      if (rule_.closest_first) {
        closest_pairs(order);
        continue;
      }
      for (const Index i : order)
        if (auto near = candidates(i, 1); !near.empty()) take(i, near);
    }
  }

  /// Greedy over all pairs, each treated row once. What a row was nearest to may be gone when its turn comes: then it
  /// looks again and waits.
  void closest_pairs(const std::vector<Index>& order) {
    struct Turn {
      double distance;
      std::size_t place;  ///< in `order`, which decides between pairs at one distance
      bool operator<(const Turn& other) const {
        return distance != other.distance ? distance > other.distance : place > other.place;
      }
    };
    std::priority_queue<Turn> turns;
    const auto queue = [&](std::size_t place, const std::vector<Near>& near) {
      double least = infinity;
      for (const Near& n : near) least = std::min(least, n.distance);
      if (!near.empty()) turns.push({least, place});
    };
    for (std::size_t place = 0; place < order.size(); ++place) queue(place, candidates(order[place], 1));
    while (!turns.empty()) {
      const Turn turn = turns.top();
      turns.pop();
      auto near = candidates(order[turn.place], 1);
      const bool as_before =
          std::any_of(near.begin(), near.end(), [&](const Near& n) { return n.distance <= turn.distance; });
      if (as_before)
        take(order[turn.place], near);
      else
        queue(turn.place, near);
    }
  }

  const Sample& sample_;
  const Space& space_;
  const NearestRule& rule_;
  Pool pool_;
  std::vector<Index> treated_;
  std::vector<std::vector<Index>> chosen_;
  Matching out_;
};

}  // namespace

Matching match_nearest(const Sample& sample, const Space& space, const NearestRule& rule) {
  return Matcher(sample, space, rule).matched();
}

std::vector<std::pair<Index, Index>> nearest_within(const Sample& sample, const Space& space,
                                                    const std::vector<Index>& rows, std::size_t count) {
  std::vector<Index> arm;
  for (Index k = 0; k < sample.size(); ++k)
    if (!sample.is_treated(k)) arm.push_back(k);
  const Tree tree(space, std::move(arm));
  std::vector<std::pair<Index, Index>> out;
  for (const Index i : rows)
    for (const Near& n : tree.nearest(i, count, infinity, i)) out.emplace_back(i, n.row);
  return out;
}
