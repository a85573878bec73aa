#include "pipeline/replication.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "design/contrast.hpp"

namespace clusia {
namespace {

constexpr std::size_t block_bytes = std::size_t{32} << 20;  // of factors in one question

/// What one replicate's weights are; reads like the design that it replicates.
struct Replicate {
  std::vector<double> factors;
  std::span<const std::int32_t> unit;

  double of(std::int64_t row) const { return factors[static_cast<std::size_t>(unit[static_cast<std::size_t>(row)])]; }
  void scale(Weights& weights) const {
    for (std::size_t k = 0; k < weights.size(); ++k) weights.weight[k] *= of(weights.rows[k]);
  }
  double size(const Weights& weights) const {
    double sum = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) sum += weights.weight[k] * of(weights.rows[k]);
    return sum;
  }
  /// What the first steps add: sum_i (f_i - 1) z_i of their row values.
  double moves(const std::vector<double>& first_steps) const {
    double sum = 0;
    for (std::size_t u = 0; u < first_steps.size(); ++u) sum += (factors[u] - 1) * first_steps[u];
    return sum;
  }
};

Replicated nothing(std::size_t outputs, const Design& design, std::size_t replicates) {
  const std::vector<double> none(replicates, std::numeric_limits<double>::quiet_NaN());
  return {std::vector(outputs, Lists(design.cells.size(), none)),
          std::vector(outputs, Lists(design.contrasts.size(), none))};
}

class Replication {
 public:
  Replication(Session& session, const References& references, const Design& whole, const Design& design,
              std::shared_ptr<const Clusterings> over, const Cells& cells, const Replicates& replicates)
      : session_(session),
        references_(references),
        whole_(whole),
        design_(design),
        over_(std::move(over)),
        cells_(cells),
        replicates_(replicates),
        count_(static_cast<std::size_t>(replicates.count())),
        all_(nothing(cells.outputs(), design, count_)) {}

  Replicated run() {
    if (design_.fits.empty()) ask_in_blocks();
    for (std::size_t b = 0; b < count_; ++b) replicate(b);
    return std::move(all_);
  }

 private:
  Replicate replicate_of(std::size_t b) const {
    Replicate r{std::vector<double>(static_cast<std::size_t>(replicates_.units())), replicates_.unit()};
    replicates_.factors(static_cast<std::int64_t>(b), r.factors);
    return r;
  }
  void ask_in_blocks();
  void replicate(std::size_t b);
  Design scaled(const Replicate& r) const;
  void take_effects(std::size_t b, const Replicate& r, const std::vector<double>& sizes,
                    const std::vector<Lists>& coefficients);

