/// How far several raters who score the same things agree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace clusia {

/// Which differences between two scores count, and how much.
enum class Scale { nominal, ordinal, interval };

struct Agreement {
  /// 1: raters agree in all, 0: as far as chance would have it, below: less. None where no thing has two scores, or all
  /// scores are the same.
  std::optional<double> alpha;
  std::int64_t things = 0;  ///< that have two scores or more
  std::int64_t scores = 0;  ///< of these things
};

/// Krippendorff's alpha: 1 - observed over expected disagreement (Krippendorff 2011, "Computing Krippendorff's
/// Alpha-Reliability", section E). `scores` [things x raters], row by row; NaN is a missing score. A thing with one
/// score alone says nothing of agreement and falls out. Throws std::invalid_argument where the scores are no such
/// table.
Agreement krippendorff(std::span<const double> scores, std::size_t raters, Scale scale);

}  // namespace clusia
