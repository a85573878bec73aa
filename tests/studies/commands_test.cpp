// The commands: help, examples that work, exit statuses, the nearest name for a misspelt one, and what plugins declare.
#include <clusia/abi.h>
#include <dlfcn.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "studies/results.hpp"

namespace clusia::test {
namespace {

using testing::HasSubstr;

const std::vector<std::string> commands{"run",  "compare", "check",       "plugins", "diagnose", "map",    "plan",
                                        "lock", "voices",  "triangulate", "monitor", "diff",     "report", "schema"};

How in(const Folder& folder) { return {.in = folder.path(), .environment = {}}; }

/// Refused with these words, and with nothing written.
void expect_refused(const std::vector<std::string>& arguments, const std::string& words) {
  const Folder folder;
  const Said said = clusia(arguments, in(folder));
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, words + "\n");
  EXPECT_EQ(said.out, "");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

std::string example_of(const std::string& help) {
  const std::string heading = "\nExample:\n  ";
  const auto at = help.find(heading);
  EXPECT_NE(at, std::string::npos) << help;
  const auto from = at + heading.size();
  return help.substr(from, help.find('\n', from) - from);
}

/// Where somebody who follows the help stands: a checkout (a copy, as a lock stands beside its study), with the program
/// on the path. The examples build on each other.
TEST(Commands, EveryExampleWorks) {
  const Folder folder;
  fs::copy(fs::path(CLUSIA_SOURCE_DIR) / "configs", folder / "configs", fs::copy_options::recursive);
  const std::string path = fs::path(CLUSIA_PROGRAM).parent_path().string() + ":" + std::getenv("PATH");
  std::vector<std::string> examples{example_of(clusia_well({"--help"}).out)};
  for (const std::string& command : commands) examples.push_back(example_of(clusia_well({command, "--help"}).out));
  for (const std::string& example : examples) {
    EXPECT_THAT(example, testing::StartsWith("clusia "));
    const Said said = said_by({"sh", "-c", example}, {.in = folder.path(), .environment = {{"PATH", path}}});
    EXPECT_EQ(said.status, 0) << example << "\n" << said.err;
    EXPECT_EQ(said.err, "") << example;
  }
  for (const char* file :
       {"results/italy-districts/report.html", "italy/report.html", "anew/report.html", "plan/sample.csv",
        "configs/craft-cluster/study.fixed", "eight/diagnosis.csv", "voices/voices.csv", "craft/map.svg",
        "results/craft-cluster/triangulation.csv", "monitor/monitor.csv", "changes/changes.csv", "clusia.schema.json"})
    EXPECT_TRUE(fs::exists(folder / file)) << file;
}

TEST(Commands, HelpNamesEveryCommandAndStatus) {
  const std::string help = clusia_well({"--help"}).out;
  for (const std::string& command : commands) EXPECT_THAT(help, HasSubstr("\n  " + command + " "));
  for (const char* status :
       {"0 all well", "1 something in the run failed", "2 the study or the command line", "3 a fault", "130 stopped"})
    EXPECT_THAT(help, HasSubstr(status));
  const Said none = clusia({});
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.err, help);
  for (const std::string& command : commands)
    EXPECT_THAT(clusia_well({command, "-h"}).out, testing::StartsWith("clusia " + command));
}

TEST(Commands, Version) {
  EXPECT_THAT(clusia_well({"--version"}).out,
              testing::MatchesRegex("clusia [0-9]+[.][0-9]+[.][0-9]+ [(]plugin interface 1[.][0-9]+; .+[)]\n"));
}

TEST(Commands, MisspeltNamesAreMended) {
  expect_refused({"rnu", "study.toml"}, "clusia: there is no command 'rnu': write 'run'");
  expect_refused({"--versoin"}, "clusia: there is no command '--versoin': write '--version'");
  std::string all;
  for (const std::string& command : commands) all += "'" + command + "', ";
  expect_refused({"summarise"},
                 "clusia: there is no command 'summarise': the commands are " + all + "'--help', '--version'");
  expect_refused({"run", "study.toml", "--thread", "2"},
                 "clusia: unknown option '--thread': write '--threads'; see clusia run --help");
  expect_refused(
      {"check", "study.toml", "--strict"},
      "clusia: unknown option '--strict': the options are '--help', '--plugin-path'; see clusia check --help");
  expect_refused({"plugins", "sohw", "arpr"}, "clusia: plugins has no 'sohw': write 'show'");
  expect_refused({"plugins", "show", "arp"}, "clusia: there is no plugin 'arp': write 'arpr'");
}

TEST(Commands, WrongArgumentsAreNamed) {
  expect_refused({"run"}, "clusia: STUDY.toml is missing; see clusia run --help");
  expect_refused({"run", "a.toml", "b.toml"}, "clusia: an argument too many: 1 at most; see clusia run --help");
  expect_refused({"run", "a.toml", "--threads", "0"}, "clusia: --threads 0: at least 1 is needed");
  expect_refused({"run", "a.toml", "--threads", "two"},
                 "clusia: the argument ('two') for option '--threads' is invalid; see clusia run --help");
  expect_refused({"run", "a.toml", "--out"},
                 "clusia: the required argument for option '--out' is missing; see clusia run --help");
  expect_refused({"check", "a.toml", "--plugin-path", "nowhere"},
                 "clusia: --plugin-path nowhere: there is no such folder: correct the path");
  expect_refused({"plugins", "show"}, "clusia: plugins show: ID is missing; see clusia plugins --help");
  expect_refused({"report", "results.sqlite"},
                 "results.sqlite: file not found: name the results.sqlite that a run left");
}

TEST(Commands, AFileThatIsNoResultIsNotReportedOn) {
  const Folder folder;
  write(folder / "results.sqlite", "not a database");
  const Said said = clusia({"report", "results.sqlite"}, in(folder));
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, "results.sqlite: is not a results database that can be read: file is not a database\n");
  EXPECT_EQ(contents(folder.path()).size(), 1U);
}

