#include "pipeline/run.hpp"

#include <spdlog/spdlog.h>
#include <sys/utsname.h>
#include <tbb/global_control.h>

#include <algorithm>

#include "pipeline/designs.hpp"
#include "pipeline/differences.hpp"
#include "pipeline/expectations.hpp"
#include "pipeline/families.hpp"
#include "pipeline/fingerprint.hpp"
#include "pipeline/inputs.hpp"
#include "pipeline/levels.hpp"
#include "pipeline/lock.hpp"
#include "pipeline/pins.hpp"
#include "pipeline/scales.hpp"
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

class Run {
 public:
  Run(const Study& study, const Catalogue& catalogue, const RunOptions& options)
      : study_(study), catalogue_(catalogue), options_(options) {}

  RunOutcome go() {
    // Workers mostly wait for their processes: there may be more of them than processors.
    const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism,
                                      static_cast<std::size_t>(std::max(options_.workers, 1)));
    refuse_existing();
    if ((lock_ = lock_of(study_))) deviations_ = key_deviations(*lock_, study_);
    load();
    pin();
    const Inputs inputs(study_, catalogue_, loaded_);
    make_folder();
    open_journal(inputs.identity());
    open_store();
    ids_ = inputs.record(*store_);
    record_lock();
    bool interrupted = false;
    try {
      make_designs();
      judge_designs();
      work();
    } catch (const Stopped&) {
      interrupted = true;
    }
    return finish(interrupted);
  }

 private:
  fs::path database() const { return options_.out / "results.sqlite"; }
  fs::path journal() const { return options_.out / "journal.sqlite"; }
  void refuse_existing() const;
  void load();
  void pin() const;
  void make_folder() const;
  void open_journal(const std::vector<std::string>& identity);
  void open_store();
  void make_designs();
  void take_design(const DesignMaker& maker, MadeDesign made);
  DesignsOfReplicates made_anew(const DesignMaker& maker, MadeDesign& made) const;
  void keep_design(MadeDesign made, DesignsOfReplicates in_replicates);
  void record_lock();
  void judge_designs();
  void work();
  RunOutcome finish(bool interrupted);
  void failed(const std::string& about, const std::string& reason);

  const Study& study_;
  const Catalogue& catalogue_;
  const RunOptions& options_;
  LoadedStudy loaded_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Store> store_;
  InputIds ids_;
  std::optional<Lock> lock_;  ///< what the study fixed beforehand
  std::vector<DeviationRecord> deviations_;
  Fingerprints fingerprints_;  ///< where there is a lock to set them beside
  std::vector<std::unique_ptr<PlacedDesign>> designs_;
  std::vector<Finding> findings_;
  RunOutcome outcome_;
};

void Run::refuse_existing() const {
  if (options_.force || !fs::exists(database())) return;
  const bool unfinished = fs::exists(journal());
  if (options_.resume && unfinished) return;
  if (options_.resume)
    throw StudyRefused({database().string() +
                        ": the run there has ended, and there is nothing to go on with: make it anew with --force"});
  if (unfinished)
    throw StudyRefused({database().string() +
                        ": an unfinished run is there: go on with it with --resume, name another folder with --out, or "
                        "replace it with --force"});
  throw StudyRefused({database().string() +
                      ": a result is there already: name another folder with --out, or replace it with --force"});
}

void Run::load() {
  ChannelOptions reading = options_.channel;
  reading.threads = options_.workers;
  loaded_ = load_study(study_, catalogue_, reading);
}

void Run::pin() const {
  try {
    write_pins(study_, catalogue_);
  } catch (const std::exception& e) {
    throw StudyRefused({e.what()});
  }
}

void Run::make_folder() const {
  std::error_code error;
  fs::create_directories(options_.out, error);
  if (error)
    throw StudyRefused(
        {options_.out.string() + ": cannot be written (" + error.message() + "): name another folder with --out"});
}

void Run::open_journal(const std::vector<std::string>& identity) {
  try {
    journal_ = std::make_unique<Journal>(journal());
  } catch (const std::exception& e) {
    throw StudyRefused({options_.out.string() + ": " + e.what()});
  }
  const std::vector<std::string> before = journal_->begun_with();
  if (options_.resume && !before.empty()) {
    if (const std::string changed = changed_since(before, identity); !changed.empty())
      throw StudyRefused({database().string() + ": cannot be gone on with, as something is not what it was: " +
                          changed + ": put it back, or make all anew with --force"});
    return;
  }
  journal_->begin(identity);
}

