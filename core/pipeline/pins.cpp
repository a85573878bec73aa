#include "pipeline/pins.hpp"

#include <fstream>
#include <iterator>
#include <map>

#include "pipeline/loaded_study.hpp"
#include "study/values.hpp"
#include "study/written_file.hpp"
#include "version.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

struct Pin {
  std::string version, sha256;
  Position at;
};
using Pins = std::map<std::pair<std::string, std::string>, Pin>;  ///< by kind and id

/// The plugins that the study names.
std::vector<const Declaration*> named_by(const Study& study, const Catalogue& catalogue) {
  std::vector<const Declaration*> all;
  for (const Dataset& d : study.datasets) all.push_back(&plugin_of(catalogue, Kind::source, d.source.plugin));
  for (const Indicator& i : study.indicators) all.push_back(&plugin_of(catalogue, Kind::indicator, i.setup.plugin));
  for (const Comparator& c : study.comparators) all.push_back(&plugin_of(catalogue, Kind::comparator, c.setup.plugin));
  return all;
}

Pins read_pins(const fs::path& file, std::vector<Problem>& problems) {
  Pins pins;
  if (!fs::exists(file)) return pins;
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  toml::table parsed;
  try {
    parsed = toml::parse(text);
  } catch (const toml::parse_error& e) {
    problems.push_back({file, position_of(e.source()), std::string(e.description()),
                        std::string(put_back) + ", or remove it to pin anew"});
    return pins;
  }
  for (const auto& [kind, plugins] : parsed) {
    if (!plugins.is_table()) continue;
    for (const auto& [id, entry] : *plugins.as_table()) {
      const toml::table* const of = entry.as_table();
      const auto value = [&](const char* key) { return of == nullptr ? "" : (*of)[key].value_or(std::string()); };
      pins[{std::string(kind.str()), std::string(id.str())}] = {value("version"), value("sha256"), position_of(entry)};
    }
  }
  return pins;
}

}  // namespace

fs::path lock_file_of(const Study& study) { return fs::path(study.path).replace_extension(".lock"); }

std::vector<Problem> check_pins(const Study& study, const Catalogue& catalogue) {
  std::vector<Problem> problems;
  if (!study.pinned) return problems;
  const fs::path file = lock_file_of(study);
  const Pins pins = read_pins(file, problems);
  for (const Declaration* plugin : named_by(study, catalogue)) {
    const auto pin = pins.find({std::string(name_of(plugin->kind)), plugin->id});
    if (pin == pins.end() || pin->second.sha256 == plugin->sha256) continue;
    problems.push_back({file, pin->second.at,
                        std::string(name_of(plugin->kind)) + " '" + plugin->id +
                            "' is not the one that the study was pinned to: version " + pin->second.version +
                            " then, " + plugin->version + " now, in " + plugin->path,
                        "put back the file whose SHA-256 is " + pin->second.sha256 +
                            ", or remove this line to pin the plugin that is there"});
  }
  return sorted(problems);
}

void write_pins(const Study& study, const Catalogue& catalogue) {
  if (!study.pinned || !study.overridden.empty()) return;  // what the command line adds is not the study's
  const fs::path file = lock_file_of(study);
  std::vector<Problem> none;
  const Pins before = read_pins(file, none);
  Pins pins = before;
  for (const Declaration* plugin : named_by(study, catalogue))
    pins.try_emplace({std::string(name_of(plugin->kind)), plugin->id}, Pin{plugin->version, plugin->sha256, {}});
  if (pins.size() == before.size()) return;
  std::string text = "# The plugins that " + study.path.filename().string() +
                     " was first carried out with. Written by clusia " + version + "; keep it beside the study.\n";
  std::string kind;
  for (const auto& [of, pin] : pins) {
    if (of.first != kind) text += "\n[" + of.first + "]\n";
    kind = of.first;
    text += of.second + " = { version = \"" + pin.version + "\", sha256 = \"" + pin.sha256 + "\" }\n";
  }
  if (!write_whole(file, text))
    throw std::runtime_error(file.string() + ": cannot be written: pin = true writes it beside the study");
}

}  // namespace clusia
