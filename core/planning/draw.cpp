#include "planning/draw.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace clusia::planning {
namespace {

constexpr std::uint64_t planning_key = 0x636c757369612d70;  // keeps these numbers apart from the bootstrap's

/// FNV-1a: the same on every machine, which std::hash does not promise.
std::uint64_t number_of(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

/// Uniform numbers in (0, 1), a pure function of seed, stream, purpose and place.
class Lots {
 public:
  enum Purpose : std::uint64_t { start, fate, visit, standing_by };
  Lots(std::int64_t seed, const std::string& stream)
      : key_{{static_cast<std::uint64_t>(seed), planning_key}}, stream_(number_of(stream)) {}
  double at(Purpose purpose, std::size_t place) const {
    r123::Philox4x64 generator;
    const std::uint64_t bits = generator({{stream_, purpose, place, 0}}, key_)[0];
    return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
  }

 private:
  r123::Philox4x64::key_type key_;
  std::uint64_t stream_;
};

/// Places 0 .. n-1 in a random order.
std::vector<std::size_t> shuffled(std::size_t n, const Lots& lots, Lots::Purpose purpose) {
  std::vector<std::pair<double, std::size_t>> lot;
  for (std::size_t k = 0; k < n; ++k) lot.emplace_back(lots.at(purpose, k), k);
  std::sort(lot.begin(), lot.end());
  std::vector<std::size_t> order;
  for (const auto& [number, place] : lot) order.push_back(place);
  return order;
}

/// Two units fight for their probabilities until one is sure to be in or out; the other goes on (Deville and Tille
/// 1998, section 4).
std::vector<bool> pivotal(std::vector<double> p, const std::vector<std::size_t>& order, const Lots& lots) {
  constexpr double hair = 1e-12;
  const auto settled = [&](std::size_t k) { return p[k] < hair || p[k] > 1 - hair; };
  std::size_t standing = order.front();
  for (std::size_t step = 1; step < order.size(); ++step) {
    const std::size_t next = order[step];
    if (settled(next)) continue;
    if (settled(standing)) {
      standing = next;
      continue;
    }
    const double a = p[standing], b = p[next], sum = a + b, lot = lots.at(Lots::fate, step);
    const bool first_wins = sum < 1 ? lot * sum < a : lot * (2 - sum) < 1 - b;
    const double winner = std::min(sum, 1.0), loser = std::max(sum - 1, 0.0);
    p[standing] = first_wins ? winner : loser;
    p[next] = first_wins ? loser : winner;
    if (settled(standing)) standing = next;
  }
  std::vector<bool> in;
  for (const double probability : p) in.push_back(probability > 0.5);
  return in;
}

std::vector<bool> drawn(const std::vector<double>& p, std::int64_t n, Method method, const Lots& lots) {
  if (method == Method::systematic || method == Method::pps_systematic) return systematic(p, lots.at(Lots::start, 0));
  const std::vector<std::size_t> order = shuffled(p.size(), lots, Lots::start);
  if (method == Method::pps_pivotal) return pivotal(p, order, lots);
  std::vector<bool> in(p.size(), false);
  for (std::size_t k = 0; k < static_cast<std::size_t>(n); ++k) in[order[k]] = true;
  return in;
}

/// One after the other with chances proportional to size, as exponential clocks that ring (Efraimidis and Spirakis
/// 2006).
std::vector<std::size_t> standing_by(const std::vector<std::size_t>& left, std::span<const double> size,
                                     std::int64_t most, const Lots& lots) {
  std::vector<std::pair<double, std::size_t>> clock;
  for (const std::size_t k : left) clock.emplace_back(-std::log(lots.at(Lots::standing_by, k)) / size[k], k);
  std::sort(clock.begin(), clock.end());
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < clock.size() && k < static_cast<std::size_t>(most); ++k) order.push_back(clock[k].second);
  return order;
}

}  // namespace

std::vector<double> inclusion_probabilities(std::span<const double> size, std::int64_t n) {
  std::vector<double> p(size.size(), 0);
  std::vector<bool> certain(size.size(), false);
  for (double left = static_cast<double>(n);;) {
    double sum = 0;
    for (std::size_t k = 0; k < p.size(); ++k)
      if (!certain[k]) sum += size[k];
    bool more = false;
    for (std::size_t k = 0; k < p.size(); ++k) {
      if (certain[k]) continue;
      p[k] = sum > 0 ? left * size[k] / sum : 0;
      if (p[k] >= 1) p[k] = 1, certain[k] = more = true;
    }
    if (!more) return p;
    left = static_cast<double>(n - std::count(certain.begin(), certain.end(), true));
  }
}

std::vector<bool> systematic(std::span<const double> probability, double u) {
  std::vector<bool> in(probability.size(), false);
  std::vector<std::size_t> uncertain;
  double sum = 0, before = 0;
  for (std::size_t k = 0; k < probability.size(); ++k) {
    in[k] = probability[k] >= 1;
    if (in[k]) continue;
    uncertain.push_back(k);
    sum += probability[k];
  }
  const double total = std::round(sum);
  for (const std::size_t k : uncertain) {
    // The last stretch ends at the whole number, so that rounding takes nobody out.
    const double end = k == uncertain.back() ? total : before + probability[k];
    in[k] = std::floor(end - u) > std::floor(before - u);
    before = end;
  }
  return in;
}

std::vector<Drawn> draw(const std::vector<Listed>& list, std::int64_t n, std::int64_t reserves, Method method,
                        std::int64_t seed, const std::string& stream) {
  if (list.empty() || n <= 0) return {};
  std::vector<std::size_t> by_id(list.size());
  std::iota(by_id.begin(), by_id.end(), std::size_t{0});
  std::sort(by_id.begin(), by_id.end(), [&](std::size_t a, std::size_t b) { return list[a].id < list[b].id; });
  const bool by_size = method == Method::pps_systematic || method == Method::pps_pivotal;
  std::vector<double> size;
  for (const std::size_t place : by_id) size.push_back(by_size ? list[place].size : 1);

  const Lots lots(seed, stream);
  const std::vector<double> p = inclusion_probabilities(size, n);
  const std::vector<bool> in = drawn(p, n, method, lots);
  std::vector<Drawn> sample;
  std::vector<std::size_t> left;
  for (const std::size_t k : shuffled(p.size(), lots, Lots::visit))
    if (in[k])
      sample.push_back({by_id[k], p[k], false});
    else
      left.push_back(k);
  for (const std::size_t k : standing_by(left, size, reserves, lots)) sample.push_back({by_id[k], p[k], true});
  return sample;
}

}  // namespace clusia::planning
