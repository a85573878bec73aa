#include "pipeline/few_clusters.hpp"

#include <algorithm>
#include <cmath>

#include "inference/multiplicity.hpp"

namespace clusia {
namespace {

/// Calls look(weights) for what an effect is about: its cells, their predictions' fits, fits whose coefficients it
/// names.
template <class Look>
void each_list(const Design& design, const ContrastValue& gradient, const Look& look) {
  std::vector<bool> fits(design.fits.size(), false);
  for (std::size_t f = 0; f < fits.size(); ++f) fits[f] = !all_zero(gradient.by_coefficient[f]);
  for (std::size_t k = 0; k < design.cells.size(); ++k) {
    if (gradient.by_estimate[k] == 0 && gradient.by_size[k] == 0) continue;
    look(design.cells[k].domain);
    for (const FitTerm& term : design.cells[k].terms) fits[static_cast<std::size_t>(term.fit)] = true;
  }
  for (std::size_t f = 0; f < fits.size(); ++f)
    if (fits[f]) look(design.fits[f].rows);
}

std::vector<double> weight_by_cluster(const Weights& of, const Clustering& clusters) {
  std::vector<double> weight(clusters.stratum.size(), 0);
  for (std::size_t j = 0; j < of.size(); ++j)
    weight[static_cast<std::size_t>(clusters.psu[static_cast<std::size_t>(of.rows[j])])] += of.weight[j];
  return weight;
}

}  // namespace

ClustersCompared clusters_compared(const Design& design, const ContrastValue& gradient, const AssessedRows& rows,
                                   const Clustering& clusters) {
  enum : std::uint8_t { seen = 1, treated = 2, comparison = 4 };
  std::vector<std::uint8_t> of(clusters.stratum.size(), 0);
  each_list(design, gradient, [&](const Weights& listed) {
    for (std::size_t j = 0; j < listed.size(); ++j) {
      if (listed.weight[j] == 0) continue;
      const auto row = static_cast<std::size_t>(listed.rows[j]);
      std::uint8_t& flags = of[static_cast<std::size_t>(clusters.psu[row])];
      flags |= seen;
      if (!rows.treated.empty() && rows.treated[row] >= 0) flags |= rows.treated[row] > 0 ? treated : comparison;
    }
  });
  ClustersCompared result;
  std::int64_t both = 0;
  for (const std::uint8_t flags : of) {
    result.all += (flags & seen) != 0 ? 1 : 0;
    result.treated += (flags & treated) != 0 ? 1 : 0;
    result.comparison += (flags & comparison) != 0 ? 1 : 0;
    both += (flags & treated) != 0 && (flags & comparison) != 0 ? 1 : 0;
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

std::optional<BiasReduced> bias_reduced(const Cells& cells, std::size_t output, const Design& design,
                                        const ContrastValue& gradient, const Clustering& clusters) {
  BiasReduced sum(clusters.stratum.size());
  for (std::size_t k = 0; k < design.cells.size(); ++k) {
    if (gradient.by_size[k] != 0) sum.add_totals(gradient.by_size[k], cells.size(k).z->part(0));
    if (gradient.by_estimate[k] == 0) continue;
    const std::vector<double> totals = cells.of(output, k).z->part(0);
    if (design.cells[k].own == 0) {
      sum.add_totals(gradient.by_estimate[k], totals);
    } else {
      sum.add_cell(gradient.by_estimate[k], weight_by_cluster(design.cells[k].domain, clusters), totals);
    }
  }
  if (std::all_of(gradient.by_coefficient.begin(), gradient.by_coefficient.end(), all_zero)) return sum;
  // First steps and references move coefficients, too: all of that, less the plain sums that the regression replaces.
  sum.add_totals(1, cells.along(output, gradient.by_coefficient).z->part(0));
  for (std::size_t f = 0; f < design.fits.size(); ++f) {
    if (all_zero(gradient.by_coefficient[f])) continue;
    const LinearModel& model = cells.model(f, output);
    const auto of = clusters_of_regression(design.fits[f], model, model.solved(gradient.by_coefficient[f]), clusters);
    if (!of) return std::nullopt;
    sum.add_regression(*of);
    std::vector<double> plain;
    for (const ClusterOfRegression& c : *of) plain.push_back(c.le);
    sum.add_totals(-1, plain);
  }
  return sum;
}

}  // namespace clusia
