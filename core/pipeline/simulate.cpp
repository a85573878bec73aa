#include "pipeline/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "pipeline/pins.hpp"
#include "pipeline/trial_summary.hpp"
#include "pipeline/waves.hpp"
#include "pipeline/workers.hpp"
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
    take_scores();
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
  void take_scores();
  Simulation summed(const std::vector<std::vector<Tried>>& all) const;

  Study study_;  ///< what is tried of it
  const SimulateSettings& settings_;
  const Catalogue& catalogue_;
  const SimulateOptions& options_;
  std::vector<Problem> problems_;
  std::vector<std::string> texts_;
  LoadedStudy loaded_;
  std::vector<Ground> grounds_;
  std::vector<std::vector<OwnScores>> scores_;  ///< by ground and indicator
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
        if (tried.design) tried.over = clusterings_under(*tried.design, ground.dataset->compared());
      });
    }
}

/// Whatever an indicator cannot read is found here, before anything is tried.
void Simulator::take_scores() {
  TrialRun run(study_, catalogue_, loaded_, grounds_, options_.channel);
  for (std::size_t g = 0; g < grounds_.size(); ++g) {
    scores_.emplace_back();
    for (const TriedIndicator& indicator : grounds_[g].indicators) {
      OwnScores& own = scores_.back().emplace_back();
      try {
        own = run.own_scores(g, indicator);
      } catch (const PluginFailure&) {  // it has no formula then; the studies say what it fails of
      } catch (const Crash&) {
      }
    }
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
  on_workers(workers, work);
  return all;
}

Simulation Simulator::summed(const std::vector<std::vector<Tried>>& all) const {
  Simulation to;
  to.studies = settings_.repetitions;
  to.seed = study_.seed;
  to.confidence = study_.confidence;
  to.correlation = settings_.correlation;
  to.cluster_correlation = settings_.cluster_correlation;
  for (const PlantedChange& change : settings_.changes) to.planted.push_back(words_of(change));
  std::size_t job = 0;
  for (std::size_t g = 0; g < grounds_.size(); ++g) {
    const Ground& ground = grounds_[g];
    for (std::string& note : notes_of(ground, settings_)) to.notes.push_back(std::move(note));
    for (std::size_t i = 0; i < ground.indicators.size(); ++i)
      for (const TriedComparator& comparator : ground.comparators)
        for (const std::size_t group : ground.groups)
          for (SimulatedEffect& effect : summed_up(
                   {ground, ground.indicators[i], comparator, group, job++, scores_[g][i]}, all, study_.confidence))
            to.effects.push_back(std::move(effect));
  }
  return to;
}

}  // namespace

Simulation simulate_study(const Study& study, const Catalogue& catalogue, const SimulateOptions& options) {
  return Simulator(study, catalogue, options).simulate();
}

}  // namespace clusia
