#include "pipeline/run.hpp"

#include <spdlog/spdlog.h>
#include <sys/utsname.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "pipeline/attrition.hpp"
#include "pipeline/baseline.hpp"
#include "pipeline/differences.hpp"
#include "pipeline/expectations.hpp"
#include "pipeline/families.hpp"
#include "pipeline/levels.hpp"
#include "pipeline/tasks.hpp"
#include "plugin/sha256.hpp"
#include "store/store.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

std::string machine() {
  utsname u{};
  uname(&u);
  return std::string(u.sysname) + " " + u.release + " " + u.machine;
}

const char* name_of(Reference reference) {
  switch (reference) {
    case Reference::wave:
      return "wave";
    case Reference::baseline:
      return "baseline";
    case Reference::all:
      return "all";
  }
  return "";
}

/// What a plugin made of a question or, where it made nothing, why.
template <class T>
struct Attempt {
  std::optional<T> made;
  std::string reason;
};

template <class T, class Question>
Attempt<T> attempt(const Declaration& plugin, const Question& question) {
  const std::string whose = "plugin '" + plugin.id + "'";
  try {
    return {question(), ""};
  } catch (const PluginFailure& f) {
    return {{}, whose + ": " + f.sentence()};
  } catch (const Crash& c) {
    return {{}, whose + " " + c.what() + " while it made the design: report it to its author"};
  }
}

class Run {
 public:
  Run(const Study& study, const Catalogue& catalogue, const RunOptions& options)
      : study_(study), catalogue_(catalogue), options_(options) {}

  RunOutcome go() {
    // Workers mostly wait for their processes: there may be more of them than processors.
    const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(std::max(options_.workers, 1)));
    refuse_existing();
    load();
    open_store();
    record_inputs();
    bool interrupted = false;
    try {
      make_designs();
      work();
    } catch (const Stopped&) {
      interrupted = true;
    }
    return finish(interrupted);
  }

 private:
  const Declaration& plugin(Kind kind, const std::string& id) const { return plugin_of(catalogue_, kind, id); }
  fs::path database() const { return options_.out / "results.sqlite"; }
  void refuse_existing() const;
  void load();
  void open_store();
  void record_inputs();
  void record_choices();
  void record_dataset(const LoadedDataset& dataset);
  void record_indicator(const LoadedIndicator& indicator);
  void make_designs();
  void make_design(const Comparator& comparator, const LoadedDataset& dataset);
  void make_designs_by_output(const Comparator& comparator, const LoadedDataset& dataset, MakeDesign request,
                              const std::string& about);
  template <class T>
  Attempt<T> asked(const Comparator& comparator, const LoadedDataset& dataset, const Request& request);
  void take_design(const Comparator& comparator, const LoadedDataset& dataset, Attempt<Design> made,
                   std::optional<OneOutput> only, const std::string& about);
  void keep_design(const Comparator* comparator, const LoadedDataset& dataset, Attempt<Design> made,
                   std::optional<OneOutput> only);
  void work();
  RunOutcome finish(bool interrupted);
  void failed(const std::string& about, const std::string& reason);

  const Study& study_;
  const Catalogue& catalogue_;
  const RunOptions& options_;
  LoadedStudy loaded_;
  std::unique_ptr<Store> store_;
  std::vector<IndicatorIds> indicator_ids_;
  std::map<std::string, std::int64_t> dataset_ids_, comparator_ids_;
  std::map<std::string, std::vector<std::int64_t>> group_ids_;
  std::vector<std::unique_ptr<PlacedDesign>> designs_;
  std::vector<Finding> findings_;
  RunOutcome outcome_;
};

void Run::refuse_existing() const {
  if (fs::exists(database()) && !options_.force)
    throw StudyRefused({database().string() +
                        ": a result is there already: name another folder with --out, or replace it with --force"});
}

void Run::load() {
  ChannelOptions reading = options_.channel;
  reading.threads = options_.workers;
  loaded_ = load_study(study_, catalogue_, reading);
}

