#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/read.hpp"
#include "cli/summary.hpp"
#include "diagnosis/page.hpp"
#include "diagnosis/table.hpp"
#include "report/html.hpp"
#include "study/problem.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

Line line_of(const AssessedCluster& of) {
  const auto figure = [](const std::optional<double>& value) { return value ? plain(*value, 2) : "-"; };
  Line line{of.name};
  for (const auto& composite : of.by_family) line.push_back(figure(composite));
  line.push_back(figure(of.overall));
  line.push_back("[" + plain(of.least, 1) + ", " + plain(of.most, 1) + "]");
  if (const auto& r = of.rank) {
    line.push_back(std::to_string(r->rank));
    line.push_back(r->low == r->high ? std::to_string(r->low)
                                     : std::to_string(r->low) + " to " + std::to_string(r->high));
    line.push_back(plain(100 * r->first, 0) + " %");
  } else {
    line.insert(line.end(), {"-", "-", "-"});
  }
  line.push_back(std::to_string(of.scored) + " of " + std::to_string(of.scores.size()));
  return line;
}

void print_table(const Diagnosis& diagnosis, const Evaluation& evaluation, std::ostream& to, const Style& style) {
  std::vector<Line> lines{{""}};
  for (const CharacteristicFamily& family : diagnosis.families) lines[0].push_back(family.id);
  lines[0].insert(lines[0].end(), {"overall", "whatever is missing", "rank", "in 90 %", "first", "scored"});
  for (const AssessedCluster& of : evaluation.clusters) lines.push_back(line_of(of));
  print_grid(lines, to, style);
}

void print(const Study& study, const Evaluation& evaluation, std::ostream& to) {
  const Style style(STDOUT_FILENO);
  const Diagnosis& diagnosis = *study.diagnosis;
  to << style.bold << study.title << style.plain << "\n"
     << counted(std::ssize(evaluation.clusters), "cluster") << ", " << counted(std::ssize(evaluation.raters), "rater")
     << ", " << counted(std::ssize(diagnosis.characteristics), "characteristic") << " from 1 to 5; "
     << counted(evaluation.missing, "score") << " of " << evaluation.clusters.size() * diagnosis.characteristics.size()
     << " missing\n\n";
  print_table(diagnosis, evaluation, to, style);
  to << "\n" << agreement_in_words(evaluation) << "\n" << screening_aid << "\n\n";
}

}  // namespace

int diagnose(const Arguments& given) {
  CommandLine line("clusia diagnose STUDY.toml [options]",
                   "Which clusters to choose: ranks clusters by the cluster to poverty mapping matrix, from the scores "
                   "that [diagnosis] of\n"
                   "the study names. Says how far raters agree and how much the ranking depends on the weights. Leaves "
                   "diagnosis.csv and\n"
                   "diagnosis.html. The study needs neither data nor indicators yet.",
                   "clusia diagnose configs/eight-clusters/study.toml --out eight");
  line.arguments({"STUDY.toml"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"),
                 "where results go (default: results/STUDY-ID-diagnosis)")(
      "json", "print a summary for programs instead of one for people")("quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Study study = outline(line.text("STUDY.toml"), catalogue_for(line));
  if (!study.diagnosis)
    throw Wrong({line.text("STUDY.toml") + ": the study has no [diagnosis]: add one that names its score files, "
                                           "scores = [\"data/scores.csv\"]"});
  auto read = read_scores(study);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read)) throw Wrong(texts_of(*problems));
  const Evaluation evaluation = evaluate(*study.diagnosis, std::get<Scores>(read), study.seed);
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / (study.id + "-diagnosis");
  try {
    fs::create_directories(out);
    write_diagnosis_csv(*study.diagnosis, evaluation, out / "diagnosis.csv");
    write_file(out / "diagnosis.html", diagnosis_page(study, evaluation));
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << json_of(study, evaluation).dump(2) << "\n";
  } else if (!line.has("quiet")) {
    print(study, evaluation, std::cout);
    std::cout << "page   " << (out / "diagnosis.html").string() << "\ntable  " << (out / "diagnosis.csv").string()
              << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
