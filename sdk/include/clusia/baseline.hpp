/// clusia/baseline.hpp: the same group before, for indicators that compare the domain with the study's reference =
/// "baseline". The reference is everyone at baseline, whatever the group; what is compared are its rows of the domain's
/// levels in the columns `by`. A domain that those columns do not describe is refused: it would be compared with
/// others.
#pragma once

#include <vector>

#include "indicator.hpp"

namespace clusia {

namespace input {
constexpr Input wave() { return category("wave", "the wave of the row: the column of the role wave"); }
constexpr Input by() {
  return category("by", "the columns of the study's groups and arms, so that each is compared with itself at baseline")
      .many_columns()
      .optional();
}
}  // namespace input

class SameGroupBefore {
 public:
  /// Of an indicator with the inputs wave() and by().
  explicit SameGroupBefore(const IndicatorData& data) : wave_(data.category("wave")) {
    for (int64_t k = 0; k < data.count("by"); ++k) by_.push_back(data.category("by", k));
    rows_of_wave_.resize(wave_.names().size());
    for (int64_t row = 0; row < data.rows(); ++row)
      if (data.complete(row)) rows_of_wave_[static_cast<std::size_t>(wave_[row])].push_back(row);
  }

  /// For each listed row of the reference whether it is of the domain's group.
  std::vector<bool> in(const Weighting& reference, const Weighting& domain) const {
    const int32_t now = wave_of(domain, "domain"), before = wave_of(reference, "reference");
    if (now == before)
      throw undefined(
          "the domain and its reference are of one wave: set reference = \"baseline\", and read the later waves");
    const Levels levels = levels_of(domain);
    refuse_others(domain, levels, now);
    std::vector<bool> same;
    for (const auto [k, row, weight] : reference) same.push_back(has(levels, row));
    return same;
  }

 private:
  using Levels = std::vector<std::vector<bool>>;  // by column and code

  int32_t wave_of(const Weighting& weighting, const std::string& name) const {
    int32_t found = -1;
    for (const auto [k, row, weight] : weighting) {
      if (weight == 0) continue;
      if (found >= 0 && wave_[row] != found)
        throw undefined("the " + name + " holds several waves: set reference = \"baseline\", and compare single waves");
      found = wave_[row];
    }
    if (found < 0) throw undefined("nobody with a positive weight and an income in the " + name);
    return found;
  }
  Levels levels_of(const Weighting& domain) const {
    Levels levels;
    for (const Categories& column : by_) {
      auto& of = levels.emplace_back(column.names().size(), false);
      for (const auto [k, row, weight] : domain)
        if (weight != 0) of[static_cast<std::size_t>(column[row])] = true;
    }
    return levels;
  }
  bool has(const Levels& levels, int64_t row) const {
    for (std::size_t k = 0; k < by_.size(); ++k)
      if (!levels[k][static_cast<std::size_t>(by_[k][row])]) return false;
    return true;
  }
  void refuse_others(const Weighting& domain, const Levels& levels, int32_t wave) const {
    int64_t at = 0;
    for (const int64_t row : rows_of_wave_[static_cast<std::size_t>(wave)]) {
      while (at < domain.size() && domain.row(at) < row) ++at;
      if (!(at < domain.size() && domain.row(at) == row) && has(levels, row))
        throw undefined(
            "the domain is a part of its wave that the columns of 'by' do not describe: name there the columns of the "
            "study's groups and arms, or it would be compared with everyone at baseline");
    }
  }

  Categories wave_;
  std::vector<Categories> by_;
  std::vector<std::vector<int64_t>> rows_of_wave_;  // complete ones, ascending
};

}  // namespace clusia
