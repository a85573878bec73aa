#include "pipeline/references.hpp"

namespace clusia {
namespace {

template <class Is>
Weights weights_where(const AssessedRows& rows, const std::vector<bool>& complete, const Is& is) {
  Weights w;
  for (std::int64_t row = 0; row < rows.rows; ++row) {
    if (!complete[static_cast<std::size_t>(row)] || !is(row)) continue;
    w.rows.push_back(row);
    w.weight.push_back(rows.weight[static_cast<std::size_t>(row)]);
  }
  return w;
}

}  // namespace

References::References(const AssessedIndicator& indicator, const AssessedRows& rows)
    : rows_(&rows),
      by_wave_(indicator.reference == Reference::wave && rows.wave.present()),
      reads_(indicator.reads_reference) {
  const auto in_wave = [&](std::int32_t wave) {
    return [&rows, wave](std::int64_t row) { return rows.wave.code[static_cast<std::size_t>(row)] == wave; };
  };
  const auto anyone = [](std::int64_t) { return true; };
  if (!reads_) {
    judges_.emplace_back();
    return;
  }
  everyone_ = weights_where(rows, indicator.complete, anyone);
  if (by_wave_) {
    for (std::int32_t wave = 0; wave < rows.wave.levels(); ++wave)
      judges_.push_back(weights_where(rows, indicator.complete, in_wave(wave)));
  } else if (indicator.reference == Reference::baseline && rows.wave.present()) {
    judges_.push_back(weights_where(rows, indicator.complete, in_wave(0)));
  } else {
    judges_.push_back(everyone_);
  }
}

const Weights& References::of(const std::optional<Weights>& own, std::int32_t wave) const {
  if (!reads_) return nobody_;
  if (own) return *own;
  if (!by_wave_) return judges_.front();
  return wave < 0 ? everyone_ : judges_[static_cast<std::size_t>(wave)];
}

std::int32_t References::judge_of(std::int64_t row) const {
  return reads_ && by_wave_ ? rows_->wave.code[static_cast<std::size_t>(row)] : 0;
}

}  // namespace clusia
