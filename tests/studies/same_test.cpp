// The same study gives the same results to the last bit, whatever the number of workers and wherever plugins run.
#include <gmock/gmock.h>

#include "studies/oracles.hpp"

namespace clusia::test {
namespace {

/// Of the machine and the hour, or of the isolation, which is what is varied.
const std::set<std::string> told_apart = {"run.started",    "run.finished",     "run.machine",
                                          "run.study_text", "run.study_sha256", "run.isolation"};

struct Left {
  std::vector<std::string> database;
  std::string effects, estimates;
};

Left left_by(const Folder& folder, const std::string& threads, const std::string& isolation) {
  const std::string study = read(folder / "study.toml") + "\n[plugins]\nisolation = \"" + isolation + "\"\n";
  const Folder run;
  fs::copy(folder.path(), run.path(), fs::copy_options::recursive);
  write(run / "study.toml", study);
  clusia_well({"run", "study.toml", "--out", "out", "--threads", threads}, in(run));
  return {Results(run / "out" / "results.sqlite").dump(told_apart), read(run / "out" / "effects.csv"),
          read(run / "out" / "estimates.csv")};
}

class Same : public testing::TestWithParam<const char*> {};

TEST_P(Same, ForAnyNumberOfThreadsAndEitherIsolation) {
  const Folder folder;
  if (GetParam() == std::string("italy"))
    fs::copy(fs::path(CLUSIA_SOURCE_DIR) / "configs/italy-districts", folder.path(), fs::copy_options::recursive);
  else
    lay_out(folder, GetParam(), {"survey.csv", "survey_missing.csv", "lalonde_matchit.csv"});
  const Left first = left_by(folder, "1", "process");
  EXPECT_GT(first.database.size(), 30U);
  for (const char* isolation : {"process", "none"})
    for (const char* threads : {"1", "2", "16"}) {
      const Left other = left_by(folder, threads, isolation);
      EXPECT_EQ(other.database, first.database) << isolation << ", " << threads << " threads";
      EXPECT_TRUE(other.effects == first.effects) << isolation << ", " << threads << " threads";
      EXPECT_TRUE(other.estimates == first.estimates) << isolation << ", " << threads << " threads";
    }
}
INSTANTIATE_TEST_SUITE_P(Studies, Same, testing::Values("italy", "survey", "lalonde"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace clusia::test
