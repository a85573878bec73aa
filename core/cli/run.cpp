#include "pipeline/run.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include "cli/command.hpp"
#include "cli/read.hpp"
#include "cli/summary.hpp"
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

/// One line on a terminal that is written over; nothing in a pipe.
class ProgressLine {
 public:
  void show(std::size_t done, std::size_t all, const std::string& what) {
    if (isatty(STDERR_FILENO) == 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (done != all && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    std::cerr << "\r\033[K" << done << " of " << all << "  " << what.substr(0, 60) << std::flush;
    if (done == all) std::cerr << "\r\033[K" << std::flush;
  }

 private:
  std::chrono::steady_clock::time_point last_;
};

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

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace

int run(const Arguments& given) {
  CommandLine line(
      "clusia run STUDY.toml [options]",
      "Carries out a study: reads its data, computes every indicator under every comparator for every "
      "group, and leaves\n"
      "results.sqlite, estimates.csv, effects.csv, differences.csv, report.html and run.log in the output folder.",
      "clusia run configs/italy-districts/study.toml --out italy");
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"), "where results go (default: results/STUDY-ID)")(
      "force", "replace a result that is there already")(
      "threads",
      po::value<int>()->value_name("N")->default_value(static_cast<int>(std::thread::hardware_concurrency())),
      "workers at once")("json", "print a summary for programs instead of one for people")(
      "quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;

  const int workers = line.values()["threads"].as<int>();
  if (workers < 1) throw Wrong({"clusia: --threads " + std::to_string(workers) + ": at least 1 is needed"});
  RunLog log;
  const Catalogue catalogue = catalogue_for(line);
  const Study study = read(line.text("STUDY.toml"), catalogue);
  RunOptions options;
  options.out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / study.id;
  options.force = line.has("force");
  options.workers = workers;
  options.opened = [&] { log.open(options.out / "run.log"); };
  options.channel.isolated = study.isolated;
  options.channel.stop = &stop;
  options.channel.log = [](std::int32_t level, const std::string& component, const std::string& text) {
    spdlog::log(level == CLUSIA_LOG_WARNING ? spdlog::level::warn
                : level == CLUSIA_LOG_INFO  ? spdlog::level::info
                                            : spdlog::level::debug,
                "{}: {}", component, text);
  };
  ProgressLine progress;
  options.progress = [&](std::size_t done, std::size_t all, const std::string& what) {
    if (!line.has("quiet")) progress.show(done, all, what);
  };
  stop_on_signals();
  RunOutcome outcome;
  try {
    outcome = run_study(study, catalogue, options);
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  } catch (const Stopped&) {
    std::cerr << "stopped before anything was computed; nothing was written\n";
    return interrupted;
  }
  const bool missed = study.strict && outcome.do_not_hold > 0;
  if (missed)
    spdlog::error("{} of {} published values do not hold, and the study is strict", outcome.do_not_hold,
                  outcome.hold + outcome.do_not_hold);
  bool written = true;
  try {
    write_estimates_csv(outcome.database, options.out / "estimates.csv");
    write_effects_csv(outcome.database, options.out / "effects.csv");
    write_differences_csv(outcome.database, options.out / "differences.csv");
    write_text(options.out / "report.html", html_report(outcome.database));
  } catch (const std::exception& e) {
    written = false;
    spdlog::error("{}; the results are in {}, `clusia report` makes the rest anew", e.what(),
                  outcome.database.string());
  }
  if (line.has("json")) {
    std::cout << json_summary(outcome.database) << "\n";
  } else if (!line.has("quiet")) {
    print_summary(outcome.database, std::cout, Style(STDOUT_FILENO));
    std::cout << "report    " << (options.out / "report.html").string() << "\ndatabase  " << outcome.database.string()
              << "\n";
  }
  if (outcome.interrupted) return interrupted;
  return outcome.failed > 0 || missed || !written ? something_failed : all_well;
}

}  // namespace clusia::cli
