#include "pipeline/simulate.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cmath>
#include <mutex>
#include <set>

#include "pipeline/pins.hpp"
#include "pipeline/simulated_power.hpp"
#include "pipeline/trial_run.hpp"
#include "pipeline/waves.hpp"
#include "study/nearest.hpp"

namespace clusia {
namespace {

using planning::SimulatedEffect;
using planning::Simulation;

/// Columns that the indicator reads, and the indicators whose scores it reads, itself last.
struct Needs {
  std::vector<std::string> columns;
  std::set<std::string> indicators;
};

void add_needs(const Study& study, const Indicator& of, Needs& needs) {
  needs.indicators.insert(of.name);
  for (const auto& input : of.inputs)
    for (const Named& column : input) {
      if (const auto scores = scores_of(column.text)) {
        for (const Indicator& other : study.indicators)
          if (other.name == scores->indicator) add_needs(study, other, needs);
      } else if (std::ranges::find(needs.columns, column.text) == needs.columns.end()) {
        needs.columns.push_back(column.text);
      }
    }
}

/// "+0.3": with its sign, without a trace of binary fractions.
std::string signed_text(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, std::round(1e9 * value) / 1e9).ptr;
  return (value > 0 ? "+" : "") + std::string(digits, end);
}

class Simulator {
 public:
  Simulator(const Study& study, const Catalogue& catalogue, const SimulateOptions& options)
      : study_(study), settings_(*study.plan->simulate), catalogue_(catalogue), options_(options) {}

  Simulation simulate() {
    keep_what_is_tried();
    add(check_pins(study_, catalogue_));
    load();
    end_if_wrong();
    for (const LoadedDataset& dataset : loaded_.datasets) take_ground(dataset);
    end_if_wrong();
    make_designs();
    const std::vector<std::vector<Tried>> all = try_all();
    return summed(all);
  }

 private:
  void refuse(Position at, std::string what, std::string mend) {
    problems_.push_back({study_.path, at, std::move(what), std::move(mend)});
  }
  void add(const std::vector<Problem>& problems) {
    problems_.insert(problems_.end(), problems.begin(), problems.end());
  }
  void end_if_wrong() const {
    if (problems_.empty() && texts_.empty()) return;
    std::vector<std::string> texts = texts_;
    for (const Problem& problem : sorted(problems_)) texts.push_back(text_of(problem));
    throw StudyRefused(texts);
  }
  void keep_what_is_tried();
  void load();
  LoadedDataset load(Dataset& dataset);
  void ask_again(const LoadedDataset& read, Dataset& dataset);
  std::int32_t first_of(const LoadedDataset& dataset);
  void take_ground(const LoadedDataset& dataset);
  void take_indicators(Ground& ground);
  void make_designs();
  std::vector<std::vector<Tried>> try_all();
  Simulation summed(const std::vector<std::vector<Tried>>& all);
  void sum_up(const std::vector<std::vector<Tried>>& all, std::size_t job, const SimulatedEffect& of,
              const Ground& ground, std::size_t group, const TriedIndicator& indicator,
              const TriedComparator& comparator, const std::vector<std::vector<double>>& scores, Simulation& to);
  std::string words_of(const PlantedChange& change) const;

