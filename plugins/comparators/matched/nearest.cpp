#include "nearest.hpp"

#include <numeric>
#include <queue>

using namespace clusia;
using Eigen::Index;

namespace {

class Matcher {
 public:
  Matcher(const Sample& sample, const Space& space, const NearestRule& rule, Pool& pool)
      : sample_(sample), space_(space), rule_(rule), pool_(pool) {
    for (Index k = 0; k < sample.size(); ++k)
      if (rule.both_ways || sample.is_treated(k)) seeking_.push_back(k);
    chosen_.resize(static_cast<std::size_t>(sample.size()));
  }

  Matching matched() {
    if (rule_.replacement)
      with_replacement();
    else
      without_replacement();
    for (const Index i : seeking_) {
      double total = 0;
      for (const Index j : chosen(i)) total += sample_.weight[j];
      for (const Index j : chosen(i)) out_.matches.push_back({i, j, sample_.weight[j] / total});
    }
    return std::move(out_);
  }

 private:
  static std::size_t at(Index k) { return static_cast<std::size_t>(k); }
  std::vector<Index>& chosen(Index i) { return chosen_[at(i)]; }
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
    for (const Index i : seeking_) {
      std::vector<Near> near = pool_.nearest(i);
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
    pool_.take_out(i, choice);
    chosen(i).push_back(choice.row);
  }

  /// Everyone gets a first partner before anyone gets a second one.
  void without_replacement() {
    std::vector<Index> order = seeking_;
    const auto id = [this](Index k) { return rule_.id[at(k)]; };
    std::sort(order.begin(), order.end(), [&](Index a, Index b) {
      const double xa = space_.x(a, 0), xb = space_.x(b, 0);
      return xa != xb && !rule_.closest_first ? xa > xb : id(a) < id(b);
    });
    const auto equal = [this](Index a, Index b) { return space_.x(a, 0) == space_.x(b, 0); };
    out_.ids_led = !rule_.closest_first && std::adjacent_find(order.begin(), order.end(), equal) != order.end();
    for (std::size_t round = 0; round < rule_.ratio; ++round) {
      if (rule_.closest_first) {
        closest_pairs(order);
        continue;
      }
      for (const Index i : order)
        if (auto near = pool_.nearest_left(i); !near.empty()) take(i, near);
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
    for (std::size_t place = 0; place < order.size(); ++place) queue(place, pool_.nearest_left(order[place]));
    while (!turns.empty()) {
      const Turn turn = turns.top();
      turns.pop();
      out_.ids_led |= !turns.empty() && turns.top().distance == turn.distance;
      auto near = pool_.nearest_left(order[turn.place]);
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
  Pool& pool_;
  std::vector<Index> seeking_;
  std::vector<std::vector<Index>> chosen_;
  Matching out_;
};

using Partners = std::vector<std::vector<Index>>;  ///< of each row, ascending

Partners partners_of(const Matching& matching, Index rows) {
  Partners partners(static_cast<std::size_t>(rows));
  for (const Match& m : matching.matches) partners[static_cast<std::size_t>(m.row)].push_back(m.stand_in);
  for (auto& of : partners) std::sort(of.begin(), of.end());
  return partners;
}

/// Ids in an order that is drawn at random, whatever the order of the rows.
std::vector<int64_t> shuffled(const std::vector<int64_t>& id, const Host& host, uint64_t draw) {
  std::vector<std::size_t> by_id(id.size());
  std::iota(by_id.begin(), by_id.end(), std::size_t{0});
  std::sort(by_id.begin(), by_id.end(), [&](std::size_t a, std::size_t b) { return id[a] < id[b]; });
  const std::vector<double> deviate = host.uniform(draw, static_cast<int64_t>(id.size()));
  std::vector<std::size_t> order(id.size());  // of the places in by_id
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return deviate[a] < deviate[b]; });
  std::vector<int64_t> out(id.size());
  for (std::size_t k = 0; k < order.size(); ++k) out[by_id[order[k]]] = static_cast<int64_t>(k);
  return out;
}

}  // namespace

TieBreaks other_tie_breaks(const Sample& sample, const Space& space, NearestRule rule, const Matching& matching,
                           const Host& host) {
  constexpr uint64_t orders = 20;
  TieBreaks out;
  const auto see = [&](const Matching& one) {
    double sum = 0;
    for (const Match& m : one.matches) sum += space.distance(m.row, m.stand_in);
    const double mean = sum / static_cast<double>(one.matches.size());
    out.nearest = std::min(out.nearest, mean), out.furthest = std::max(out.furthest, mean);
  };
  see(matching);
  if (matching.tied == 0 && !matching.ids_led) return out;
  const Partners partners = partners_of(matching, sample.size());
  const std::vector<int64_t> id = rule.id;
  for (uint64_t draw = 1; draw <= orders; ++draw) {
    host.stop_if_cancelled();
    rule.id = shuffled(id, host, draw);
    Pool pool(sample, space, rule);
    const Matching other = match_nearest(sample, space, rule, pool);
    see(other);
    const Partners others = partners_of(other, sample.size());
    double changed = 0;
    for (std::size_t k = 0; k < partners.size(); ++k) changed += partners[k] != others[k];
    out.changed += changed / sample.treated.sum() / static_cast<double>(orders);
  }
  return out;
}

Pool::Pool(const Sample& sample, const Space& space, const NearestRule& rule)
    : sample_(sample),
      group_(rule.group),
      ratio_(rule.ratio),
      caliper_(rule.caliper),
      across_(static_cast<std::size_t>(sample.size())),
      within_(across_.size()) {
  const auto groups =
      group_.empty() ? 0 : 1 + static_cast<std::size_t>(*std::max_element(group_.begin(), group_.end()));
  const auto trees_of = [&](bool treated) {
    std::vector<std::vector<Index>> rows(groups + 1);
    for (Index k = 0; k < sample.size(); ++k) {
      if (sample.is_treated(k) != treated) continue;
      rows.back().push_back(k);
      if (groups > 0) rows[group_of(k)].push_back(k);
    }
    Trees trees;
    for (auto& of_tree : rows) trees.emplace_back(space, std::move(of_tree));
    return trees;
  };
  comparison_ = trees_of(false);
  if (rule.both_ways || rule.treated_too) treated_ = trees_of(true);
}

const std::vector<Near>& Pool::nearest(Index row) {
  auto& found = across_[static_cast<std::size_t>(row)];
  if (found.empty()) found = across(row).nearest(row, ratio_, caliper_);
  return found;
}

const std::vector<Near>& Pool::within_arm(Index row, std::size_t count) {
  auto& found = within_[static_cast<std::size_t>(row)];
  Trees& own = sample_.is_treated(row) ? treated_ : comparison_;
  if (found.empty()) found = own.back().nearest(row, count, infinity, row);
  return found;
}

Matching match_nearest(const Sample& sample, const Space& space, const NearestRule& rule, Pool& pool) {
  return Matcher(sample, space, rule, pool).matched();
}
