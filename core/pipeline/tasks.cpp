#include "pipeline/tasks.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <numeric>

#include "design/contrast.hpp"
#include "pipeline/assess.hpp"
#include "pipeline/bench.hpp"
#include "pipeline/workers.hpp"

namespace clusia {
namespace {

/// Stores what is done in the order of the jobs, whoever finished first.
class Recorder {
 public:
  Recorder(Tasks& tasks, const std::vector<Job>& jobs) : tasks_(tasks), jobs_(jobs) {}

  void take(std::size_t job, Done done) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(job, std::move(done));
    for (auto at = waiting_.find(next_); at != waiting_.end(); at = waiting_.find(next_)) {
      record(jobs_[next_], at->second);
      waiting_.erase(at);
      ++next_;
    }
    const Job& j = jobs_[job];
    if (tasks_.options.progress)
      tasks_.options.progress(++finished_, jobs_.size(), tasks_.indicators[j.indicator].study->title);
  }
  /// Stores what waits for an earlier job that will never be done: the run is ending.
  void flush() {
    const std::lock_guard lock(mutex_);
    for (auto& [job, done] : waiting_) record(jobs_[job], done);
    waiting_.clear();
  }
  std::size_t failed() const { return failed_; }

 private:
  std::string about(const Job& job) const {
    return "indicator " + tasks_.indicators[job.indicator].study->name + ", " +
           (job.design->comparator.empty() ? "levels" : "comparator " + job.design->comparator) + ", group " +
           job.in().label;
  }
  void record(const Job& job, Done& done);
  void find(const Job& job, Done& done, const IndicatorIds& ids, const TaskIds& stored);

