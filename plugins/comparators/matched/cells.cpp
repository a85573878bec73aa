#include "cells.hpp"

#include <map>

using namespace clusia;
using Eigen::Index;

namespace {

/// Of which arms rows without a weight are listed, too.
enum class Listed { none, comparison, both };

Cells cells_of(Answer& answer, const Sample& sample, const Eigen::VectorXd& d, const Place& place,
               const std::string& how, Listed idle) {
  Cells cells;
  for (const Occasion& at : place.compared.occasions) {
    Rows treated, comparison;
    for (const auto& [row, k] : at.members)
      if (d[k] > 0 || idle == Listed::both || (idle == Listed::comparison && !sample.is_treated(k)))
        (sample.is_treated(k) ? treated : comparison).add(row, d[k]);
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
void answer_neighbours(Answer& answer, const Sample& sample, const Matching& matching, bool in_either_arm,
                       const WithinArm& within, const std::pair<int32_t, int32_t>& cells, const Occasion& at) {
  std::vector<int64_t> i, j, within_i, within_j, row(static_cast<std::size_t>(sample.size()), -1);
  std::vector<bool> varies(row.size(), false);
  std::vector<double> share, own;
  for (const auto& [its_row, k] : at.members) row[static_cast<std::size_t>(k)] = its_row;
  const auto row_of = [&](Index k) { return row[static_cast<std::size_t>(k)]; };
  for (const Match& m : matching.matches) {
    i.push_back(row_of(m.row));
    j.push_back(row_of(m.stand_in));
    share.push_back(m.share);
    if (in_either_arm) own.push_back(sample.weight[m.row]);
    varies[static_cast<std::size_t>(m.stand_in)] = true;
    if (within.everyone) varies[static_cast<std::size_t>(m.row)] = true;
  }
  for (Index k = 0; within.neighbours > 0 && k < sample.size(); ++k) {
    if (!varies[static_cast<std::size_t>(k)]) continue;
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
  neighbours.own = in_either_arm ? own.data() : nullptr;
  answer.neighbours(neighbours);
}

}  // namespace

std::vector<int64_t> unit_ids(const DesignFrame& frame, const Sample& sample) {
  if (!frame.unit.present())
    throw unsupported("ties go by unit id, and the study has no role unit: name it, or set ties");
  std::vector<int64_t> ids;
  for (const int64_t row : sample.rows) ids.push_back(frame.unit[row]);
  std::vector<int64_t> distinct = ids;
  std::sort(distinct.begin(), distinct.end());
  if (distinct.front() < 0 || std::adjacent_find(distinct.begin(), distinct.end()) != distinct.end())
    throw unsupported(
        "ties go by unit id, and a unit has several rows, or a row none, among those that are compared: one wave, one "
        "row a unit, would be right");
  return ids;
}

Eigen::VectorXd weights_of(const Sample& sample, const Matching& matching) {
  Eigen::VectorXd d = Eigen::VectorXd::Zero(sample.size());
  for (const Match& m : matching.matches) d[m.row] = sample.weight[m.row];
  for (const Match& m : matching.matches) d[m.stand_in] += sample.weight[m.row] * m.share;
  return d;
}

Cells with_neighbours(Answer& answer, const Sample& sample, const WithinArm& within, const Matching& matching,
                      bool both_ways, const Place& place, const std::string& how) {
  const bool in_either_arm = both_ways || within.everyone;
  const Cells cells = cells_of(answer, sample, weights_of(sample, matching), place, how,
                               in_either_arm ? Listed::both : Listed::comparison);
  for (std::size_t k = 0; k < cells.size(); ++k)
    answer_neighbours(answer, sample, matching, in_either_arm, within, cells[k], place.compared.occasions[k]);
  return cells;
}

Cells with_pairs(Answer& answer, const Sample& sample, const Matching& matching, const Place& place,
                 const std::string& how) {
  const Cells cells = cells_of(answer, sample, weights_of(sample, matching), place, how, Listed::none);
  std::vector<int> of(static_cast<std::size_t>(sample.size()), -1);
  for (const Match& m : matching.matches)
    of[static_cast<std::size_t>(m.row)] = of[static_cast<std::size_t>(m.stand_in)] = static_cast<int>(m.row);
  tie_sets(answer, sample, of, place);
  return cells;
}

void tie_sets(Answer& answer, const Sample& sample, const std::vector<int>& set, const Place& place) {
  std::map<int64_t, int32_t> pair;  // by row of the frame
  for (const Occasion& at : place.compared.occasions)
    for (const auto& [row, k] : at.members)
      if (const int level = set[static_cast<std::size_t>(k)]; level >= 0) pair[row] = level;
  if (place.compared.did()) join_units(place.frame, static_cast<int32_t>(sample.size()), pair);
  std::vector<int64_t> rows;
  std::vector<int32_t> levels;
  for (const auto& [row, level] : pair) rows.push_back(row), levels.push_back(level);
  answer.pairs({sizeof(clusia_pairs), static_cast<int64_t>(rows.size()), rows.data(), levels.data()});
}
