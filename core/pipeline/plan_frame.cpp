#include "pipeline/plan_frame.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "frame/codes.hpp"
#include "pipeline/source.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

constexpr std::size_t most_crossings = 2000;  // of a quota: a list that somebody can work from

std::vector<Named> columns_of(const FrameSettings& frame, const std::vector<QuotaSettings>& quotas) {
  std::vector<Named> all{frame.unit};
  for (const auto& column : {frame.arm, frame.size, frame.spread})
    if (column) all.push_back(*column);
  all.insert(all.end(), frame.cells.begin(), frame.cells.end());
  for (const QuotaSettings& quota : quotas) all.insert(all.end(), quota.columns.begin(), quota.columns.end());
  return all;
}

/// Of the values that are there; NaN where they are fewer than two.
double standard_deviation(const std::vector<double>& values) {
  double sum = 0, squares = 0, n = 0;
  for (const double x : values)
    if (!std::isnan(x)) sum += x, n += 1;
  for (const double x : values)
    if (!std::isnan(x)) squares += (x - sum / n) * (x - sum / n);
  return n < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares / (n - 1));
}

}  // namespace

bool PlanFrame::read(const Declaration& source, const std::vector<QuotaSettings>& quotas,
                     const ChannelOptions& options) {
  const std::vector<Named> columns = columns_of(settings_, quotas);
  const auto choose = [&](const std::vector<std::string>& names) -> std::optional<std::set<std::string>> {
    std::set<std::string> chosen;
    bool missing = false;
    for (const Named& name : columns) {
      chosen.insert(name.text);
      if (std::ranges::find(names, name.text) != names.end()) continue;
      missing = true;
      refuse(name.at, "the frame has no column '" + name.text + "'", mend_of(name.text, names, "columns"));
    }
    return missing ? std::nullopt : std::optional(chosen);
  };
  const auto frame = asked_twice([&] {
    return read_source({source.path, "frame", settings_.source.parameters, study_.seed}, options, choose);
  });
  if (!frame) return false;
  frame_ = *frame;
  if (frame_.rows() == 0) refuse(settings_.at, "the frame has no rows", "give it a file with those who may be asked");
  if (frame_.rows() == 0) return false;
  in_.assign(static_cast<std::size_t>(frame_.rows()), true);
  take_ids();
  take_arms();
  take_cells();
  return true;
}

void PlanFrame::take_ids() {
  const Column& ids = column(settings_.unit);
  if (ids.missing() > 0)
    refuse(settings_.unit.at,
           "column '" + settings_.unit.text + "' (unit) is missing in " + counted(ids.missing(), "row"),
           "give each row a name of its own");
  std::map<std::string, std::int64_t> first;
  std::int64_t twice = 0;
  std::string example;
  for (std::int64_t row = 0; row < frame_.rows(); ++row) {
    ids_.push_back(ids.as_text(row));
    if (!ids.valid(row) || first.emplace(ids_.back(), row).second) continue;
    if (twice++ == 0) example = ids_.back();
  }
  if (twice > 0)
    refuse(settings_.unit.at,
           counted(twice, "row") + " of the frame has a name that stands there before, '" + example + "' for one",
           "leave each unit in once, or name a column that tells them apart");
}

void PlanFrame::take_arms() {
  arms_.assign(in_.size(), planning::Stratum::everyone);
  if (!settings_.arm) return;
  const Codes codes = codes_of(column(*settings_.arm));
  std::vector<int> side(codes.names.size(), -1);
  const auto take = [&](const std::vector<Named>& levels, planning::Stratum::Arm arm) {
    for (const Named& level : levels)
      if (const std::int32_t k = codes.find(level.text); k < 0)
        refuse(level.at, "'" + level.text + "' is no level of column '" + settings_.arm->text + "'",
               mend_of(level.text, codes.names, "levels"));
      else
        side[static_cast<std::size_t>(k)] = arm;
  };
  take(settings_.treated, planning::Stratum::treated);
  take(settings_.comparison, planning::Stratum::comparison);
  std::int64_t outside = 0;
  for (std::size_t row = 0; row < in_.size(); ++row) {
    const int arm = codes.code[row] < 0 ? -1 : side[static_cast<std::size_t>(codes.code[row])];
    in_[row] = arm >= 0;
    outside += arm < 0 ? 1 : 0;
    if (arm >= 0) arms_[row] = static_cast<planning::Stratum::Arm>(arm);
  }
  if (outside > 0)
    notes_.push_back(counted(outside, "row") + " of the frame in no arm of the study (column '" + settings_.arm->text +
                     "'), left out");
}