  Tasks& tasks_;
  const std::vector<Job>& jobs_;
  std::mutex mutex_;
  std::map<std::size_t, Done> waiting_;
  std::size_t next_ = 0, finished_ = 0, failed_ = 0;
};

/// The outputs that the design is for.
std::vector<std::size_t> served(const PlacedDesign& design, const IndicatorIds& ids) {
  if (design.only) return {design.only->output};
  std::vector<std::size_t> all(ids.output_ids.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

bool is_small(const CellResult& c, const InferenceSettings& inference) { return c.rows < inference.least_rows; }

std::string mark_of(const CellResult& c, const InferenceSettings& inference) {
  if (is_small(c, inference)) return "small";
  const bool imprecise =
      inference.largest_cv && c.interval && c.interval->std_error > *inference.largest_cv * std::fabs(*c.estimate);
  return imprecise ? "imprecise" : "";
}

EstimateRecord record_of(const CellResult& c, const InferenceSettings& inference, std::int64_t output,
                         std::int64_t cell) {
  EstimateRecord r{output,
                   cell,
                   c.estimate,
                   {},
                   {},
                   {},
                   {},
                   c.rows,
                   c.missing,
                   c.psus,
                   c.size,
                   c.design_effect,
                   mark_of(c, inference),
                   c.note};
  if (c.interval)
    r.std_error = c.interval->std_error, r.df = c.interval->df, r.conf_low = c.interval->low,
    r.conf_high = c.interval->high;
  return r;
}

/// Of a sample, what has no interval is no more clear than what has one that covers no effect.
std::string reading_of(const EffectResult& e, const Contrast& contrast, std::int32_t direction, const Study& study) {
  if (!e.estimate || direction == 0 || !contrast.is_effect) return "none";
  const double toward_better = direction * (*e.estimate - contrast.null_value);
  if (toward_better == 0) return "none";
  const bool covers_none =
      e.interval && e.interval->low <= contrast.null_value && contrast.null_value <= e.interval->high;
  const bool unclear = contrast.ranked_by >= 0 ? !e.placebo_p || *e.placebo_p > 1 - study.confidence
                                               : covers_none || (!e.interval && !study.population);
  if (unclear) return "unclear";
  return toward_better > 0 ? "gain" : "loss";
}

/// A cell that the contrast compares is too small to be shown.
bool compares_small(const TaskResult& result, std::size_t m, const Contrast& contrast,
                    const InferenceSettings& inference) {
  const std::vector<bool> read = cells_read(contrast, result.cells[m].size());
  for (std::size_t k = 0; k < read.size(); ++k)
    if (read[k] && is_small(result.cells[m][k], inference)) return true;
  return false;
}

EffectRecord record_of(const EffectResult& e, const Contrast& contrast, const OutputDeclaration& output,
                       std::int64_t output_id, std::int64_t contrast_id, const Study& study, bool by_placebos) {
  EffectRecord r;
  r.output_id = output_id, r.contrast_id = contrast_id;
  r.estimate = e.estimate, r.note = e.note, r.test = e.test;
  r.reading = reading_of(e, contrast, output.direction, study);
  r.effective_clusters = e.clusters.effective;
  if (e.band) r.band_low = e.band->first, r.band_high = e.band->second;
  if (e.interval) r.detectable = detectable(*e.interval, study.confidence);
  r.p_value = e.p_value;
  if (e.clusters.has_arms) r.treated_clusters = e.clusters.treated, r.comparison_clusters = e.clusters.comparison;
  if (e.interval) {
    r.std_error = e.interval->std_error, r.statistic = e.interval->statistic, r.df = e.interval->df;
    r.conf_low = e.interval->low, r.conf_high = e.interval->high;
  }
  if (by_placebos) {  // the standard error is the survey's alone: no test and no interval of the effect
    r.statistic = r.df = r.conf_low = r.conf_high = std::nullopt;
    r.detectable = std::nullopt;
    r.p_value = e.placebo_p;
    r.test = e.placebo_p ? "placebo" : "";
  }
  return r;
}

/// `first`: where the task's effects of this output begin.
void add_trends(const std::vector<TrendCheck>& checks, std::size_t first, TaskRecord& task) {
  for (const TrendCheck& c : checks) {
    TrendCheckRecord r{first + c.contrast, c.restriction, c.note, c.breakdown, c.seen, {}};
    for (const TrendBound& b : c.bounds) r.bounds.push_back({b.m, b.set_low, b.set_high, b.low, b.high});
    task.trends.push_back(std::move(r));
  }
}

void Recorder::record(const Job& job, Done& done) {
  IndicatorIds& ids = tasks_.indicator_ids[job.indicator];
  const PlacedDesign& placed = *job.design;
  const InferenceSettings& inference = tasks_.study.inference;
  TaskRecord task{
      ids.id, placed.ids.id, tasks_.group_ids.at(placed.dataset->study->name)[job.group], done.reason, {}, {}, {}};
  if (done.result) {
    know_outputs(ids, *tasks_.indicators[job.indicator].study, done.outputs, tasks_.store);
    for (const std::size_t m : served(placed, ids)) {
      for (std::size_t k = 0; k < placed.design.cells.size(); ++k)
        if (!placed.design.cells[k].size_only)
          task.estimates.push_back(
              record_of(done.result->cells[m][k], inference, ids.output_ids[m], placed.ids.cells[k]));
      if (!done.result->trends.empty()) add_trends(done.result->trends[m], task.effects.size(), task);
      for (std::size_t k = 0; k < placed.design.contrasts.size(); ++k) {
        const Contrast& contrast = placed.design.contrasts[k];
        task.effects.push_back(record_of(done.result->effects[m][k], contrast, ids.outputs[m], ids.output_ids[m],
                                         placed.ids.contrasts[k], tasks_.study, is_ranked(placed.design)));
        // What is drawn by lot is not confounded.
        if (const auto& e = done.result->effects[m][k].e_value;
            e && placed.dataset->study->design != CLUSIA_DESIGN_RANDOMISED)
          task.effects.back().e_value = e->of_estimate, task.effects.back().e_value_limit = e->of_limit;
        if (compares_small(*done.result, m, contrast, inference)) task.effects.back().mark = "small";
      }
    }
  } else {
    ++failed_;
    spdlog::error("{}: {}", about(job), done.reason);
    tasks_.store.add_message("error", about(job), done.reason);
  }
  const TaskIds stored = tasks_.store.write_task(task);
  if (!done.result) return;
  spdlog::info("{}: done", about(job));
  find(job, done, ids, stored);
}

/// What later parts of the run read: effects always, estimates where they are compared.
void Recorder::find(const Job& job, Done& done, const IndicatorIds& ids, const TaskIds& stored) {
  const PlacedDesign& placed = *job.design;
  Finding finding;
  finding.indicator = tasks_.indicators[job.indicator].study->name;
  finding.comparator = placed.comparator;
  finding.group = &job.in();
  finding.dataset = placed.dataset;
  auto effect_id = stored.effects.begin();
  for (const std::size_t m : served(placed, ids)) {
    finding.output = ids.outputs[m].name;
    finding.output_id = ids.output_ids[m];
    finding.is_effect = false;
    for (std::size_t k = 0; k < placed.design.cells.size(); ++k) {
      CellResult& cell = done.result->cells[m][k];
      if (!cell.kept) continue;
      finding.name = placed.design.cells[k].name;
      finding.place_id = placed.ids.cells[k];
      finding.estimate = cell.estimate;
      tasks_.findings.push_back(finding);
      tasks_.findings.back().kept = std::move(cell.kept);
    }
    finding.is_effect = true;
    for (std::size_t k = 0; k < placed.design.contrasts.size(); ++k) {
      EffectResult& effect = done.result->effects[m][k];
      const Contrast& contrast = placed.design.contrasts[k];
      finding.name = contrast.name;
      finding.place_id = placed.ids.contrasts[k];
      finding.id = *effect_id++;
      finding.tests_something = contrast.is_effect;
      finding.matched = !placed.design.neighbours.empty();
      finding.estimate = effect.estimate;
      if (!is_ranked(placed.design)) {
        finding.interval = effect.interval;
        finding.p_value = effect.p_value;
      }
      tasks_.findings.push_back(finding);
      if (!is_ranked(placed.design)) tasks_.findings.back().kept = std::move(effect.kept);
    }
  }
}

std::vector<Job> jobs_of(const Tasks& tasks) {
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < tasks.indicators.size(); ++i)
    for (const auto& design : tasks.designs)
      if (design->dataset == tasks.indicators[i].dataset && (!design->only || design->only->indicator == i))
        for (std::size_t g = 0; g < design->dataset->groups.size(); ++g)
          jobs.push_back({jobs.size(), i, design.get(), g});
  return jobs;
}

/// The study's word, else the entry's of the catalogue, else the plugin's. An entry has one direction for all outputs:
/// where the plugin's point both ways, it knows them apart better.
std::int32_t direction_of(const OutputDeclaration& output, const Indicator& indicator,
                          const std::vector<OutputDeclaration>& outputs) {
  if (indicator.direction) return *indicator.direction;
  const auto points = [&](std::int32_t way) {
    return std::ranges::any_of(outputs, [&](const OutputDeclaration& o) { return o.direction == way; });
  };
  const std::string& entry = indicator.meaning.direction;
  if (entry.empty() || (output.direction != 0 && points(1) && points(-1))) return output.direction;
  return entry == "higher" ? 1 : entry == "lower" ? -1 : 0;
}

}  // namespace

void know_outputs(IndicatorIds& ids, const Indicator& indicator, const std::vector<OutputDeclaration>& outputs,
                  Store& store) {
  if (!ids.output_ids.empty()) return;
  ids.outputs = outputs;
  for (OutputDeclaration& o : ids.outputs) {
    o.direction = direction_of(o, indicator, outputs);
    if (o.unit.rfind('@', 0) == 0) o.unit.clear();       // that of an input, and a study names no units of columns
    if (outputs.size() == 1) o.title = indicator.title;  // one figure needs no second name
    ids.output_ids.push_back(store.add_output(ids.id, o));
  }
}

std::size_t Tasks::run() {
  const std::vector<Job> jobs = jobs_of(*this);
  Recorder recorder(*this, jobs);
  std::atomic<std::size_t> next{0};
  const auto workers =
      static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(std::max(options.workers, 1)), jobs.size()));
  ChannelOptions channel = options.channel;
  channel.threads = std::max(1, options.workers / std::max(workers, 1));  // a few long tasks share what is there
  const auto work = [&] {
    Bench bench(*this, channel);
    for (std::size_t k = next++; k < jobs.size(); k = next++) recorder.take(k, bench.work_on(jobs[k]));
  };
  try {
    on_workers(workers, work);
  } catch (const Stopped&) {
    recorder.flush();
    throw;
  }
  return recorder.failed();
}

}  // namespace clusia
