#include "clusia/kit.hpp"

#include <sstream>

#include "process.hpp"
#include "trial.hpp"
#include "values.hpp"

namespace clusia::kit {
namespace {

Rules entries_of(std::int32_t kind) {
  Rules all = rules_for_all();
  if (kind == 0) all.resize(1);
  const auto add = [&](const Rules& more) { all.insert(all.end(), more.begin(), more.end()); };
  if (kind == CLUSIA_INDICATOR) add(rules_for_indicators());
  if (kind == CLUSIA_COMPARATOR) add(rules_for_comparators());
  if (kind == CLUSIA_SOURCE) add(rules_for_sources());
  return all;
}

/// The first, and how many more.
std::string told(const std::vector<std::string>& warnings) {
  if (warnings.empty()) return {};
  return warnings.front() + (warnings.size() > 1 ? " (and " + std::to_string(warnings.size() - 1) + " more such)" : "");
}

std::string problem_of(const clusia_plugin& plugin, const std::map<std::string, std::string>& values) {
  std::string known;
  std::map<std::string, const clusia_parameter*> parameters;
  for (const clusia_parameter* p : each(plugin.parameters, plugin.n_parameters)) {
    parameters[p->name] = p;
    known += (known.empty() ? "" : ", ") + std::string(p->name);
  }
  for (const auto& [name, text] : values) {
    const auto at = parameters.find(name);
    if (at == parameters.end())
      return "parameter '" + name + "': the plugin has none of this name: " +
             (known.empty() ? "it has none at all" : "its parameters are " + known);
    try {
      read_value(*at->second, text);
    } catch (const std::exception& e) {
      return e.what();
    }
  }
  return {};
}

Finding judged(const std::filesystem::path& file, const std::string& name, const Options& options) {
  Finding found;
  const auto end = [&](Verdict verdict, const std::string& words) { found.verdict = verdict, found.words = words; };
  try {
    const Library library = load(file);
    if (const std::string problem = problem_of(*library.plugin, options.values); !problem.empty())
      throw Failed(problem);
    Trial trial{library, options};
    for (const RuleEntry& entry : entries_of(library.plugin->kind))
      if (name == entry.rule.name) {
        entry.run(trial);
        end(trial.warnings.empty() ? Verdict::pass : Verdict::warning, told(trial.warnings));
        return found;
      }
    end(Verdict::skipped, "there is no rule '" + name + "' for plugins of this kind: docs/conformance.md names them");
  } catch (const Failed& failed) {
    end(Verdict::failed, failed.what());
  } catch (const Skipped& skipped) {
    end(Verdict::skipped, skipped.what());
  } catch (const std::exception& e) {
    end(Verdict::failed, e.what());
  } catch (...) {
    end(Verdict::failed, "an exception crossed the boundary: none may; the wrappers of the SDK catch all");
  }
  return found;
}

template <class Work>
Finding run(const Work& work, const Options& options) {
  return options.in_process ? work() : in_a_process(work, options.limit);
}

}  // namespace

const char* name_of(Verdict verdict) {
  constexpr const char* names[]{"pass", "warning", "skipped", "failed", "crashed"};
  return names[static_cast<int>(verdict)];
}

Subject subject_of(const std::filesystem::path& library, const Options& options) {
  const auto asked = [&] {  // kind, id and the problem, a line each
    Finding found;
    try {
      const clusia_plugin& plugin = *load(library).plugin;
      found.words = std::to_string(plugin.kind) + "\n" + plugin.id + "\n" + problem_of(plugin, options.values);
    } catch (...) {  // rule `loads` says why
    }
    return found;
  };
  const Finding found = run(asked, options);
  Subject subject;
  if (found.verdict == Verdict::crashed || found.words.empty()) return subject;
  std::istringstream lines(found.words);
  lines >> subject.kind >> subject.id >> std::ws;
  std::getline(lines, subject.problem);
  return subject;
}

std::vector<Rule> rules_of(std::int32_t kind) {
  std::vector<Rule> rules;
  for (const RuleEntry& entry : entries_of(kind)) rules.push_back(entry.rule);
  return rules;
}

Finding check(const std::filesystem::path& library, const std::string& rule, const Options& options) {
  Finding found = run([&] { return judged(library, rule, options); }, options);
  found.rule = rule;
  found.seed = options.seed;
  return found;
}

std::vector<Finding> check(const std::filesystem::path& library, const Options& options) {
  std::vector<Finding> all;
  for (const Rule& rule : rules_of(subject_of(library, options).kind))
    all.push_back(check(library, rule.name, options));
  return all;
}

}  // namespace clusia::kit
