#include "cells.hpp"

#include <map>

using namespace clusia;
using Eigen::Index;

namespace {

/// everyone: comparison rows that serve nobody are listed, too, with weight 0.
Cells cells_of(Answer& answer, const Sample& sample, const Eigen::VectorXd& d, const Place& place,
               const std::string& how, bool everyone) {
  Cells cells;
  for (const Occasion& at : place.compared.occasions) {
    Rows treated, comparison;
    for (const auto& [row, k] : at.members)
      if (d[k] > 0 || (everyone && !sample.is_treated(k))) (sample.is_treated(k) ? treated : comparison).add(row, d[k]);
    const int32_t t = answer.cell("treated" + how + at.when, at.wave, place.treated_arm, treated);
    cells.emplace_back(t, answer.cell("comparison" + how + at.when, at.wave, place.comparison_arm, comparison));
  }
  return cells;
}

/// Rows of one unit go together, be it in a pair or not.
void join_units(const DesignFrame& frame, int32_t first_level, std::map<int64_t, int32_t>& pair) {
  std::map<int32_t, int32_t> of;
  for (const auto& [row, level] : pair) of[frame.unit[row]] = level;
  for (int64_t row = 0; row < frame.rows(); ++row)
    if (const int32_t unit = frame.unit[row]; unit >= 0) pair[row] = of.emplace(unit, first_level + unit).first->second;
}

/// Who stands in for whom on one occasion, and who is near to them in their own arm.
void answer_neighbours(Answer& answer, const Matching& matching, const Eigen::VectorXd& d, const WithinArm& within,
                       const std::pair<int32_t, int32_t>& cells, const Occasion& at) {
  std::vector<int64_t> i, j, within_i, within_j, row(static_cast<std::size_t>(d.size()), -1);
  std::vector<bool> treated(row.size(), false);
  std::vector<double> share;
  for (const auto& [its_row, k] : at.members) row[static_cast<std::size_t>(k)] = its_row;
  const auto row_of = [&](Index k) { return row[static_cast<std::size_t>(k)]; };
  for (const Match& m : matching.matches) {
    i.push_back(row_of(m.treated));
    j.push_back(row_of(m.comparison));
    share.push_back(m.share);
    treated[static_cast<std::size_t>(m.treated)] = true;
  }
  for (Index k = 0; within.neighbours > 0 && k < d.size(); ++k) {
    if (!(d[k] > 0) || treated[static_cast<std::size_t>(k)]) continue;
    for (const Near& nearest : within.pool.within_arm(k, within.neighbours)) {
      within_i.push_back(row_of(k));
      within_j.push_back(row_of(nearest.row));
    }
  }
  clusia_neighbours neighbours{};
  neighbours.size = sizeof neighbours;
  neighbours.treated = cells.first;
  neighbours.comparison = cells.second;
  neighbours.n = static_cast<int64_t>(i.size());
  neighbours.i = i.data();
  neighbours.j = j.data();
  neighbours.w = share.data();
  neighbours.n_within = static_cast<int64_t>(within_i.size());
  neighbours.within_i = within_i.data();
  neighbours.within_j = within_j.data();
  answer.neighbours(neighbours);
}

}  // namespace

Eigen::VectorXd weights_of(const Sample& sample, const Matching& matching) {
  Eigen::VectorXd d = Eigen::VectorXd::Zero(sample.size());
  for (const Match& m : matching.matches) {
    d[m.treated] = sample.weight[m.treated];
    d[m.comparison] += sample.weight[m.treated] * m.share;
  }
  return d;
}

Cells with_neighbours(Answer& answer, const Sample& sample, const WithinArm& within, const Matching& matching,
                      const Place& place, const std::string& how) {
  const Eigen::VectorXd d = weights_of(sample, matching);
  const Cells cells = cells_of(answer, sample, d, place, how, true);
  for (std::size_t k = 0; k < cells.size(); ++k)
    answer_neighbours(answer, matching, d, within, cells[k], place.compared.occasions[k]);
  return cells;
}

Cells with_pairs(Answer& answer, const Sample& sample, const Matching& matching, const Place& place,
                 const std::string& how) {
  const Cells cells = cells_of(answer, sample, weights_of(sample, matching), place, how, false);
  std::vector<int32_t> of(static_cast<std::size_t>(sample.size()), -1);
  for (const Match& m : matching.matches)
    of[static_cast<std::size_t>(m.treated)] = of[static_cast<std::size_t>(m.comparison)] =
        static_cast<int32_t>(m.treated);
  std::map<int64_t, int32_t> pair;  // by row of the frame
  for (const Occasion& at : place.compared.occasions)
    for (const auto& [row, k] : at.members)
      if (const int32_t level = of[static_cast<std::size_t>(k)]; level >= 0) pair[row] = level;
  if (place.compared.did()) join_units(place.frame, static_cast<int32_t>(sample.size()), pair);
  std::vector<int64_t> rows;
  std::vector<int32_t> levels;
  for (const auto& [row, level] : pair) rows.push_back(row), levels.push_back(level);
  answer.pairs({sizeof(clusia_pairs), static_cast<int64_t>(rows.size()), rows.data(), levels.data()});
  return cells;
}
