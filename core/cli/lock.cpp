#include "pipeline/lock.hpp"

#include <unistd.h>

#include <iostream>

#include "cli/command.hpp"
#include "cli/read.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;

void refuse_second(const Study& study) {
  try {
    if (const auto lock = lock_of(study)) {
      const fs::path file = fixed_file_of(study);
      throw Wrong({file.string() + ": the study is fixed since " + lock->fixed + ": remove " +
                   file.filename().string() + " to fix it anew"});
    }
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  }
}

Lock fixed(const Study& study, const Catalogue& catalogue) {
  ChannelOptions options;
  options.isolated = study.isolated;
  try {
    Lock lock = make_lock(study, catalogue, options);
    write_lock(lock, study);
    return lock;
  } catch (const StudyRefused& refused) {
    throw Wrong(refused.problems);
  }
}

void print(const Lock& lock, const Study& study, std::ostream& to, const Style& s) {
  const LockRecord of = record_of(lock, study);
  to << s.bold << study.title << s.plain << "\n"
     << "fixed on " << lock.fixed << ", no outcome read: " << counted(of.designs, "design") << ", " << of.hypotheses
     << (of.hypotheses == 1 ? " hypothesis" : " hypotheses") << " (outputs times comparators times groups)\n";
  if (of.designs_open > 0) to << "\n" << s.bold << "Not made yet" << s.plain << "\n";
  for (const FixedDesign& d : lock.designs)
    if (d.sha256.empty()) to << "  comparator " << d.comparator << ", data " << d.data << ": " << d.reason << "\n";
  to << (of.designs_open > 0 ? "\n" : "") << "lock      " << of.path << "\n";
}

}  // namespace

int lock(const Arguments& given) {
  CommandLine line(
      "clusia lock STUDY.toml [options]",
      "Fixes a study before its outcomes are seen: its whole text, the design of every comparator, and what is going\n"
      "to be tested. Reads roles, covariates, groups and weights of the data, and no outcome; data that are not there\n"
      "yet may be missing. Leaves STUDY.fixed beside the study. Every later `clusia run` lists what is no longer as "
      "it\n"
      "was fixed.",
      "clusia lock configs/craft-cluster/study.toml");
  line.arguments({"STUDY.toml"});
  line.options()("quiet,q", "print nothing but problems");
  add_plugin_path(line);
  if (!line.parse(given)) return all_well;
  const Catalogue catalogue = catalogue_for(line);
  const Study study = read_ahead(line.text("STUDY.toml"), catalogue);
  refuse_second(study);
  const Lock lock = fixed(study, catalogue);
  if (!line.has("quiet")) print(lock, study, std::cout, Style(STDOUT_FILENO));
  return all_well;
}

}  // namespace clusia::cli
