#include "nearest.hpp"

#include <queue>

using namespace clusia;
using Eigen::Index;

namespace {

struct Near {
  double distance;
  Index row;
};

/// The comparison rows along the first coordinate. A row whose first coordinate is further away than the nearest ones
/// found so far cannot be nearer than they are.
class Pool {
 public:
  Pool(const Sample& sample, const Space& space) : space_(space) {
    for (Index k = 0; k < sample.size(); ++k)
      if (!sample.is_treated(k)) rows_.push_back(k);
    std::stable_sort(rows_.begin(), rows_.end(), [&](Index a, Index b) { return space.x(a, 0) < space.x(b, 0); });
  }
  /// The `count` nearest of those that may be, and all that tie with the last of them.
  template <class MayBe>
  std::vector<Near> nearest(Index of, std::size_t count, double caliper, const MayBe& may_be) const {
    std::vector<Near> found;
    std::priority_queue<double> best;
    const auto bound = [&] {
      return best.size() < count ? caliper : std::min(caliper, best.top() + space_.tolerance());
    };
    const auto look = [&](std::size_t place) {
      const Index j = rows_[place];
      if (std::abs(space_.x(j, 0) - space_.x(of, 0)) > bound()) return false;
      if (!may_be(j)) return true;
      const double distance = space_.distance(of, j);
      if (distance > bound()) return true;
      found.push_back({distance, j});
      best.push(distance);
      if (best.size() > count) best.pop();
      return true;
    };
    const auto start = std::lower_bound(rows_.begin(), rows_.end(), space_.x(of, 0),
                                        [this](Index j, double x) { return space_.x(j, 0) < x; });
    auto left = static_cast<std::size_t>(start - rows_.begin()), right = left;
    for (bool on_left = true, on_right = true; on_left || on_right;) {
      on_left = on_left && left > 0 && look(--left);
      on_right = on_right && right < rows_.size() && look(right++);
    }
    const double last = bound();
    found.erase(std::remove_if(found.begin(), found.end(), [&](const Near& n) { return n.distance > last; }),
                found.end());
    std::sort(found.begin(), found.end(), [](const Near& a, const Near& b) { return a.row < b.row; });
    return found;
  }

 private:
  const Space& space_;
  std::vector<Index> rows_;
};

class Matcher {
 public:
  Matcher(const Sample& sample, const Space& space, const NearestRule& rule)
      : sample_(sample), space_(space), rule_(rule), pool_(sample, space), free_(sample.rows.size(), true) {
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
  std::vector<Near> candidates(Index i, std::size_t count) const {
    return pool_.nearest(i, count, rule_.caliper, [&](Index j) {
      return free_[at(j)] && (rule_.group.empty() || rule_.group[at(i)] == rule_.group[at(j)]);
    });
  }
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
    const Index j = first_choice(near)->row;
    free_[at(j)] = false;
    chosen(i).push_back(j);
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
  std::vector<bool> free_;
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
  const Pool pool(sample, space);
  std::vector<std::pair<Index, Index>> out;
  for (const Index i : rows)
    for (const Near& n : pool.nearest(i, count, infinity, [&](Index j) { return j != i; })) out.emplace_back(i, n.row);
  return out;
}
