#include "store/store.hpp"

#include <ctime>

#include "design/contrast.hpp"
#include "store/schema_sql.hpp"
#include "version.hpp"

namespace clusia {
namespace {

using Statement = SQLite::Statement;

/// Binds values in order; an empty optional, and an empty text given through `or_null`, is NULL.
class Binder {
 public:
  explicit Binder(Statement& statement) : statement_(statement) {}
  Binder& operator<<(const std::string& text) { return statement_.bind(next_++, text), *this; }
  Binder& operator<<(std::int64_t value) { return statement_.bind(next_++, value), *this; }
  Binder& operator<<(double value) { return statement_.bind(next_++, value), *this; }
  Binder& operator<<(bool value) { return *this << std::int64_t{value ? 1 : 0}; }
  template <class T>
  Binder& operator<<(const std::optional<T>& value) {
    if (value) return *this << *value;
    return statement_.bind(next_++), *this;
  }

 private:
  Statement& statement_;
  int next_ = 1;
};

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string> named(const std::vector<std::string>& names, std::int32_t code) {
  return code < 0 ? std::nullopt : std::optional(names[static_cast<std::size_t>(code)]);
}

}  // namespace

std::string utc_now() {
  const std::time_t t = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&t, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

Store::Store(const std::filesystem::path& path)
    : database_(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 5000) {
  // A write-ahead log makes a transaction a task cheap; finish() folds it back into the one file.
  database_.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
  SQLite::Transaction transaction(database_);
  database_.exec(schema_sql);
  transaction.commit();
}

std::int64_t Store::insert(Statement& statement) {
  statement.exec();
  return database_.getLastInsertRowid();
}

void Store::begin(const RunRecord& r) {
  Statement s(
      database_,
      "INSERT INTO run (id, state, study, title, question, study_path, study_text, study_sha256, population, "
      "confidence, estimand, estimand_of, "
      "seed, isolation, variance, replicates, single_psu, max_missing, max_cv, min_rows, few_clusters, "
      "few_clusters_test, adjust, family, clusia_version, abi_version, build, started, machine) VALUES (1, 'running', "
      "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  Binder(s) << r.study << r.title << or_null(r.question) << r.study_path << r.study_text << r.study_sha256
            << r.population << r.confidence << r.estimand << r.estimand_of << r.seed << r.isolation << r.variance
            << r.replicates << r.single_psu << r.max_missing << r.max_cv << r.min_rows << r.few_clusters
            << r.few_clusters_test << r.adjust << r.family << std::string(version)
            << std::to_string(CLUSIA_ABI_MAJOR) + "." + std::to_string(CLUSIA_ABI_MINOR) << std::string(build)
            << utc_now() << r.machine;
  insert(s);
}

void Store::add_override(const std::string& option, const std::string& effect) {
  Statement s(database_, "INSERT INTO override (option, effect) VALUES (?,?)");
  Binder(s) << option << effect;
  insert(s);
}

void Store::set_lock(const LockRecord& l) {
  Statement s(database_,
              "INSERT INTO lock (id, path, fixed, clusia_version, study_text, study_sha256, designs, designs_open, "
              "hypotheses) VALUES (1,?,?,?,?,?,?,?,?)");
  Binder(s) << l.path << l.fixed << l.clusia_version << l.study_text << l.study_sha256 << l.designs << l.designs_open
            << l.hypotheses;
  insert(s);
}

void Store::add_deviation(const DeviationRecord& d) {
  Statement s(database_, "INSERT INTO deviation (kind, subject, was, now) VALUES (?,?,?,?)");
  Binder(s) << d.kind << d.subject << d.was << d.now;
  insert(s);
}

void Store::add_specification(const SpecificationRecord& r) {
  Statement s(database_, "INSERT INTO specification (kind, name, base, title, reason) VALUES (?,?,?,?,?)");
  Binder(s) << r.kind << r.name << r.base << r.title << or_null(r.reason);
  const std::int64_t id = insert(s);
  for (const auto& [name, value] : r.options) {
    Statement option(database_, "INSERT INTO specification_option (specification_id, name, value) VALUES (?,?,?)");
    Binder(option) << id << name << value;
    insert(option);
  }
}

void Store::add_sheet(const SheetRecord& r) {
  Statement s(database_, "INSERT INTO sheet (path, sha256, text) VALUES (?,?,?)");
  Binder(s) << r.path << r.sha256 << r.text;
  insert(s);
}

void Store::add_benchmark(const BenchmarkRecord& r) {
  Statement s(database_,
              "INSERT INTO benchmark (indicator, title, from_indicator, comparator, value) VALUES (?,?,?,?,?)");
  Binder(s) << r.indicator << r.title << or_null(r.from_indicator) << or_null(r.comparator) << r.value;
  insert(s);
}

std::int64_t Store::add_plugin(const Declaration& d) {
  const std::string kind(name_of(d.kind));
  Statement known(database_, "SELECT id FROM plugin WHERE kind = ? AND name = ?");
  Binder(known) << kind << d.id;
  if (known.executeStep()) return known.getColumn(0).getInt64();
  Statement s(
      database_,
      "INSERT INTO plugin (kind, name, title, version, summary, source, path, sha256) VALUES (?,?,?,?,?,?,?,?)");
  Binder(s) << kind << d.id << d.name << d.version << d.summary << d.source << d.path << d.sha256;
  return insert(s);
}

std::int64_t Store::add_dataset(const DatasetRecord& d) {
  SQLite::Transaction transaction(database_);
  Statement s(database_,
              "INSERT INTO dataset (name, title, plugin_id, rows, psu_from, unit_of_analysis) VALUES (?,?,?,?,?,?)");
  Binder(s) << d.name << d.title << d.plugin_id << d.rows << d.psu_from << or_null(d.unit_of_analysis);
  const std::int64_t id = insert(s);
  for (const ColumnRecord& c : d.columns) {
    Statement column(database_,
                     "INSERT INTO dataset_column (dataset_id, name, type, missing, roles) VALUES (?,?,?,?,?)");
    Binder(column) << id << c.name << c.type << c.missing << c.roles;
    insert(column);
  }
  for (const FileRecord& f : d.files) {
    Statement file(database_, "INSERT INTO file (dataset_id, path, sha256, bytes) VALUES (?,?,?,?)");
    Binder(file) << id << f.path << f.sha256 << f.bytes;
    insert(file);
  }
  transaction.commit();
  return id;
}

void Store::add_link(const LinkRecord& l, const std::vector<LinkCountRecord>& counts) {
  SQLite::Transaction transaction(database_);
  Statement s(database_,
              "INSERT INTO link (dataset_id, to_id, column, rows, without_key, unmatched, unmatched_units, bare, "
              "split) VALUES (?,?,?,?,?,?,?,?,?)");
  Binder(s) << l.dataset_id << l.to_id << l.column << l.rows << l.without_key << l.unmatched << l.unmatched_units
            << l.bare << l.split;
  const std::int64_t id = insert(s);
  for (const LinkCountRecord& c : counts) {
    Statement count(database_,
                    "INSERT INTO link_count (link_id, group_id, to_group_id, wave, arm, rows, size) VALUES "
                    "(?,?,?,?,?,?,?)");
    Binder(count) << id << c.group_id << c.to_group_id << c.wave << c.arm << c.rows << c.size;
    insert(count);
  }
  transaction.commit();
}

void Store::add_linked_column(const LinkedColumnRecord& c) {
  Statement s(database_,
              "INSERT INTO linked_column (dataset_id, name, from_id, of_column, level, rule, missing, members, rows, "
              "with_value, incomplete, bare) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  Binder(s) << c.dataset_id << c.name << c.from_id << c.of_column << c.level << c.rule << c.missing << c.members
            << c.rows << c.with_value << c.incomplete << c.bare;
  insert(s);
}

void Store::add_counts(const std::vector<GroupCountRecord>& counts) {
  SQLite::Transaction transaction(database_);
  for (const GroupCountRecord& c : counts) {
    Statement s(database_, "INSERT INTO group_count (group_id, wave, arm, rows, size) VALUES (?,?,?,?,?)");
    Binder(s) << c.group_id << c.wave << c.arm << c.rows << c.size;
    insert(s);
  }
  transaction.commit();
}

std::int64_t Store::add_group(std::int64_t dataset, const GroupRecord& g) {
  Statement s(database_, "INSERT INTO unit_group (dataset_id, columns, label, rows) VALUES (?,?,?,?)");
  Binder(s) << dataset << g.columns << g.label << g.rows;
  const std::int64_t id = insert(s);
  for (const auto& [column, level] : g.levels) {
    Statement part(database_, "INSERT INTO unit_group_level (group_id, column, level) VALUES (?,?,?)");
    Binder(part) << id << column << level;
    insert(part);
  }
  return id;
}

std::int64_t Store::add_indicator(const IndicatorRecord& i) {
  Statement s(database_,
              "INSERT INTO indicator (name, title, dataset_id, plugin_id, reference, entry, state, area, stakeholder, "
              "evidence, nature, loss) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)");
  Binder(s) << i.name << i.title << i.dataset_id << i.plugin_id << i.reference << or_null(i.entry) << or_null(i.state)
            << or_null(i.area) << or_null(i.stakeholder) << or_null(i.evidence) << or_null(i.nature) << or_null(i.loss);
  return insert(s);
}

std::int64_t Store::add_output(std::int64_t indicator, const OutputDeclaration& o) {
  Statement s(database_,
              "INSERT INTO output (indicator_id, name, title, unit, direction, kind, at, convention) VALUES "
              "(?,?,?,?,?,?,?,?)");
  const bool curve = o.kind == CLUSIA_CURVE_POINT;
  Binder(s) << indicator << o.name << o.title << o.unit << std::int64_t{o.direction}
            << std::string(curve                         ? "curve"
                           : o.kind == CLUSIA_PROPORTION ? "proportion"
                                                         : "plain")
            << (curve ? std::optional(o.at) : std::nullopt) << or_null(o.convention);
  return insert(s);
}

std::int64_t Store::add_comparator(const ComparatorRecord& c) {
  Statement s(database_, "INSERT INTO comparator (name, title, plugin_id) VALUES (?,?,?)");
  Binder(s) << c.name << c.title << c.plugin_id;
  return insert(s);
}

void Store::add_parameters(const std::string& owner_kind, std::int64_t owner,
                           const std::vector<ParameterRecord>& parameters) {
  for (const ParameterRecord& p : parameters) {
    Statement s(
        database_,
        "INSERT INTO parameter (owner_kind, owner_id, name, value, is_default, convention) VALUES (?,?,?,?,?,?)");
    Binder(s) << owner_kind << owner << p.name << p.value << p.is_default << or_null(p.convention);
    insert(s);
  }
}

DesignIds Store::add_design(const DesignRecord& d) {
  SQLite::Transaction transaction(database_);
  DesignIds ids;
  Statement s(database_,
              "INSERT INTO design (comparator_id, dataset_id, output_id, state, reason, summary, assumption, "
              "missing_rule, factor, weights) VALUES (?,?,?,?,?,?,?,?,?,?)");
  const Design nothing;
  const Design& design = d.design == nullptr ? nothing : *d.design;
  Binder(s) << d.comparator_id << d.dataset_id << d.output_id
            << std::string(d.design == nullptr ? "failed" : "complete") << or_null(d.reason) << design.summary
            << design.assumption << name_of(design.missing) << name_of(design.factor) << origin_of_weights(design);
  ids.id = insert(s);
  for (const Cell& c : design.cells) {
    std::int64_t rows = 0;
    for (const double w : c.domain.weight) rows += w != 0 ? 1 : 0;
    Statement cell(database_, "INSERT INTO cell (design_id, name, wave, arm, rows, size) VALUES (?,?,?,?,?,?)");
    Binder(cell) << ids.id << c.name << named(d.waves, c.wave) << named(d.arms, c.arm) << rows << c.domain.total();
    ids.cells.push_back(insert(cell));
  }
  for (const Contrast& c : design.contrasts) {
    Statement contrast(database_,
                       "INSERT INTO contrast (design_id, name, title, unit, is_effect, wave, null_value, placebo_of, "
                       "ranked_by, formula) VALUES (?,?,?,?,?,?,?,?,?,?)");
    const auto earlier = [&](std::int32_t k) {
      return k < 0 ? std::nullopt : std::optional(ids.contrasts[static_cast<std::size_t>(k)]);
    };
    Binder(contrast) << ids.id << c.name << c.title << c.unit << c.is_effect << named(d.waves, c.wave) << c.null_value
                     << earlier(c.placebo_of) << earlier(c.ranked_by) << formula_of(c, design);
    ids.contrasts.push_back(insert(contrast));
  }
  for (const Diagnostic& g : design.diagnostics) {
    Statement diagnostic(database_,
                         "INSERT INTO diagnostic (design_id, name, subject, value, text) VALUES (?,?,?,?,?)");
    Binder(diagnostic) << ids.id << g.name << g.subject << g.value << or_null(g.text);
    insert(diagnostic);
  }
  transaction.commit();
  return ids;
}

TaskIds Store::write_task(const TaskRecord& t) {
  SQLite::Transaction transaction(database_);
  TaskIds ids;
  Statement s(database_, "INSERT INTO task (indicator_id, design_id, group_id, state, reason) VALUES (?,?,?,?,?)");
  Binder(s) << t.indicator_id << t.design_id << t.group_id << std::string(t.reason.empty() ? "complete" : "failed")
            << or_null(t.reason);
  ids.id = insert(s);
  for (const EstimateRecord& e : t.estimates) {
    Statement estimate(database_,
                       "INSERT INTO estimate (task_id, output_id, cell_id, estimate, std_error, df, conf_low, "
                       "conf_high, rows, missing, size, "
                       "psus, design_effect, mark, note) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    Binder(estimate) << ids.id << e.output_id << e.cell_id << e.estimate << e.std_error << e.df << e.conf_low
                     << e.conf_high << e.rows << e.missing << e.size << e.psus << e.design_effect << or_null(e.mark)
                     << or_null(e.note);
    insert(estimate);
  }
  for (const EffectRecord& e : t.effects) {
    Statement effect(database_,
                     "INSERT INTO effect (task_id, output_id, contrast_id, estimate, std_error, statistic, df, "
                     "p_value, conf_low, conf_high, "
                     "test, treated_clusters, comparison_clusters, effective_clusters, detectable, e_value, "
                     "e_value_limit, band_low, band_high, mark, reading, "
                     "note) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    Binder(effect) << ids.id << e.output_id << e.contrast_id << e.estimate << e.std_error << e.statistic << e.df
                   << e.p_value << e.conf_low << e.conf_high << or_null(e.test) << e.treated_clusters
                   << e.comparison_clusters << e.effective_clusters << e.detectable << e.e_value << e.e_value_limit
                   << e.band_low << e.band_high << or_null(e.mark) << e.reading << or_null(e.note);
    ids.effects.push_back(insert(effect));
  }
  for (const TrendCheckRecord& c : t.trends) add_trend_check(c, ids.effects[c.effect]);
  transaction.commit();
  return ids;
}

void Store::add_trend_check(const TrendCheckRecord& c, std::int64_t effect) {
  Statement s(database_, "INSERT INTO trend_check (effect_id, restriction, breakdown, seen, note) VALUES (?,?,?,?,?)");
  Binder(s) << effect << c.restriction << c.breakdown << c.seen << or_null(c.note);
  const std::int64_t check = insert(s);
  for (const TrendBoundRecord& b : c.bounds) {
    Statement bound(
        database_,
        "INSERT INTO trend_bound (check_id, m, set_low, set_high, conf_low, conf_high) VALUES (?,?,?,?,?,?)");
    Binder(bound) << check << b.m << b.set_low << b.set_high << b.conf_low << b.conf_high;
    insert(bound);
  }
}

void Store::add_difference(const DifferenceRecord& d) {
  Statement s(database_,
              "INSERT INTO difference (name, title, measure, group_id, against_id, output_id, cell_id, contrast_id, "
              "estimate, std_error, statistic, df, p_value, conf_low, conf_high, note) VALUES "
              "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  Binder(s) << d.name << d.title << d.measure << d.group_id << d.against_id << d.output_id << d.cell_id << d.contrast_id
            << d.estimate << d.std_error << d.statistic << d.df << d.p_value << d.conf_low << d.conf_high
            << or_null(d.note);
  insert(s);
}

void Store::set_adjusted(std::int64_t effect, double p, std::int64_t family_size) {
  Statement s(database_, "UPDATE effect SET p_adjusted = ?, family_size = ? WHERE id = ?");
  Binder(s) << p << family_size << effect;
  s.exec();
}

void Store::add_expectation(const ExpectationRecord& e) {
  Statement s(database_,
              "INSERT INTO expectation (effect_id, indicator, comparator, contrast, group_label, published, tolerance, "
              "computed, holds, source) "
              "VALUES (?,?,?,?,?,?,?,?,?,?)");
  Binder(s) << e.effect_id << e.indicator << e.comparator << e.contrast << e.group_label << e.published << e.tolerance
            << e.computed << e.holds << e.source;
  insert(s);
}

void Store::add_message(const std::string& level, const std::string& about, const std::string& text) {
  Statement s(database_, "INSERT INTO message (level, about, text) VALUES (?,?,?)");
  Binder(s) << level << about << text;
  insert(s);
}

void Store::finish(const std::string& state) {
  {
    Statement s(database_, "UPDATE run SET state = ?, finished = ? WHERE id = 1");
    Binder(s) << state << utc_now();
    s.exec();
  }
  database_.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database_.exec("PRAGMA journal_mode = DELETE");
}

}  // namespace clusia
