#include "inference/clustering.hpp"

#include <algorithm>

namespace clusia {
namespace {

/// Codes 0 .. k-1 in ascending order of the keys, and for each code a row that has it.
std::vector<std::int32_t> dense(const std::vector<std::int64_t>& keys, std::vector<std::size_t>& one_row) {
  std::vector<std::int64_t> levels = keys;
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  std::vector<std::int32_t> codes(keys.size());
  one_row.assign(levels.size(), 0);
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const auto k = std::lower_bound(levels.begin(), levels.end(), keys[row]) - levels.begin();
    codes[row] = static_cast<std::int32_t>(k);
    one_row[static_cast<std::size_t>(k)] = row;
  }
  return codes;
}

}  // namespace

Clustering clustering_of(std::int64_t rows, const Codes& psu, const Codes& stratum) {
  const auto n = static_cast<std::size_t>(rows);
  Clustering c;
  std::vector<std::int64_t> keys(n);
  for (std::size_t row = 0; row < n; ++row) {
    const std::int64_t within = psu.present() ? psu.code[row] : static_cast<std::int64_t>(row);
    keys[row] = stratum.present() ? within * stratum.levels() + stratum.code[row] : within;
  }
  std::vector<std::size_t> one_row;
  c.psu = dense(keys, one_row);
  c.strata = stratum.present() ? stratum.names : std::vector<std::string>{""};
  for (const std::size_t row : one_row) c.stratum.push_back(stratum.present() ? stratum.code[row] : 0);
  return c;
}

Clustering intersection(const Clustering& a, const Clustering& b) {
  std::vector<std::int64_t> keys(a.psu.size());
  for (std::size_t row = 0; row < keys.size(); ++row) keys[row] = std::int64_t{a.psu[row]} * b.size() + b.psu[row];
  Clustering c;
  std::vector<std::size_t> one_row;
  c.psu = dense(keys, one_row);
  c.stratum.assign(one_row.size(), 0);
  c.strata = {""};
  return c;
}

bool nested(const Clustering& inner, const Clustering& outer) {
  std::vector<std::int32_t> in(inner.stratum.size(), -1);
  for (std::size_t row = 0; row < inner.psu.size(); ++row) {
    std::int32_t& of = in[static_cast<std::size_t>(inner.psu[row])];
    if (of >= 0 && of != outer.psu[row]) return false;
    of = outer.psu[row];
  }
  return true;
}

Clusterings clusterings_of(std::vector<Clustering> ids) {
  for (std::size_t a = 0; a < ids.size();) {
    bool falls_away = false;
    for (std::size_t b = 0; b < ids.size() && !falls_away; ++b)
      falls_away = a != b && nested(ids[a], ids[b]) && (!nested(ids[b], ids[a]) || b < a);
    if (falls_away) {
      ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(a));
    } else {
      ++a;
    }
  }
  Clusterings all;
  all.ids = ids.size();
  for (std::size_t subset = 1; subset < (std::size_t{1} << ids.size()); ++subset) {
    std::vector<std::size_t> members;
    for (std::size_t k = 0; k < ids.size(); ++k)
      if ((subset >> k & 1) != 0) members.push_back(k);
    Clustering part = ids[members.front()];
    for (std::size_t k = 1; k < members.size(); ++k) part = intersection(part, ids[members[k]]);
    // The ids themselves come first.
    const auto at = members.size() == 1 ? static_cast<std::ptrdiff_t>(std::min(members.front(), all.parts.size()))
                                        : static_cast<std::ptrdiff_t>(all.parts.size());
    all.parts.insert(all.parts.begin() + at, std::move(part));
    all.signs.insert(all.signs.begin() + at, members.size() % 2 == 1 ? 1 : -1);
  }
  return all;
}

Totals::Totals(std::shared_ptr<const Clusterings> over) : over_(std::move(over)) {
  for (const Clustering& part : over_->parts) sums_.emplace_back(part.stratum.size(), 0.0);
}

void Totals::add(double factor, const Totals& other) {
  if (factor == 0) return;
  for (std::size_t p = 0; p < sums_.size(); ++p)
    for (std::size_t k = 0; k < sums_[p].size(); ++k) sums_[p][k] += factor * other.sums_[p][k];
}

}  // namespace clusia
