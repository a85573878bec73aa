/// How strong confounding that nobody measured had to be, of effects that are a difference between arms.
#pragma once

#include <optional>
#include <utility>

#include "design/contrast.hpp"
#include "inference/e_value.hpp"
#include "inference/variance.hpp"
#include "pipeline/cells.hpp"

namespace clusia {

/// The cells whose difference the contrast is: arms of one wave, apart from confounding alike. None where it is
/// anything else.
std::optional<std::pair<std::size_t, std::size_t>> arms_compared(const Design& design, const Contrast& contrast,
                                                                 const ContrastValue& gradient);

/// Standard deviation of the rows' scores in a cell that is a mean of them; `rows` with a weight. None where it is no
/// such cell (rows outside it move its estimate), or has one row.
std::optional<double> deviation_of_scores(const CellInfluence& cell, double size, std::int64_t rows);

/// Of one arm: the standard deviation of its scores, and its rows.
struct ArmScores {
  double deviation = 0;
  std::int64_t rows = 0;
};

/// Of a difference of means, by the risk ratio that answers to it; deviations are pooled by rows less one (Cohen 1988,
/// section 2.5.2).
EValue e_value_of_means(double difference, const std::optional<Interval>& interval, const ArmScores& a,
                        const ArmScores& b);

}  // namespace clusia