void Run::open_store() {
  std::error_code error;
  fs::create_directories(options_.out, error);
  if (error)
    throw StudyRefused(
        {options_.out.string() + ": cannot be written (" + error.message() + "): name another folder with --out"});
  // A log that a killed run left would be played back into the new database.
  for (const char* file : {"results.sqlite", "results.sqlite-wal", "results.sqlite-shm", "results.sqlite-journal",
                           "report.html", "estimates.csv", "effects.csv", "differences.csv", "specifications.csv"})
    if (options_.force) fs::remove(options_.out / file, error);
  try {
    store_ = std::make_unique<Store>(database());
  } catch (const std::exception& e) {
    throw StudyRefused(
        {options_.out.string() + ": cannot be written (" + e.what() + "): name another folder with --out"});
  }
  if (options_.opened) options_.opened();
  const InferenceSettings& i = study_.inference;
  const char* estimand = study_.estimand == CLUSIA_ATT ? "att" : study_.estimand == CLUSIA_ATE ? "ate" : "ato";
  store_->begin({study_.id,
                 study_.title,
                 study_.question,
                 study_.path.string(),
                 study_.text,
                 sha256_of(study_.text),
                 estimand,
                 study_.isolated ? "process" : "none",
                 "",
                 machine(),
                 study_.population,
                 study_.confidence,
                 study_.seed,
                 i.variance,
                 i.single_psu,
                 i.adjust,
                 i.family,
                 i.replicates,
                 i.least_rows,
                 i.few_clusters,
                 i.few_clusters_test,
                 i.most_missing,
                 i.largest_cv});
}

/// A data file as the study names it: from the study's folder.
std::string as_named(const Study& study, const std::string& file) {
  return fs::proximate(file, fs::absolute(study.path).parent_path()).string();
}

std::vector<ParameterRecord> parameters_of(const Study& study, const Declaration& plugin, const Setup& setup) {
  std::vector<ParameterRecord> records;
  for (std::size_t k = 0; k < plugin.parameters.size(); ++k) {
    const ParameterDeclaration& p = plugin.parameters[k];
    Value value = setup.parameters[k];
    if (!value.is_set) continue;
    if (p.type == CLUSIA_PATH) value.text = as_named(study, value.text);
    records.push_back({p.name, text_of(p, value), p.convention, value.is_default});
  }
  return records;
}

/// As TOML would write it.
std::string text_of(const std::vector<Named>& names) {
  ParameterDeclaration as;
  as.type = CLUSIA_TEXTS;
  Value value;
  value.is_set = true;
  for (const Named& name : names) value.texts.push_back(name.text);
  return text_of(as, value);
}

/// Takes the covariates out of the request that the comparator is not to see.
void keep_covariates(MakeDesign& request, const Comparator& comparator, const Dataset& dataset) {
  if (!comparator.covariates) return;
  for (std::size_t k = request.covariates.size(); k-- > 0;)
    if (std::ranges::find(*comparator.covariates, dataset.roles.covariates[k].text, &Named::text) ==
        comparator.covariates->end())
      request.covariates.erase(request.covariates.begin() + static_cast<std::ptrdiff_t>(k));
}

void Run::record_dataset(const LoadedDataset& dataset) {
  DatasetRecord record{dataset.study->name,
                       dataset.study->title,
                       dataset.psu_from,
                       store_->add_plugin(*dataset.source),
                       dataset.frame.rows(),
                       {},
                       {}};
  const Roles& r = dataset.study->roles;
  for (const Column& c : dataset.frame.columns()) {
    ColumnRecord column{c.name(), std::string(name_of(c.type())), "", c.missing()};
    const auto add = [&](const std::string& role) { column.roles += (column.roles.empty() ? "" : ", ") + role; };
    for (const ColumnRole& role : column_roles)
      if (const auto& named = r.*role.column; named && named->text == c.name()) add(std::string(role.name));
    for (const Named& covariate : r.covariates)
      if (covariate.text == c.name()) add("covariate");
    record.columns.push_back(column);
  }
  const Values& values = dataset.study->source.parameters;
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (dataset.source->parameters[k].type != CLUSIA_PATH || !values[k].is_set) continue;
    const fs::path file = values[k].text;
    record.files.push_back(
        {as_named(study_, file.string()), sha256_of_file(file), static_cast<std::int64_t>(fs::file_size(file))});
  }
  const std::int64_t id = dataset_ids_[dataset.study->name] = store_->add_dataset(record);
  store_->add_parameters("dataset", id, parameters_of(study_, *dataset.source, dataset.study->source));
  for (const Group& g : dataset.groups)
    group_ids_[dataset.study->name].push_back(store_->add_group(id, {g.columns, g.label, g.size, g.levels}));
  spdlog::info("data {}: {} rows, {} columns", dataset.study->name, dataset.frame.rows(),
               dataset.frame.columns().size());
  for (const std::string& note : dataset.notes) store_->add_message("note", "data " + dataset.study->name, note);
}

