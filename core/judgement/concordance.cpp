#include "judgement/concordance.hpp"

#include <Random123/philox.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "judgement/preferences.hpp"

namespace clusia {
namespace {

constexpr std::uint64_t ranks_key = 0x636c757369612d6b;

/// Twice the ranks, which are whole numbers then: sums of draws are compared without rounding.
using Doubled = std::vector<std::int64_t>;

std::int64_t squares(const Doubled& ranks, std::size_t items) {
  std::int64_t all = 0;
  for (std::size_t i = 0; i < items; ++i) {
    std::int64_t sum = 0;
    for (std::size_t at = i; at < ranks.size(); at += items) sum += ranks[at];
    all += sum * sum;
  }
  return all;
}

double ties(std::span<const std::int64_t> of_one) {
  double all = 0;
  for (const std::int64_t rank : of_one) {
    const auto t = static_cast<double>(std::ranges::count(of_one, rank));
    all += t * t - 1;  // each of t tied items: (t^3 - t) / t
  }
  return all;
}

/// Draw b: each judge's ranks in an order of their own (Fisher and Yates).
void shuffle(Doubled& ranks, std::size_t items, std::uint64_t b, const r123::Philox4x64::key_type& key) {
  r123::Philox4x64 generator;
  for (std::size_t judge = 0; judge * items < ranks.size(); ++judge)
    for (std::size_t left = items; left > 1; --left) {
      const auto bits = generator({{b, judge, left, 0}}, key);
      std::swap(ranks[judge * items + left - 1], ranks[judge * items + bits[0] % left]);
    }
}

}  // namespace

Concordance kendall_w(std::span<const double> ranks, std::size_t items, std::int64_t draws, std::int64_t seed) {
  if (items == 0 || ranks.size() % items != 0) throw std::invalid_argument("ranks are a table of judges by items");
  Concordance out;
  Doubled doubled;
  double tied = 0;
  for (std::size_t row = 0; row < ranks.size(); row += items) {
    const std::span<const double> one = ranks.subspan(row, items);
    if (std::ranges::any_of(one, [](double r) { return std::isnan(r); })) {
      ++out.left_out;
      continue;
    }
    ++out.judges;
    for (const double rank : mean_ranks_of_ties(one)) doubled.push_back(std::llround(2 * rank));
    tied += ties(std::span(doubled).last(items));
  }
  const auto m = static_cast<double>(out.judges), n = static_cast<double>(items);
  const double most = m * m * (n * n * n - n) - m * tied;
  if (out.judges < 2 || items < 2 || !(most > 0)) return out;
  const std::int64_t seen = squares(doubled, items);
  const double s = static_cast<double>(seen) / 4 - m * m * n * (n + 1) * (n + 1) / 4;
  out.w = 12 * s / most;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed), ranks_key}};
  std::int64_t as_large = 0;
  for (std::int64_t b = 0; b < draws; ++b) {
    shuffle(doubled, items, static_cast<std::uint64_t>(b), key);
    as_large += squares(doubled, items) >= seen ? 1 : 0;
  }
  if (draws > 0) out.p = static_cast<double>(1 + as_large) / static_cast<double>(1 + draws);
  return out;
}

}  // namespace clusia
