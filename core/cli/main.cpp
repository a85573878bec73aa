/// The program: finds the command, maps what goes wrong to exit statuses.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <iostream>

#include "cli/command.hpp"
#include "frame/freed_memory.hpp"
#include "plugin/worker.hpp"
#include "study/nearest.hpp"
#include "version.hpp"

namespace {

using namespace clusia;

struct Command {
  const char* name;
  int (*run)(const cli::Arguments&);
  const char* about;
};

constexpr Command commands[] = {
    {"run", &cli::run, "carry out a study: read its data, compare, write database, tables and report"},
    {"compare", &cli::compare, "set the strategies of a study side by side: which results depend on which choice"},
    {"check", &cli::check, "say everything that is wrong with a study, and run nothing"},
    {"plugins", &cli::plugins, "list the plugins that are found, show or check one, or begin a new one"},
    {"diagnose", &cli::diagnose, "rank clusters by what a programme would be expected to do for the poor"},
    {"map", &cli::map, "draw the value chain of a cluster, its institutions and its poverty nodes"},
    {"plan", &cli::plan, "work out how large a study has to be, and draw who is asked"},
    {"lock", &cli::lock, "fix a study before its outcomes are seen, so that later deviations are known"},
    {"voices", &cli::voices, "what people ranked, scored and said: priorities, agreement, gains and losses"},
    {"triangulate", &cli::triangulate, "set figures, what people say and what they score side by side"},
    {"monitor", &cli::monitor, "which figures are no longer what they were in earlier waves"},
    {"diff", &cli::diff, "what changed from one study to its follow-up, and what cannot be compared"},
    {"report", &cli::report, "make the report and the tables anew from a results database"},
    {"schema", &cli::schema, "print the JSON Schema of study files, for editors"},
};

void print_help(std::ostream& to) {
  to << "clusia: poverty and social impact assessment of cluster development programmes\n\nclusia COMMAND "
        "[arguments]\n\n";
  for (const Command& c : commands)
    to << "  " << c.name << std::string(13 - std::strlen(c.name), ' ') << c.about << "\n";
  to << "\n  clusia COMMAND --help says more; clusia --version prints the version.\n\n"
        "Exit status: 0 all well; 1 something in the run failed (it is named, the rest is saved); 2 the study or the "
        "command line is\n"
        "wrong; 3 a fault of the program; 130 stopped by Ctrl-C (what was finished is saved).\n\nExample:\n  clusia "
        "run configs/italy-districts/study.toml\n";
}

int dispatch(int argc, char** argv) {
  if (argc < 2) {
    print_help(std::cerr);
    return cli::wrong_input;
  }
  const std::string name = argv[1];
  if (name == "--help" || name == "-h" || name == "help") {
    print_help(std::cout);
    return cli::all_well;
  }
  if (name == "--version") {
    std::cout << "clusia " << version << " (plugin interface " << CLUSIA_ABI_MAJOR << "." << CLUSIA_ABI_MINOR << "; "
              << build << ")\n";
    return cli::all_well;
  }
  std::vector<std::string> names;
  for (const Command& c : commands) {
    if (name == c.name) return c.run(cli::Arguments(argv + 2, argv + argc));
    names.emplace_back(c.name);
  }
  names.insert(names.end(), {"--help", "--version"});
  throw cli::Wrong({"clusia: there is no command '" + name + "': " + mend_of(name, names, "commands")});
}

}  // namespace

int main(int argc, char** argv) {
  keep_freed_memory();
  if (argc > 1 && std::strcmp(argv[1], worker_argument) == 0) return run_worker(argc, argv);
  std::signal(SIGCHLD, SIG_DFL);  // an ignored one, inherited, would hide how workers end
  const bool plain = cli::Style(STDERR_FILENO).bold.empty();
  spdlog::set_default_logger(
      spdlog::stderr_color_mt("clusia", plain ? spdlog::color_mode::never : spdlog::color_mode::always));
  spdlog::set_pattern("%^%l%$: %v");
  try {
    return dispatch(argc, argv);
  } catch (const cli::Wrong& wrong) {
    for (const std::string& problem : wrong.problems) std::cerr << problem << "\n";
    return cli::wrong_input;
  } catch (const std::exception& e) {
    std::cerr << "clusia: " << e.what() << "\n";
    return cli::internal_fault;
  }
}
