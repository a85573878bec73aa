// clusia plugins check: what it prints, and its exit status.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <array>
#include <clusia/kit.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "clusia/abi.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Ended {
  int status = -1;
  std::string output;  ///< and errors
};

Ended run(const std::string& arguments) {
  const std::string command = std::string(CLUSIA_PROGRAM) + " plugins " + arguments + " 2>&1";
  Ended ended;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> bytes{};
  while (const std::size_t n = fread(bytes.data(), 1, bytes.size(), pipe)) ended.output.append(bytes.data(), n);
  const int status = pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

std::string faulty(const std::string& name) { return std::string(KIT_FAULTS) + "/indicator/" + name + ".so"; }

TEST(Check, EndsWith0WhereNothingFailed) {
  const Ended ended = run("check " + faulty("healthy"));
  EXPECT_EQ(ended.status, 0) << ended.output;
  EXPECT_THAT(ended.output, StartsWith("faulty  " + faulty("healthy") + "\n  pass     loads\n  pass     one_symbol\n"));
  EXPECT_THAT(ended.output, HasSubstr("\n  " + std::to_string(clusia::kit::rules_of(CLUSIA_INDICATOR).size() - 1) +
                                      " pass, 1 skipped\n"))
      << "smooth: no bootstrap";
}

TEST(Check, SaysHowAFailureIsRepeated) {
  const Ended ended = run("check " + faulty("leak") + " --seed 3 --set part=0.25");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("\n  failed   leak: with value, part = 0.25: lost "));
  EXPECT_THAT(ended.output, HasSubstr("\n           again: clusia plugins check " + faulty("leak") +
                                      " --rule leak --seed 3 --set 'part=0.25'   docs/conformance.md#leak\n"));
}

TEST(Check, GoesOnAfterACrash) {
  const Ended ended = run("check " + faulty("exits"));
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("\n  crashed  cancellation: ended its process with exit status 3\n"));
  EXPECT_THAT(ended.output, HasSubstr("\n  pass     leak\n"));
}

TEST(Check, TellsProgramsInJson) {
  const Ended ended = run("check mean --json --rule euler");
  EXPECT_EQ(ended.status, 0);
  const auto j = nlohmann::json::parse(ended.output);
  ASSERT_EQ(j.size(), 1U);
  EXPECT_EQ(j[0]["id"], "mean");
  EXPECT_EQ(j[0]["kind"], "indicator");
  ASSERT_EQ(j[0]["findings"].size(), 1U);
  const nlohmann::json expected{{"rule", "euler"}, {"verdict", "pass"}, {"words", ""}, {"seed", 1}};
  EXPECT_EQ(j[0]["findings"][0], expected);
}

TEST(Check, KeepsToOneProcessWhereToldTo) {
  EXPECT_EQ(run("check " + faulty("exits") + " --rule cancellation --in-process").status, 3) << "the plugin's own exit";
}

TEST(Check, StopsWhatRunsTooLong) {
  const Ended ended = run("check " + faulty("loops") + " --rule cancellation --time-limit 0.3");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("crashed  cancellation: ran longer than the limit of 0.3 s\n"));
}

TEST(Check, RefusesAWrongCommandLine) {
  const auto refused = [](const std::string& arguments, const std::string& words) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.status, 2) << arguments;
    EXPECT_EQ(ended.output, words + "\n");
  };
  refused("check", "clusia: plugins check: ID is missing; see clusia plugins --help");
  refused("check ./nothing.so", "clusia: plugins check: ./nothing.so: there is no such file: correct the path");
  refused("check " + faulty("healthy") + " --rule eular",
          "clusia: --rule eular: there is no such rule for this plugin: write 'euler'");
  refused("check " + faulty("healthy") + " --set part", "clusia: --set part: no '=': write --set name=value");
  refused("check " + faulty("healthy") + " --set whole=1",
          "clusia: --set: parameter 'whole': the plugin has none of this name: its parameters are part");
  refused("check " + faulty("healthy") + " --set part=7",
          "clusia: --set: parameter 'part': '7' is outside its range: correct the range or the value");
  refused("check " + faulty("healthy") + " --time-limit 0",
          "clusia: --time-limit: a number of seconds above 0 would be right");
}

}  // namespace
