#include "pipeline/confounding.hpp"

#include <algorithm>
#include <cmath>

namespace clusia {

std::optional<std::pair<std::size_t, std::size_t>> arms_compared(const Design& design, const Contrast& contrast,
                                                                 const ContrastValue& gradient) {
  std::optional<std::size_t> first, second;
  const std::vector<bool> read = cells_read(contrast, design.cells.size());
  if (!contrast.is_effect || std::ranges::count(read, true) != 2) return std::nullopt;
  for (std::size_t k = 0; k < read.size(); ++k) {
    if (gradient.by_size[k] != 0) return std::nullopt;
    if (read[k] && gradient.by_estimate[k] == 1) first = k;
    if (read[k] && gradient.by_estimate[k] == -1) second = k;
  }
  if (!first || !second || !std::ranges::all_of(gradient.by_coefficient, all_zero)) return std::nullopt;
  const Cell &a = design.cells[*first], &b = design.cells[*second];
  if (a.wave != b.wave || a.arm < 0 || b.arm < 0 || a.arm == b.arm) return std::nullopt;
  return std::pair{*first, *second};
}

std::optional<double> deviation_of_scores(const CellInfluence& cell, double size, std::int64_t rows) {
  if (!cell.spread || rows < 2) return std::nullopt;
  const auto n = static_cast<double>(rows);
  const auto [squares, sum] = *cell.spread;  // of u = (score - mean) / size
  return size * std::sqrt((squares - sum * sum / size) / size * n / (n - 1));
}

EValue e_value_of_means(double difference, const std::optional<Interval>& interval, const ArmScores& a,
                        const ArmScores& b) {
  const auto free = [](const ArmScores& of) { return static_cast<double>(of.rows - 1); };
  const double pooled =
      std::sqrt((free(a) * a.deviation * a.deviation + free(b) * b.deviation * b.deviation) / (free(a) + free(b)));
  EValue result{e_value(risk_ratio_of_means(difference / pooled)), std::nullopt};
  if (interval)
    result.of_limit =
        e_value_of_interval(risk_ratio_of_means(interval->low / pooled), risk_ratio_of_means(interval->high / pooled));
  return result;
}

}  // namespace clusia