void PlanFrame::take_cells() {
  std::int64_t without = 0;
  for (const Named& name : settings_.cells) cells_.push_back(codes_of(column(name)));
  for (std::size_t row = 0; row < in_.size(); ++row) {
    const bool known = std::ranges::all_of(cells_, [&](const Codes& codes) { return codes.code[row] >= 0; });
    without += in_[row] && !known ? 1 : 0;
    in_[row] = in_[row] && known;
  }
  if (without > 0) notes_.push_back(counted(without, "row") + " of the frame without a value of the cells, left out");
}

std::vector<double> PlanFrame::numbers(const Named& name, bool positive, const std::string& use) {
  const Column& c = column(name);
  std::vector<double> values(in_.size(), std::numeric_limits<double>::quiet_NaN());
  if (c.type() != Type::number && c.type() != Type::integer) {
    refuse(name.at, "column '" + name.text + "' (" + use + ") holds " + std::string(name_of(c.type())) + " values",
           "name a column of numbers");
    return values;
  }
  std::int64_t bad = 0, first = 0;
  for (std::int64_t row = 0; row < c.size(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    if (c.valid(row) && std::isfinite(c.as_number(row))) values[at] = c.as_number(row);
    if (in_[at] && positive && !(values[at] > 0) && bad++ == 0) first = row + 1;
  }
  if (bad > 0)
    refuse(name.at,
           "column '" + name.text + "' (" + use + ") is missing, zero or negative in " + counted(bad, "row") +
               ", first in row " + std::to_string(first),
           "give each unit its size, or leave it out of the frame");
  return values;
}

std::vector<planning::Stratum> PlanFrame::strata() {
  std::vector<double> size, spread;
  if (settings_.size) size = numbers(*settings_.size, true, "size");
  if (settings_.spread) spread = numbers(*settings_.spread, false, "spread");
  struct Members {
    planning::Stratum stratum;
    std::vector<double> spread;
  };
  std::map<std::pair<int, std::vector<std::int32_t>>, Members> by_place;
  for (std::size_t row = 0; row < in_.size(); ++row) {
    if (!in_[row]) continue;
    std::vector<std::int32_t> place;
    for (const Codes& codes : cells_) place.push_back(codes.code[row]);
    auto& [stratum, values] = by_place[{-static_cast<int>(arms_[row]), place}];
    if (stratum.units.empty()) {
      stratum.arm = arms_[row];
      for (const Codes& codes : cells_)
        stratum.levels.push_back(codes.names[static_cast<std::size_t>(codes.code[row])]);
    }
    stratum.units.push_back({ids_[row], size.empty() ? 1 : size[row]});
    if (!spread.empty()) values.push_back(spread[row]);
  }
  std::vector<planning::Stratum> all;
  std::int64_t unknown = 0;
  for (auto& [place, members] : by_place) {
    if (settings_.sampling.rule == planning::Rule::neyman) {
      const double sd = standard_deviation(members.spread);
      members.stratum.sd = std::isnan(sd) ? 0 : sd;
      unknown += std::isnan(sd) ? 1 : 0;
    }
    all.push_back(std::move(members.stratum));
  }
  if (unknown > 0)
    notes_.push_back("fewer than two values of '" + settings_.spread->text + "' in " + counted(unknown, "cell") +
                     ": the minimum alone is drawn there");
  return all;
}

planning::Quota PlanFrame::quota(const QuotaSettings& of) {
  planning::Quota quota{of.name, {}, {}};
  std::vector<Codes> codes;
  std::size_t crossings = 1;
  for (const Named& name : of.columns) {
    quota.columns.push_back(name.text);
    codes.push_back(codes_of(column(name)));
    crossings *= std::max<std::size_t>(codes.back().names.size(), 1);
    if (crossings > most_crossings) {
      refuse(name.at, "quota '" + of.name + "' crosses into more than " + std::to_string(most_crossings) + " parts",
             "cross fewer columns");
      return quota;
    }
  }
  quota.parts.resize(crossings);
  for (std::size_t k = 0; k < crossings; ++k) {
    quota.parts[k].frame = 0;
    std::size_t rest = k;
    for (std::size_t c = codes.size(); c-- > 0; rest /= codes[c].names.size())
      quota.parts[k].levels.insert(quota.parts[k].levels.begin(), codes[c].names[rest % codes[c].names.size()]);
  }
  for (std::size_t row = 0; row < in_.size(); ++row) {
    std::size_t k = 0;
    bool known = in_[row];
    for (const Codes& column : codes) {
      known = known && column.code[row] >= 0;
      if (known) k = k * column.names.size() + static_cast<std::size_t>(column.code[row]);
    }
    if (known) *quota.parts[k].frame += 1;
  }
  return quota;
}

}  // namespace clusia
