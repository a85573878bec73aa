#include "planning/allocation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace clusia::planning {
namespace {

struct Bounds {
  double low, high, weight;
  double at(double c) const { return std::clamp(c * weight, low, high); }
};

double weight_of(const Cell& cell, Rule rule) {
  switch (rule) {
    case Rule::proportional:
      return static_cast<double>(cell.size);
    case Rule::neyman:
      return static_cast<double>(cell.size) * cell.sd;
    case Rule::equal:
      return 1;
  }
  return 0;
}

double sum_at(const std::vector<Bounds>& cells, double c) {
  double sum = 0;
  for (const Bounds& cell : cells) sum += cell.at(c);
  return sum;
}

/// The sum rises with c, in straight lines between the points where a cell meets a bound.
double scale_for(const std::vector<Bounds>& cells, double total) {
  std::vector<double> bends{0};
  for (const Bounds& cell : cells)
    if (cell.weight > 0) bends.insert(bends.end(), {cell.low / cell.weight, cell.high / cell.weight});
  std::sort(bends.begin(), bends.end());
  const auto after =
      std::partition_point(bends.begin(), bends.end(), [&](double c) { return sum_at(cells, c) < total; });
  if (after == bends.begin() || after == bends.end()) return after == bends.end() ? bends.back() : bends.front();
  const double left = *(after - 1), right = *after, below = sum_at(cells, left);
  return left + (right - left) * (total - below) / (sum_at(cells, right) - below);
}

void round_by_largest_remainder(const std::vector<double>& exact, std::int64_t total, std::vector<std::int64_t>& whole,
                                const std::vector<Cell>& cells) {
  std::vector<std::size_t> order(exact.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // What differs by rounding alone is equal: then the order of the cells decides, on every machine.
  const auto remainder = [&](std::size_t k) { return std::round((exact[k] - static_cast<double>(whole[k])) * 1e9); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainder(a) > remainder(b); });
  std::int64_t left = total - std::accumulate(whole.begin(), whole.end(), std::int64_t{0});
  while (left > 0)
    for (const std::size_t k : order)
      if (left > 0 && whole[k] < cells[k].size) ++whole[k], --left;
}

}  // namespace

std::vector<std::int64_t> allocate(const std::vector<Cell>& cells, std::int64_t total, Rule rule,
                                   std::int64_t minimum) {
  std::vector<Bounds> bounds;
  std::int64_t least = 0, most = 0;
  for (const Cell& cell : cells) {
    least += std::min(minimum, cell.size);
    most += cell.size;
    bounds.push_back(
        {static_cast<double>(std::min(minimum, cell.size)), static_cast<double>(cell.size), weight_of(cell, rule)});
  }
  if (total > most)
    throw NoAllocation(std::to_string(total) + " are wanted, and the cells have " + std::to_string(most));
  if (total < least)
    throw NoAllocation("the minimum of " + std::to_string(minimum) + " in each cell takes " + std::to_string(least) +
                       ", and " + std::to_string(total) + " are wanted");
  // Cells whose rule gives them nothing (a spread of zero) take what is left when all others are full.
  double weighted = 0;
  for (const Bounds& b : bounds) weighted += b.weight > 0 ? b.high : b.low;
  if (weighted < static_cast<double>(total))
    for (Bounds& b : bounds) b = b.weight > 0 ? Bounds{b.high, b.high, 0} : Bounds{b.low, b.high, b.high};
  const double c = scale_for(bounds, static_cast<double>(total));
  std::vector<double> exact;
  std::vector<std::int64_t> whole;
  for (const Bounds& b : bounds) {
    exact.push_back(b.at(c));
    whole.push_back(static_cast<std::int64_t>(std::floor(exact.back() + 1e-9)));
  }
  round_by_largest_remainder(exact, total, whole, cells);
  return whole;
}

}  // namespace clusia::planning
