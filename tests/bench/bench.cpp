/// What the benchmark measures of Clusia, by the code that a run goes through; docs/performance.md says what it means.
///   data FILE UNITS WAVES     writes the survey
///   read FOLDER               the time of reading FOLDER/survey.csv, all of its columns
///   measure FOLDER            that, and times of FOLDER/estimates.toml and FOLDER/bootstrap.toml on FOLDER/survey.csv
///   programme FOLDER UNITS    writes what FOLDER/comparators.toml reads: UNITS, a fifth of them, and a panel of 5
///   UNITS comparators FOLDER        times of FOLDER/comparators.toml, from the roles and covariates to the effect run
///   STUDY.toml ISOLATION  a whole run and the memory that it took
/// Prints lines of what, seconds, estimate or megabytes, standard error; with tabs between.
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "data.hpp"
#include "frame/freed_memory.hpp"
#include "pipeline/assess.hpp"
#include "pipeline/levels.hpp"
#include "pipeline/run.hpp"
#include "study/read.hpp"

namespace clusia::bench {
namespace {

namespace fs = std::filesystem;
constexpr int threads = 2;

ChannelOptions options(bool isolated) {
  ChannelOptions o;
  o.isolated = isolated;
  o.program = CLUSIA_PROGRAM;
  o.threads = threads;
  return o;
}

const Catalogue& catalogue() {
  static const Catalogue all({{CLUSIA_PLUGINS, "of the build"}}, options(true));
  return all;
}

Study study_at(const fs::path& path) {
  const KnownPlugins known{[](Kind kind, std::string_view id) { return catalogue().find(kind, id); },
                           [](Kind kind) { return catalogue().ids(kind); }};
  Checked checked = read_study(path, known);
  if (auto* study = std::get_if<Study>(&checked)) return std::move(*study);
  throw std::runtime_error(text_of(std::get<std::vector<Problem>>(checked).front()));
}

struct Sum {
  double estimate = 0, std_error = 0;
};

void print(const std::string& what, double seconds, const Sum& of = {}) {
  std::printf("%s\t%.6f\t%.15g\t%.15g\n", what.c_str(), seconds, of.estimate, of.std_error);
  std::fflush(stdout);
}

/// The least of several: what else the machine does only ever adds.
template <class Work>
void time(const std::string& what, const Work& work) {
  double least = 1e300;
  Sum last;
  double all = 0;
  for (int k = 0; k < 9 && (k < 3 || all < 10); ++k) {
    const auto start = std::chrono::steady_clock::now();
    last = work();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    least = std::min(least, seconds);
    all += seconds;
  }
  print(what, least, last);
}

/// As a run's source reads them.
Sum read_all_columns(const Study& study) {
  const Dataset& dataset = study.datasets.front();
  const std::unique_ptr<Channel> channel = open_channel(options(false));
  const std::string plugin = plugin_of(catalogue(), Kind::source, dataset.source.plugin).path;
  const Names names = ask<Names>(*channel, OpenSource{{plugin, "bench", dataset.source.parameters, study.seed}});
  return {static_cast<double>(ask<ReadColumns>(*channel, ReadSource{names.names}).rows), 0};
}

/// A loaded study's indicators under its levels.
class Loaded {
 public:
  explicit Loaded(const fs::path& path)
      : study_(study_at(path)),
        loaded_(load_study(study_, catalogue(), options(false))),
        design_(levels_of(dataset())),
        over_(clusterings_under(design_, dataset().rows)) {}

  const std::vector<LoadedIndicator>& indicators() const { return loaded_.indicators; }
  std::size_t groups() const { return dataset().groups.size(); }

  Session session(const LoadedIndicator& indicator, Channel& channel) const {
    return {channel, indicator.bind, indicator.segments};
  }
  /// Of groups [first, last), added up.
  Sum assess(const LoadedIndicator& indicator, Session& session, std::size_t first, std::size_t last) const {
    Inference inference;
    inference.replicates = dataset().replicates.get();
    const AssessedIndicator assessed{session, *indicator.references, indicator.complete, false};
    Sum sum;
    for (std::size_t g = first; g < last; ++g) {
      const TaskResult result =
          clusia::assess(assessed, design_, dataset().rows, over_, dataset().groups[g].rows, inference);
      sum.estimate += result.cells[0][0].estimate.value();
      sum.std_error += result.cells[0][0].interval.value().std_error;
    }
    return sum;
  }
  /// From an indicator that is not yet bound to the data (it sorts them then) to the estimates.
  Sum from_the_start(const LoadedIndicator& indicator, Channel& channel, std::size_t first, std::size_t last) const {
    Session of = session(indicator, channel);
    return assess(indicator, of, first, last);
  }

