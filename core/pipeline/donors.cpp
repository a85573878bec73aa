#include "pipeline/donors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace clusia {
namespace {

constexpr std::int32_t anybody = -2, shared = -3;  // of a key: any stratum or kind; whoever the programme never reached
constexpr std::size_t least_alike = 5;             // fewer would vary by a quarter less than those whom they stand for
constexpr double none = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void Donors::Pool::add(std::int64_t member, double weight) {
  members.push_back(member);
  up_to.push_back(total() + weight);
  squares += weight * weight;
}

std::int64_t Donors::Pool::pick(double lot) const {
  const auto at = std::upper_bound(up_to.begin(), up_to.end(), lot * total());
  return members[static_cast<std::size_t>(std::min<std::ptrdiff_t>(at - up_to.begin(), std::ssize(members) - 1))];
}

Donors::Donors(const LoadedDataset& dataset, const std::vector<Named>& like, std::int32_t first)
    : dataset_(dataset),
      psu_(dataset.rows.over->parts.front().psu),
      rows_(static_cast<std::size_t>(dataset.rows.rows)) {
  const Codes& wave = dataset.rows.wave;
  waves_ = wave.present() ? wave.levels() : 1;
  wave_ = wave.present() ? wave.code : std::vector<std::int32_t>(rows_, 0);
  take_classes();
  take_treated(first);
  take_donors(like);
  take_hosts();
}

/// Arms as the study names them, crossed with cohorts.
void Donors::take_classes() {
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> seen;
  const ArrayAt& cohort = dataset_.design_request.cohort;
  const auto* began =
      cohort.present() ? reinterpret_cast<const std::int32_t*>(dataset_.design_segment->at(cohort.offset)) : nullptr;
  for (std::size_t row = 0; row < rows_; ++row) {
    const std::int32_t arm = dataset_.design_arms.present() ? dataset_.design_arms.code[row] : -1;
    const auto next = static_cast<std::int32_t>(seen.size());
    class_.push_back(seen.try_emplace({arm, began == nullptr ? -1 : began[row]}, next).first->second);
  }
}

void Donors::take_treated(std::int32_t first) {
  const ArrayAt& cohort = dataset_.design_request.cohort;
  const auto* began =
      cohort.present() ? reinterpret_cast<const std::int32_t*>(dataset_.design_segment->at(cohort.offset)) : nullptr;
  const std::vector<std::int8_t>& side = dataset_.rows.treated;
  const std::int32_t from = waves_ == 1 ? 0 : first;
  treated_.assign(rows_, false);
  for (std::size_t row = 0; row < rows_; ++row) {
    if (began != nullptr)
      treated_[row] = began[row] >= 0 && wave_[row] >= began[row];
    else if (!side.empty())
      treated_[row] = side[row] == 1 && wave_[row] >= from;
    else
      treated_[row] = waves_ > 1 && wave_[row] >= from;
  }
}

std::int32_t Donors::stratum_of(std::size_t row) const {
  return dataset_.rows.over->parts.front().stratum[static_cast<std::size_t>(psu_[row])];
}

std::int32_t Donors::pool_at(const Key& key) {
  const auto [at, is_new] = known_.try_emplace(key, static_cast<std::int32_t>(pools_.size()));
  if (is_new) pools_.emplace_back();
  return at->second;
}

void Donors::take_donors(const std::vector<Named>& like) {
  std::vector<Codes> parts;
  std::vector<const Codes*> pointers;
  for (const Named& name : like)
    if (const Column* column = dataset_.frame.find(name.text)) parts.push_back(codes_of(*column));
  for (const Codes& part : parts) pointers.push_back(&part);
  const std::vector<std::int32_t> alike = parts.empty() ? std::vector<std::int32_t>(rows_, 0) : crossed(pointers).code;
  const std::vector<std::int8_t>& side = dataset_.rows.treated;
  std::map<std::int32_t, int> in_psu;
  gives_.assign(rows_, false);
  for (std::size_t row = 0; row < rows_; ++row) {
    const double weight = dataset_.rows.weight[row];
    gives_[row] = wave_[row] == 0 && !treated_[row] && weight > 0;
    if (!gives_[row]) continue;
    clustered_ |= ++in_psu[psu_[row]] > 1;
    std::vector<std::int32_t> classes{class_[row]};
    if (side.empty() || side[row] == 0) classes.push_back(shared);
    for (const std::int32_t c : classes)
      for (const Key& key :
           {Key{c, stratum_of(row), alike[row]}, Key{c, anybody, alike[row]}, Key{c, anybody, anybody}}) {
        const std::int32_t pool = pool_at(key);
        pools_[static_cast<std::size_t>(pool)].add(static_cast<std::int64_t>(row), weight);
        at_host_[{psu_[row], pool}].add(static_cast<std::int64_t>(row), weight);
      }
  }
  take_places(alike);
}

/// Where each row draws from.
void Donors::take_places(const std::vector<std::int32_t>& alike) {
  place_.assign(rows_, -1);
  draws_as_.assign(rows_, -1);
  for (std::size_t row = 0; row < rows_; ++row) {
    if (wave_[row] < 0) continue;
    const std::int32_t c = known_.contains({class_[row], anybody, anybody}) ? class_[row] : shared;
    draws_as_[row] = c;
    for (const Key& key : {Key{c, stratum_of(row), alike[row]}, Key{c, anybody, alike[row]}, Key{c, anybody, anybody}})
      if (const auto at = known_.find(key); at != known_.end() && place_[row] < 0) {
        const Pool& pool = pools_[static_cast<std::size_t>(at->second)];
        if (key[2] != anybody && pool.members.size() < least_alike) continue;
        place_[row] = at->second;
        narrowing_ += pool.squares / (pool.total() * pool.total()) / static_cast<double>(rows_);
        if (key[2] == anybody) ++strangers_;
      }
    if (place_[row] < 0) ++without_;
  }
}

/// A host has donors for all that its PSU needs: of both arms, where the PSU has both.
void Donors::take_hosts() {
  const Clustering& psus = dataset_.rows.over->parts.front();
  const auto n = static_cast<std::size_t>(psus.size());
  std::vector<std::set<std::int32_t>> needs(n), has(n);
  std::vector<double> weight(n, 0);
  for (std::size_t row = 0; row < rows_; ++row) {
    const auto p = static_cast<std::size_t>(psu_[row]);
    if (draws_as_[row] != -1) needs[p].insert(draws_as_[row]);
    if (!gives_[row]) continue;
    has[p].insert(class_[row]);
    if (dataset_.rows.treated.empty() || dataset_.rows.treated[row] == 0) has[p].insert(shared);
    weight[p] += dataset_.rows.weight[row];
  }
  std::map<std::pair<std::int32_t, std::set<std::int32_t>>, Pool> made;
  hosts_.resize(n);
  if (!clustered_) return;
  for (std::size_t p = 0; p < n; ++p)
    for (const std::int32_t stratum : {psus.stratum[p], anybody}) {
      auto [at, is_new] = made.try_emplace({stratum, needs[p]});
      for (std::size_t q = 0; is_new && q < n; ++q)
        if (weight[q] > 0 && (stratum == anybody || psus.stratum[q] == stratum) &&
            std::ranges::includes(has[q], needs[p]))
          at->second.add(static_cast<std::int64_t>(q), weight[q]);
      if (!at->second.members.empty() && hosts_[p].members.empty()) hosts_[p] = at->second;
    }
}

std::int64_t Donors::drawn(const Lots& lots, const Ties& ties, std::size_t row, std::int32_t host) const {
  const double lot = lots.at(Lots::donor, row);
  if (host >= 0 && lots.at(Lots::from_host, row) < ties.from_host)
    if (const auto there = at_host_.find({host, place_[row]}); there != at_host_.end()) return there->second.pick(lot);
  return pools_[static_cast<std::size_t>(place_[row])].pick(lot);
}

std::vector<std::int64_t> Donors::draw(const Lots& lots, const Ties& ties) const {
  struct Last {
    std::int64_t row = -1, donor = -1;
    std::int32_t wave = -1;
  };
  const Codes& unit = dataset_.rows.unit;
  std::vector<Last> last(unit.present() ? static_cast<std::size_t>(unit.levels()) : 0);
  std::vector<std::int32_t> host(hosts_.size(), -1), since(hosts_.size(), 0);
  std::vector<std::int64_t> donors(rows_, -1);
  for (std::int32_t w = 0; w < waves_; ++w) {
    const auto turn = static_cast<std::uint64_t>(w);
    for (std::size_t p = 0; p < hosts_.size(); ++p) {
      if (hosts_[p].members.empty() || (w > 0 && lots.at(Lots::stay, p, turn) < ties.stay)) continue;
      host[p] = static_cast<std::int32_t>(hosts_[p].pick(lots.at(Lots::host, p, turn)));
      since[p] = w;
    }
    for (std::size_t row = 0; row < rows_; ++row) {
      if (wave_[row] != w || place_[row] < 0) continue;
      const auto p = static_cast<std::size_t>(psu_[row]);
      Last* before = unit.present() && unit.code[row] >= 0 ? &last[static_cast<std::size_t>(unit.code[row])] : nullptr;
      const auto like_before = [&] {
        const auto then = static_cast<std::size_t>(before->row);
        return place_[then] == place_[row] && psu_[then] == psu_[row] && since[p] <= before->wave;
      };
      const bool kept = before != nullptr && before->row >= 0 && like_before() &&
                        lots.at(Lots::keep, row) < std::pow(ties.keep, w - before->wave);
      donors[row] = kept ? before->donor : drawn(lots, ties, row, host[p]);
      if (before != nullptr) *before = {static_cast<std::int64_t>(row), donors[row], w};
    }
  }
  return donors;
}

Spread Donors::spread(std::span<const double> values) const {
  struct Sums {
    double w = 0, ww = 0, y = 0, yy = 0, n = 0;
  };
  std::map<std::int32_t, Sums> of_pool;
  std::map<std::pair<std::int32_t, std::int32_t>, Sums> of_arm;  // by class and stratum
  std::map<std::int32_t, std::map<std::int32_t, Sums>> of_psu;   // and within it, pool
  const auto each = [&](const auto& act) {
    for (std::size_t row = 0; row < rows_; ++row)
      if (gives_[row] && !std::isnan(values[row])) act(row, dataset_.rows.weight[row]);
  };
  each([&](std::size_t row, double w) {
    Sums& s = of_pool[place_[row]];
    s.w += w, s.y += w * values[row], ++s.n;
    Sums& arm = of_arm[{class_[row], stratum_of(row)}];
    arm.w += w, arm.y += w * values[row];
  });
  double kinds = 0;
  each([&](std::size_t row, double w) {
    Sums& s = of_pool[place_[row]];
    const double r = values[row] - s.y / s.w;
    s.yy += w * r * r;
    const Sums& arm = of_arm[{class_[row], stratum_of(row)}];
    kinds += w * (s.y / s.w - arm.y / arm.w) * (s.y / s.w - arm.y / arm.w);
    Sums& here = of_psu[psu_[row]][place_[row]];
    here.w += w, here.ww += w * w, here.y += w * r, here.yy += w * w * r * r;
  });
  double weight = 0, squares = 0, pairs = 0, within = 0, host = 0;
  const auto variance_of = [](const Sums& s) { return s.n > 1 ? s.yy / s.w * s.n / (s.n - 1) : 0; };
  for (const auto& [pool, s] : of_pool) weight += s.w, squares += s.w * variance_of(s);
  for (const auto& [psu, parts] : of_psu) {
    double w = 0, y = 0, ww = 0;
    for (const auto& [pool, s] : parts) {
      const Sums& all = of_pool[pool];
      w += s.w, ww += s.ww, y += s.y;
      within += (s.w * s.w - s.ww) * variance_of(all) / all.n - s.yy;
      host -= s.ww * (s.y / s.w) * (s.y / s.w);
    }
    pairs += w * w - ww, within += y * y, host += y * y;
  }
  if (!(weight > 0)) return {};
  if (!(pairs > 0)) return {squares / weight, 0, 0, kinds / weight};
  return {squares / weight, within / pairs, host / pairs, kinds / weight};
}

Ties Donors::ties(const Spread& spread, const SimulateSettings& settings) const {
  if (!clustered_ || !(spread.variance > 0) || !(spread.of_host > 0)) return {0, settings.correlation, 1, 0};
  const double wanted = settings.icc ? *settings.icc * spread.variance : spread.within_psu;
  const double route = std::clamp(wanted / spread.of_host, 0.0, 1.0);
  const double icc = route * spread.of_host / spread.variance, stay = settings.cluster_correlation;
  const double keep = stay > 0 && icc < 1 ? (settings.correlation / stay - icc) / (1 - icc) : 0;
  return {std::sqrt(route), std::clamp(keep, 0.0, 1.0), stay, icc};
}

std::vector<double> Donors::expected(std::span<const double> values) const {
  std::vector<double> mean(pools_.size(), none), result(rows_, none);
  for (std::size_t k = 0; k < pools_.size(); ++k) {
    double w = 0, y = 0;
    for (const std::int64_t member : pools_[k].members) {
      const auto row = static_cast<std::size_t>(member);
      if (std::isnan(values[row])) continue;
      w += dataset_.rows.weight[row], y += dataset_.rows.weight[row] * values[row];
    }
    if (w > 0) mean[k] = y / w;
  }
  for (std::size_t row = 0; row < rows_; ++row)
    if (place_[row] >= 0) result[row] = mean[static_cast<std::size_t>(place_[row])];
  return result;
}

}  // namespace clusia
