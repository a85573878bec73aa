#include "pipeline/plan.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/command.hpp"
#include "cli/plan_summary.hpp"
#include "cli/read.hpp"
#include "report/plan.hpp"
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

planning::Plan planned(const Study& study, const Catalogue& catalogue) {
  ChannelOptions options;
  options.isolated = study.isolated;
  options.log = [](std::int32_t level, const std::string& component, const std::string& text) {
    if (level == CLUSIA_LOG_WARNING) spdlog::warn("{}: {}", component, text);
  };
  try {
    return plan_study(study, catalogue, options);
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
      "The same seed and the same frame, in whatever order, give the same sample.",
      "clusia plan configs/weavers/study.toml --out plan");
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 "where the files go (default: results/STUDY-ID-plan)")("force",
                                                                        "replace another sample that is there already")(
      "json", "print a summary for programs instead of one for people")("quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Catalogue catalogue = catalogue_for(line);
  const Study study = outline(line.text("STUDY.toml"), catalogue);
  if (study.plan == nullptr)
    throw Wrong({line.text("STUDY.toml") + ": the study has no [plan]: add one (docs/planning.md)"});
  const planning::Plan plan = planned(study, catalogue);

  const fs::path out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / (study.id + "-plan");
  std::vector<File> files{{out / "plan.csv", plan_csv(plan)},
                          {out / "plan.html", html_plan(plan, {study.title, study.question, version})}};
  const bool draws = !plan.strata.empty();
  if (draws) files.push_back({out / "sample.csv", sample_csv(plan)});
  if (draws) refuse_other_sample(files.back(), line.has("force"));
  if (!plan.quotas.empty()) files.push_back({out / "quotas.csv", quotas_csv(plan)});
  std::error_code failed;
  fs::create_directories(out, failed);
  write(files);

  if (line.has("json")) {
    std::cout << json_plan(plan) << "\n";
  } else if (!line.has("quiet")) {
    print_plan(plan, study.title, std::cout, Style(STDOUT_FILENO));
    std::cout << "plan      " << (out / "plan.html").string() << "\n";
    if (draws) std::cout << "list      " << (out / "sample.csv").string() << "\n";
    if (!plan.quotas.empty()) std::cout << "quotas    " << (out / "quotas.csv").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
