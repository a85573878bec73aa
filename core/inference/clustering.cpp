#include "inference/clustering.hpp"

#include <algorithm>
#include <stdexcept>

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

namespace {

/// f of every stratum of a stage.
std::vector<double> fractions_of(const Clustering& stage, const std::vector<double>& total) {
  std::vector<double> drawn(stage.strata.size(), 0), population(stage.strata.size(), 0);
  for (const std::int32_t h : stage.stratum) drawn[static_cast<std::size_t>(h)] += 1;
  const bool fraction = std::all_of(total.begin(), total.end(), [](double x) { return x <= 1; });
  for (std::size_t row = 0; row < total.size(); ++row) {
    const auto h = static_cast<std::size_t>(stage.stratum[static_cast<std::size_t>(stage.psu[row])]);
    const std::string whose = stage.strata[h].empty() ? "the only stratum" : "stratum '" + stage.strata[h] + "'";
    if (population[h] != 0 && population[h] != total[row]) throw std::invalid_argument("differs within " + whose);
    if (!(total[row] > 0)) throw std::invalid_argument("is not above 0 in " + whose);
    if (!fraction && total[row] < drawn[h])
      throw std::invalid_argument("is less than the " + std::to_string(static_cast<std::int64_t>(drawn[h])) +
                                  " units that were drawn in " + whose);
    population[h] = total[row];
  }
  std::vector<double> f(population.size(), 0);
  for (std::size_t h = 0; h < f.size(); ++h) f[h] = fraction ? population[h] : drawn[h] / population[h];
  return f;
}

/// The stage's own strata and units within the units before it.
Clustering within(const Clustering& before, const Clustering& stage) {
  Clustering c;
  std::vector<std::int64_t> units(stage.psu.size()), strata(stage.psu.size());
  for (std::size_t row = 0; row < units.size(); ++row) {
    units[row] = std::int64_t{before.psu[row]} * stage.size() + stage.psu[row];
    strata[row] = std::int64_t{before.psu[row]} * static_cast<std::int64_t>(stage.strata.size()) +
                  stage.stratum[static_cast<std::size_t>(stage.psu[row])];
  }
  std::vector<std::size_t> row_of_unit, row_of_stratum;
  c.psu = dense(units, row_of_unit);
  const std::vector<std::int32_t> stratum = dense(strata, row_of_stratum);
  for (const std::size_t row : row_of_unit) c.stratum.push_back(stratum[row]);
  for (const std::size_t row : row_of_stratum)
    c.strata.push_back("PSU " + std::to_string(before.psu[row] + 1) + " of stage before");
  return c;
}

}  // namespace

std::vector<Clustering> stages_of(std::int64_t rows, const std::vector<Stage>& stages) {
  std::vector<Clustering> all;
  std::vector<double> earlier;  // product of the fractions of the stages before, one a unit of the last
  for (const Stage& stage : stages) {
    Clustering c = clustering_of(rows, stage.unit, stage.stratum);
    if (!all.empty()) c = within(all.back(), c);
    std::vector<double> f(c.strata.size(), 0), before(c.strata.size(), 1);
    if (!stage.total.empty()) f = fractions_of(c, stage.total);
    if (!all.empty())
      for (std::size_t row = 0; row < c.psu.size(); ++row)
        before[static_cast<std::size_t>(c.stratum[static_cast<std::size_t>(c.psu[row])])] =
            earlier[static_cast<std::size_t>(all.back().psu[row])];
    if (!stage.total.empty() || !all.empty())
      for (std::size_t h = 0; h < f.size(); ++h) c.scale.push_back(before[h] * (1 - f[h]));
    earlier.assign(c.stratum.size(), 0);
    for (std::size_t unit = 0; unit < earlier.size(); ++unit) {
      const auto h = static_cast<std::size_t>(c.stratum[unit]);
      earlier[unit] = before[h] * f[h];
    }
    all.push_back(std::move(c));
    if (std::all_of(earlier.begin(), earlier.end(), [](double x) { return x == 0; })) break;
  }
  return all;
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

Clusterings clusterings_of_stages(std::vector<Clustering> stages, std::shared_ptr<const Calibration> calibration) {
  Clusterings all;
  all.signs.assign(stages.size(), 1);
  all.parts = std::move(stages);
  all.calibration = std::move(calibration);
  if (all.calibration)
    for (const Clustering& part : all.parts)
      all.calibrated_x.push_back(all.calibration->totals_of_x(part.psu, part.size()));
  return all;
}

Totals::Totals(std::shared_ptr<const Clusterings> over) : over_(std::move(over)) {
  for (const Clustering& part : over_->parts) sums_.emplace_back(part.stratum.size(), 0.0);
  if (over_->calibration) auxiliary_.assign(over_->calibration->variables(), 0.0);
}

void Totals::add(const Weights& listed, std::span<const double> values) {
  for (std::size_t p = 0; p < sums_.size(); ++p) {
    const std::int32_t* psu = over_->parts[p].psu.data();
    double* sums = sums_[p].data();
    for (std::size_t k = 0; k < values.size(); ++k) sums[psu[listed.rows[k]]] += listed.weight[k] * values[k];
  }
  if (auxiliary_.empty()) return;
  for (std::size_t k = 0; k < values.size(); ++k)
    over_->calibration->add(listed.rows[k], listed.weight[k] * values[k], auxiliary_);
}

std::vector<double> Totals::part(std::size_t p) const {
  std::vector<double> residual = sums_[p];
  if (auxiliary_.empty()) return residual;
  const Eigen::VectorXd fitted = over_->calibrated_x[p] * over_->calibration->coefficients(auxiliary_);
  for (std::size_t k = 0; k < residual.size(); ++k) residual[k] -= fitted[static_cast<Eigen::Index>(k)];
  return residual;
}

Totals Totals::scaled(double factor) const {
  Totals result(over_);
  result.add(factor, *this);
  return result;
}

void Totals::add(double factor, const Totals& other) {
  if (factor == 0) return;
  for (std::size_t k = 0; k < auxiliary_.size(); ++k) auxiliary_[k] += factor * other.auxiliary_[k];
  for (std::size_t p = 0; p < sums_.size(); ++p)
    for (std::size_t k = 0; k < sums_[p].size(); ++k) sums_[p][k] += factor * other.sums_[p][k];
}

}  // namespace clusia
