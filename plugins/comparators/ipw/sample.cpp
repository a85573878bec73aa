#include "sample.hpp"

#include <algorithm>
#include <map>
#include <numeric>

using namespace clusia;

namespace {

/// 1 where a covariate is missing.
std::vector<char> rows_with_gaps(const DesignFrame& frame) {
  std::vector<char> gap(static_cast<std::size_t>(frame.rows()), 0);
  const auto mark = [&](const auto& covariate) {
    for (int64_t row = 0; row < frame.rows(); ++row)
      if (!covariate.valid(row)) gap[static_cast<std::size_t>(row)] = 1;
  };
  for (int64_t k = 0; k < frame.covariates(); ++k) {
    if (frame.covariate_is_number(k))
      mark(Numbers(frame.covariate(k)));
    else
      mark(Categories(frame.covariate(k)));
  }
  return gap;
}

Column number_column(const Numbers& covariate, const std::vector<int64_t>& rows) {
  Column column{covariate.name(), {}, true, false};
  column.values.reserve(rows.size());
  for (const int64_t row : rows) {
    column.values.push_back(covariate[row]);
    column.binary = column.binary && (covariate[row] == 0 || covariate[row] == 1);
  }
  return column;
}

/// A column a level that occurs, by name; two levels need but the second.
void add_levels(const Categories& covariate, const std::vector<int64_t>& rows, std::vector<Column>& columns) {
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
      columns.push_back({std::string(covariate.name()) + ": " + std::string(name), std::move(values), true, first});
    first = false;
  }
}

/// Places of the rows when sorted by arm, weight and covariates: rows that tie are alike in all that is summed.
std::vector<std::size_t> order_of_contents(const std::vector<bool>& treated, const std::vector<double>& weight,
                                           const std::vector<Column>& columns) {
  std::vector<std::size_t> order(weight.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (treated[a] != treated[b]) return static_cast<bool>(treated[b]);
    if (weight[a] != weight[b]) return weight[a] < weight[b];
    for (const Column& column : columns)
      if (column.values[a] != column.values[b]) return column.values[a] < column.values[b];
    return false;
  });
  return order;
}

}  // namespace

Sample sample_of(const DesignFrame& frame, int32_t wave) {
  Sample sample;
  std::vector<int64_t> rows;
  std::vector<double> weight;
  std::vector<bool> treated;
  const std::vector<char> gap = rows_with_gaps(frame);
  for (int64_t row = 0; row < frame.rows(); ++row) {
    if ((wave >= 0 && frame.wave[row] != wave) || frame.arm[row] < 0 || !(frame.weight(row) > 0)) continue;
    if (gap[static_cast<std::size_t>(row)] != 0) {
      ++sample.incomplete;
      continue;
    }
    rows.push_back(row);
    weight.push_back(frame.weight(row));
    treated.push_back(frame.treated(row));
  }
  std::vector<Column> columns;
  for (int64_t k = 0; k < frame.covariates(); ++k) {
    if (frame.covariate_is_number(k))
      columns.push_back(number_column(Numbers(frame.covariate(k)), rows));
    else
      add_levels(Categories(frame.covariate(k)), rows, columns);
  }

  const std::vector<std::size_t> order = order_of_contents(treated, weight, columns);
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
