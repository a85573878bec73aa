#include "strata.hpp"

#include <sstream>

using namespace clusia;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Quantiles by linear interpolation between the sorted values: the first stands at 0, each next one half of its own
/// weight and half of its predecessor's further on. R's type 7 where all weigh the same.
std::vector<double> quantiles(std::vector<std::pair<double, double>> values, int64_t parts) {
  std::sort(values.begin(), values.end());
  std::vector<double> place(values.size(), 0);
  for (std::size_t k = 1; k < values.size(); ++k)
    place[k] = place[k - 1] + (values[k - 1].second + values[k].second) / 2;
  std::vector<double> breaks;
  for (int64_t part = 0; part <= parts; ++part) {
    const double at = place.back() * static_cast<double>(part) / static_cast<double>(parts);
    const auto above = static_cast<std::size_t>(std::upper_bound(place.begin(), place.end(), at) - place.begin());
    const std::size_t low = std::min(std::max<std::size_t>(above, 1) - 1, values.size() - 1),
                      high = std::min(low + 1, values.size() - 1);
    const double gap = place[high] - place[low], part_of_gap = gap > 0 ? (at - place[low]) / gap : 0;
    breaks.push_back(values[low].first + part_of_gap * (values[high].first - values[low].first));
  }
  return breaks;
}

/// How many of the inner breaks a value has reached.
double interval(double value, const std::vector<double>& inner) {
  return static_cast<double>(std::upper_bound(inner.begin(), inner.end(), value) - inner.begin());
}

std::vector<double> equal_widths(const std::vector<double>& x, std::optional<int64_t> bins) {
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const double parts = bins ? static_cast<double>(*bins) : std::ceil(std::log2(static_cast<double>(x.size())) + 1);
  std::vector<double> inner;
  for (double part = 1; part < parts; ++part) inner.push_back(*low + part * ((*high - *low) / parts));
  return inner;
}

}  // namespace

std::vector<int> subclasses(const Sample& sample, const Space& space, int32_t estimand, int64_t count) {
  std::vector<std::pair<double, double>> values;
  for (Index k = 0; k < sample.size(); ++k)
    if (estimand == CLUSIA_ATE || sample.is_treated(k)) values.emplace_back(space.x(k, 0), sample.weight[k]);
  std::vector<double> breaks = quantiles(std::move(values), count);
  const std::vector<double> inner(breaks.begin() + 1, breaks.end() - 1);
  std::vector<int> strata;
  for (Index k = 0; k < sample.size(); ++k) strata.push_back(static_cast<int>(interval(space.x(k, 0), inner)));
  return strata;
}

std::vector<int> coarsened(const Sample& sample, const Coarsening& how) {
  std::vector<std::vector<double>> columns;
  for (const CovariateColumn& column : sample.columns) {
    columns.push_back(column.values);
    if (column.level) continue;
    const auto given = how.cutpoints.find(column.covariate);
    const std::vector<double> inner =
        given != how.cutpoints.end() ? given->second : equal_widths(column.values, how.bins);
    for (double& value : columns.back()) value = interval(value, inner);
  }
  return combinations(static_cast<std::size_t>(sample.size()), columns);
}

std::vector<double> cutpoints_of(const std::string& name, const std::string& text) {
  std::istringstream in(text);
  std::vector<double> cuts;
  for (double cut = 0; in >> cut;) cuts.push_back(cut);
  if (!in.eof() || cuts.empty())
    throw bad_parameter("cutpoints", "of '" + name + "' are no numbers with blanks between: \"25 45\" would be right");
  std::sort(cuts.begin(), cuts.end());
  return cuts;
}

void check_covariate(const Sample& sample, const std::string& parameter, const std::string& name) {
  const auto is = [&](const CovariateColumn& column) { return column.covariate == name; };
  if (std::any_of(sample.columns.begin(), sample.columns.end(), is)) return;
  throw bad_parameter(parameter, "names '" + name + "', which is none of the study's covariates");
}

std::vector<int> alike_in(const Sample& sample, const std::vector<std::string>& covariates) {
  std::vector<std::vector<double>> equal;
  for (const std::string& name : covariates) {
    check_covariate(sample, "exact", name);
    for (const CovariateColumn& column : sample.columns)
      if (column.covariate == name) equal.push_back(column.values);
  }
  return combinations(sample.rows.size(), equal);
}

std::vector<int> combinations(std::size_t rows, const std::vector<std::vector<double>>& columns) {
  std::map<std::vector<double>, int> known;
  std::vector<int> out;
  for (std::size_t k = 0; k < rows; ++k) {
    std::vector<double> key;
    for (const auto& column : columns) key.push_back(column[k]);
    out.push_back(known.emplace(std::move(key), static_cast<int>(known.size())).first->second);
  }
  return out;
}

Stratified stratified(const Sample& sample, const std::vector<int>& strata, int32_t estimand) {
  struct Arms {
    double treated = 0, comparison = 0;
    int number = -1;
  };
  std::map<int, Arms> by_stratum;
  for (Index k = 0; k < sample.size(); ++k) {
    Arms& arms = by_stratum[strata[static_cast<std::size_t>(k)]];
    (sample.is_treated(k) ? arms.treated : arms.comparison) += sample.weight[k];
  }
  Stratified out;
  for (auto& [stratum, arms] : by_stratum) {
    if (arms.treated > 0 && arms.comparison > 0)
      arms.number = out.n_strata++;
    else
      ++out.one_armed;
  }
  if (out.n_strata == 0)
    throw unsupported("no stratum has rows of both arms: coarser or fewer covariates would be right");
  out.d = out.slope = out.influence = VectorXd::Zero(sample.size());
  for (Index k = 0; k < sample.size(); ++k) {
    const Arms& arms = by_stratum[strata[static_cast<std::size_t>(k)]];
    out.stratum.push_back(arms.number);
    if (arms.number < 0) continue;
    const double r = arms.treated / arms.comparison, w = sample.weight[k];
    const bool treated = sample.is_treated(k), att = estimand == CLUSIA_ATT;
    out.d[k] = treated ? (att ? w : w * (1 + 1 / r)) : (att ? w * r : w * (1 + r));
    out.slope[k] = treated ? (att ? 0 : -1 / (r * (1 + r))) : (att ? 1 / r : 1 / (1 + r));
    out.influence[k] = (treated ? w : -r * w) / arms.comparison;
  }
  return out;
}
