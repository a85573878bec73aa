// The rules of sources. What they read is the file that --set path=FILE names.
#include <algorithm>
#include <set>

#include "leak.hpp"
#include "reading.hpp"

namespace clusia::kit {
namespace {

using Cells = std::vector<std::vector<std::string>>;

struct Opened {
  explicit Opened(const Trial& t) : services(t.options.seed), trial(t) {
    for (const clusia_parameter* p : each(t.library.plugin->parameters, t.library.plugin->n_parameters))
      if (p->type == CLUSIA_PATH && p->required != 0 && t.options.values.count(p->name) == 0)
        throw Skipped(std::string("nothing to read: name a file with --set ") + p->name + "=FILE");
    SettingSearch search(t, {}, [&](const Setting& s) -> Attempt {
      const Source source(t.library, s, services);
      return {source.refusal().ok(), source.refusal().words, source.refusal().subject};
    });
    const auto found = search.accepted({});
    if (!found)
      throw Skipped("what is set is refused: " + search.refusal() + ": set its parameters with --set name=value");
    setting = *found;
  }
  std::unique_ptr<Source> open() { return std::make_unique<Source>(trial.library, setting, services); }
  Services services;
  const Trial& trial;
  Setting setting;
};

Cells read_all(Source& source, const std::vector<std::string>& names) {
  const auto reading = source.read(names);
  if (!reading->ending.ok()) throw Failed("cannot read the columns that it names: " + reading->ending.words);
  Cells cells;
  const bool valid = arrow_problem(*reading, names, cells).empty();  // if not, rule `arrow_valid` tells
  return valid ? cells : Cells{};
}

/// A name that is none of its columns'.
const std::string nobody = "no column has this name, says the kit";

/// Settings whose path leads nowhere: to nothing, and to a folder.
std::vector<std::pair<std::string, Setting>> bad_paths_of(const Trial& t) {
  std::vector<std::pair<std::string, Setting>> all;
  const auto parameters = each(t.library.plugin->parameters, t.library.plugin->n_parameters);
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    if (parameters[k]->type != CLUSIA_PATH) continue;
    for (const char* path : {"/nowhere/at/all", "/"}) {
      Setting s;
      for (const clusia_parameter* p : parameters) {
        const auto set = t.options.values.find(p->name);
        const std::string text = set != t.options.values.end() ? set->second
                                 : p->default_text != nullptr  ? p->default_text
                                                               : "";
        s.values.push_back(text.empty() ? Value{} : read_value(*p, text));
      }
      s.values[k] = read_value(*parameters[k], path);
      all.emplace_back(std::string("with ") + parameters[k]->name + " = " + path, s);
    }
  }
  return all;
}

void bad_paths(Trial& t) {
  const auto all = bad_paths_of(t);
  if (all.empty()) throw Skipped("no parameter is a path");
  Services services(t.options.seed);
  for (const auto& [where, setting] : all) {
    const Source source(t.library, setting, services);
    t.require(!source.refusal().ok(), where + " it opens: refuse in create what cannot be read");
  }
}

void column_names(Trial& t) {
  Opened of(t);
  const auto names = of.open()->names();
  t.require(!names.empty(), "names no column: refuse a file without columns");
  const std::set<std::string> distinct(names.begin(), names.end());
  t.require(distinct.size() == names.size(), "names a column twice: give each a name of its own, or refuse the file");
  t.require(distinct.count("") == 0, "a column has an empty name: give it one, or refuse the file");
}

void arrow_valid(Trial& t) {
  Opened of(t);
  const auto source = of.open();
  const auto names = source->names();
  const auto reading = source->read(names);
  t.require(reading->ending.ok(), "cannot read the columns that it names: " + reading->ending.words);
  Cells cells;
  const std::string problem = arrow_problem(*reading, names, cells);
  t.require(problem.empty(),
            "what it gives is no valid Arrow: " + problem + ": see the Arrow C data interface and abi.h");
}

void same_table(Trial& t) {
  Opened of(t);
  const auto source = of.open(), other = of.open();
  const auto names = source->names();
  const Cells first = read_all(*source, names);
  t.require(read_all(*source, names) == first, "read again it gives other values: read the file as it is");
  t.require(read_all(*other, names) == first, "opened again it gives other values: read the file as it is");
  auto backwards = names;
  std::reverse(backwards.begin(), backwards.end());
  Cells cells = read_all(*source, backwards);
  std::reverse(cells.begin(), cells.end());
  t.require(cells == first,
            "asked for its columns backwards it gives other values: give those that are asked for, in their order");
}

void unknown_column(Trial& t) {
  Opened of(t);
  const auto source = of.open();
  const auto reading = source->read({source->names().front(), nobody});
  t.require(!reading->ending.ok(), "reads a column that it does not name: refuse it");
  t.require(reading->schema.release == nullptr && reading->array.release == nullptr,
            "fails and hands out a struct: leave both with release = NULL");
}

void no_memory(Trial& t) {
  Opened of(t);
  const auto source = of.open();
  const auto reading = source->read(source->names(), false);
  Cells cells;
  if (reading->ending.ok() && arrow_problem(*reading, source->names(), cells).empty())
    throw Skipped("takes no memory from the allocator");
  t.require(!reading->ending.ok(), "when the allocator has no memory it goes on without: refuse");
  t.require(reading->schema.release == nullptr && reading->array.release == nullptr,
            "fails and hands out a struct: leave both with release = NULL");
}

void release_once(Trial& t) {
  Opened of(t);
  const auto source = of.open();
  const auto reading = source->read(source->names());
  if (!reading->ending.ok() || reading->schema.release == nullptr || reading->array.release == nullptr)
    return;  // `arrow_valid` tells
  reading->schema.release(&reading->schema);
  reading->array.release(&reading->array);
  const bool marked = reading->schema.release == nullptr && reading->array.release == nullptr;
  reading->schema.release = nullptr, reading->array.release = nullptr;
  t.require(marked, "its release leaves release as it was: set it to NULL, as Arrow says");
}

void source_failure_has_words(Trial& t) {
  Services services(t.options.seed);
  for (const auto& [where, setting] : bad_paths_of(t)) well_said(Source(t.library, setting, services).refusal(), where);
  Opened of(t);
  const auto source = of.open();
  well_said(source->read({nobody})->ending, "asked for a column that it does not name");
  well_said(source->read(source->names(), false)->ending, "when the allocator has no memory");
}

void source_leak(Trial& t) {
  Opened of(t);
  judge_leak(t, "create, read and destroy", 10, [&] {
    const auto source = of.open();
    source->read(source->names());
    source->read({nobody});
  });
}

void source_floating_point(Trial& t) {
  t.require(
      !t.library.changed_floating_point,
      "changed rounding or denormals when it was loaded: build it without -ffast-math, as clusia_add_plugin() does");
  Opened of(t);
  const auto source = of.open();
  t.require(!source->changed_floating_point() && !source->read(source->names())->changed_floating_point,
            "changed rounding or denormals: put back what you change");
}

}  // namespace

const Rules& rules_for_sources() {
  static const Rules rules{
      {{"floating_point", "Loading the library and calling it leave rounding and denormals as they were."},
       source_floating_point},
      {{"failure_has_words",
        "Whatever is refused or undefined comes with a reason: UTF-8, ended by NUL, a known status."},
       source_failure_has_words},
      {{"bad_paths", "A path to nothing, or to a folder, is refused when the source is opened."}, bad_paths},
      {{"column_names", "The columns have names, each its own."}, column_names},
      {{"arrow_valid", "What is read is a valid Arrow struct of the columns that were asked for, in their order."},
       arrow_valid},
      {{"same_table", "The same file gives the same values, however often and in whatever order it is asked."},
       same_table},
      {{"unknown_column", "A column that the source does not name is refused, and nothing is handed out."},
       unknown_column},
      {{"no_memory", "Where the host has no memory the read is refused, and nothing is handed out."}, no_memory},
      {{"release_once", "Each struct can be released once, and says afterwards that it was."}, release_once},
      {{"leak", "Creating, asking and destroying again and again takes no more and more memory."}, source_leak}};
  return rules;
}

}  // namespace clusia::kit
