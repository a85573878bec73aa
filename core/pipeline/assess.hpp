/// One unit of work: one indicator under one design in one group. Estimates of the cells, effects of the contrasts,
/// their variances and intervals.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "design/design.hpp"
#include "inference/e_value.hpp"
#include "inference/replicates.hpp"
#include "inference/variance.hpp"
#include "pipeline/few_clusters.hpp"
#include "pipeline/references.hpp"
#include "pipeline/session.hpp"

namespace clusia {

struct Inference {
  bool population = false;  ///< the data are everyone: no variance is invented
  double confidence = 0.95;
  SinglePsu single_psu = SinglePsu::fail;
  double most_missing = 1;                 ///< share of a cell's rows without a value above which nothing is estimated
  const Replicates* replicates = nullptr;  ///< variances from these; none: linearised
  bool keep_totals = false;                ///< hand back what the variances are made of
  FewClusters few_clusters = {};           ///< what is done where few clusters are compared; by default nothing
  const DesignsOfReplicates* redesigned = nullptr;  ///< where the design was made anew in each replicate
};

/// As the study's key says it.
SinglePsu single_psu_of(const std::string& word);

/// What the variance of a number is made of, where it was asked for: covariances come from it. (The reuse of neighbours
/// is not in the totals: it is a part of the variance that no sum of row values has.)
struct Kept {
  Totals totals;
  Domain domain;                   ///< what the number is about
  std::vector<double> replicates;  ///< estimates, where variances come from them
};

struct CellResult {
  std::optional<double> estimate;
  std::optional<Interval> interval;
  std::int64_t rows = 0, missing = 0, psus = 0;
  double size = 0;
  /// Variance over that of a simple random sample of as many rows (Kish 1965, section 8.2), with replacement, or
  /// without where the design has finite population corrections. None where rows outside the cell move the estimate.
  std::optional<double> design_effect;
  std::string note;
  std::optional<Kept> kept;
};

struct EffectResult {
  std::optional<double> estimate;
  std::optional<Interval> interval;
  std::optional<double> p_value;
  std::string test;  ///< what it comes from: "t", "cr2", "wild", "randomisation", "replicates"; empty: there is none
  ClustersCompared clusters;
  bool few = false;                 ///< so few of them that the test is another
  std::optional<double> placebo_p;  ///< of an effect that its design ranks among placebos
  std::optional<EValue> e_value;    ///< of a share or mean in one arm less that in another, in one wave
  std::string note;
  std::optional<std::pair<double, double>> band;  ///< holds all effects of the path by event time at once
  std::optional<Kept> kept;
};

/// What an effect is where the trend was not parallel by as much as `m`: the identified set and its interval.
struct TrendBound {
  double m = 0, set_low = 0, set_high = 0;
  std::optional<double> low, high;
};
struct TrendCheck {
  std::size_t contrast = 0;
  std::string restriction;          ///< "breaks", "bends"
  std::optional<double> breakdown;  ///< the smallest m at which the interval includes no effect
  std::optional<double> seen;       ///< the largest break or bend before the base
  std::string note;                 ///< why there is none of this
  std::vector<TrendBound> bounds;
};

struct TaskResult {
  std::vector<std::vector<CellResult>> cells;      ///< [outputs][cells]; cells for their size alone have no estimate
  std::vector<std::vector<EffectResult>> effects;  ///< [outputs][contrasts]
  std::vector<std::vector<TrendCheck>> trends;     ///< [outputs], where the design has a path by event time
};

/// What an indicator brings to every task on a dataset.
struct AssessedIndicator {
  Session& session;
  const References& references;
  const std::vector<bool>& complete;  ///< one a row: no value is missing in an input that drops
  bool quantiles = false;             ///< has outputs whose interval is Woodruff's
  bool mean_of_scores = false;        ///< of the rows alone: no reference is read
};

/// Matching's variance is no sum of row values, and the bootstrap fails for it (Abadie and Imbens 2008); pairs are
/// clusters of their own.
bool serve_replicates(const Design& design);

/// The design's own cluster ids beside those of the sample: pairs count as clusters.
std::shared_ptr<const Clusterings> clusterings_under(const Design& design, const AssessedRows& rows);

/// `in_group`: one a row; `over`: clusterings_under(design, rows). Deterministic: sums run in row order. Throws
/// PluginFailure, Crash, Stopped; what merely does not exist is a result without an estimate and with a note.
TaskResult assess(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
                  std::shared_ptr<const Clusterings> over, const std::vector<bool>& in_group,
                  const Inference& inference);

}  // namespace clusia
