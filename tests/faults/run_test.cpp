// The whole program, with a bad plugin in the study: it costs its tasks, and the results database is whole whatever
// happens to the host.
#include <random>

#include "faults/trial.hpp"

namespace clusia::faults {
namespace {

TEST(ARun, WithACrashingIndicatorLosesItsTasksAlone) {
  if (sanitized) GTEST_SKIP() << "crashes look otherwise under the address sanitizer";
  Trial trial(2, Trial::indicator("first", "mean") + Trial::indicator("sick", "segfault") +
                     Trial::indicator("last", "mean") + Trial::comparator("change", "before_after"));
  trial.take(CLUSIA_FAULTS, "segfault");
  EXPECT_EQ(trial.run(2), 1) << trial.errors();
  const Results results = Results::as_archived(trial);
  results.expect_whole();
  EXPECT_EQ(results.one("SELECT state FROM run"), "failed");
  const int groups = results.count("unit_group");
  EXPECT_EQ(groups, 3);
  for (const char* healthy : {"first", "last"}) {
    EXPECT_EQ(results.tasks(healthy, "complete"), 2 * groups);  // the levels and the comparator
    EXPECT_EQ(results.tasks(healthy, "failed"), 0);
  }
  EXPECT_EQ(results.tasks("sick", "failed"), 2 * groups);
  EXPECT_EQ(results.one("SELECT estimate FROM effects WHERE indicator = 'first' AND group_label = 'all'"), "4.0");
  const std::string what =
      "plugin 'segfault' crashed with SIGSEGV (Segmentation fault): report it to its author; no other task is touched "
      "by it";
  EXPECT_EQ(results.count("task WHERE reason IS NOT NULL AND reason <> '" + std::string("plugin ''segfault''") +
                          what.substr(17) + "'"),
            0);
  for (const char* about : {"indicator sick, comparator change, group v101", "indicator sick, levels, group all"}) {
    EXPECT_EQ(results.one("SELECT text FROM message WHERE level = 'error' AND about = '" + std::string(about) + "'"),
              what);
    EXPECT_THAT(trial.errors(), ::testing::HasSubstr(std::string(about) + ": " + what + "\n"));
  }
  for (const char* named : {"indicator sick, comparator change, group v101", "segfault", "SIGSEGV"})
    EXPECT_THAT(trial.report(), ::testing::HasSubstr(named));
}

TEST(ARun, WithACrashingComparatorKeepsTheOther) {
  if (sanitized) GTEST_SKIP();
  Trial trial(2, Trial::indicator("income", "mean") + Trial::comparator("broken", "crashes_in_design") +
                     Trial::comparator("change", "before_after"));
  trial.take(CLUSIA_FAULTS, "crashes_in_design");
  EXPECT_EQ(trial.run(2), 1) << trial.errors();
  const Results results = Results::as_archived(trial);
  results.expect_whole();
  EXPECT_EQ(results.one("SELECT state FROM run"), "failed");
  EXPECT_EQ(results.tasks("income", "complete"), 6);
  const std::string what =
      "plugin 'crashes_in_design' crashed with SIGABRT (Aborted) while it made the design: report it to its author";
  EXPECT_EQ(results.one("SELECT text FROM message WHERE about = 'comparator broken, data people'"), what);
  EXPECT_EQ(results.one("SELECT reason FROM design WHERE state = 'failed'"), what);
  EXPECT_THAT(trial.errors(), ::testing::HasSubstr("comparator broken, data people: " + what));
  EXPECT_THAT(trial.report(), ::testing::HasSubstr("SIGABRT"));
}

TEST(ARun, WithACrashingSourceComputesNothingAndSaysWhy) {
  if (sanitized) GTEST_SKIP();
  Trial trial(1,
              "[data.other]\ntitle = \"Other\"\n[data.other.source]\nplugin = \"crashes_when_read\"\n" +
                  Trial::indicator("income", "mean") +
                  "[[indicator]]\nname = \"x\"\ntitle = \"x\"\ndata = \"other\"\nplugin = \"mean\"\ninputs = { value = "
                  "\"a\" }\n");
  trial.take(CLUSIA_FAULTS, "crashes_when_read");
  EXPECT_EQ(trial.run(1), 2);
  EXPECT_EQ(
      trial.errors(),
      "data 'other': source plugin 'crashes_when_read' crashed with SIGABRT (Aborted): report it to its author\n");
  EXPECT_FALSE(fs::exists(trial.database()));
}

TEST(ARun, WithoutIsolationGivesTheSameRefusals) {
  for (const char* isolation : {"", "\n[plugins]\nisolation = \"none\"\n"}) {
    Trial trial(1,
                Trial::indicator("income", "mean") + Trial::indicator("thrown", "throws") +
                    Trial::indicator("nothing", "nan_estimate") + Trial::comparator("change", "before_after"),
                isolation);
    trial.take(CLUSIA_FAULTS, "throws");
    trial.take(CLUSIA_FAULTS, "nan_estimate");
    EXPECT_EQ(trial.run(2), 1) << trial.errors();
    const Results results = Results::as_archived(trial);
    EXPECT_EQ(results.tasks("income", "complete"), 4);
    EXPECT_EQ(results.one("SELECT text FROM message WHERE about = 'indicator thrown, comparator change, group all'"),
              "plugin 'throws': threw an exception across the boundary: no exception may leave a plugin; the SDK's "
              "wrappers catch all");
    EXPECT_EQ(results.one("SELECT text FROM message WHERE about = 'indicator nothing, levels, group v100'"),
              "plugin 'nan_estimate': returned an estimate that is not finite: a plugin answers CLUSIA_UNDEFINED where "
              "nothing exists");
  }
}

/// Interrupted in the middle: exit status and time, a database that is whole.
Results interrupted(Trial& trial) {
  const std::vector<pid_t> workers = workers_of(trial.pid());
  EXPECT_FALSE(workers.empty());
  const Clock::time_point asked = Clock::now();
  kill(trial.pid(), SIGINT);
  EXPECT_EQ(trial.end(), 130) << trial.errors();
  EXPECT_LT(seconds_since(asked), 1);
  Results results = Results::as_archived(trial);
  results.expect_whole();
  EXPECT_EQ(results.one("SELECT state FROM run"), "interrupted");
  EXPECT_THAT(trial.report(), ::testing::HasSubstr("interrupted"));
  for (const pid_t worker : workers) EXPECT_NE(kill(worker, 0), 0) << "worker " << worker << " lives on";
  return results;
}

TEST(CtrlC, EndsAnEndlessIndicatorAndKeepsWhatWasFinishedBeforeIt) {
  Trial trial(3, Trial::indicator("income", "mean") + Trial::indicator("endless", "loops") +
                     Trial::comparator("change", "before_after"));
  trial.take(CLUSIA_FAULTS, "loops");
  trial.start(2);
  wait_for([&] { return tasks_so_far(trial) == 8; });
  const Results results = interrupted(trial);
  EXPECT_EQ(results.tasks("income", "complete"), 8);
  EXPECT_EQ(results.count("task"), 8);
}

TEST(CtrlC, KeepsWhatWasFinishedBehindAnEndlessIndicator) {
  Trial trial(1, Trial::indicator("endless", "loops") + Trial::indicator("income", "mean"));
  trial.take(CLUSIA_FAULTS, "loops");
  trial.start(3);  // two of them in the endless tasks
  // Two hang; the third may have come and gone between two looks.
  wait_for([&] { return workers_of(trial.pid()).size() >= 2; });
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const Results results = interrupted(trial);
  EXPECT_EQ(results.tasks("income", "complete"), 2);
  EXPECT_EQ(results.count("task"), 2);
}

TEST(CtrlC, IsSeenBetweenShortTasks) {
  Trial trial(200, Trial::indicator("slow", "sleeps") + Trial::comparator("change", "before_after"));
  trial.take(CLUSIA_FAULTS, "sleeps");
  trial.start(2);
  wait_for([&] { return tasks_so_far(trial) >= 5; });
  const Results results = interrupted(trial);
  EXPECT_GE(results.count("task"), 5);
  EXPECT_LT(results.count("task"), 402);
}

TEST(AKilledHost, LeavesADatabaseOfWholeTasksAndNoWorker) {
  std::mt19937 random(20240229);
  int most = 0;
  for (int moment = 0; moment < 10; ++moment) {
    Trial trial(200, Trial::indicator("slow", "sleeps") + Trial::comparator("change", "before_after"));
    trial.take(CLUSIA_FAULTS, "sleeps");
    trial.start(2);
    wait_for([&] { return tasks_so_far(trial) >= 0; });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 600000));
    const pid_t host = trial.pid();
    kill(host, SIGKILL);
    EXPECT_EQ(trial.end(), 1000 + SIGKILL);
    const auto gone = [&] { return workers_of(host).empty(); };
    for (int k = 0; k < 100 && !gone(); ++k) std::this_thread::sleep_for(milliseconds(10));
    EXPECT_TRUE(gone());
    const Results results = Results::as_left(trial);
    results.expect_whole();
    EXPECT_EQ(results.one("SELECT state FROM run"), "running");
    most = std::max(most, results.count("task"));
  }
  EXPECT_GT(most, 0);  // some were killed in the middle of their tasks
}

}  // namespace
}  // namespace clusia::faults