  Study study_;  ///< what is tried of it
  const SimulateSettings& settings_;
  const Catalogue& catalogue_;
  const SimulateOptions& options_;
  std::vector<Problem> problems_;
  std::vector<std::string> texts_;
  LoadedStudy loaded_;
  std::vector<Ground> grounds_;
};

/// Datasets in which something is planted, and the indicators that read it. What is not named is not read.
void Simulator::keep_what_is_tried() {
  const auto& changes = settings_.changes;
  const auto reads_effect = [&](const Indicator& indicator) {
    Needs needs;
    add_needs(study_, indicator, needs);
    return std::ranges::any_of(changes, [&](const PlantedChange& c) {
      return c.is_effect && c.data == indicator.dataset &&
             std::ranges::find(needs.columns, c.column.text) != needs.columns.end();
    });
  };
  std::set<std::string> wanted;
  for (const Indicator& indicator : study_.indicators)
    if (reads_effect(indicator)) {
      Needs needs;
      add_needs(study_, indicator, needs);
      wanted.insert(needs.indicators.begin(), needs.indicators.end());
    }
  std::erase_if(study_.indicators, [&](const Indicator& i) { return !wanted.contains(i.name); });
  std::erase_if(study_.datasets, [&](const Dataset& d) {
    return std::ranges::none_of(changes, [&](const PlantedChange& c) { return c.is_effect && c.data == d.name; });
  });
  study_.differences.clear();
  study_.expectations.clear();
}

/// The last wave's rows stand for those of the wave to come, without outcomes: as what is recalled, of nothing.
void Simulator::ask_again(const LoadedDataset& read, Dataset& dataset) {
  const Named& wave = *settings_.to_come;
  if (!read.rows.wave.present())
    return refuse(wave.at, "data '" + dataset.name + "' have no waves",
                  "add wave = \"...\" to [data." + dataset.name + ".roles]");
  if (dataset.recall) return refuse(wave.at, "data '" + dataset.name + "' have recalled rows", "leave 'to_come' out");
  dataset.recall = Recall{wave.at, wave, Named{read.rows.wave.names.back(), wave.at}, {}};
}

LoadedDataset Simulator::load(Dataset& dataset) {
  ChannelOptions reading = options_.channel;
  reading.threads = options_.workers;
  const Declaration& source = plugin_of(catalogue_, Kind::source, dataset.source.plugin);
  const std::size_t known = problems_.size();
  LoadedDataset read = load_dataset(study_, dataset, source, reading, problems_);
  if (problems_.size() > known || !settings_.to_come || read.rows.wave.find(settings_.to_come->text) >= 0) return read;
  ask_again(read, dataset);
  return problems_.size() > known ? read : load_dataset(study_, dataset, source, reading, problems_);
}

void Simulator::load() {
  loaded_.datasets.reserve(study_.datasets.size());
  for (Dataset& dataset : study_.datasets) {
    try {
      loaded_.datasets.push_back(load(dataset));
    } catch (const PluginFailure& failure) {
      texts_.emplace_back(failure.what());
    } catch (const Crash& crash) {
      texts_.push_back("data '" + dataset.name + "': source plugin '" + dataset.source.plugin + "' " + crash.what() +
                       ": report it to its author");
    }
  }
}

std::int32_t Simulator::first_of(const LoadedDataset& dataset) {
  const Codes& waves = dataset.rows.wave;
  if (!settings_.treated_from || !waves.present()) return 1;
  const std::int32_t first = waves.find(settings_.treated_from->text);
  if (first < 0)
    refuse(settings_.treated_from->at,
           "'" + settings_.treated_from->text + "' is no wave of data '" + dataset.study->name + "'",
           mend_of(settings_.treated_from->text, waves.names, "waves"));
  if (first == 0)
    refuse(settings_.treated_from->at,
           "'" + settings_.treated_from->text + "' is the first wave, and outcomes come from it", "name a later wave");
  return std::max(first, 1);
}

void Simulator::take_ground(const LoadedDataset& dataset) {
  Ground ground;
  ground.dataset = &dataset;
  std::vector<Named> like = settings_.like.value_or(std::vector<Named>{});
  if (!settings_.like)
    for (const auto& crossing : dataset.study->groups) like.insert(like.end(), crossing.begin(), crossing.end());
  ground.donors = std::make_unique<Donors>(dataset, like, first_of(dataset));
  if (!ground.donors->enough())
    return refuse(settings_.at,
                  "data '" + dataset.study->name + "' have nobody in the first wave whom the programme had not reached",
                  "name the wave before it, or a comparison arm");
  ground.planting = std::make_unique<Planting>(study_, dataset, *ground.donors, problems_);
  for (std::size_t g = 0; g < dataset.groups.size(); ++g)
    if (settings_.groups || dataset.groups[g].columns.empty() || !dataset.study->overall) ground.groups.push_back(g);
  if (problems_.empty()) take_indicators(ground);
  grounds_.push_back(std::move(ground));
}

void Simulator::take_indicators(Ground& ground) {
  for (const Indicator& indicator : study_.indicators) {
    if (indicator.dataset != ground.dataset->study->name) continue;
    Needs needs;
    add_needs(study_, indicator, needs);
    TriedIndicator tried{study_, indicator.name, needs.columns};
    std::erase_if(tried.study.indicators, [&](const Indicator& i) { return !needs.indicators.contains(i.name); });
    const std::vector<double> numbers = ground.planting->numbers(needs.columns);
    if (!numbers.empty()) tried.spread = ground.donors->spread(numbers);
    tried.ties = ground.donors->ties(tried.spread, settings_);
    ground.indicators.push_back(std::move(tried));
  }
}

void Simulator::make_designs() {
  for (Ground& ground : grounds_)
    for (const Comparator& comparator : study_.comparators) {
      if (std::ranges::find(comparator.datasets, ground.dataset->study->name) == comparator.datasets.end()) continue;
      loaded_.settings[{comparator.name, ground.dataset->study->name}] =
          with_waves(study_, comparator.setup, "comparator '" + comparator.name + "'",
                     plugin_of(catalogue_, Kind::comparator, comparator.setup.plugin), *ground.dataset, problems_);
      ground.comparators.push_back({&comparator, {}, ""});
    }
  for (const Ground& ground : grounds_)
    if (ground.comparators.empty())
      refuse(settings_.at,
             "no comparator is for data '" + ground.dataset->study->name + "', in which something is planted",
             "add a [[comparator]] for it, or plant nothing there");
  end_if_wrong();
  DesignMaker maker(study_, catalogue_, loaded_, options_.channel, nullptr);
  for (Ground& ground : grounds_)
    for (TriedComparator& tried : ground.comparators) {
      if (reads_baselines(*tried.comparator, catalogue_)) continue;
      maker.make(*tried.comparator, *ground.dataset, [&](MadeDesign made) {
        tried.reason = std::move(made.reason);
        tried.design = std::move(made.design);
        if (tried.design) tried.over = clusterings_under(*tried.design, ground.dataset->rows);
      });
    }
}

std::vector<std::vector<Tried>> Simulator::try_all() {
  const auto n = static_cast<std::size_t>(settings_.repetitions);
  std::vector<std::vector<Tried>> all(n);
  std::atomic<std::size_t> next{0};
  std::size_t done = 0;
  std::mutex telling;
  ChannelOptions channel = options_.channel;
  channel.threads = 1;
  const auto work = [&] {
    TrialRun run(study_, catalogue_, loaded_, grounds_, channel);
    for (std::size_t k = next++; k < n; k = next++) {
      all[k] = run.study(static_cast<std::int64_t>(k));
      const std::lock_guard lock(telling);
      if (options_.progress) options_.progress(++done, n);
    }
  };
  const int workers =
      std::max(1, static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(options_.workers), n)));
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(std::max(workers, tbb::info::default_concurrency())));
  tbb::task_arena arena(workers);
  arena.execute([&] {
    tbb::task_group group;
    for (int w = 0; w < workers; ++w) group.run(work);
    group.wait();
  });
  return all;
}

