#include "pipeline/plan.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "cli/command.hpp"
#include "cli/plan_summary.hpp"
#include "cli/progress.hpp"
#include "cli/read.hpp"
#include "pipeline/simulate.hpp"
#include "report/plan.hpp"
#include "report/simulation.hpp"
#include "version.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

struct File {
  fs::path path;
  std::string text;
};

std::string text_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::vector<File>& files) {
  for (const File& file : files) {
    std::ofstream out(file.path, std::ios::binary | std::ios::trunc);
    out << file.text;
    if (!out.flush()) throw Wrong({file.path.string() + ": cannot be written: name another folder with --out"});
  }
}

/// Fieldwork may rest on the list that is there.
void refuse_other_sample(const File& sample, bool force) {
  if (force || !fs::exists(sample.path) || text_of_file(sample.path) == sample.text) return;
  throw Wrong(
      {sample.path.string() +
       ": holds another sample, and people may be visiting by it: name another folder with --out, or replace it "
       "with --force"});
}

ChannelOptions channel_of(const Study& study) {
  ChannelOptions options;
  options.isolated = study.isolated;
  options.log = [](std::int32_t level, const std::string& component, const std::string& text) {
    if (level == CLUSIA_LOG_WARNING) spdlog::warn("{}: {}", component, text);
  };
  return options;
}

planning::Plan planned(const Study& study, const Catalogue& catalogue) {
  try {
    return plan_study(study, catalogue, channel_of(study));
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  }
}

std::optional<planning::Simulation> simulated(const CommandLine& line, const Study& study, const Catalogue& catalogue) {
  if (!line.has("simulate")) return std::nullopt;
  if (!study.plan->simulate)
    throw Wrong({line.text("STUDY.toml") + ": the study has no [plan.simulate]: add one (docs/planning.md)"});
  SimulateOptions options;
  options.channel = channel_of(study);
  options.workers = line.values()["threads"].as<int>();
  ProgressLine progress;
  if (!line.has("quiet"))
    options.progress = [&](std::size_t done, std::size_t all) { progress.show(done, all, "simulated studies"); };
  try {
    return simulate_study(study, catalogue, options);
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  }
}

}  // namespace

int plan(const Arguments& given) {
  CommandLine line(
      "clusia plan STUDY.toml [options]",
      "Works out how large a study has to be, from [plan] of the study file: answers and people to approach in each\n"
      "arm, the smallest effect that the sample sees, and how it is spread over the cells of the frame. Draws the\n"
      "sample. Leaves plan.html, plan.csv and, where the study has a frame or quotas, sample.csv and quotas.csv.\n\n"
      "The same seed and the same frame, in whatever order, give the same sample.\n\n"
      "With --simulate it tries the study out: many times on the rows of its data, with outcomes drawn anew from the\n"
      "first wave and effects planted as [plan.simulate] says, through the designs and tests of a run. Says how far\n"
      "estimates are from the truth, whether intervals hold, and what is found, beside the formulas.",
      "clusia plan configs/weavers/study.toml --out plan");
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 "where the files go (default: results/STUDY-ID-plan)")("force",
                                                                        "replace another sample that is there already")(
      "simulate", "try the study out on the rows of its data; leaves simulation.csv, too")(
      "threads",
      po::value<int>()->value_name("N")->default_value(static_cast<int>(std::thread::hardware_concurrency())),
      "simulated studies at once")("json", "print a summary for programs instead of one for people")(
      "quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Catalogue catalogue = catalogue_for(line);
  if (const int threads = line.values()["threads"].as<int>(); threads < 1)
    throw Wrong({"clusia: --threads " + std::to_string(threads) + ": at least 1 is needed"});
  const bool tries = line.has("simulate");
  const Study study = tries ? read(line.text("STUDY.toml"), catalogue) : outline(line.text("STUDY.toml"), catalogue);
  if (study.plan == nullptr)
    throw Wrong({line.text("STUDY.toml") + ": the study has no [plan]: add one (docs/planning.md)"});
  const planning::Plan plan = planned(study, catalogue);
  const std::optional<planning::Simulation> simulation = simulated(line, study, catalogue);

  const fs::path out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / (study.id + "-plan");
  std::vector<File> files{{out / "plan.csv", plan_csv(plan)},
                          {out / "plan.html", html_plan(plan, {study.title, study.question, version},
                                                        simulation ? &*simulation : nullptr)}};
  const bool draws = !plan.strata.empty();
  if (draws) files.push_back({out / "sample.csv", sample_csv(plan)});
  if (draws) refuse_other_sample(files.back(), line.has("force"));
  if (!plan.quotas.empty()) files.push_back({out / "quotas.csv", quotas_csv(plan)});
  if (simulation) files.push_back({out / "simulation.csv", simulation_csv(*simulation)});
  std::error_code failed;
  fs::create_directories(out, failed);
  write(files);

  if (line.has("json")) {
    std::cout << json_plan(plan, simulation ? &*simulation : nullptr) << "\n";
  } else if (!line.has("quiet")) {
    print_plan(plan, study.title, std::cout, Style(STDOUT_FILENO));
    if (simulation) print_simulation(*simulation, std::cout, Style(STDOUT_FILENO));
    std::cout << "plan      " << (out / "plan.html").string() << "\n";
    if (draws) std::cout << "list      " << (out / "sample.csv").string() << "\n";
    if (!plan.quotas.empty()) std::cout << "quotas    " << (out / "quotas.csv").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
