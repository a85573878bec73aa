#include "pipeline/run.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <thread>

#include "cli/annexes.hpp"
#include "cli/append.hpp"
#include "cli/command.hpp"
#include "cli/comparison.hpp"
#include "cli/progress.hpp"
#include "cli/read.hpp"
#include "report/report.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

StopFlag stop{false};

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) {
    if (stop.exchange(true)) std::_Exit(interrupted);  // asked twice: leave at once; the database is whole as it stands
  };
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

/// run.log: all that was said, before its folder was there too. The terminal hears of warnings and errors alone.
class RunLog {
 public:
  RunLog() {
    spdlog::default_logger()->sinks().front()->set_level(spdlog::level::warn);
    spdlog::default_logger()->sinks().push_back(early_);
    spdlog::set_level(spdlog::level::info);
  }
  void open(const fs::path& path) {
    const auto file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string(), true);
    file->set_pattern("%Y-%m-%d %H:%M:%S %l: %v");
    for (const auto& message : early_->last_raw()) file->log(message);
    spdlog::default_logger()->sinks().back() = file;
  }

 private:
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> early_ = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(1000);
};

/// What running a study and comparing its strategies have in common.
struct Task {
  bool comparing = false;
  std::string folder;  ///< of results, after the study's id
};

void add_options(CommandLine& line, const std::string& folder) {
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 ("where results go (default: results/STUDY-ID" + folder + ")").c_str())(
      "resume", "go on with a run that was stopped or killed: what it had finished is not computed again")(
      "force", "replace a result that is there already")(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("KEY=VALUE"),
      "a value in place of the study's: comparator.KEY, comparator.NAME.KEY, the same of indicators, inference.KEY; "
      "may be "
      "given several times")(
      "threads",
      po::value<int>()->value_name("N")->default_value(static_cast<int>(std::thread::hardware_concurrency())),
      "workers at once")("json", "print a summary for programs instead of one for people")(
      "quiet,q", "print nothing but problems");
  add_plugin_path(line);
}

std::vector<Override> overrides_of(const CommandLine& line) {
  std::vector<Override> all;
  if (line.has("comparator")) all.push_back({Override::comparators, line.text("comparator")});
  if (line.has("set"))
    for (const std::string& text : line.values()["set"].as<std::vector<std::string>>())
      all.push_back({Override::set, text});
  return all;
}

RunOptions options_of(const CommandLine& line, const Study& study, const Task& task, RunLog& log) {
  RunOptions options;
  options.out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / (study.id + task.folder);
  options.force = line.has("force") || line.has("append");
  options.resume = line.has("resume");
  if (options.force && options.resume)
    throw Wrong(
        {"clusia: --resume goes on with a result, --force and --append replace it: one of them would be right"});
  options.workers = line.values()["threads"].as<int>();
  options.opened = [&log, out = options.out] { log.open(out / "run.log"); };
  options.channel.isolated = study.isolated;
  options.channel.stop = &stop;
  options.channel.log = [](std::int32_t level, const std::string& component, const std::string& text) {
    spdlog::log(level == CLUSIA_LOG_WARNING ? spdlog::level::warn
                : level == CLUSIA_LOG_INFO  ? spdlog::level::info
                                            : spdlog::level::debug,
                "{}: {}", component, text);
  };
  return options;
}

/// The tables and the report; false after saying why they are not all there.
bool write_all(const fs::path& database, const fs::path& out) {
  try {
    write_results(database, out, annexes_of(database));
  } catch (const std::exception& e) {
    spdlog::error("{}; the results are in {}, `clusia report` makes the rest anew", e.what(), database.string());
    return false;
  }
  return true;
}

void tell(const CommandLine& line, const fs::path& database, const fs::path& out) {
  if (line.has("json")) {
    std::cout << json_of_results(database) << "\n";
  } else if (!line.has("quiet")) {
    print_results(database, std::cout, Style(STDOUT_FILENO));
    std::cout << "report    " << (out / "report.html").string() << "\ndatabase  " << database.string() << "\n";
  }
}