void Run::record_indicator(const LoadedIndicator& indicator) {
  const Declaration& plugin = *indicator.plugin;
  std::optional<std::string> reference;
  if (plugin.reads_reference()) reference = name_of(indicator.study->reference);
  const Meaning& of = indicator.study->meaning;
  IndicatorIds ids;
  ids.id = store_->add_indicator({indicator.study->name, indicator.study->title,
                                  dataset_ids_.at(indicator.study->dataset), store_->add_plugin(plugin), reference,
                                  of.entry, of.state, of.area, of.stakeholder, of.evidence, of.nature, of.loss});
  store_->add_parameters("indicator", ids.id, parameters_of(study_, plugin, indicator.study->setup));
  indicator_ids_.push_back(ids);
}

/// What the command line made of the study.
void Run::record_choices() {
  for (const Overridden& o : study_.overridden) store_->add_override(o.option, o.effect);
  for (const Specification& s : study_.specifications)
    store_->add_specification({std::string(name_of(s.kind)), s.name, s.of, s.title, s.reason, s.options});
  for (const Benchmark& b : study_.benchmarks)
    store_->add_benchmark({b.indicator, b.title, b.from, b.comparator, b.value});
}

void Run::record_inputs() {
  record_choices();
  for (const LoadedDataset& dataset : loaded_.datasets) record_dataset(dataset);
  for (const LoadedIndicator& indicator : loaded_.indicators) record_indicator(indicator);
  for (const Comparator& c : study_.comparators) {
    const Declaration& d = plugin(Kind::comparator, c.setup.plugin);
    comparator_ids_[c.name] = store_->add_comparator({c.name, c.title, store_->add_plugin(d)});
    auto parameters = parameters_of(study_, d, c.setup);
    if (c.covariates) parameters.push_back({"covariates", text_of(*c.covariates), "", false});
    store_->add_parameters("comparator", comparator_ids_[c.name], parameters);
  }
}

void Run::failed(const std::string& about, const std::string& reason) {
  ++outcome_.failed;
  spdlog::error("{}: {}", about, reason);
  store_->add_message("error", about, reason);
}

void Run::keep_design(const Comparator* comparator, const LoadedDataset& dataset, Attempt<Design> made,
                      std::optional<OneOutput> only) {
  DesignRecord record{comparator ? std::optional(comparator_ids_.at(comparator->name)) : std::nullopt,
                      dataset_ids_.at(dataset.study->name),
                      made.made ? &*made.made : nullptr,
                      made.reason,
                      dataset.rows.wave.names,
                      comparator ? dataset.design_arms.names : dataset.arms.names,
                      {}};
  if (only) record.output_id = indicator_ids_[only->indicator].output_ids[only->output];
  DesignIds ids = store_->add_design(record);
  if (!made.made) return;
  designs_.push_back(std::make_unique<PlacedDesign>(
      PlacedDesign{comparator ? comparator->name : "", &dataset, std::move(*made.made), std::move(ids), {}, only}));
  designs_.back()->over = clusterings_under(designs_.back()->design, dataset.rows);
}

template <class T>
Attempt<T> Run::asked(const Comparator& comparator, const LoadedDataset& dataset, const Request& request) {
  return attempt<T>(plugin(Kind::comparator, comparator.setup.plugin), [&] {
    const std::unique_ptr<Channel> channel = open_channel(options_.channel);  // one that never saw an outcome
    channel->attach(dataset.design_segment);
    return ask<T>(*channel, request);
  });
}

