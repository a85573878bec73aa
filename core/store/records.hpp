/// Rows of the results database as the pipeline hands them over. Members are named as in schema.sql.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "design/design.hpp"
#include "plugin/declaration.hpp"

namespace clusia {

struct RunRecord {
  std::string study, title, question, study_path, study_text, study_sha256, estimand, estimand_of, isolation, started,
      machine;
  bool population = false;
  double confidence = 0.95;
  std::int64_t seed = 1;
  std::string variance, single_psu, adjust, family;
  std::int64_t replicates = 0, min_rows = 0, few_clusters = 0;
  std::string few_clusters_test;
  double max_missing = 1;
  std::optional<double> max_cv;
};

/// What was fixed before outcomes were seen.
struct LockRecord {
  std::string path, fixed, clusia_version, study_text, study_sha256;
  std::int64_t designs = 0, designs_open = 0, hypotheses = 0;
};

struct DeviationRecord {
  std::string kind, subject;  ///< "key" or "design"
  std::optional<std::string> was, now;
};

struct SpecificationRecord {
  std::string kind, name, base, title, reason;
  std::vector<std::pair<std::string, std::string>> options;  ///< name, value
};

struct BenchmarkRecord {
  std::string indicator, title, from_indicator, comparator;
  std::optional<double> value;
};

struct ColumnRecord {
  std::string name, type, roles;
  std::int64_t missing = 0;
};

struct FileRecord {
  std::string path, sha256;
  std::int64_t bytes = 0;
};

struct DatasetRecord {
  std::string name, title, psu_from;
  std::int64_t plugin_id = 0, rows = 0;
  std::vector<ColumnRecord> columns;
  std::vector<FileRecord> files;
  std::string unit_of_analysis;  ///< empty: not said
};

struct GroupRecord {
  std::string columns, label;
  std::int64_t rows = 0;
  std::vector<std::pair<std::string, std::string>> levels;  ///< column, level
};

struct LinkRecord {
  std::int64_t dataset_id = 0, to_id = 0;
  std::string column;
  std::int64_t rows = 0, without_key = 0, unmatched = 0, unmatched_units = 0, bare = 0, split = 0;
};

struct LinkedColumnRecord {
  std::int64_t dataset_id = 0;
  std::string name;
  std::int64_t from_id = 0;
  std::optional<std::string> of_column, level;
  std::string rule;
  std::optional<std::string> missing, members;
  std::int64_t rows = 0, with_value = 0, incomplete = 0, bare = 0;
};

struct GroupCountRecord {
  std::int64_t group_id = 0;
  std::optional<std::string> wave, arm;
  std::int64_t rows = 0;
  std::optional<double> size;
};

struct LinkCountRecord {
  std::int64_t group_id = 0, to_group_id = 0;
  std::optional<std::string> wave, arm;
  std::int64_t rows = 0;
  std::optional<double> size;
};

struct IndicatorRecord {
  std::string name, title;
  std::int64_t dataset_id = 0, plugin_id = 0;
  std::optional<std::string> reference;
  std::string entry, state, area, stakeholder, evidence, nature, loss;
};

struct ComparatorRecord {
  std::string name, title;
  std::int64_t plugin_id = 0;
};

struct ParameterRecord {
  std::string name, value, convention;
  bool is_default = false;
};

/// A design, or why there is none.
struct DesignRecord {
  std::optional<std::int64_t> comparator_id;
  std::int64_t dataset_id = 0;
  const Design* design = nullptr;
  std::string reason;
  std::vector<std::string> waves, arms;   ///< names of the codes that cells and contrasts carry
  std::optional<std::int64_t> output_id;  ///< that it was made for
};

struct DesignIds {
  std::int64_t id = 0;
  std::vector<std::int64_t> cells, contrasts;
};

struct EstimateRecord {
  std::int64_t output_id = 0, cell_id = 0;
  std::optional<double> estimate, std_error, df, conf_low, conf_high;
  std::int64_t rows = 0, missing = 0, psus = 0;
  double size = 0;
  std::optional<double> design_effect;
  std::string mark, note;
};

struct EffectRecord {
  std::int64_t output_id = 0, contrast_id = 0;
  std::optional<double> estimate, std_error, statistic, df, p_value, conf_low, conf_high;
  std::string mark, reading, note;
  std::string test;  ///< what interval and p-value come from
  std::optional<std::int64_t> treated_clusters, comparison_clusters;
  std::optional<double> effective_clusters, detectable, e_value, e_value_limit, band_low, band_high;
};

struct TrendBoundRecord {
  double m = 0, set_low = 0, set_high = 0;
  std::optional<double> conf_low, conf_high;
};

struct TrendCheckRecord {
  std::size_t effect = 0;  ///< of the task's effects
  std::string restriction, note;
  std::optional<double> breakdown, seen;
  std::vector<TrendBoundRecord> bounds;
};

struct DifferenceRecord {
  std::string name, title, measure;
  std::int64_t group_id = 0, against_id = 0, output_id = 0;
  std::optional<std::int64_t> cell_id, contrast_id;
  std::optional<double> estimate, std_error, statistic, df, p_value, conf_low, conf_high;
  std::string note;
};

struct TaskRecord {
  std::int64_t indicator_id = 0, design_id = 0, group_id = 0;
  std::string reason;  ///< of a failure; empty when complete
  std::vector<EstimateRecord> estimates;
  std::vector<EffectRecord> effects;
  std::vector<TrendCheckRecord> trends;
};

struct TaskIds {
  std::int64_t id = 0;
  std::vector<std::int64_t> effects;
};

struct SheetRecord {
  std::string path, sha256, text;
};

struct ExpectationRecord {
  std::optional<std::int64_t> effect_id;
  std::string indicator, comparator, contrast, group_label, source;
  double published = 0, tolerance = 0;
  std::optional<double> computed;
  bool holds = false;
};

}  // namespace clusia