/// "daily_income of people: +0.3, node = homeworker"
std::string Simulator::words_of(const PlantedChange& change) const {
  std::string text = change.column.text + " of " + change.data + ": ";
  text += change.way == PlantedChange::multiply ? "times " + signed_text(change.by).substr(1)
          : change.way == PlantedChange::points ? signed_text(100 * change.by) + " points"
                                                : signed_text(change.by);
  text += change.is_effect                          ? ""
          : change.arm == PlantedChange::treated    ? ", a trend of the treated arm"
          : change.arm == PlantedChange::comparison ? ", a trend of the comparison arm"
                                                    : ", a trend of everyone";
  for (const auto& [column, level] : change.levels) text += ", " + column + " = " + level;
  return text;
}

Simulation Simulator::summed(const std::vector<std::vector<Tried>>& all) {
  Simulation to;
  to.studies = settings_.repetitions;
  to.seed = study_.seed;
  to.confidence = study_.confidence;
  to.correlation = settings_.correlation;
  to.cluster_correlation = settings_.cluster_correlation;
  for (const PlantedChange& change : settings_.changes) to.planted.push_back(words_of(change));
  ChannelOptions channel = options_.channel;
  TrialRun run(study_, catalogue_, loaded_, grounds_, channel);
  std::size_t job = 0;
  for (std::size_t g = 0; g < grounds_.size(); ++g) {
    const Ground& ground = grounds_[g];
    if (ground.donors->strangers() > 0)
      to.notes.push_back("data " + ground.dataset->study->name + ": " + counted(ground.donors->strangers(), "row") +
                         " with nobody alike in the first wave, who draw from all of their arm");
    for (const TriedIndicator& indicator : ground.indicators) {
      const auto scores = run.own_scores(g, indicator);
      for (const TriedComparator& comparator : ground.comparators)
        for (const std::size_t group : ground.groups) {
          SimulatedEffect of;
          of.data = ground.dataset->study->name;
          of.indicator = indicator.name;
          of.title = indicator.indicator().title;
          of.comparator = comparator.comparator->name;
          of.comparator_title = comparator.comparator->title;
          of.group = ground.dataset->groups[group].label;
          of.everyone = ground.dataset->groups[group].columns.empty();
          sum_up(all, job++, of, ground, group, indicator, comparator, scores, to);
        }
    }
  }
  return to;
}