TEST(Commands, CheckWritesNothingAndSaysWhatItRead) {
  const Folder folder;
  const std::string study = std::string(CLUSIA_SOURCE_DIR) + "/configs/italy-districts/study.toml";
  EXPECT_EQ(clusia_well({"check", study}, in(folder)).out,
            study + ": all well: 3 datasets, 3 indicators, 4 comparators, 66 expectations\n");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

// ---- what plugins declare, read straight from the libraries -----------------------------------------------

const clusia_plugin& declared(const fs::path& library) {
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  clusia_version least{};
  clusia_error error{};
  return *reinterpret_cast<clusia_entry_function>(dlsym(handle, CLUSIA_ENTRY_SYMBOL))(
      {CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR}, &least, &error);
}

std::vector<fs::path> libraries() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(CLUSIA_PLUGINS))
    if (entry.path().extension() == ".so") all.push_back(entry.path());
  return all;
}

TEST(Plugins, ListNamesEachWithItsSummary) {
  const std::string list = clusia_well({"plugins", "list"}).out;
  const auto json = nlohmann::json::parse(clusia_well({"plugins", "list", "--json"}).out);
  EXPECT_EQ(json.size(), libraries().size());
  EXPECT_GE(json.size(), 10U);
  for (const fs::path& library : libraries()) {
    const clusia_plugin& plugin = declared(library);
    EXPECT_THAT(list, testing::ContainsRegex("  " + std::string(plugin.id) + " +[A-Z]"));
    EXPECT_THAT(list, HasSubstr(plugin.summary));
  }
}