 private:
  const LoadedDataset& dataset() const { return loaded_.datasets.front(); }
  Study study_;
  LoadedStudy loaded_;
  Design design_;
  std::shared_ptr<const Clusterings> over_;
};

void read(const fs::path& folder) {
  const Study study = study_at(folder / "estimates.toml");
  time("read", [&] { return read_all_columns(study); });
}

void measure(const fs::path& folder) {
  read(folder);
  const Loaded estimates(folder / "estimates.toml");
  const std::unique_ptr<Channel> local = open_channel(options(false));
  for (const LoadedIndicator& i : estimates.indicators())
    time(i.study->name, [&] { return estimates.from_the_start(i, *local, 0, 1); });
  const LoadedIndicator& mean = estimates.indicators().front();
  time("domains", [&] { return estimates.from_the_start(mean, *local, 1, estimates.groups()); });
  for (const bool isolated : {false, true}) {  // bound before: what a task costs, and no more
    const std::unique_ptr<Channel> channel = open_channel(options(isolated));
    Session session = estimates.session(mean, *channel);
    time(isolated ? "task in a worker" : "task", [&] { return estimates.assess(mean, session, 0, 1); });
  }
  const Loaded bootstrap(folder / "bootstrap.toml");
  time("bootstrap", [&] { return bootstrap.from_the_start(bootstrap.indicators().front(), *local, 0, 1); });
}

/// Design and effect, each comparator of the study on its one dataset.
void measure_comparators(const fs::path& folder) {
  const Study study = study_at(folder / "comparators.toml");
  const LoadedStudy loaded = load_study(study, catalogue(), options(false));
  for (const Comparator& comparator : study.comparators) {
    const std::string& name = comparator.datasets.front();
    const auto named = [&](const auto& of) { return of.study->name == name; };
    const LoadedDataset& dataset = *std::ranges::find_if(loaded.datasets, named);
    const LoadedIndicator& indicator = *std::ranges::find_if(loaded.indicators, named);
    const auto effect_of = [&](Channel& channel) {
      channel.attach(dataset.design_segment);
      MakeDesign request = dataset.design_request;
      request.instance = {plugin_of(catalogue(), Kind::comparator, comparator.setup.plugin).path, "bench",
                          loaded.settings.at({comparator.name, name}), study.seed};
      const Design design = ask<Design>(channel, request);
      Session session(channel, indicator.bind, indicator.segments);
      const AssessedIndicator assessed{session, *indicator.references, indicator.complete, false};
      const TaskResult result = clusia::assess(assessed, design, dataset.rows, clusterings_under(design, dataset.rows),
                                               dataset.groups.front().rows, Inference());
      const EffectResult& first = result.effects[0][0];
      return Sum{first.estimate.value(), first.interval.value().std_error};
    };
    const std::unique_ptr<Channel> channel = open_channel(options(false));
    time(comparator.name, [&] { return effect_of(*channel); });
  }
}

double megabytes(int who) {
  rusage used{};
  getrusage(who, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

void run(const fs::path& path, bool isolated) {
  Study study = study_at(path);
  study.isolated = isolated;
  RunOptions of;
  of.out = path.parent_path() / "results";
  of.force = true;
  of.channel = options(isolated);
  of.channel.threads = 1;
  of.workers = threads;
  const auto start = std::chrono::steady_clock::now();
  if (const RunOutcome outcome = run_study(study, catalogue(), of); outcome.failed > 0)
    throw std::runtime_error(std::to_string(outcome.failed) + " tasks failed");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  // Of several processes what each took at most, added up: columns that they share count once for each.
  print(isolated ? "run in workers" : "run", seconds.count(),
        {megabytes(RUSAGE_SELF) + (isolated ? threads * megabytes(RUSAGE_CHILDREN) : 0), 0});
}

int main(const std::vector<std::string>& arguments) {
  if (arguments.size() == 4 && arguments[0] == "data") {
    write_survey(arguments[1], std::stoll(arguments[2]), std::stoll(arguments[3]));
  } else if (arguments.size() == 2 && arguments[0] == "read") {
    read(arguments[1]);
  } else if (arguments.size() == 2 && arguments[0] == "measure") {
    measure(arguments[1]);
  } else if (arguments.size() == 3 && arguments[0] == "programme") {
    const fs::path folder = arguments[1];
    const std::int64_t units = std::stoll(arguments[2]);
    write_programme(folder / "many.csv", units);
    write_programme(folder / "some.csv", units / 5);
    write_panel(folder / "panel.csv", 5 * units);
  } else if (arguments.size() == 2 && arguments[0] == "comparators") {
    measure_comparators(arguments[1]);
  } else if (arguments.size() == 3 && arguments[0] == "run") {
    run(arguments[1], arguments[2] == "process");
  } else {
    std::cerr << "clusia_bench data FILE UNITS WAVES | read FOLDER | measure FOLDER | programme FOLDER UNITS | "
                 "comparators FOLDER | run STUDY.toml none|process\n";
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace clusia::bench

int main(int argc, char** argv) {
  clusia::keep_freed_memory();  // as the program does
  spdlog::set_level(spdlog::level::warn);
  try {
    return clusia::bench::main({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    std::cerr << "clusia_bench: " << e.what() << "\n";
    return 1;
  }
}
