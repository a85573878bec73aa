/// clusia/covariates/sample.hpp: the rows of both arms with their covariates as columns of numbers, for comparators
/// that make the arms alike. Needs Eigen 3 (link Eigen3::Eigen); include it before other headers of clusia.
#pragma once

#include <Eigen/Dense>
// Eigen comes first: clusia's headers end in hidden visibility.
#include <clusia/covariates.hpp>

namespace clusia {

/// Rows of both arms with a weight and all covariates. They stand in an order of their own contents, so that sums come
/// out the same, bit for bit, however the rows of the data are ordered; `ascending` leads back to the order of the
/// data.
struct Sample {
  std::vector<int64_t> rows;
  Eigen::VectorXd treated, weight;
  std::vector<CovariateColumn> columns;
  std::vector<Eigen::Index> ascending;
  int64_t incomplete = 0;  ///< left out: a covariate is missing
  Eigen::Index size() const { return weight.size(); }
  int64_t row(Eigen::Index k) const { return rows[static_cast<std::size_t>(k)]; }
  bool is_treated(Eigen::Index k) const { return treated[k] > 0; }
};

namespace detail {

/// Places of the rows when sorted by arm, weight and covariates, then by unit: rows that still tie are alike in all
/// that is summed.
inline std::vector<std::size_t> order_of_contents(const std::vector<bool>& treated, const std::vector<double>& weight,
                                                  const std::vector<CovariateColumn>& columns,
                                                  const std::vector<int32_t>& unit) {
  std::vector<std::size_t> order(weight.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (treated[a] != treated[b]) return static_cast<bool>(treated[b]);
    if (weight[a] != weight[b]) return weight[a] < weight[b];
    for (const CovariateColumn& column : columns)
      if (column.values[a] != column.values[b]) return column.values[a] < column.values[b];
    return unit[a] < unit[b];
  });
  return order;
}

}  // namespace detail

/// Of these rows, all of them in an arm, those that weigh something. Refuses with the reason where an arm has nobody.
inline Sample sample_of(const DesignFrame& frame, const std::vector<int64_t>& candidates) {
  Sample sample;
  std::vector<int64_t> rows;
  std::vector<double> weight;
  std::vector<bool> treated;
  std::vector<int32_t> unit;
  const std::vector<bool> has = rows_with_covariates(frame);
  for (const int64_t row : candidates) {
    if (!(frame.weight(row) > 0)) continue;
    if (!has[static_cast<std::size_t>(row)]) {
      ++sample.incomplete;
      continue;
    }
    rows.push_back(row);
    weight.push_back(frame.weight(row));
    treated.push_back(frame.treated(row));
    unit.push_back(frame.unit.present() ? frame.unit[row] : 0);
  }
  if (std::count(treated.begin(), treated.end(), true) == 0 || std::count(treated.begin(), treated.end(), false) == 0)
    throw unsupported(
        "an arm has no row with all covariates: fewer covariates, or ones with fewer gaps, would be right");
  const std::vector<CovariateColumn> columns = covariate_columns(frame, rows);
  const std::vector<std::size_t> order = detail::order_of_contents(treated, weight, columns, unit);
  const auto n = static_cast<Eigen::Index>(order.size());
  sample.treated.resize(n);
  sample.weight.resize(n);
  sample.rows.resize(order.size());
  sample.columns = columns;
  sample.ascending.resize(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    sample.treated[at] = treated[order[k]] ? 1 : 0;
    sample.weight[at] = weight[order[k]];
    sample.rows[k] = rows[order[k]];
    sample.ascending[order[k]] = at;
    for (std::size_t c = 0; c < columns.size(); ++c) sample.columns[c].values[k] = columns[c].values[order[k]];
  }
  return sample;
}

/// Of one wave, or of all rows (-1). Refuses with the reason where an arm has nobody.
inline Sample sample_of(const DesignFrame& frame, int32_t wave) {
  rows_where(frame, wave, Side::treated);
  rows_where(frame, wave, Side::comparison);
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < frame.rows(); ++row)
    if ((wave < 0 || frame.wave[row] == wave) && frame.arm[row] >= 0) rows.push_back(row);
  return sample_of(frame, rows);
}

}  // namespace clusia