/// False after saying why the files of a further wave are not all there.
bool tell_appended(const CommandLine& line, const fs::path& out) {
  try {
    const std::string said = finish_appending(out);
    if (!line.has("quiet") && !line.has("json"))
      std::cout << "waves     " << said << "\nmonitor   " << (out / "monitor.html").string() << "\n";
  } catch (const std::exception& e) {
    spdlog::error("{}", e.what());
    return false;
  }
  return true;
}

int carry_out(const CommandLine& line, const Task& task) {
  if (const int workers = line.values()["threads"].as<int>(); workers < 1)
    throw Wrong({"clusia: --threads " + std::to_string(workers) + ": at least 1 is needed"});
  RunLog log;
  const Catalogue catalogue = catalogue_for(line);
  const Study study = read(line.text("STUDY.toml"), catalogue, overrides_of(line), task.comparing);
  RunOptions options = options_of(line, study, task, log);
  const bool goes_on = options.resume && is_appending(options.out);
  const bool appending = !task.comparing && (line.has("append") || goes_on);
  if (goes_on && has_ended(options.out)) return tell_appended(line, options.out) ? all_well : something_failed;
  if (appending && !goes_on) set_aside(options.out, study.id);
  if (line.has("force") && !appending) let_go(options.out);
  ProgressLine progress;
  options.progress = [&](std::size_t done, std::size_t all, const std::string& what) {
    if (!line.has("quiet")) progress.show(done, all, what);
  };
  bool written = false;
  options.stored = [&] { written = write_all(options.out / "results.sqlite", options.out); };
  stop_on_signals();
  RunOutcome outcome;
  try {
    outcome = run_study(study, catalogue, options);
  } catch (const StudyRefused& refused) {
    if (appending) put_back(options.out);
    throw Wrong(refused.problems);
  } catch (const NotWritten& e) {
    spdlog::error("{}", e.what());
    return something_failed;
  } catch (const Stopped&) {
    if (appending) put_back(options.out);
    std::cerr << "stopped before anything was computed; nothing was written\n";
    return interrupted;
  }
  const bool missed = study.strict && outcome.do_not_hold > 0;
  if (missed)
    spdlog::error("{} of {} published values do not hold, and the study is strict", outcome.do_not_hold,
                  outcome.hold + outcome.do_not_hold);
  tell(line, outcome.database, options.out);
  if (appending && !outcome.interrupted) written = tell_appended(line, options.out) && written;
  if (outcome.interrupted) return interrupted;
  return outcome.failed > 0 || missed || !written ? something_failed : all_well;
}

}  // namespace

int run(const Arguments& given) {
  CommandLine line(
      "clusia run STUDY.toml [options]",
      "Carries out a study: reads its data, computes every indicator under every comparator for every "
      "group, and leaves\n"
      "results.sqlite, estimates.csv, effects.csv, differences.csv, report.html, indicators.html and run.log in the\n"
      "output folder (and groups.html, a page for each group, where any is compared; trend_bounds.csv, where effects\n"
      "are told by event time).\n\n"
      "With --comparator and --set a study runs with other comparators or values, without editing it. What was\n"
      "changed stands in the results and in the report. Values are TOML: texts in quotes, "
      "'comparator.method=\"exact\"'.",
      "clusia run configs/italy-districts/study.toml --out italy");
  line.options()(
      "comparator", po::value<std::string>()->value_name("NAME[,NAME]"),
      "comparators to run in place of the study's: names that the study gives, else ids of comparator plugins, which "
      "have their defaults and the study's datasets, covariates and waves");
  add_options(line, "");
  line.options()(
      "append",
      "the data have a further wave: the result gives way to one with it and is kept as earlier.sqlite; says "
      "what of earlier waves was revised, and leaves monitor.html");
  if (!line.parse(given)) return all_well;
  return carry_out(line, {});
}

int compare(const Arguments& given) {
  CommandLine line(
      "clusia compare STUDY.toml [options]",
      "Sets strategies side by side: every indicator under every comparator, in all the ways that [compare] of the\n"
      "study lists, with what depends on them. Leaves what `clusia run` leaves, and specifications.csv.",
      "clusia compare configs/nsw-lalonde/study.toml --out strategies");
  const Task task{true, "-compare"};
  add_options(line, task.folder);
  if (!line.parse(given)) return all_well;
  return carry_out(line, task);
}

}  // namespace clusia::cli
