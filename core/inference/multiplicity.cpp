#include "inference/multiplicity.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace clusia {
namespace {

constexpr std::uint64_t signs_key = 0x636c757369612d73;
constexpr std::uint64_t webb_key = 0x636c757369612d77;

std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

/// Totals less their stratum's mean: what varies, once the null holds.
std::vector<double> centred(const Totals& totals) {
  const Clustering& over = totals.over().parts.front();
  std::vector<double> t = totals.part(0), sum(over.strata.size(), 0), n(over.strata.size(), 0);
  for (std::size_t k = 0; k < t.size(); ++k) {
    sum[static_cast<std::size_t>(over.stratum[k])] += t[k];
    n[static_cast<std::size_t>(over.stratum[k])] += 1;
  }
  for (std::size_t k = 0; k < t.size(); ++k) {
    const auto h = static_cast<std::size_t>(over.stratum[k]);
    t[k] = (t[k] - sum[h] / n[h]) * (n[h] > 1 ? std::sqrt(n[h] / (n[h] - 1)) : 0);
  }
  return t;
}

}  // namespace

std::vector<double> holm(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  double least = 0;
  std::size_t left = p.size();
  for (const std::size_t k : ascending(p)) {
    least = std::max(least, std::min(1.0, static_cast<double>(left--) * p[k]));
    adjusted[k] = least;
  }
  return adjusted;
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<double> adjusted(p.size());
  std::vector<std::size_t> order = ascending(p);
  double most = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    most = std::min(most, static_cast<double>(p.size()) / static_cast<double>(rank + 1) * p[order[rank]]);
    adjusted[order[rank]] = most;
  }
  return adjusted;
}

std::vector<double> romano_wolf(std::span<const double> statistics, std::span<const double> draws) {
  const std::size_t tests = statistics.size();
  if (tests == 0) return {};
  const std::size_t n = draws.size() / tests;
  std::vector<std::size_t> order = ascending(statistics);
  std::reverse(order.begin(), order.end());
  std::vector<double> largest(n, 0), adjusted(tests);
  // From the least statistic up: the largest draw of it and of all below it.
  std::vector<double> exceed(tests, 0);
  for (std::size_t rank = tests; rank-- > 0;) {
    const std::size_t k = order[rank];
    for (std::size_t b = 0; b < n; ++b) {
      largest[b] = std::max(largest[b], draws[b * tests + k]);
      exceed[k] += largest[b] >= statistics[k] ? 1 : 0;
    }
  }
  double least = 0;
  for (const std::size_t k : order) {
    least = std::max(least, (exceed[k] + 1) / (static_cast<double>(n) + 1));
    adjusted[k] = least;
  }
  return adjusted;
}

std::vector<double> signed_statistics(std::span<const Totals* const> totals, std::int64_t draws, std::int64_t seed) {
  std::vector<std::vector<double>> values;
  std::vector<double> std_error;
  for (const Totals* t : totals) {
    values.push_back(centred(*t));
    double squares = 0;
    for (const double v : values.back()) squares += v * v;
    std_error.push_back(std::sqrt(squares));
  }
  const std::size_t psus = values.empty() ? 0 : values.front().size();
  std::vector<double> statistics(static_cast<std::size_t>(draws) * values.size(), 0), sign(psus);
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), signs_key}};
  for (std::int64_t b = 0; b < draws; ++b) {
    for (std::size_t k = 0; k < psus; k += 256) {
      const auto bits = generator({{static_cast<std::uint64_t>(b), k, 0, 0}}, key);
      for (std::size_t j = 0; j < 256 && k + j < psus; ++j) sign[k + j] = (bits[j / 64] >> (j % 64) & 1) != 0 ? 1 : -1;
    }
    for (std::size_t m = 0; m < values.size(); ++m) {
      double sum = 0;
      for (std::size_t k = 0; k < psus; ++k) sum += sign[k] * values[m][k];
      statistics[static_cast<std::size_t>(b) * values.size() + m] =
          std_error[m] > 0 ? std::fabs(sum) / std_error[m] : 0;
    }
  }
  return statistics;
}

std::vector<double> wild_statistics(std::span<const double> totals, std::int64_t draws, std::int64_t seed) {
  const std::array weights{-std::sqrt(1.5), -1.0, -std::sqrt(0.5), std::sqrt(0.5), 1.0, std::sqrt(1.5)};
  std::vector<double> statistics;
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), webb_key}};
  for (std::int64_t b = 0; b < draws; ++b) {
    double sum = 0, squares = 0;
    for (std::size_t k = 0; k < totals.size(); ++k) {
      const auto bits = generator({{static_cast<std::uint64_t>(b), k, 0, 0}}, key);
      const double value = weights[bits[0] % weights.size()] * totals[k];
      sum += value;
      squares += value * value;
    }
    statistics.push_back(squares > 0 ? std::fabs(sum) / std::sqrt(squares) : 0);
  }
  return statistics;
}

}  // namespace clusia
