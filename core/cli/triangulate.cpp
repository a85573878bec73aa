#include <unistd.h>

#include <iostream>

#include "cli/command.hpp"
#include "cli/grid.hpp"
#include "cli/read.hpp"
#include "report/query.hpp"
#include "voices/triangulation.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

std::string sign(const Strand& strand) {
  if (!strand.direction) return "-";
  return *strand.direction > 0 ? "better" : *strand.direction < 0 ? "worse" : "neither";
}

void print(const Study& study, const Triangulation& of, std::ostream& to) {
  const Style style(STDOUT_FILENO);
  to << style.bold << study.title << style.plain << "\n" << agreement_in_words(of) << "\n\n";
  std::vector<Line> lines{{"", "group", "figures", "proxies", "said", "scored", ""}};
  std::size_t silent = 0;
  for (const Triangle& row : of.rows) {
    if (row.verdict == Verdict::silent) {
      ++silent;
      continue;
    }
    lines.push_back({row.state, row.group, sign(row.direct), sign(row.proxy), sign(row.qualitative),
                     sign(row.participatory), word_of(row.verdict)});
  }
  if (lines.size() > 1) print_grid(lines, to, style);
  if (silent > 0) to << "  … and " << silent << " of which fewer than two strands speak; the page has them\n";
  to << "\n";
}

}  // namespace

int triangulate(const Arguments& given) {
  CommandLine line(
      "clusia triangulate STUDY.toml [options]",
      "Sets side by side what the figures show, what people say and how they score it, for each state of "
      "well-being and group;\n"
      "disagreements come first. Takes the effects from the results of a run and the voices from the sheets "
      "of the study. Leaves\n"
      "triangulation.csv and triangulation.html.",
      "clusia run configs/craft-cluster/study.toml && clusia triangulate configs/craft-cluster/study.toml");
  line.arguments({"STUDY.toml"});
  line.options()("results", po::value<std::string>()->value_name("DB"),
                 "results database (default: results/STUDY-ID/results.sqlite)")(
      "out,o", po::value<std::string>()->value_name("DIR"), "where they go (default: results/STUDY-ID)")(
      "json", "print them for programs instead of for people")("quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Study study = outline(line.text("STUDY.toml"), catalogue_for(line));
  if (study.voices.empty())
    throw Wrong({line.text("STUDY.toml") + ": the study has no [[voices]]: add one that names a sheet, file = "
                                           "\"data/segments.csv\""});
  const fs::path database =
      line.has("results") ? fs::path(line.text("results")) : fs::path("results") / study.id / "results.sqlite";
  if (!fs::is_regular_file(database))
    throw Wrong(
        {database.string() + ": file not found: run the study first, or name its results.sqlite with --results"});
  const auto read = hear(study);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&read)) throw Wrong(texts_of(*problems));
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : fs::path("results") / study.id;
  Triangulation made;
  try {
    const SQLite::Database results = report::open(database);
    const auto& heard = std::get<std::vector<Heard>>(read);
    made = clusia::triangulate(results, heard);
    fs::create_directories(out);
    write_triangulation_csv(made, out / "triangulation.csv");
    write_file(out / "triangulation.html",
               triangulation_page(study, clusia::triangulate(results, heard, report::Words(study.language))));
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << json_of(made).dump(2) << "\n";
  } else if (!line.has("quiet")) {
    print(study, made, std::cout);
    std::cout << "page   " << (out / "triangulation.html").string() << "\ntable  "
              << (out / "triangulation.csv").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
