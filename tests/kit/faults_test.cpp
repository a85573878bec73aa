// Each faulty plugin breaks the rule that it is named after, and no other; the healthy one breaks none.
#include <gtest/gtest.h>

#include <algorithm>
#include <clusia/kit.hpp>
#include <set>

#include "clusia/abi.h"

namespace clusia::kit {
namespace {

namespace fs = std::filesystem;

struct KindOf {
  std::int32_t kind;
  const char* name;
};
constexpr KindOf kinds[]{{CLUSIA_INDICATOR, "indicator"}, {CLUSIA_COMPARATOR, "comparator"}, {CLUSIA_SOURCE, "source"}};
/// These end otherwise than by a verdict.
const std::set<std::string> ends{"crashes", "exits", "loops"};

fs::path plugin(const std::string& kind, const std::string& name) {
  return fs::path(KIT_FAULTS) / kind / (name + ".so");
}

std::string broken(const std::vector<Finding>& findings) {
  std::string rules;
  for (const Finding& f : findings)
    if (f.verdict == Verdict::failed || f.verdict == Verdict::crashed || f.verdict == Verdict::warning)
      rules += (rules.empty() ? "" : " ") + f.rule;
  return rules;
}

/// Sources want a file, and do not look into it.
Options options_for(const std::string& kind) {
  Options options;
  if (kind == "source") options.values["path"] = CLUSIA_SOURCE_DIR "/README.md";
  return options;
}

class Faulty : public testing::Test {
 public:
  Faulty(std::string kind, std::string name) : kind_(std::move(kind)), name_(std::move(name)) {}
  void TestBody() override {
    const std::vector<Finding> findings = check(plugin(kind_, name_), options_for(kind_));
    EXPECT_EQ(broken(findings), name_ == "healthy" ? "" : name_);
    for (const Finding& f : findings)
      if (f.rule == name_) {
        EXPECT_EQ(f.verdict, Verdict::failed) << f.words;
        EXPECT_NE(f.words.find(": "), std::string::npos) << "says what is wrong and its mend: " << f.words;
      }
  }

 private:
  std::string kind_, name_;
};

/// By kind, what is built.
std::set<std::string> built(const std::string& kind) {
  std::set<std::string> names;
  if (fs::exists(fs::path(KIT_FAULTS) / kind))
    for (const auto& file : fs::directory_iterator(fs::path(KIT_FAULTS) / kind))
      if (ends.count(file.path().stem().string()) == 0) names.insert(file.path().stem().string());
  return names;
}

const bool registered = [] {
  for (const auto& [kind, name] : kinds)
    for (const std::string& fault : built(name))
      testing::RegisterTest(
          (std::string("faulty_") + name).c_str(), fault.c_str(), nullptr, nullptr, __FILE__, __LINE__,
          [kind_name = std::string(name), fault]() -> testing::Test* { return new Faulty(kind_name, fault); });
  return true;
}();

/// Those of every kind have one implementation, which indicators show.
const std::set<std::string> for_all{"loads", "one_symbol", "default_values"};

TEST(Rules, EachHasAPluginThatBreaksIt) {
  const std::set<std::string> of_indicators = built("indicator");
  for (const auto& [kind, name] : kinds) {
    const std::set<std::string> faults = built(name);
    EXPECT_EQ(faults.count("healthy"), 1U) << name;
    for (const Rule& rule : rules_of(kind))
      EXPECT_TRUE(faults.count(rule.name) > 0 || (for_all.count(rule.name) > 0 && of_indicators.count(rule.name) > 0))
          << name << ": nothing shows that rule " << rule.name << " can fail";
    for (const std::string& fault : faults) {
      const auto rules = rules_of(kind);
      EXPECT_TRUE(fault == "healthy" ||
                  std::any_of(rules.begin(), rules.end(), [&](const Rule& r) { return fault == r.name; }))
          << name << ": there is no rule " << fault;
    }
  }
}

TEST(Rules, ACrashCostsOneRule) {
  const std::vector<Finding> findings = check(plugin("indicator", "crashes"));
  EXPECT_EQ(broken(findings), "cancellation");
  const auto crash =
      std::find_if(findings.begin(), findings.end(), [](const Finding& f) { return f.rule == "cancellation"; });
  ASSERT_NE(crash, findings.end());
  EXPECT_EQ(crash->verdict, Verdict::crashed);
#if !defined(__SANITIZE_ADDRESS__)
  EXPECT_EQ(crash->words, "crashed with SIGSEGV (Segmentation fault)");
#endif
}

TEST(Rules, AnExitIsNoAnswer) {
  const Finding found = check(plugin("indicator", "exits"), "cancellation");
  EXPECT_EQ(found.verdict, Verdict::crashed);
  EXPECT_EQ(found.words, "ended its process with exit status 3");
}

TEST(Rules, NoRuleRunsForEver) {
  Options options;
  options.limit = 0.4;
  const Finding found = check(plugin("indicator", "loops"), "cancellation", options);
  EXPECT_EQ(found.verdict, Verdict::crashed);
  EXPECT_EQ(found.words, "ran longer than the limit of 0.4 s");
}

TEST(Rules, TheSameSeedFindsTheSame) {
  Options seven;
  seven.seed = 7;
  const fs::path file = plugin("indicator", "derivative_domain");
  const Finding first = check(file, "derivative_domain", seven), again = check(file, "derivative_domain", seven);
  EXPECT_EQ(first.words, again.words);
  EXPECT_EQ(first.seed, 7U);
  EXPECT_NE(first.words, check(file, "derivative_domain").words) << "another seed makes other data";
}

TEST(Rules, InThisProcessTheySayTheSame) {
  Options here;
  here.in_process = true;
  const fs::path file = plugin("indicator", "inputs_untouched");
  EXPECT_EQ(check(file, "inputs_untouched", here).words, check(file, "inputs_untouched").words);
}

TEST(Rules, AFileThatIsNoPluginBreaksLoadsAlone) {
  const std::vector<Finding> findings = check("/etc/hostname");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "loads");
  EXPECT_EQ(findings[0].verdict, Verdict::failed);
}

}  // namespace
}  // namespace clusia::kit
