/// p-values of several tests, adjusted so that their number is no source of findings.
#pragma once

#include <span>
#include <vector>

#include "inference/clustering.hpp"

namespace clusia {

/// Holm 1979: controls the family-wise error rate, whatever the dependence.
std::vector<double> holm(std::span<const double> p);
/// Benjamini and Hochberg 1995: controls the false discovery rate.
std::vector<double> benjamini_hochberg(std::span<const double> p);
/// Romano and Wolf 2005, step-down (p-values as Romano and Wolf 2016, algorithm 4.2): family-wise error rate, with the
/// dependence taken into account. `statistics` are |t|; `draws` [draws x tests] |t*| under the null, drawn together.
std::vector<double> romano_wolf(std::span<const double> statistics, std::span<const double> draws);

/// |t*| of estimates with these totals: each PSU's centred total with a random sign, over the standard error of the
/// signed sum's own kind (score bootstrap, Kline and Santos 2012). All must be over the same clusterings, and the first
/// part holds. [draws x tests].
std::vector<double> signed_statistics(std::span<const Totals* const> totals, std::int64_t draws, std::int64_t seed);

/// |t*| of one sum over clusters: each total times a weight of Webb's six (2014: +-sqrt(1/2), +-1, +-sqrt(3/2)), over
/// the root of the sum of their squares. [draws].
std::vector<double> wild_statistics(std::span<const double> totals, std::int64_t draws, std::int64_t seed);

}  // namespace clusia
