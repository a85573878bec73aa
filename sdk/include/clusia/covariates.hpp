/// clusia/covariates.hpp: covariates of some rows as columns of numbers, and an orthonormal basis of them. Sums run in
/// an order of the rows' own contents, so that what a comparator makes of them is the same to the last bit however the
/// data are ordered.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "comparator.hpp"

namespace clusia {

/// A number, or one level of a category as 0 and 1.
struct CovariateColumn {
  std::string name;       ///< "age"; "race: black"
  std::string covariate;  ///< "age"; "race"
  std::vector<double> values;
  bool binary = false;  ///< only 0 and 1
  bool level = false;   ///< of a category
  bool base = false;    ///< a first level: shown in the balance, implied in a model
};

/// For each row of the frame, whether every covariate is there.
inline std::vector<bool> rows_with_covariates(const DesignFrame& frame) {
  std::vector<bool> has(static_cast<std::size_t>(frame.rows()), true);
  const auto look = [&](const auto& covariate) {
    for (int64_t row = 0; row < frame.rows(); ++row)
      if (!covariate.valid(row)) has[static_cast<std::size_t>(row)] = false;
  };
  for (int64_t k = 0; k < frame.covariates(); ++k) {
    if (frame.covariate_is_number(k))
      look(Numbers(frame.covariate(k)));
    else
      look(Categories(frame.covariate(k)));
  }
  return has;
}

namespace detail {

inline CovariateColumn number_column(const Numbers& covariate, const std::vector<int64_t>& rows) {
  CovariateColumn column{covariate.name(), covariate.name(), {}, true, false, false};
  column.values.reserve(rows.size());
  for (const int64_t row : rows) {
    column.values.push_back(covariate[row]);
    column.binary = column.binary && (covariate[row] == 0 || covariate[row] == 1);
  }
  return column;
}

/// A column a level that occurs, by name; two levels need but the second.
inline void add_levels(const Categories& covariate, const std::vector<int64_t>& rows,
                       std::vector<CovariateColumn>& columns) {
  std::map<std::string_view, std::vector<double>> levels;
  const auto of = [&](int64_t row) -> auto& {
    return levels[covariate.names()[static_cast<std::size_t>(covariate[row])]];
  };
  for (const int64_t row : rows) of(row);
  for (auto& [name, values] : levels) values.assign(rows.size(), 0);
  for (std::size_t k = 0; k < rows.size(); ++k) of(rows[k])[k] = 1;
  bool first = levels.size() > 1;
  for (auto& [name, values] : levels) {
    if (!first || levels.size() > 2)
      columns.push_back({std::string(covariate.name()) + ": " + std::string(name), covariate.name(), std::move(values),
                         true, true, first});
    first = false;
  }
}

}  // namespace detail

/// Of rows that have every covariate.
inline std::vector<CovariateColumn> covariate_columns(const DesignFrame& frame, const std::vector<int64_t>& rows) {
  std::vector<CovariateColumn> columns;
  for (int64_t k = 0; k < frame.covariates(); ++k) {
    if (frame.covariate_is_number(k))
      columns.push_back(detail::number_column(Numbers(frame.covariate(k)), rows));
    else
      detail::add_levels(Categories(frame.covariate(k)), rows, columns);
  }
  return columns;
}

/// The intercept and the covariates as columns that are orthonormal under the weights: predictions are those of any
/// other basis of the same columns, and the conditioning is the best there is.
struct CovariateBasis {
  std::size_t columns = 0;
  std::vector<double> z;              ///< [rows x columns]
  std::vector<std::string> left_out;  ///< constant, or a combination of the columns before it

  const double* row(std::size_t k) const { return z.data() + k * columns; }
};

inline CovariateBasis basis_of(const std::vector<CovariateColumn>& covariates, const std::vector<double>& weight) {
  const std::size_t n = weight.size();
  const double total = std::accumulate(weight.begin(), weight.end(), 0.0);
  const auto product = [&](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < n; ++k) sum += weight[k] * a[k] * b[k];
    return sum / total;
  };
  CovariateBasis basis;
  std::vector<std::vector<double>> kept{std::vector<double>(n, 1.0)};
  for (const CovariateColumn& column : covariates) {
    if (column.base) continue;
    std::vector<double> x = column.values;
    const auto take_out = [&](const std::vector<double>& direction) {
      const double along = product(direction, x);
      for (std::size_t k = 0; k < n; ++k) x[k] -= along * direction[k];
    };
    take_out(kept.front());
    const double centred = std::sqrt(product(x, x));
    for (int pass = 0; pass < 2; ++pass)  // the second removes what rounding left of the first
      for (const auto& direction : kept) take_out(direction);
    const double rest = std::sqrt(product(x, x));
    double largest = 0;
    for (const double value : column.values) largest = std::max(largest, std::abs(value));
    if (!(centred > 1e-13 * largest) || !(rest > 1e-7 * centred)) {
      basis.left_out.push_back(column.name);
      continue;
    }
    for (double& value : x) value /= rest;
    kept.push_back(std::move(x));
  }
  basis.columns = kept.size();
  basis.z.resize(n * basis.columns);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t j = 0; j < basis.columns; ++j) basis.z[k * basis.columns + j] = kept[j][k];
  return basis;
}

}  // namespace clusia
