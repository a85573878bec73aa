#include "pipeline/references.hpp"

namespace clusia {
namespace {

void list(Weights& in, const AssessedRows& rows, std::size_t row) {
  in.rows.push_back(static_cast<std::int64_t>(row));
  in.weight.push_back(rows.weight[row]);
}

}  // namespace

References::References(Reference reference, bool reads, const AssessedRows& rows, const std::vector<bool>& complete)
    : rows_(rows.rows),
      wave_(&rows.wave),
      by_wave_(reference == Reference::wave && rows.wave.present()),
      reads_(reads) {
  const bool baseline = reference == Reference::baseline && rows.wave.present();
  judges_.resize(by_wave_ && reads_ ? static_cast<std::size_t>(rows.wave.levels()) : 1);
  if (!reads_) return;
  for (std::size_t row = 0; row < complete.size(); ++row) {
    if (!complete[row]) continue;
    list(everyone_, rows, row);
    const std::int32_t wave = rows.wave.present() ? rows.wave.code[row] : -1;
    if (by_wave_ && wave >= 0) list(judges_[static_cast<std::size_t>(wave)], rows, row);
    if (!by_wave_ && (!baseline || wave == 0)) list(judges_.front(), rows, row);
  }
}

References References::scaled(std::span<const std::int32_t> unit, std::span<const double> factors) const {
  References copy = *this;
  const auto scale = [&](Weights& of) {
    for (std::size_t k = 0; k < of.size(); ++k)
      of.weight[k] *= factors[static_cast<std::size_t>(unit[static_cast<std::size_t>(of.rows[k])])];
  };
  scale(copy.everyone_);
  for (Weights& judge : copy.judges_) scale(judge);
  return copy;
}

const Weights& References::of(const std::optional<Weights>& own, std::int32_t wave) const {
  if (!reads_) return nobody_;
  if (own) return *own;
  if (!by_wave_) return judges_.front();
  return wave < 0 ? everyone_ : judges_[static_cast<std::size_t>(wave)];
}

std::int32_t References::judge_of(std::int64_t row) const {
  return reads_ && by_wave_ ? wave_->code[static_cast<std::size_t>(row)] : 0;
}

}  // namespace clusia
