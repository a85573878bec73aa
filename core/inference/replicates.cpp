#include "inference/replicates.hpp"

#include <Random123/philox.h>

#include <Eigen/Dense>
#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>

namespace clusia {
namespace {

constexpr std::uint64_t bootstrap_key = 0x636c757369612d62;  // keeps these numbers apart from those that plugins draw

/// Rank of the factors less one, as R's degf does for replicate weights.
double rank_less_one(const std::vector<double>& factors, std::int64_t replicates) {
  const auto b = static_cast<Eigen::Index>(replicates);
  const Eigen::Map<const Eigen::MatrixXd> columns(factors.data(), static_cast<Eigen::Index>(factors.size()) / b, b);
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(columns);
  qr.setThreshold(1e-5);
  return static_cast<double>(qr.rank() - 1);
}

}  // namespace

Replicates::Replicates(Method method, const Clustering& design, std::string name)
    : method_(method),
      name_(std::move(name)),
      units_(design.size()),
      unit_(design.psu),
      stratum_(design.stratum),
      members_(design.strata.size()) {
  for (std::size_t k = 0; k < stratum_.size(); ++k)
    members_[static_cast<std::size_t>(stratum_[k])].push_back(static_cast<std::int32_t>(k));
}

Replicates Replicates::bootstrap(const Clustering& design, std::int64_t replicates, std::int64_t seed) {
  Replicates all(Method::bootstrap, design, "bootstrap, " + std::to_string(replicates) + " replicates");
  all.count_ = replicates;
  all.seed_ = seed;
  all.scale_ = 1 / static_cast<double>(replicates - 1);
  return all;
}

Replicates Replicates::jackknife(const Clustering& design) {
  Replicates all(Method::jackknife, design, "jackknife (JKn)");
  for (std::int64_t psu = 0; psu < all.units_; ++psu) {
    const auto h = static_cast<std::size_t>(all.stratum_[static_cast<std::size_t>(psu)]);
    const auto n = static_cast<double>(all.members_[h].size());
    if (n < 2) continue;  // nothing can be left out of it
    all.left_out_.push_back(psu);
    all.r_.push_back((n - 1) / n * (design.scale.empty() ? 1 : design.scale[h]));
  }
  all.count_ = static_cast<std::int64_t>(all.left_out_.size());
  return all;
}

Replicates Replicates::balanced(const Clustering& design) {
  Replicates all(Method::balanced, design, "balanced half-samples (BRR)");
  for (std::size_t h = 0; h < all.members_.size(); ++h)
    if (!all.members_[h].empty() && all.members_[h].size() != 2)
      throw std::invalid_argument("balanced half-samples need two PSUs in every stratum; '" + design.strata[h] +
                                  "' has " + std::to_string(all.members_[h].size()));
  all.count_ = static_cast<std::int64_t>(std::bit_ceil(all.members_.size() + 1));
  all.scale_ = 1 / static_cast<double>(all.count_);
  return all;
}

Replicates Replicates::supplied(std::vector<double> factors, std::int64_t replicates, double scale) {
  const auto rows = static_cast<std::int64_t>(factors.size()) / replicates;
  Clustering each_row;
  each_row.psu.resize(static_cast<std::size_t>(rows));
  for (std::size_t k = 0; k < each_row.psu.size(); ++k) each_row.psu[k] = static_cast<std::int32_t>(k);
  each_row.stratum.assign(each_row.psu.size(), 0);
  each_row.strata = {""};
  Replicates all(Method::supplied, each_row, "replicate weights of the data");
  all.count_ = replicates;
  all.scale_ = scale;
  all.df_ = rank_less_one(factors, replicates);
  all.supplied_ = std::move(factors);
  return all;
}

void Replicates::factors(std::int64_t replicate, std::span<double> out) const {
  switch (method_) {
    case Method::bootstrap:
      return bootstrap_factors(replicate, out);
    case Method::jackknife: {
      std::fill(out.begin(), out.end(), 1);
      const auto psu = static_cast<std::size_t>(left_out_[static_cast<std::size_t>(replicate)]);
      const auto& stratum = members_[static_cast<std::size_t>(stratum_[psu])];
      const auto n = static_cast<double>(stratum.size());
      for (const std::int32_t member : stratum) out[static_cast<std::size_t>(member)] = n / (n - 1);
      out[psu] = 0;
      return;
    }
    case Method::balanced:
      for (std::size_t h = 0; h < members_.size(); ++h) {
        if (members_[h].empty()) continue;
        const bool odd = (std::popcount(static_cast<std::uint64_t>(replicate) & (h + 1)) & 1) != 0;
        out[static_cast<std::size_t>(members_[h][0])] = odd ? 0 : 2;
        out[static_cast<std::size_t>(members_[h][1])] = odd ? 2 : 0;
      }
      return;
    case Method::supplied: {
      const auto first = supplied_.begin() + static_cast<std::ptrdiff_t>(replicate * units_);
      std::copy(first, first + static_cast<std::ptrdiff_t>(units_), out.begin());
      return;
    }
  }
}

/// A pure function of seed, replicate and stratum, whatever the threads.
void Replicates::bootstrap_factors(std::int64_t replicate, std::span<double> out) const {
  r123::Philox4x64 generator;
  const r123::Philox4x64::key_type key{{static_cast<std::uint64_t>(seed_), bootstrap_key}};
  for (std::size_t h = 0; h < members_.size(); ++h) {
    const std::vector<std::int32_t>& members = members_[h];
    const std::size_t n = members.size();
    for (const std::int32_t member : members) out[static_cast<std::size_t>(member)] = n < 2 ? 1 : 0;
    if (n < 2) continue;
    const double each = static_cast<double>(n) / static_cast<double>(n - 1);
    for (std::size_t drawn = 0; drawn < n - 1; drawn += 4) {
      const auto bits = generator({{static_cast<std::uint64_t>(replicate), h, drawn, 0}}, key);
      for (std::size_t k = 0; k < 4 && drawn + k < n - 1; ++k) {
        const double uniform = static_cast<double>(bits[k] >> 11) * 0x1p-53;
        const auto which = static_cast<std::size_t>(uniform * static_cast<double>(n));
        out[static_cast<std::size_t>(members[which])] += each;
      }
    }
  }
}

Replicates::Spread Replicates::spread(std::span<const double> estimates) const {
  Spread spread;
  double sum = 0, n = 0;
  for (const double t : estimates) {
    if (!std::isfinite(t)) {
      ++spread.left_out;
      continue;
    }
    sum += t;
    n += 1;
  }
  if (n < 2) return spread;
  const double mean = sum / n;
  for (std::size_t b = 0; b < estimates.size(); ++b)
    if (std::isfinite(estimates[b]))
      spread.variance += scale_ * (r_.empty() ? 1 : r_[b]) * (estimates[b] - mean) * (estimates[b] - mean);
  spread.variance *= static_cast<double>(estimates.size()) / n;
  return spread;
}

}  // namespace clusia
