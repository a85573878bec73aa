#include "judgement/group_difference.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace clusia {
namespace {

constexpr std::uint64_t groups_key = 0x636c757369612d67;

/// sum over groups and items of n (mean of the group - mean of all)^2.
double between(std::span<const double> ranks, const std::vector<std::size_t>& group, std::size_t items,
               std::size_t groups) {
  std::vector<double> sum(groups * items, 0), n(groups, 0), all(items, 0);
  for (std::size_t row = 0; row < group.size(); ++row) {
    n[group[row]] += 1;
    for (std::size_t k = 0; k < items; ++k)
      sum[group[row] * items + k] += ranks[row * items + k], all[k] += ranks[row * items + k];
  }
  double squares = 0;
  for (std::size_t k = 0; k < items; ++k) {
    for (std::size_t g = 0; g < groups; ++g) squares += n[g] > 0 ? sum[g * items + k] * sum[g * items + k] / n[g] : 0;
    squares -= all[k] * all[k] / static_cast<double>(group.size());
  }
  return squares;
}

}  // namespace

GroupDifference group_difference(std::span<const double> ranks, std::span<const std::size_t> group, std::int64_t draws,
                                 std::int64_t seed) {
  GroupDifference out;
  out.people = static_cast<std::int64_t>(group.size());
  if (group.empty()) return out;
  if (ranks.size() % group.size() != 0) throw std::invalid_argument("ranks are a table of people by items");
  const std::size_t items = ranks.size() / group.size(), groups = *std::ranges::max_element(group) + 1;
  std::vector<std::size_t> of(group.begin(), group.end()), alone(group.size());
  for (std::size_t row = 0; row < alone.size(); ++row) alone[row] = row;
  const double seen = between(ranks, of, items, groups), total = between(ranks, alone, items, alone.size());
  const bool one_group = std::ranges::all_of(of, [&](std::size_t g) { return g == of.front(); });
  constexpr double rounding = 1e-9;
  if (one_group || !(total > rounding)) return out;
  out.share = std::max(0.0, seen / total);
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), groups_key}};
  std::int64_t as_large = 0;
  for (std::int64_t b = 0; b < draws; ++b) {
    for (std::size_t left = of.size(); left > 1; --left) {
      const auto bits = generator({{static_cast<std::uint64_t>(b), left, 0, 0}}, key);
      std::swap(of[left - 1], of[bits[0] % left]);
    }
    as_large += between(ranks, of, items, groups) >= seen - rounding * total ? 1 : 0;
  }
  if (draws > 0) out.p = static_cast<double>(1 + as_large) / static_cast<double>(1 + draws);
  return out;
}

}  // namespace clusia
