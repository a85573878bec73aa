#include "report/report.hpp"

#include <unistd.h>

#include <iostream>

#include "cli/annexes.hpp"
#include "cli/command.hpp"
#include "cli/comparison.hpp"

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
    write_results(database, out, annexes_of(database));
  } catch (const std::exception& e) {
    throw Wrong({e.what()});
  }
  if (line.has("json")) {
    std::cout << json_of_results(database) << "\n";
  } else {
    print_results(database, std::cout, Style(STDOUT_FILENO));
    std::cout << "report    " << (out / "report.html").string() << "\n";
  }
  return all_well;
}

}  // namespace clusia::cli
