#include "report/report.hpp"

#include <unistd.h>

#include <fstream>
#include <iostream>

#include "cli/command.hpp"
#include "cli/comparison.hpp"
#include "cli/summary.hpp"

namespace clusia::cli {

namespace fs = std::filesystem;

int report(const Arguments& given) {
  CommandLine line("clusia report RESULTS.sqlite [options]",
                   "Makes the report and the tables anew from a results database alone, and prints the summary. "
                   "Nothing is computed.",
                   "clusia report results/italy-districts/results.sqlite --out anew");
  line.arguments({"RESULTS.sqlite"});
  line.options()("out,o", po::value<std::string>()->value_name("DIR"), "where they go (default: beside the database)")(
      "json", "print a summary for programs instead of one for people");
  if (!line.parse(given)) return all_well;
  const fs::path database = line.text("RESULTS.sqlite");
  if (!fs::is_regular_file(database))
    throw Wrong({database.string() + ": file not found: name the results.sqlite that a run left"});
  const fs::path out = line.has("out") ? fs::path(line.text("out")) : database.parent_path();
  try {
    if (!out.empty()) fs::create_directories(out);
    const std::string html = html_report(database);
    write_estimates_csv(database, out / "estimates.csv");
    write_effects_csv(database, out / "effects.csv");
    write_differences_csv(database, out / "differences.csv");
    if (has_specifications(database)) write_specifications_csv(database, out / "specifications.csv");
    std::ofstream file(out / "report.html", std::ios::binary);
    file << html;
    if (!file.flush())
      throw std::runtime_error((out / "report.html").string() + ": cannot be written: name another folder with --out");
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << (has_specifications(database) ? json_comparison(database) : json_summary(database)) << "\n";
  } else {
    (has_specifications(database) ? print_comparison : print_summary)(database, std::cout, Style(STDOUT_FILENO));
    std::cout << "report    " << (out / "report.html").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
