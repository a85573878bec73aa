/// The results database, while a run writes it. schema.sql defines it; docs/results.md explains it to analysts.
/// Every write_ call that stands for a finished unit of work is one transaction: killed at any moment, the file opens
/// and says truly what is complete. Threading: one call at a time.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "design/design.hpp"
#include "frame/column.hpp"
#include "plugin/declaration.hpp"
#include "store/records.hpp"

namespace clusia {

/// ISO 8601: 2026-03-01T09:30:00Z
std::string utc_now();

class Store {
 public:
  /// Makes a new database; the file must not exist. Throws std::runtime_error in words.
  explicit Store(const std::filesystem::path& path);

  void begin(const RunRecord& run);
  void add_override(const std::string& option, const std::string& effect);
  void set_lock(const LockRecord& lock);
  void add_deviation(const DeviationRecord& deviation);
  void add_specification(const SpecificationRecord& specification);
  void add_sheet(const SheetRecord& sheet);
  void add_benchmark(const BenchmarkRecord& benchmark);
  std::int64_t add_plugin(const Declaration& plugin);
  std::int64_t add_dataset(const DatasetRecord& dataset);
  std::int64_t add_group(std::int64_t dataset, const GroupRecord& group);
  void add_counts(const std::vector<GroupCountRecord>& counts);
  void add_link(const LinkRecord& link, const std::vector<LinkCountRecord>& counts);
  void add_linked_column(const LinkedColumnRecord& column);
  std::int64_t add_indicator(const IndicatorRecord& indicator);
  std::int64_t add_output(std::int64_t indicator, const OutputDeclaration& output);
  std::int64_t add_comparator(const ComparatorRecord& comparator);
  void add_parameters(const std::string& owner_kind, std::int64_t owner,
                      const std::vector<ParameterRecord>& parameters);

  /// What a comparator answered, whole.
  DesignIds add_design(const DesignRecord& design);
  /// A unit of work, whole.
  TaskIds write_task(const TaskRecord& task);
  void add_difference(const DifferenceRecord& difference);
  /// The p-value of an effect, adjusted for the tests of its family.
  void set_adjusted(std::int64_t effect, double p, std::int64_t family_size);
  void add_expectation(const ExpectationRecord& expectation);
  void add_message(const std::string& level, const std::string& about, const std::string& text);
  /// The last write: "complete", "failed" or "interrupted". Leaves one file that opens read-only.
  void finish(const std::string& state);

 private:
  void add_trend_check(const TrendCheckRecord& check, std::int64_t effect);
  std::int64_t insert(SQLite::Statement& statement);
  SQLite::Database database_;
};

}  // namespace clusia