void Run::make_design(const Comparator& comparator, const LoadedDataset& dataset) {
  const Declaration& declaration = plugin(Kind::comparator, comparator.setup.plugin);
  MakeDesign request = dataset.design_request;
  keep_covariates(request, comparator, *dataset.study);
  request.instance = {declaration.path, "comparator " + comparator.name,
                      loaded_.settings.at({comparator.name, dataset.study->name}), study_.seed};
  const std::string about = "comparator " + comparator.name + ", data " + dataset.study->name;
  if (declaration.has_power(CLUSIA_COMPARATOR_BASELINE))
    return make_designs_by_output(comparator, dataset, request, about);
  take_design(comparator, dataset, asked<Design>(comparator, dataset, request), {}, about);
}

/// One that reads estimates from before the intervention answers anew for each of them.
void Run::make_designs_by_output(const Comparator& comparator, const LoadedDataset& dataset, MakeDesign request,
                                 const std::string& about) {
  const Attempt<BaselineNeed> need = asked<BaselineNeed>(comparator, dataset, AskNeed{request});
  if (!need.made) return take_design(comparator, dataset, {{}, need.reason}, {}, about);
  for (std::size_t i = 0; i < loaded_.indicators.size(); ++i) {
    const LoadedIndicator& indicator = loaded_.indicators[i];
    if (indicator.dataset != &dataset) continue;
    const std::string whose = about + ", indicator " + indicator.study->name;
    const auto baselines = attempt<Baselines>(
        *indicator.plugin, [&] { return baselines_of(study_, indicator, *need.made, options_.channel); });
    if (!baselines.made) {
      take_design(comparator, dataset, {{}, baselines.reason}, {}, whose);
      continue;
    }
    know_outputs(indicator_ids_[i], *indicator.study, baselines.made->outputs, *store_);
    for (std::size_t m = 0; m < baselines.made->of.size(); ++m) {
      request.baseline = baselines.made->of[m];
      take_design(comparator, dataset, asked<Design>(comparator, dataset, request), OneOutput{i, m}, whose);
    }
  }
}

void Run::take_design(const Comparator& comparator, const LoadedDataset& dataset, Attempt<Design> made,
                      std::optional<OneOutput> only, const std::string& about) {
  if (made.made) {
    for (Diagnostic& d : attrition_of(dataset.rows)) made.made->diagnostics.push_back(std::move(d));
    spdlog::info("{}: {} cells, {} contrasts", about, made.made->cells.size(), made.made->contrasts.size());
  } else {
    failed(about, made.reason);
  }
  keep_design(&comparator, dataset, std::move(made), only);
}

void Run::make_designs() {
  for (const LoadedDataset& dataset : loaded_.datasets) keep_design(nullptr, dataset, {levels_of(dataset), ""}, {});
  for (const Comparator& comparator : study_.comparators)
    for (const std::string& name : comparator.datasets)
      for (const LoadedDataset& dataset : loaded_.datasets)
        if (dataset.study->name == name) make_design(comparator, dataset);
}

void Run::work() {
  Tasks tasks{study_, loaded_.indicators, indicator_ids_, designs_, group_ids_, *store_, options_, findings_};
  outcome_.failed += tasks.run();
  for (const DifferenceRecord& d : differences_of(study_, loaded_.datasets, findings_, group_ids_))
    store_->add_difference(d);
  for (const Adjusted& a : adjusted(study_, findings_)) store_->set_adjusted(a.effect, a.p, a.family_size);
}

RunOutcome Run::finish(bool interrupted) {
  outcome_.interrupted = interrupted;
  outcome_.database = database();
  if (!interrupted) {
    for (const Expectation& e : study_.expectations) {
      const ExpectationRecord record = judged(e, findings_);
      store_->add_expectation(record);
      ++(record.holds ? outcome_.hold : outcome_.do_not_hold);
    }
  }
  const char* state = interrupted ? "interrupted" : outcome_.failed > 0 ? "failed" : "complete";
  store_->finish(state);
  spdlog::info("study {}: {}", study_.id, state);
  return outcome_;
}

}  // namespace

RunOutcome run_study(const Study& study, const Catalogue& catalogue, const RunOptions& options) {
  return Run(study, catalogue, options).go();
}

}  // namespace clusia