/// What all studies found of one indicator, comparator and group: a summary for each output and contrast.
void Simulator::sum_up(const std::vector<std::vector<Tried>>& all, std::size_t job, const SimulatedEffect& of,
                       const Ground& ground, std::size_t group, const TriedIndicator& indicator,
                       const TriedComparator& comparator, const std::vector<std::vector<double>>& scores,
                       Simulation& to) {
  struct Gathered {
    const AboutEffect* first = nullptr;
    std::vector<planning::Trial> trials;
  };
  std::map<std::pair<std::size_t, std::string>, Gathered> effects;
  std::map<std::string, std::int64_t> failures;
  for (const auto& study : all) {
    if (!study[job].reason.empty()) ++failures[study[job].reason];
    for (const TriedEffect& effect : study[job].effects) {
      Gathered& gathered = effects[{effect.about->output, effect.about->contrast.name}];
      if (gathered.first == nullptr) gathered.first = effect.about.get();
      gathered.trials.push_back(effect.trial);
    }
  }
  if (effects.empty()) {
    SimulatedEffect none = of;
    none.found.studies = static_cast<std::int64_t>(all.size());
    none.found.reasons = failures;
    to.effects.push_back(std::move(none));
  }
  for (auto& [key, gathered] : effects) {
    SimulatedEffect one = of;
    const AboutEffect& first = *gathered.first;
    one.output = first.as.name;
    one.contrast = first.contrast.name;
    one.unit = first.contrast.unit.value_or("");
    planning::Trial failed;
    for (const auto& [reason, times] : failures) {
      failed.reason = reason;
      gathered.trials.insert(gathered.trials.end(), static_cast<std::size_t>(times), failed);
    }
    one.found = planning::characteristics_of(gathered.trials, first.contrast.null_value);
    const bool never_moves = one.found.sd && one.found.sd->value == 0 && one.found.tested == 0;
    if (never_moves) continue;  // a line of the study's, for one
    if (!comparator.design || !one.found.truth) {
      one.no_formula = "the design is made anew in each study";
    } else {
      const std::span<const double> own = scores.empty() ? std::span<const double>{} : scores[key.first];
      one.formula = power_by_formula({*comparator.design, first.contrast, *ground.dataset, *ground.donors,
                                      indicator.ties, ground.dataset->groups[group].rows, own,
                                      *one.found.truth - first.contrast.null_value, 1 - study_.confidence},
                                     one.no_formula);
    }
    to.effects.push_back(std::move(one));
  }
}

}  // namespace

Simulation simulate_study(const Study& study, const Catalogue& catalogue, const SimulateOptions& options) {
  return Simulator(study, catalogue, options).simulate();
}

}  // namespace clusia
