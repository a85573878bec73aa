#include "pipeline/bench.hpp"

#include <algorithm>

#include "pipeline/answers.hpp"
#include "pipeline/trends.hpp"

namespace clusia {
namespace {

/// Whether what variances are made of is wanted after the task.
bool is_compared(const Study& study, const LoadedDataset& dataset, const Group& group) {
  return study.inference.adjust == "romano_wolf" || std::ranges::any_of(study.differences, [&](const Difference& d) {
           return d.dataset == dataset.study->name &&
                  (dataset.group(d.group) == &group || dataset.group(d.against) == &group);
         });
}

TrendSettings trend_settings_for(const Study& study, const LoadedDataset& dataset) {
  return {study.population,
          study.confidence,
          single_psu_of(study.inference.single_psu),
          dataset.replicates.get(),
          study.inference.trend_break,
          study.inference.trend_bend,
          study.seed};
}

void forget_totals(TaskResult& result) {
  for (auto& cells : result.cells)
    for (CellResult& c : cells) c.kept.reset();
  for (auto& effects : result.effects)
    for (EffectResult& e : effects) e.kept.reset();
}

}  // namespace

Inference inference_for(const Study& study, const LoadedDataset& dataset, bool keep_totals) {
  return {study.population,
          study.confidence,
          single_psu_of(study.inference.single_psu),
          study.inference.most_missing,
          dataset.replicates.get(),
          keep_totals,
          {study.inference.few_clusters, few_clusters_test_of(study.inference.few_clusters_test), study.confidence,
           study.inference.replicates, study.seed}};
}

Bench::Bench(const Tasks& tasks, const ChannelOptions& options)
    : tasks_(tasks), options_(options), channel_(open_channel(options)) {}

Done Bench::work_on(const Job& job) {
  Journal& journal = tasks_.journal;
  if (const auto answer = journal.answer(job.question())) return unpacked_answer(*answer, job.design->over);
  const bool in_this_process = !options_.isolated;
  Done done;
  if (in_this_process && journal.was_fatal(job.question())) {
    ChannelOptions apart = options_;
    apart.isolated = true;
    done = Bench(tasks_, apart).attempt(job);
  } else {
    if (in_this_process) journal.asks(job.question());
    done = attempt(job);
  }
  journal.keep(job.question(), packed_answer(done));
  return done;
}

Done Bench::attempt(const Job& job) {
  const std::string plugin = "plugin '" + tasks_.indicators[job.indicator].plugin->id + "'";
  Done done;
  try {
    done.result = asked_twice([&] { return assessed(job, done); });
  } catch (const Stopped&) {
    throw;
  } catch (const PluginFailure& f) {
    done.reason = plugin + ": " + f.sentence();
  } catch (const Crash& c) {
    done.reason = plugin + " " + c.what() + ": report it to its author; no other task is touched by it";
  } catch (const std::exception& e) {
    done.reason = std::string("could not be assessed: ") + e.what();
  }
  return done;
}

TaskResult Bench::assessed(const Job& job, Done& to) {
  const LoadedIndicator& indicator = tasks_.indicators[job.indicator];
  Session& session = session_of(job.indicator);
  const AssessedIndicator assessed{session, *indicator.references, indicator.complete,
                                   indicator.plugin->has_power(CLUSIA_INDICATOR_QUANTILE),
                                   indicator.plugin->has_power(CLUSIA_INDICATOR_LINEAR) && !session.reads_reference()};
  const LoadedDataset& dataset = *job.design->dataset;
  Inference inference = inference_for(tasks_.study, dataset, is_compared(tasks_.study, dataset, job.in()));
  if (!job.design->in_replicates.empty()) inference.redesigned = &job.design->in_replicates;
  const bool kept_after = inference.keep_totals, has_path = path_of(job.design->design).has_value();
  inference.keep_totals |= has_path;
  const AssessedRows& rows = job.design->comparator.empty() ? dataset.rows : dataset.compared();
  TaskResult result = assess(assessed, job.design->design, rows, job.design->over, job.in().rows, inference);
  if (has_path) result.trends = check_trends(job.design->design, trend_settings_for(tasks_.study, dataset), result);
  if (!kept_after) forget_totals(result);
  to.outputs = session.outputs();
  return result;
}

Session& Bench::session_of(std::size_t indicator) {
  auto& session = sessions_[indicator];
  if (!session)
    session =
        std::make_unique<Session>(*channel_, tasks_.indicators[indicator].bind, tasks_.indicators[indicator].segments);
  return *session;
}

}  // namespace clusia
