#include "pipeline/placebos.hpp"

#include <cmath>

namespace clusia {
namespace {

constexpr double rounding = 1e-9;  // two that differ by less are tied, and ties count against the effect

struct Ranks {
  std::int64_t placebos = 0, as_large = 0, left_out = 0;
};

Ranks ranks_of(const Design& design, const std::vector<EffectResult>& effects, std::int32_t contrast, double value) {
  Ranks ranks;
  for (std::size_t k = 0; k < design.contrasts.size(); ++k) {
    if (design.contrasts[k].placebo_of != contrast) continue;
    if (!effects[k].estimate) {
      ++ranks.left_out;
      continue;
    }
    ++ranks.placebos;
    if (std::fabs(*effects[k].estimate) >= std::fabs(value) * (1 - rounding)) ++ranks.as_large;
  }
  return ranks;
}

}  // namespace

void rank_among_placebos(const Design& design, std::vector<EffectResult>& effects) {
  for (std::size_t k = 0; k < design.contrasts.size(); ++k) {
    const std::int32_t by = design.contrasts[k].ranked_by;
    EffectResult& effect = effects[k];
    if (by < 0 || !effect.estimate) continue;
    effect.note.clear();  // that of a standard error, which is not what tests it
    const EffectResult& ranked = effects[static_cast<std::size_t>(by)];
    if (!ranked.estimate) {
      effect.note = "no p: " + ranked.note;
      continue;
    }
    const Ranks ranks = ranks_of(design, effects, by, *ranked.estimate);
    if (ranks.placebos > 0)
      effect.placebo_p = static_cast<double>(1 + ranks.as_large) / static_cast<double>(1 + ranks.placebos);
    if (ranks.left_out > 0) effect.note = std::to_string(ranks.left_out) + " placebos do not exist, left out";
  }
}

}  // namespace clusia
