#include "pipeline/few_clusters.hpp"

#include <algorithm>
#include <cmath>

#include "inference/multiplicity.hpp"

namespace clusia {
namespace {

enum : std::uint8_t { seen = 1, treated_rows = 2, comparison_rows = 4 };

}  // namespace

ClustersOfDesign::ClustersOfDesign(const Design& design, const AssessedRows& rows, const Clustering& clusters)
    : design_(design), clusters_(clusters) {
  for (const Cell& cell : design.cells) cells_.push_back(listed(cell.domain, rows.treated));
  for (const Fit& fit : design.fits) fits_.push_back(listed(fit.rows, rows.treated));
}

ClustersOfDesign::Listed ClustersOfDesign::listed(const Weights& of, const std::vector<std::int8_t>& treated) const {
  Listed all{std::vector<std::uint8_t>(clusters_.stratum.size(), 0), std::vector<double>(clusters_.stratum.size(), 0)};
  for (std::size_t j = 0; j < of.size(); ++j) {
    if (of.weight[j] == 0) continue;
    const auto row = static_cast<std::size_t>(of.rows[j]), g = static_cast<std::size_t>(clusters_.psu[row]);
    all.weight[g] += of.weight[j];
    all.parts[g] |= seen;
    if (!treated.empty() && treated[row] >= 0) all.parts[g] |= treated[row] > 0 ? treated_rows : comparison_rows;
  }
  return all;
}

/// What an effect is about: its cells, their predictions' fits, fits whose coefficients it names.
ClustersCompared ClustersOfDesign::compared(const ContrastValue& gradient) const {
  std::vector<std::uint8_t> parts(clusters_.stratum.size(), 0);
  const auto look = [&](const Listed& of) {
    for (std::size_t g = 0; g < parts.size(); ++g) parts[g] |= of.parts[g];
  };
  for (std::size_t k = 0; k < cells_.size(); ++k) {
    if (gradient.by_estimate[k] == 0 && gradient.by_size[k] == 0) continue;
    look(cells_[k]);
    for (const FitTerm& term : design_.cells[k].terms) look(fits_[static_cast<std::size_t>(term.fit)]);
  }
  for (std::size_t f = 0; f < fits_.size(); ++f)
    if (!all_zero(gradient.by_coefficient[f])) look(fits_[f]);
  ClustersCompared result;
  std::int64_t both = 0;
  for (const std::uint8_t of : parts) {
    result.all += (of & seen) != 0 ? 1 : 0;
    result.treated += (of & treated_rows) != 0 ? 1 : 0;
    result.comparison += (of & comparison_rows) != 0 ? 1 : 0;
    both += (of & treated_rows) != 0 && (of & comparison_rows) != 0 ? 1 : 0;
  }
  result.has_arms = result.treated > 0 && result.comparison > 0;
  result.assigned = result.has_arms && both == 0;
  return result;
}

std::string words_of(const ClustersCompared& c) {
  return c.assigned ? std::to_string(c.treated) + " treated, " + std::to_string(c.comparison) + " compared"
                    : std::to_string(c.all) + " in all";
}

FewClustersTest few_clusters_test_of(const std::string& word) {
  return word == "wild"            ? FewClustersTest::wild
         : word == "randomisation" ? FewClustersTest::randomisation
                                   : FewClustersTest::bias_reduced;
}

std::string name_of(FewClustersTest test) {
  return test == FewClustersTest::wild ? "wild" : test == FewClustersTest::randomisation ? "randomisation" : "cr2";
}

std::optional<Interval> interval_for_few(const BiasReduced& clusters, double estimate, double null,
                                         const FewClusters& how) {
  auto interval = interval_of(estimate, clusters.variance(), clusters.degrees_of_freedom(), how.confidence, null);
  if (!interval || how.test != FewClustersTest::wild) return interval;
  std::vector<double> t = wild_statistics(clusters.totals(), how.draws, how.seed);
  const auto above = std::ranges::count_if(t, [&](double drawn) { return drawn >= std::fabs(interval->statistic); });
  interval->p_value = static_cast<double>(above + 1) / static_cast<double>(how.draws + 1);
  std::ranges::sort(t);
  const auto at = static_cast<std::size_t>(std::ceil(how.confidence * static_cast<double>(how.draws + 1))) - 1;
  const double reach = t[std::min(at, t.size() - 1)] * interval->std_error;
  interval->low = estimate - reach;
  interval->high = estimate + reach;
  return interval;
}

std::optional<BiasReduced> ClustersOfDesign::bias_reduced(const Cells& cells, std::size_t output,
                                                          const ContrastValue& gradient) const {
  BiasReduced sum(clusters_.stratum.size());
  for (std::size_t k = 0; k < design_.cells.size(); ++k) {
    if (gradient.by_size[k] != 0) sum.add_totals(gradient.by_size[k], cells.size(k).z->part(0));
    if (gradient.by_estimate[k] == 0) continue;
    const std::vector<double> totals = cells.of(output, k).z->part(0);
    if (design_.cells[k].own == 0) {
      sum.add_totals(gradient.by_estimate[k], totals);
    } else {
      sum.add_cell(gradient.by_estimate[k], cells_[k].weight, totals);
    }
  }
  if (std::all_of(gradient.by_coefficient.begin(), gradient.by_coefficient.end(), all_zero)) return sum;
  // First steps and references move coefficients, too: all of that, less the plain sums that the regression replaces.
  sum.add_totals(1, cells.along(output, gradient.by_coefficient).z->part(0));
  for (std::size_t f = 0; f < design_.fits.size(); ++f) {
    if (all_zero(gradient.by_coefficient[f])) continue;
    const LinearModel& model = cells.model(f, output);
    const auto of = clusters_of_regression(design_.fits[f], model, model.solved(gradient.by_coefficient[f]), clusters_);
    if (!of) return std::nullopt;
    sum.add_regression(*of);
    std::vector<double> plain;
    for (const ClusterOfRegression& c : *of) plain.push_back(c.le);
    sum.add_totals(-1, plain);
  }
  return sum;
}

}  // namespace clusia
