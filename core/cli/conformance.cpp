#include "cli/conformance.hpp"

#include <clusia/kit.hpp>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "study/nearest.hpp"

namespace clusia::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<fs::path> files_of(const CommandLine& line) {
  const std::string what = line.text("ID");
  const bool is_path = what.find('/') != std::string::npos || fs::path(what).extension() == ".so";
  if (is_path) {
    if (!fs::is_regular_file(what))
      throw Wrong({"clusia: plugins check: " + what + ": there is no such file: correct the path"});
    return {what};
  }
  std::vector<fs::path> files;
  for (const Declaration& d : named(catalogue_for(line), what)) files.emplace_back(d.path);
  return files;
}

kit::Options options_of(const CommandLine& line) {
  kit::Options options;
  options.seed = line.values()["seed"].as<std::uint64_t>();
  options.limit = line.values()["time-limit"].as<double>();
  options.in_process = line.has("in-process");
  if (!(options.limit > 0)) throw Wrong({"clusia: --time-limit: a number of seconds above 0 would be right"});
  if (line.has("set"))
    for (const std::string& text : line.values()["set"].as<std::vector<std::string>>()) {
      const auto at = text.find('=');
      if (at == std::string::npos || at == 0)
        throw Wrong({"clusia: --set " + text + ": no '=': write --set name=value"});
      options.values[text.substr(0, at)] = text.substr(at + 1);
    }
  return options;
}

void check_names(const CommandLine& line, const kit::Subject& subject) {
  if (!subject.problem.empty()) throw Wrong({"clusia: --set: " + subject.problem});
  if (!line.has("rule")) return;
  std::vector<std::string> rules;
  for (const kit::Rule& rule : kit::rules_of(subject.kind)) rules.emplace_back(rule.name);
  const std::string rule = line.text("rule");
  if (std::find(rules.begin(), rules.end(), rule) == rules.end())
    throw Wrong(
        {"clusia: --rule " + rule + ": there is no such rule for this plugin: " + mend_of(rule, rules, "rules")});
}

bool bad(const kit::Finding& found) {
  return found.verdict == kit::Verdict::failed || found.verdict == kit::Verdict::crashed;
}

json json_of(const fs::path& file, const kit::Subject& subject, const std::vector<kit::Finding>& findings) {
  json j{{"path", file.string()}, {"id", subject.id}, {"findings", json::array()}};
  if (subject.kind != 0) j["kind"] = name_of(static_cast<Kind>(subject.kind));
  for (const kit::Finding& f : findings)
    j["findings"].push_back(
        {{"rule", f.rule}, {"verdict", kit::name_of(f.verdict)}, {"words", f.words}, {"seed", f.seed}});
  return j;
}

void print(const CommandLine& line, const fs::path& file, const kit::Subject& subject,
           const std::vector<kit::Finding>& findings) {
  const Style s(1);
  std::cout << s.bold << (subject.id.empty() ? file.filename().string() : subject.id) << s.plain << "  "
            << file.string() << "\n";
  std::map<kit::Verdict, int> counts;
  for (const kit::Finding& f : findings) {
    ++counts[f.verdict];
    const std::string& colour = bad(f) ? s.bad : f.verdict == kit::Verdict::pass ? s.good : s.dim;
    std::cout << "  " << colour << std::left << std::setw(9) << kit::name_of(f.verdict) << s.plain << f.rule
              << (f.words.empty() ? "" : ": " + f.words) << "\n";
    if (!bad(f)) continue;
    std::cout << "           again: clusia plugins check " << line.text("ID") << " --rule " << f.rule << " --seed "
              << f.seed;
    if (line.has("set"))
      for (const std::string& text : line.values()["set"].as<std::vector<std::string>>())
        std::cout << " --set '" << text << "'";
    std::cout << "   docs/conformance.md#" << f.rule << "\n";
  }
  std::string sum;
  for (const auto& [verdict, n] : counts)
    sum += (sum.empty() ? "" : ", ") + std::to_string(n) + " " + kit::name_of(verdict);
  std::cout << "  " << sum << "\n";
}

}  // namespace

void add_conformance(CommandLine& line) {
  using Texts = std::vector<std::string>;
  line.options()("rule", po::value<std::string>()->value_name("NAME"), "check: by this rule alone")(
      "set", po::value<Texts>()->composing()->value_name("NAME=VALUE"),
      "check: a parameter as a study writes it; what has no default is guessed; may be given several times")(
      "seed", po::value<std::uint64_t>()->default_value(kit::Options{}.seed)->value_name("N"),
      "check: of the data that are made; a failure says its seed")(
      "time-limit", po::value<double>()->default_value(kit::Options{}.limit)->value_name("SECONDS"),
      "check: what one rule may take")("in-process", "check: in this process, for a debugger");
}

int check_conformance(const CommandLine& line) {
  const kit::Options options = options_of(line);
  json all = json::array();
  bool any_bad = false;
  for (const fs::path& file : files_of(line)) {
    const kit::Subject subject = kit::subject_of(file, options);
    check_names(line, subject);
    const auto findings =
        line.has("rule") ? std::vector{kit::check(file, line.text("rule"), options)} : kit::check(file, options);
    any_bad = any_bad || std::any_of(findings.begin(), findings.end(), bad);
    if (line.has("json"))
      all.push_back(json_of(file, subject, findings));
    else
      print(line, file, subject, findings);
  }
  if (line.has("json")) std::cout << all.dump(2) << "\n";
  return any_bad ? something_failed : all_well;
}

}  // namespace clusia::cli
