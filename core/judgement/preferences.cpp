#include "judgement/preferences.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace clusia {

std::vector<double> mean_ranks_of_ties(std::span<const double> values) {
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < values.size(); ++k)
    if (!std::isnan(values[k])) order.push_back(k);
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return values[k]; });
  std::vector<double> ranks(values.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t k = from; k < to; ++k) ranks[order[k]] = static_cast<double>(from + 1 + to) / 2;
  }
  return ranks;
}

void Preferences::add_ranks(std::span<const double> ranks) {
  if (ranks.size() != items_) throw std::invalid_argument("a ranking is of all items");
  for (std::size_t a = 0; a < items_; ++a)
    for (std::size_t b = 0; b < items_; ++b) {
      if (a == b || std::isnan(ranks[a]) || std::isnan(ranks[b])) continue;
      over_[a * items_ + b] += ranks[a] < ranks[b] ? 1 : ranks[a] == ranks[b] ? 0.5 : 0;
    }
}

std::vector<double> borda(const Preferences& of) {
  std::vector<double> shares;
  for (std::size_t a = 0; a < of.items(); ++a) {
    double won = 0, all = 0;
    for (std::size_t b = 0; b < of.items(); ++b) won += of.over(a, b), all += of.over(a, b) + of.over(b, a);
    shares.push_back(won / all);
  }
  return shares;
}

std::vector<double> mean_rank(std::span<const double> ranks, std::size_t items) {
  if (items == 0 || ranks.size() % items != 0) throw std::invalid_argument("ranks are a table of people by items");
  std::vector<double> means;
  for (std::size_t item = 0; item < items; ++item) {
    double sum = 0, n = 0;
    for (std::size_t at = item; at < ranks.size(); at += items)
      if (!std::isnan(ranks[at])) sum += ranks[at], n += 1;
    means.push_back(sum / n);
  }
  return means;
}

namespace {

/// Sets of items as bits. To put `item` right behind the items of `before` contradicts those who prefer one that is
/// still to come.
class Orders {
 public:
  explicit Orders(const Preferences& of) : of_(of), least_(std::size_t{1} << of.items()), ways_(least_.size()) {
    // A set has a greater number than its subsets, so that what follows it is known.
    const std::size_t all = least_.size() - 1;
    least_[all] = 0, ways_[all] = 1;
    for (std::size_t set = all; set-- > 0;) {
      least_[set] = std::numeric_limits<double>::infinity();
      for_each_next(set, [&](std::size_t, std::size_t with, double cost) {
        if (cost < least_[set]) least_[set] = cost, ways_[set] = 0;
        if (cost == least_[set]) ways_[set] += ways_[with];
      });
    }
  }

  double least() const { return least_[0]; }
  std::int64_t count() const { return ways_[0]; }

  /// Calls visit(item, set with it) for each item that an order of the fewest contradictions can go on with.
  template <class Visit>
  void best_next(std::size_t set, const Visit& visit) const {
    for_each_next(set, [&](std::size_t item, std::size_t with, double cost) {
      if (cost == least_[set]) visit(item, with);
    });
  }

 private:
  template <class Visit>
  void for_each_next(std::size_t set, const Visit& visit) const {
    for (std::size_t item = 0; item < of_.items(); ++item) {
      if ((set >> item & 1) != 0) continue;
      const std::size_t with = set | std::size_t{1} << item;
      double cost = least_[with];  // multiples of one half: sums are exact
      for (std::size_t later = 0; later < of_.items(); ++later)
        if ((with >> later & 1) == 0) cost += of_.over(later, item);
      visit(item, with, cost);
    }
  }

  const Preferences& of_;
  std::vector<double> least_;       ///< contradictions among what follows a set
  std::vector<std::int64_t> ways_;  ///< to have as few
};

}  // namespace

Kemeny kemeny(const Preferences& of) {
  const std::size_t n = of.items();
  if (n > most_kemeny_items) throw std::invalid_argument("Kemeny's order is computed for 10 items at most");
  const Orders orders(of);
  Kemeny out;
  out.contradicted = orders.least();
  out.orders = orders.count();
  for (std::size_t set = 0; out.order.size() < n;) {
    std::size_t first = n, next = 0;
    orders.best_next(set, [&](std::size_t item, std::size_t with) {
      if (first == n) first = item, next = with;
    });
    out.order.push_back(first);
    set = next;
  }
  out.places.assign(n, {n, 1});
  std::vector<bool> reached(std::size_t{1} << n, false);
  reached[0] = true;
  for (std::size_t set = 0; set < reached.size(); ++set) {
    if (!reached[set]) continue;
    const auto place = static_cast<std::size_t>(std::popcount(set)) + 1;
    orders.best_next(set, [&](std::size_t item, std::size_t with) {
      reached[with] = true;
      out.places[item] = {std::min(out.places[item].first, place), std::max(out.places[item].second, place)};
    });
  }
  return out;
}

}  // namespace clusia
