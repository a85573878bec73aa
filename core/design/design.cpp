#include "design/design.hpp"

#include <algorithm>
#include <numeric>

namespace clusia {

double Weights::total() const { return std::accumulate(weight.begin(), weight.end(), 0.0); }

std::string name_of(Missing missing) { return missing == Missing::row ? "row" : "unit"; }

std::string name_of(Factor factor) {
  switch (factor) {
    case Factor::design:
      return "n/(n-1) in each stratum, centred";
    case Factor::none:
      return "centred, no factor";
    case Factor::uncentred:
      return "not centred, no factor";
    case Factor::regression:
      return "G/(G-1) (N-1)/(N-K), not centred";
  }
  return "";
}

std::string origin_of_weights(const Design& design) {
  std::string origin;
  const auto add = [&](const std::string& what) { origin += (origin.empty() ? "" : ", ") + what; };
  for (const FirstStep& step : design.first_steps) add("estimated: " + step.name);
  if (!design.pairs.empty()) add("pairs");
  if (!design.neighbours.empty()) add("neighbours");
  if (design.redesign) add("redesign in replicates");
  return origin.empty() ? "known" : origin;
}

std::vector<double> own_weights(const Neighbours& n, const Weights& treated) {
  if (n.both_ways()) return n.own;
  std::vector<double> own;
  own.reserve(n.i.size());
  for (const std::int64_t row : n.i)
    own.push_back(
        treated.weight[static_cast<std::size_t>(std::ranges::lower_bound(treated.rows, row) - treated.rows.begin())]);
  return own;
}

bool is_ranked(const Design& design) {
  return std::ranges::any_of(design.contrasts, [](const Contrast& c) { return c.ranked_by >= 0; });
}

}  // namespace clusia
