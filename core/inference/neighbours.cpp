#include "inference/neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>

namespace clusia {
namespace {

/// The rows of both cells in one list, the treated first. Where a row stands is one look: rows are near enough to each
/// other for a table from the first to the last.
class BothCells {
 public:
  explicit BothCells(const MatchedInfluence& of) {
    const Weights &treated = *of.treated, &comparison = *of.comparison;
    row = treated.rows, d = treated.weight, u = of.treated_u;
    row.insert(row.end(), comparison.rows.begin(), comparison.rows.end());
    d.insert(d.end(), comparison.weight.begin(), comparison.weight.end());
    u.insert(u.end(), of.comparison_u.begin(), of.comparison_u.end());
    if (row.empty()) return;
    const auto [first, last] = std::ranges::minmax(row);
    first_ = first;
    place_.resize(static_cast<std::size_t>(last - first) + 1, 0);
    for (std::size_t k = 0; k < row.size(); ++k)
      place_[static_cast<std::size_t>(row[k] - first_)] = static_cast<std::uint32_t>(k);
  }
  std::size_t at(std::int64_t of) const { return place_.at(static_cast<std::size_t>(of - first_)); }

  std::vector<std::int64_t> row;
  std::vector<double> d, u;

 private:
  std::int64_t first_ = 0;
  std::vector<std::uint32_t> place_;
};

/// Sample variance (divisor J) times (J + 1) / J of u over a row and its J nearest.
std::vector<double> variance_by_nearest(const Neighbours& n, const BothCells& rows) {
  struct Sums {
    double count = 0, sum = 0, squares = 0;
  };
  const std::vector<double>& u = rows.u;
  std::vector<Sums> sums(u.size());
  const auto take = [](Sums& s, double x) { s.count += 1, s.sum += x, s.squares += x * x; };
  for (std::size_t k = 0; k < n.within_i.size(); ++k) {
    Sums& s = sums[rows.at(n.within_i[k])];
    if (s.count == 0) take(s, u[rows.at(n.within_i[k])]);
    take(s, u[rows.at(n.within_j[k])]);
  }
  std::vector<double> variance(u.size(), 0);
  for (std::size_t k = 0; k < u.size(); ++k) {
    if (sums[k].count < 2) continue;
    const double mean = sums[k].sum / sums[k].count, nearest = sums[k].count - 1;
    variance[k] = (sums[k].squares / sums[k].count - mean * mean) * (nearest + 1) / nearest;
  }
  return variance;
}

/// For every row of `other`, where the same unit stands in `to`; nothing where the units are not the same, once each.
std::optional<std::vector<std::size_t>> same_units(const Weights& to, const Weights& other,
                                                   const std::vector<std::int32_t>& unit) {
  if (unit.empty() || to.size() != other.size()) return std::nullopt;
  const auto of = [&](std::int64_t row) { return unit[static_cast<std::size_t>(row)]; };
  std::map<std::int32_t, std::size_t> known;
  for (std::size_t k = 0; k < to.size(); ++k)
    if (of(to.rows[k]) < 0 || !known.emplace(of(to.rows[k]), k).second) return std::nullopt;
  std::vector<std::size_t> places;
  for (const std::int64_t row : other.rows) {
    const auto place = known.extract(of(row));
    if (place.empty()) return std::nullopt;
    places.push_back(place.mapped());
  }
  return places;
}

double variance_by_pairs(const Neighbours& n, const BothCells& rows) {
  double squares = 0, shares = 0;
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    const double apart = rows.u[rows.at(n.i[k])] + rows.u[rows.at(n.j[k])];
    squares += n.w[k] * apart * apart;
    shares += n.w[k];
  }
  return shares == 0 ? 0 : 0.5 * squares / shares;
}

/// sigma^2 of every row.
std::vector<double> variances_of_rows(const Neighbours& n, const BothCells& rows) {
  return n.within_i.empty() ? std::vector<double>(rows.row.size(), variance_by_pairs(n, rows))
                            : variance_by_nearest(n, rows);
}

}  // namespace

bool add_occasion(MatchedInfluence& to, const MatchedInfluence& other, const std::vector<std::int32_t>& unit) {
  const auto comparison = same_units(*to.comparison, *other.comparison, unit);
  if (!comparison) return false;
  const auto treated = same_units(*to.treated, *other.treated, unit);
  const auto weigh_the_same = [](const Weights& a, const Weights& b, const std::vector<std::size_t>& places) {
    for (std::size_t k = 0; k < places.size(); ++k)
      if (std::fabs(a.weight[places[k]] - b.weight[k]) > 1e-9 * std::max(1.0, std::fabs(b.weight[k]))) return false;
    return true;
  };
  if (!treated || !weigh_the_same(*to.treated, *other.treated, *treated) ||
      !weigh_the_same(*to.comparison, *other.comparison, *comparison))
    throw std::invalid_argument("who is matched differs between the waves (a group that changes from wave to wave?)");
  for (std::size_t k = 0; k < treated->size(); ++k) to.treated_u[(*treated)[k]] += other.treated_u[k];
  for (std::size_t k = 0; k < comparison->size(); ++k) to.comparison_u[(*comparison)[k]] += other.comparison_u[k];
  return true;
}

void add_matched_rows(const Neighbours& n, const MatchedInfluence& influence, Totals& z) {
  const BothCells rows(influence);
  const std::vector<double> own = own_weights(n, *influence.treated);
  std::vector<double> itself(rows.row.size(), 0), of_partners(rows.row.size(), 0);
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    itself[rows.at(n.i[k])] = own[k];
    of_partners[rows.at(n.i[k])] += n.w[k] * rows.u[rows.at(n.j[k])];
  }
  for (std::size_t k = 0; k < itself.size(); ++k)
    if (itself[k] != 0) z.add(rows.row[k], itself[k] * (rows.u[k] + of_partners[k]));
}

double variance_of_reuse(const Neighbours& n, const MatchedInfluence& influence) {
  const BothCells rows(influence);
  const std::vector<double> own = own_weights(n, *influence.treated);
  std::vector<double> itself(rows.row.size(), 0), once(rows.row.size(), 0);  // own_j, sum_i own_i^2 w_ij^2
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    const double share = own[k] * n.w[k];
    itself[rows.at(n.i[k])] = own[k];
    once[rows.at(n.j[k])] += share * share;
  }
  const std::vector<double> sigma2 = variances_of_rows(n, rows);
  double sum = 0;
  for (std::size_t k = 0; k < once.size(); ++k)
    sum += (rows.d[k] * rows.d[k] - itself[k] * itself[k] - once[k]) * sigma2[k];
  return sum;
}

double variance_given_covariates(const Neighbours& n, const MatchedInfluence& influence) {
  const BothCells rows(influence);
  std::vector<double> sigma2 = variances_of_rows(n, rows);
  if (!n.within_i.empty()) {
    std::vector<bool> known(sigma2.size(), false);
    for (const std::int64_t row : n.within_i) known[rows.at(row)] = true;
    const double mean = std::accumulate(sigma2.begin(), sigma2.end(), 0.0) /  // 0 where unknown
                        static_cast<double>(std::ranges::count(known, true));
    for (std::size_t k = 0; k < sigma2.size(); ++k)
      if (!known[k]) sigma2[k] = mean;
  }
  double sum = 0;
  for (std::size_t k = 0; k < sigma2.size(); ++k) sum += rows.d[k] * rows.d[k] * sigma2[k];
  return sum;
}

}  // namespace clusia