TEST(Plugins, ListSaysWhatStandsInTheFoldersAndIsNone) {
  const Folder folder;
  write(folder / "plugins" / "notes.so", "not a library");
  EXPECT_THAT(clusia_well({"plugins", "list", "--plugin-path", "plugins"}, in(folder)).out,
              HasSubstr("refused  plugins/notes.so: is no shared library"));
}

TEST(Plugins, ShowTellsAllThatIsDeclared) {
  for (const fs::path& library : libraries()) {
    const clusia_plugin& plugin = declared(library);
    const std::string text = clusia_well({"plugins", "show", plugin.id}).out;
    const auto json = nlohmann::json::parse(clusia_well({"plugins", "show", plugin.id, "--json"}).out).at(0);
    const auto shown = [&](const char* what) {
      EXPECT_THAT(text, HasSubstr(what == nullptr ? "" : what)) << plugin.id;
    };
    shown(plugin.name), shown(plugin.version), shown(plugin.summary), shown(plugin.source);
    for (int64_t k = 0; k < plugin.n_parameters; ++k) {
      const clusia_parameter& p = plugin.parameters[k];
      shown((std::string("\n  ") + p.name + "  (").c_str());
      shown(p.doc), shown(p.convention), shown(p.default_text);
      EXPECT_EQ(json["parameters"][static_cast<std::size_t>(k)]["name"], p.name);
    }
    EXPECT_EQ(json.value("parameters", nlohmann::json::array()).size(), static_cast<std::size_t>(plugin.n_parameters));
    if (plugin.kind != CLUSIA_INDICATOR) continue;
    const auto& indicator = *static_cast<const clusia_indicator_interface*>(plugin.interface_);
    for (int64_t k = 0; k < indicator.n_inputs; ++k) shown(indicator.inputs[k].name), shown(indicator.inputs[k].doc);
    for (int64_t k = 0; k < indicator.n_outputs; ++k)
      shown(indicator.outputs[k].name), shown(indicator.outputs[k].doc), shown(indicator.outputs[k].convention);
  }
  EXPECT_THAT(clusia_well({"plugins", "show", "arpr"}).out, HasSubstr("At-risk-of-poverty line [unit of income]"));
}

/// sdk/examples/c_mean is the mean once more, in C: in every cell, effect and standard error.
TEST(Plugins, TheExampleInCGivesWhatTheMeanGives) {
  const Folder folder;
  clusia_well({"run", std::string(CLUSIA_SOURCE_DIR) + "/tests/out_of_tree/study/study.toml", "--plugin-path",
               CLUSIA_BINARY_DIR "/examples", "--out", "out"},
              in(folder));
  Results results(folder / "out" / "results.sqlite");
  for (const std::string& view : {std::string("estimates"), std::string("effects")}) {
    const auto of = [&](const char* indicator) {
      const std::string which = view == "effects" ? "contrast, wave" : "cell, rows, missing, psus";
      return results.rows("SELECT comparator, group_label, estimate, std_error, df, conf_low, conf_high, note, " +
                              which + " FROM " + view + " WHERE indicator = ?",
                          {indicator});
    };
    EXPECT_GT(of("mean").size(), 10U);
    EXPECT_EQ(of("mean_in_c"), of("mean"));
  }
  EXPECT_GT(std::stoi(results.one("SELECT count(*) FROM effects WHERE indicator = 'mean' AND std_error > 0")), 10);
}

TEST(Schema, IsJsonAndKnowsEveryPlugin) {
  const std::string text = clusia_well({"schema"}).out;
  const auto schema = nlohmann::json::parse(text);
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  for (const fs::path& library : libraries()) {
    const clusia_plugin& plugin = declared(library);
    EXPECT_THAT(text, HasSubstr("\"" + std::string(plugin.id) + "\""));
    for (int64_t k = 0; k < plugin.n_parameters; ++k)
      EXPECT_THAT(text, HasSubstr("\"" + std::string(plugin.parameters[k].name) + "\":"));
  }
}

}  // namespace
}  // namespace clusia::test
