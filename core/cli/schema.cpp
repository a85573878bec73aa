#include "study/schema.hpp"

#include <iostream>

#include "cli/command.hpp"

namespace clusia::cli {

int schema(const Arguments& given) {
  CommandLine line("clusia schema [options]",
                   "Prints the JSON Schema (draft 2020-12) of study files, with the parameters of every plugin that is "
                   "found. Editors that\n"
                   "know TOML (Even Better TOML, taplo) complete and check a study with it.",
                   "clusia schema > clusia.schema.json");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  std::cout << study_schema(catalogue_for(line).plugins()).dump(2) << "\n";
  return all_well;
}

}  // namespace clusia::cli