  Session& session_;
  const References& references_;
  const Design& whole_;
  const Design& design_;
  std::shared_ptr<const Clusterings> over_;
  const Cells& cells_;
  const Replicates& replicates_;
  std::size_t count_;
  Replicated all_;
};

/// Every cell's replicates by the indicator's batch: it sorts once and serves all.
void Replication::ask_in_blocks() {
  const auto units = static_cast<std::size_t>(replicates_.units());
  const std::size_t block = std::clamp<std::size_t>(block_bytes / (8 * units), 1, count_);
  std::vector<double> factors(block * units);
  for (std::size_t first = 0; first < count_; first += block) {
    const std::size_t n = std::min(block, count_ - first);
    for (std::size_t b = 0; b < n; ++b)
      replicates_.factors(static_cast<std::int64_t>(first + b), std::span(factors).subspan(b * units, units));
    const Session::Replication asked{replicates_.unit(), replicates_.units(), static_cast<std::int64_t>(n),
                                     std::span(factors).first(n * units)};
    for (std::size_t k = 0; k < design_.cells.size(); ++k) {
      const Cell& cell = design_.cells[k];
      if (cell.size_only || all_zero(cell.domain.weight)) continue;
      const std::vector<double> estimates =
          session_.batch(cell.domain, references_.of(cell.reference, cell.wave), asked);
      for (std::size_t b = 0; b < n; ++b)
        for (std::size_t m = 0; m < cells_.outputs(); ++m)
          all_.cells[m][k][first + b] = estimates[b * cells_.outputs() + m];
    }
  }
}

Design Replication::scaled(const Replicate& r) const {
  Design d = design_;
  for (Cell& cell : d.cells) {
    r.scale(cell.domain);
    if (cell.reference) r.scale(*cell.reference);
  }
  for (Fit& fit : d.fits) {
    r.scale(fit.rows);
    if (fit.reference) r.scale(*fit.reference);
  }
  return d;
}

void Replication::replicate(std::size_t b) {
  const Replicate r = replicate_of(b);
  std::vector<double> sizes(design_.cells.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t k = 0; k < sizes.size(); ++k)
    if (cells_.size(k).z) sizes[k] = r.size(design_.cells[k].domain) + r.moves(cells_.size(k).first_steps);
  std::vector<Lists> coefficients(cells_.outputs());
  if (!design_.fits.empty()) {
    const Design of = scaled(r);
    const References judges = references_.scaled(r.unit, r.factors);
    const Cells anew(session_, judges, whole_, of, over_, {false, nullptr});
    for (std::size_t m = 0; m < cells_.outputs(); ++m) {
      coefficients[m] = anew.coefficients(m);
      for (std::size_t k = 0; k < of.cells.size(); ++k)
        if (anew.of(m, k).estimate) all_.cells[m][k][b] = *anew.of(m, k).estimate;
    }
  }
  for (std::size_t m = 0; m < cells_.outputs(); ++m)
    for (std::size_t k = 0; k < design_.cells.size(); ++k) all_.cells[m][k][b] += r.moves(cells_.of(m, k).first_steps);
  take_effects(b, r, sizes, coefficients);
}

/// Coefficients owe to the first steps of their fit's weights what their row values say, in the direction in which the
/// contrast reads them.
void Replication::take_effects(std::size_t b, const Replicate& r, const std::vector<double>& sizes,
                               const std::vector<Lists>& coefficients) {
  for (std::size_t m = 0; m < cells_.outputs(); ++m) {
    std::vector<double> estimates;
    for (std::size_t k = 0; k < design_.cells.size(); ++k) estimates.push_back(all_.cells[m][k][b]);
    for (std::size_t c = 0; c < design_.contrasts.size(); ++c) {
      const ContrastValue value = evaluate(design_.contrasts[c], {estimates, sizes, coefficients[m]});
      double effect = value.value;
      const bool reads_fits = !std::all_of(value.by_coefficient.begin(), value.by_coefficient.end(), all_zero);
      if (std::isfinite(effect) && reads_fits && !whole_.first_steps.empty())
        effect += r.moves(cells_.along(m, value.by_coefficient).first_steps);
      if (std::isfinite(effect)) all_.effects[m][c][b] = effect;
    }
  }
}

}  // namespace

Replicated replicated(Session& session, const References& references, const Design& whole, const Design& design,
                      std::shared_ptr<const Clusterings> over, const Cells& cells, const Replicates& replicates) {
  return Replication(session, references, whole, design, std::move(over), cells, replicates).run();
}

Replicated replicated_anew(Session& session, const References& references, const DesignsOfReplicates& designs,
                           const RowsThatStay& rows, const Design& design,
                           const std::shared_ptr<const Clusterings>& over, const Replicates& replicates) {
  const std::size_t outputs = session.outputs().size();
  Replicated all = nothing(outputs, design, designs.size());
  std::vector<double> factors(static_cast<std::size_t>(replicates.units()));
  for (std::size_t b = 0; b < designs.size(); ++b) {
    if (!designs[b]) continue;
    replicates.factors(static_cast<std::int64_t>(b), factors);
    const References judges = references.scaled(replicates.unit(), factors);
    const Design of = restricted(*designs[b], rows);
    const Cells cells(session, judges, *designs[b], of, over, {false, nullptr});
    for (std::size_t m = 0; m < outputs; ++m) {
      std::vector<double> estimates(of.cells.size(), std::numeric_limits<double>::quiet_NaN());
      for (std::size_t k = 0; k < estimates.size(); ++k)
        if (const auto& estimate = cells.of(m, k).estimate) all.cells[m][k][b] = estimates[k] = *estimate;
      for (std::size_t c = 0; c < of.contrasts.size(); ++c) {
        const double effect = evaluate(of.contrasts[c], {estimates, cells.sizes(), cells.coefficients(m)}).value;
        if (std::isfinite(effect)) all.effects[m][c][b] = effect;
      }
    }
  }
  return all;
}

}  // namespace clusia
