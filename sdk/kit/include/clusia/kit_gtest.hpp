/// clusia/kit_gtest.hpp: the conformance kit in GoogleTest, one test a rule.
///
///   CLUSIA_CONFORMS(DRUDGERY_PLUGIN)                            // the path of the library
///   CLUSIA_CONFORMS(DRUDGERY_PLUGIN, {"rate", "2.5"})           // with parameters, as a study writes them
///
/// In CMakeLists.txt: target_link_libraries(test PRIVATE Clusia::kit GTest::gtest_main), and
/// target_compile_definitions(test PRIVATE DRUDGERY_PLUGIN="$<TARGET_FILE:drudgery>").
/// CLUSIA_KIT_IN_PROCESS=1 runs the rules in the test's own process, for a debugger; CLUSIA_KIT_SEED=N makes other
/// data.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <utility>

#include "kit.hpp"

namespace clusia::kit {

class ConformanceTest : public testing::Test {
 public:
  ConformanceTest(std::filesystem::path library, std::string rule, Options options)
      : library_(std::move(library)), rule_(std::move(rule)), options_(std::move(options)) {}
  void TestBody() override {
    const Finding found = check(library_, rule_, options_);
    const std::string words =
        found.words + " (seed " + std::to_string(found.seed) + "; docs/conformance.md: " + rule_ + ")";
    if (found.verdict == Verdict::skipped) GTEST_SKIP() << found.words;
    if (found.verdict == Verdict::warning) std::cout << "[ WARNING  ] " << words << "\n";
    if (found.verdict == Verdict::failed || found.verdict == Verdict::crashed)
      GTEST_FAIL() << name_of(found.verdict) << ": " << words;
  }

 private:
  std::filesystem::path library_;
  std::string rule_;
  Options options_;
};

/// Tests conformance_<id>.<rule> are registered before main() runs.
inline bool register_conformance(const std::filesystem::path& library, const char* file, int line,
                                 std::initializer_list<std::pair<const std::string, std::string>> values) {
  Options options;
  options.values = values;
  const char* const seed = std::getenv("CLUSIA_KIT_SEED");
  if (seed != nullptr) options.seed = std::strtoull(seed, nullptr, 10);
  const Subject subject = subject_of(library, options);
  options.in_process = std::getenv("CLUSIA_KIT_IN_PROCESS") != nullptr;
  const std::string suite = "conformance_" + (subject.id.empty() ? library.stem().string() : subject.id);
  for (const Rule& rule : rules_of(subject.kind))
    testing::RegisterTest(
        suite.c_str(), rule.name, nullptr, nullptr, file, line,
        [=, name = std::string(rule.name)]() -> testing::Test* { return new ConformanceTest(library, name, options); });
  return true;
}

}  // namespace clusia::kit

#define CLUSIA_KIT_NAME_(LINE) clusia_kit_registered_##LINE
#define CLUSIA_KIT_NAME(LINE) CLUSIA_KIT_NAME_(LINE)
/// CLUSIA_CONFORMS(LIBRARY, {"parameter", "value"}...)
#define CLUSIA_CONFORMS(LIBRARY, ...)                            \
  static const bool CLUSIA_KIT_NAME(__LINE__) [[maybe_unused]] = \
      clusia::kit::register_conformance(LIBRARY, __FILE__, __LINE__, {__VA_ARGS__})