void Run::open_store() {
  std::error_code error;
  // A log that a killed run left would be played back into the new database.
  for (const char* file :
       {"results.sqlite", "results.sqlite-wal", "results.sqlite-shm", "results.sqlite-journal", "report.html",
        "groups.html", "indicators.html", "estimates.csv", "effects.csv", "differences.csv", "trend_bounds.csv",
        "specifications.csv", "revisions.csv", "monitor.csv", "monitor.html"})
    if (options_.force || options_.resume) fs::remove(options_.out / file, error);
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
                 study_.of_sample ? "sample" : "population",
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

void Run::failed(const std::string& about, const std::string& reason) {
  ++outcome_.failed;
  spdlog::error("{}: {}", about, reason);
  store_->add_message("error", about, reason);
}

/// A comparator's design, told of; its output becomes known with it.
void Run::take_design(const DesignMaker& maker, MadeDesign made) {
  if (made.design)
    spdlog::info("{}: {} cells, {} contrasts", made.about, made.design->cells.size(), made.design->contrasts.size());
  else
    failed(made.about, made.reason);
  if (lock_ && made.design && !made.only)
    fingerprints_[{made.comparator->name, made.dataset->study->name}] = fingerprint(*made.design, *made.dataset);
  if (made.only) {
    const std::size_t i = made.only->indicator;
    know_outputs(ids_.indicators[i], *loaded_.indicators[i].study, made.outputs, *store_);
  }
  DesignsOfReplicates in_replicates = made_anew(maker, made);
  keep_design(std::move(made), std::move(in_replicates));
}

/// Where the study or the comparator asks for it and replicates serve the design; it is marked accordingly.
DesignsOfReplicates Run::made_anew(const DesignMaker& maker, MadeDesign& made) const {
  if (!made.design) return {};
  const bool asked = study_.inference.redesign || made.design->redesign;
  made.design->redesign = asked && made.dataset->replicates != nullptr && serve_replicates(*made.design) && !made.only;
  return made.design->redesign ? maker.make_anew(*made.comparator, *made.dataset, *made.design) : DesignsOfReplicates{};
}

void Run::keep_design(MadeDesign made, DesignsOfReplicates in_replicates) {
  const Comparator* comparator = made.comparator;
  const LoadedDataset& dataset = *made.dataset;
  DesignRecord record{comparator ? std::optional(ids_.comparators.at(comparator->name)) : std::nullopt,
                      ids_.datasets.at(dataset.study->name),
                      made.design ? &*made.design : nullptr,
                      made.reason,
                      dataset.rows.wave.names,
                      comparator ? dataset.design_arms.names : dataset.arms.names,
                      {}};
  if (made.only) record.output_id = ids_.indicators[made.only->indicator].output_ids[made.only->output];
  DesignIds ids = store_->add_design(record);
  if (!made.design) return;
  designs_.push_back(std::make_unique<PlacedDesign>(PlacedDesign{comparator ? comparator->name : "",
                                                                 &dataset,
                                                                 std::move(*made.design),
                                                                 std::move(ids),
                                                                 {},
                                                                 made.only,
                                                                 std::move(in_replicates)}));
  designs_.back()->over = clusterings_under(designs_.back()->design, comparator ? dataset.compared() : dataset.rows);
}

void Run::make_designs() {
  for (const LoadedDataset& dataset : loaded_.datasets)
    keep_design({nullptr, &dataset, levels_of(dataset), "", "data " + dataset.study->name}, {});
  DesignMaker maker(study_, catalogue_, loaded_, options_.channel, journal_.get());
  for (const Comparator& comparator : study_.comparators)
    for (const std::string& name : comparator.datasets)
      for (const LoadedDataset& dataset : loaded_.datasets)
        if (dataset.study->name == name)
          maker.make(comparator, dataset, [&](MadeDesign made) { take_design(maker, std::move(made)); });
}

void Run::record_lock() {
  if (!lock_) return;
  store_->set_lock(record_of(*lock_, study_));
  for (const DeviationRecord& d : deviations_) store_->add_deviation(d);
}

/// Specifications are set side by side because they differ: theirs are not judged.
void Run::judge_designs() {
  if (!lock_ || !study_.specifications.empty()) return;
  for (const DeviationRecord& d : design_deviations(*lock_, fingerprints_)) store_->add_deviation(d);
}

void Run::work() {
  Tasks tasks{study_,  loaded_.indicators, ids_.indicators, designs_, ids_.groups,
              *store_, *journal_,          options_,        findings_};
  outcome_.failed += tasks.run();
  for (const DifferenceRecord& d : differences_of(study_, loaded_.datasets, findings_, ids_.groups))
    store_->add_difference(d);
  if (study_.specifications.empty())  // they differ on purpose
    for (const ScaleConflict& c : scales_that_disagree(study_, findings_))
      store_->add_message("warning", c.about, c.text);
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
  store_.reset();
  if (options_.stored) options_.stored();
  if (!interrupted) journal_->remove();
  spdlog::info("study {}: {}", study_.id, state);
  return outcome_;
}

}  // namespace

RunOutcome run_study(const Study& study, const Catalogue& catalogue, const RunOptions& options) {
  try {
    return Run(study, catalogue, options).go();
  } catch (const SQLite::Exception& e) {
    throw NotWritten((options.out / "results.sqlite").string() + ": cannot be written (" + e.what() +
                     "): make room, and go on with --resume");
  }
}

}  // namespace clusia
