#include <iostream>

#include "cli/command.hpp"
#include "cli/read.hpp"
#include "pipeline/loaded_study.hpp"
#include "study/problem.hpp"
#include "study/read.hpp"

namespace clusia::cli {
namespace {

KnownPlugins known(const Catalogue& catalogue) {
  return {[&](Kind kind, std::string_view id) { return catalogue.find(kind, id); },
          [&](Kind kind) { return catalogue.ids(kind); }};
}

Study study_or_problems(Checked checked) {
  if (auto* study = std::get_if<Study>(&checked)) return std::move(*study);
  throw Wrong(texts_of(std::get<std::vector<Problem>>(checked)));
}

}  // namespace

std::vector<std::string> texts_of(const std::vector<Problem>& problems) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(text_of(problem));
  return texts;
}

Study read(const std::filesystem::path& path, const Catalogue& catalogue, const std::vector<Override>& overrides,
           bool comparing) {
  return study_or_problems((comparing ? read_comparison : read_study)(path, known(catalogue), overrides));
}

Study read_ahead(const std::filesystem::path& path, const Catalogue& catalogue) {
  return study_or_problems(read_study_ahead(path, known(catalogue)));
}

Study outline(const std::filesystem::path& path, const Catalogue& catalogue) {
  return study_or_problems(read_outline(path, known(catalogue)));
}

int check(const Arguments& given) {
  CommandLine line("clusia check STUDY.toml [options]",
                   "Says everything that is wrong with a study, each as file:line:column: what is wrong: what would be "
                   "right. Reads the\n"
                   "columns of its data, computes no result and writes nothing.",
                   "clusia check configs/italy-districts/study.toml");
  line.arguments({"STUDY.toml"});
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Catalogue catalogue = catalogue_for(line);
  const Study study = read(line.text("STUDY.toml"), catalogue);
  if (study.has_comparison) read(line.text("STUDY.toml"), catalogue, {}, true);
  try {
    load_study(study, catalogue, {});
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  }
  std::cout << line.text("STUDY.toml") << ": all well: " << counted(std::ssize(study.datasets), "dataset") << ", "
            << counted(std::ssize(study.indicators), "indicator") << ", "
            << counted(std::ssize(study.comparators), "comparator") << ", "
            << counted(std::ssize(study.expectations), "expectation") << "\n";
  return all_well;
}

}  // namespace clusia::cli
