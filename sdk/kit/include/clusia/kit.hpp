/// clusia/kit.hpp: does a plugin keep the contract of abi.h? The kit reads what it declares, makes small data from
/// that, and tries it by rules, each in a process of its own. docs/conformance.md explains each rule and its mend;
/// `clusia plugins check` is this library. Link Clusia::kit; a test of your own is one line: clusia/kit_gtest.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace clusia::kit {

enum class Verdict {
  pass,
  warning,  ///< it holds, but for what the words say
  skipped,  ///< there is nothing to try: the plugin does not declare it, or the kit cannot make data for it
  failed,
  crashed  ///< a signal, exit(), or no end within the limit
};
/// "pass", "warning", "skipped", "failed", "crashed".
const char* name_of(Verdict verdict);

struct Rule {
  const char* name;  ///< [a-z_]+
  const char* law;   ///< what must be so, in one sentence
};

struct Options {
  std::uint64_t seed = 1;   ///< of the data; a failure is repeated by its seed
  double limit = 20;        ///< seconds that one rule may take
  bool in_process = false;  ///< no process of its own: for a debugger
  std::map<std::string, std::string>
      values;  ///< parameters as a study writes them; the kit guesses what has no default
};

struct Finding {
  std::string rule;
  Verdict verdict = Verdict::pass;
  std::string words;  ///< why; "" where it passed
  std::uint64_t seed = 0;
};

/// What the file is; kind 0 where it cannot be loaded: rule `loads` says why.
struct Subject {
  std::int32_t kind = 0;  ///< CLUSIA_SOURCE, CLUSIA_INDICATOR, CLUSIA_COMPARATOR
  std::string id;
  std::string problem;  ///< what is wrong with Options::values, or ""
};
Subject subject_of(const std::filesystem::path& library, const Options& options = {});

/// The rules for plugins of this kind, in order; of kind 0, `loads` alone.
std::vector<Rule> rules_of(std::int32_t kind);

Finding check(const std::filesystem::path& library, const std::string& rule, const Options& options = {});
/// By all rules of its kind.
std::vector<Finding> check(const std::filesystem::path& library, const Options& options = {});

}  // namespace clusia::kit
