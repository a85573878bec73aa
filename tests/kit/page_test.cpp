// docs/conformance.md explains every rule, and no other.
#include <gtest/gtest.h>

#include <clusia/kit.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "clusia/abi.h"

namespace clusia::kit {
namespace {

struct Entry {
  std::string law, rest;
};

/// By heading "### name": the line below it, and what follows.
std::map<std::string, Entry> entries() {
  std::ifstream in(CLUSIA_SOURCE_DIR "/docs/conformance.md");
  std::map<std::string, Entry> all;
  Entry* entry = nullptr;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("### ", 0) == 0)
      entry = &all[line.substr(4)];
    else if (line.rfind('#', 0) == 0)
      entry = nullptr;
    else if (entry != nullptr && !line.empty())
      (entry->law.empty() ? entry->law : entry->rest) += line + " ";
  }
  return all;
}

TEST(ConformancePage, ExplainsEveryRuleInItsWords) {
  const auto page = entries();
  std::set<std::string> rules;
  for (const std::int32_t kind : {CLUSIA_SOURCE, CLUSIA_INDICATOR, CLUSIA_COMPARATOR})
    for (const Rule& rule : rules_of(kind)) {
      rules.insert(rule.name);
      const auto at = page.find(rule.name);
      ASSERT_NE(at, page.end()) << "docs/conformance.md has no heading '### " << rule.name << "'";
      EXPECT_EQ(at->second.law, std::string(rule.law) + " ") << rule.name;
      EXPECT_NE(at->second.rest.find("Mend: "), std::string::npos) << rule.name << ": no line 'Mend: ...'";
    }
  for (const auto& [name, entry] : page) EXPECT_EQ(rules.count(name), 1U) << "there is no rule " << name;
}

}  // namespace
}  // namespace clusia::kit
