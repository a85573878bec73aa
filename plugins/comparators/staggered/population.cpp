#include "population.hpp"

#include <set>

using namespace clusia;

Population::Population(const DesignFrame& frame, bool followed)
    : frame_(frame), followed_(followed), in_wave_(static_cast<std::size_t>(frame.wave.levels())) {
  const std::vector<bool> has = rows_with_covariates(frame);
  for (int64_t row = 0; row < frame.rows(); ++row) {
    if (frame.wave[row] < 0 || !(frame.weight(row) > 0) || (followed && frame.unit[row] < 0)) continue;
    if (has[static_cast<std::size_t>(row)])
      in_wave_[static_cast<std::size_t>(frame.wave[row])].push_back(row);
    else
      ++incomplete_;
  }
  if (followed) follow();
}

void Population::follow() {
  const std::size_t waves = in_wave_.size();
  at_.assign(static_cast<std::size_t>(frame_.unit.levels()) * waves, -1);
  const auto place = [&](int64_t row) {
    return static_cast<std::size_t>(frame_.unit[row]) * waves + static_cast<std::size_t>(frame_.wave[row]);
  };
  for (const auto& rows : in_wave_)
    for (const int64_t row : rows) {
      int64_t& known = at_[place(row)];
      if (known >= 0)
        throw unsupported("unit '" + std::string(frame_.unit.name(frame_.unit[row])) + "' stands twice in wave '" +
                          std::string(frame_.wave.name(frame_.wave[row])) +
                          "': one row a unit and wave would be right");
      known = row;
    }
  std::set<int32_t> gone;
  for (std::size_t unit = 0; unit * waves < at_.size(); ++unit) {
    const auto first = at_.begin() + static_cast<std::ptrdiff_t>(unit * waves);
    const auto missing = std::count(first, first + static_cast<std::ptrdiff_t>(waves), -1);
    if (missing > 0) gone.insert(static_cast<int32_t>(unit));
    if (missing > 0 && missing < static_cast<std::ptrdiff_t>(waves)) ++not_in_every_wave_;
  }
  for (auto& rows : in_wave_)
    rows.erase(std::remove_if(rows.begin(), rows.end(), [&](int64_t row) { return gone.count(frame_.unit[row]) > 0; }),
               rows.end());
}

std::vector<int32_t> Population::cohorts() const {
  std::set<int32_t> all;
  for (const auto& rows : in_wave_)
    for (const int64_t row : rows)
      if (frame_.cohort[row] > 0) all.insert(frame_.cohort[row]);
  return {all.begin(), all.end()};
}

bool Population::somebody_never_treated() const {
  for (const auto& rows : in_wave_)
    for (const int64_t row : rows)
      if (frame_.cohort[row] < 0) return true;
  return false;
}

bool Population::compared(int64_t row, const GroupTime& effect, const ComparisonRule& rule) const {
  const int32_t cohort = frame_.cohort[row];
  if (cohort < 0) return true;
  return !rule.never_treated && cohort != effect.cohort &&
         cohort > std::max(effect.wave, effect.base) + rule.anticipation;
}

std::vector<DidRow> Population::rows_for(const GroupTime& effect, const ComparisonRule& rule) const {
  std::vector<DidRow> rows;
  const auto wave = static_cast<std::size_t>(effect.wave), base = static_cast<std::size_t>(effect.base);
  const auto each = [&](std::size_t in, const auto& take) {
    for (const int64_t row : in_wave_[in]) {
      const bool treated = frame_.cohort[row] == effect.cohort;
      if (treated || compared(row, effect, rule)) take(row, treated);
    }
  };
  if (!followed_) {
    each(wave, [&](int64_t row, bool treated) { rows.push_back({row, row, frame_.weight(row), treated, true}); });
    each(base, [&](int64_t row, bool treated) { rows.push_back({row, row, frame_.weight(row), treated, false}); });
    return rows;
  }
  each(wave, [&](int64_t row, bool treated) {
    const int64_t other = at_[static_cast<std::size_t>(frame_.unit[row]) * in_wave_.size() + base];
    const int64_t earlier = wave < base ? row : other;
    rows.push_back({row, earlier, frame_.weight(earlier), treated, true});
    rows.push_back({other, earlier, frame_.weight(earlier), treated, false});
  });
  return rows;
}

Rows Population::members(int32_t cohort) const {
  std::map<int64_t, double> weight;
  if (followed_) {
    for (const int64_t row : in_wave_.front())
      if (frame_.cohort[row] == cohort) weight[row] = frame_.weight(row);
  } else {
    std::vector<double> rows_of(frame_.unit.present() ? static_cast<std::size_t>(frame_.unit.levels()) : 0, 0);
    const auto unit = [&](int64_t row) { return frame_.unit.present() ? frame_.unit[row] : -1; };
    for (const auto& rows : in_wave_)
      for (const int64_t row : rows)
        if (unit(row) >= 0) rows_of[static_cast<std::size_t>(unit(row))] += 1;
    for (const auto& rows : in_wave_)
      for (const int64_t row : rows)
        if (frame_.cohort[row] == cohort)
          weight[row] = frame_.weight(row) / (unit(row) >= 0 ? rows_of[static_cast<std::size_t>(unit(row))] : 1);
  }
  Rows listed;
  for (const auto& [row, w] : weight) listed.add(row, w);
  return listed;
}

void Population::report(const Answer& answer) const {
  std::map<int32_t, int64_t> rows;
  for (const auto& in : in_wave_)
    for (const int64_t row : in) ++rows[frame_.cohort[row]];
  for (const auto& [cohort, n] : rows) {
    const std::string name = cohort < 0 ? "never treated" : std::string(frame_.wave.name(cohort));
    answer.diagnostic("rows_of_cohort", name, static_cast<double>(n),
                      cohort == 0
                          ? "treated in every wave: no effect of theirs can be told, and they are compared with "
                            "nobody"
                          : "");
  }
  answer.diagnostic("rows_left_out", "", static_cast<double>(incomplete_),
                    incomplete_ == 0 ? "" : "rows with a missing covariate take no part");
  if (followed_)
    answer.diagnostic("units_not_in_every_wave", "", static_cast<double>(not_in_every_wave_),
                      not_in_every_wave_ == 0 ? "" : "units that are not in every wave take no part");
}
