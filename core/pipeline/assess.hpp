/// One unit of work: one indicator under one design in one group. Estimates of the cells, effects of the contrasts,
/// their variances. This is design.md's one idea carried out: z_i = sum_k c_k (d_ki u_ki + r_ki v_ki) + first steps,
/// folded into PSU totals at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "design/design.hpp"
#include "inference/clustering.hpp"
#include "inference/variance.hpp"
#include "pipeline/session.hpp"
#include "study/study.hpp"

namespace clusia {

/// Of a dataset, what an assessment needs beside the columns.
struct AssessedRows {
  std::int64_t rows = 0;
  std::vector<double> weight;  ///< survey weights, times persons where the study counts persons
  Codes unit, wave;
  Clustering clustering;
};

struct Inference {
  bool population = false;  ///< the data are everyone: no variance is invented
  double confidence = 0.95;
  bool keep_totals = false;  ///< hand back what the variances are made of
};

struct CellResult {
  std::optional<double> estimate;
  std::optional<Interval> interval;
  std::int64_t rows = 0, missing = 0, psus = 0;
  double size = 0;
  std::string note;
};

struct EffectResult {
  std::optional<double> estimate;
  std::optional<Interval> interval;
  std::string note;
  /// PSU totals of the row values, where they were asked for: covariances between effects come from them. (The reuse of
  /// neighbours is not in them: it is a part of the variance that no sum of row values has.)
  std::optional<Totals> totals;
};

struct TaskResult {
  std::vector<std::vector<CellResult>> cells;      ///< [outputs][cells]; cells for their size alone have no estimate
  std::vector<std::vector<EffectResult>> effects;  ///< [outputs][contrasts]
};

/// What an indicator brings to every task on a dataset.
struct AssessedIndicator {
  Session& session;
  bool reads_reference = false;
  Reference reference = Reference::wave;
  std::vector<bool> complete;  ///< one a row: no value is missing in an input that drops
};

/// `in_group`: one a row. Deterministic: sums run in row order. Throws PluginFailure, Crash, Stopped; what merely does
/// not exist is a result without an estimate and with a note.
TaskResult assess(const AssessedIndicator& indicator, const Design& design, const AssessedRows& rows,
                  const std::vector<bool>& in_group, const Inference& inference);

}  // namespace clusia
