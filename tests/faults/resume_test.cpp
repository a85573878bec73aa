// A run that was killed, stopped or short of room goes on: what comes of it is what an undisturbed run leaves.
#include <sys/mount.h>

#include <algorithm>
#include <random>

#include "faults/trial.hpp"
#include "studies/program.hpp"
#include "studies/results.hpp"

namespace clusia::faults {
namespace {

using ::testing::HasSubstr;

/// Every row of every table, less when and where it ran.
std::vector<std::string> dump(const Trial& trial) {
  return test::Results(trial.database()).dump({"run.started", "run.finished", "run.machine"});
}

/// The first line that differs: a whole dump is too long to be read.
std::string first_difference(const std::vector<std::string>& lines, const std::vector<std::string>& expected) {
  const auto [line, other] = std::ranges::mismatch(lines, expected);
  if (line == lines.end() && other == expected.end()) return "";
  return (line == lines.end() ? "nothing" : *line) + " instead of " + (other == expected.end() ? "nothing" : *other);
}

/// Of several kinds of results, one of which compares groups and so needs what variances are made of.
Trial of_many_tasks(const std::string& plugin, int villages, const std::string& keys = "") {
  return Trial(villages,
               Trial::indicator("income", "mean") + Trial::indicator("slow", plugin) +
                   Trial::comparator("change", "before_after") +
                   "[[difference]]\nname = \"far\"\ndata = \"people\"\ngroup = { village = \"v101\" }\nagainst = { "
                   "village = \"v102\" }\n",
               keys);
}

TEST(Resumed, AfterFiftyKillsTheResultIsThatOfAnUndisturbedRun) {
  if (sanitized) GTEST_SKIP() << "too slow for moments that are meant to lie within a run";
  Trial trial = of_many_tasks("sleeps", 12);
  trial.take(CLUSIA_FAULTS, "sleeps");
  const Clock::time_point start = Clock::now();
  ASSERT_EQ(trial.run(4), 0) << trial.errors();
  const auto length = static_cast<std::uint64_t>(1e6 * seconds_since(start));
  const std::vector<std::string> undisturbed = dump(trial);
  std::mt19937_64 random(20251125);
  int cut_short = 0, workers_killed = 0;
  for (int kills = 0; kills < 50; ++kills) {
    fs::remove_all(trial.out());
    trial.start(4);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % length));
    if (kills % 2 == 0) {
      kill(trial.pid(), SIGKILL);
    } else {
      const std::vector<pid_t> workers = workers_of(trial.pid());
      if (!workers.empty() && kill(workers[random() % workers.size()], SIGKILL) == 0) ++workers_killed;
    }
    const bool ended =
        trial.end() == 0 || (fs::exists(trial.database()) && !fs::exists(trial.out() / "journal.sqlite"));
    if (!ended) {
      ++cut_short;
      ASSERT_EQ(trial.run(4, {"--resume"}), 0) << trial.errors();
    }
    ASSERT_EQ(first_difference(dump(trial), undisturbed), "") << "kill " << kills;
    EXPECT_FALSE(fs::exists(trial.out() / "journal.sqlite"));
  }
  EXPECT_GT(cut_short, 10);
  EXPECT_GT(workers_killed, 5);
}

TEST(Resumed, ARunDoesNotComputeAnewWhatWasFinished) {
  Trial trial(3, Trial::indicator("income", "mean") + Trial::indicator("endless", "loops") +
                     Trial::comparator("change", "before_after"));
  trial.take(CLUSIA_FAULTS, "loops");
  trial.start(2);
  wait_for([&] { return tasks_so_far(trial) == 8; });
  kill(trial.pid(), SIGINT);
  EXPECT_EQ(trial.end(), 130) << trial.errors();
  EXPECT_THAT(trial.report(), HasSubstr("--resume"));
  const SQLite::Database journal((trial.out() / "journal.sqlite").string(), SQLite::OPEN_READWRITE);
  SQLite::Statement s(journal, "SELECT count(*) FROM question WHERE answer IS NOT NULL");
  ASSERT_TRUE(s.executeStep());
  EXPECT_EQ(s.getColumn(0).getInt(), 8);
}

TEST(Resumed, WhatTookTheHostDownIsAskedApartFromIt) {
  if (sanitized) GTEST_SKIP() << "crashes look otherwise under the address sanitizer";
  Trial trial(
      2, Trial::indicator("first", "mean") + Trial::indicator("sick", "segfault") + Trial::indicator("last", "mean"),
      "\n[plugins]\nisolation = \"none\"\n");
  trial.take(CLUSIA_FAULTS, "segfault");
  EXPECT_EQ(trial.run(1), 1000 + SIGSEGV);
  int status = -1;
  for (int k = 0; k < 5 && status != 1; ++k) status = trial.run(1, {"--resume"});  // one more of its groups each time
  EXPECT_EQ(status, 1) << trial.errors();
  const Results results = Results::as_archived(trial);
  results.expect_whole();
  EXPECT_EQ(results.tasks("first", "complete"), 3);
  EXPECT_EQ(results.tasks("last", "complete"), 3);
  EXPECT_EQ(results.tasks("sick", "failed"), 3);
  EXPECT_EQ(results.one("SELECT text FROM message WHERE about = 'indicator sick, levels, group all'"),
            "plugin 'segfault' crashed with SIGSEGV (Segmentation fault): report it to its author; no other task is "
            "touched by it");
}

TEST(Resumed, AComparatorThatTookTheHostDownIsAskedApartFromIt) {
  if (sanitized) GTEST_SKIP();
  Trial trial(1,
              Trial::indicator("income", "mean") + Trial::comparator("broken", "crashes_in_design") +
                  Trial::comparator("change", "before_after"),
              "\n[plugins]\nisolation = \"none\"\n");
  trial.take(CLUSIA_FAULTS, "crashes_in_design");
  EXPECT_EQ(trial.run(1), 1000 + SIGABRT);
  EXPECT_EQ(trial.run(1, {"--resume"}), 1) << trial.errors();
  EXPECT_EQ(Results::as_archived(trial).tasks("income", "complete"), 4);
}

/// The figure of 2001 that was revised is in the group v100 and in everyone's, of two indicators.
TEST(Resumed, AFurtherWaveIsToldOfAsIfNothingHadHappened) {
  constexpr int villages = 12;
  Trial trial = of_many_tasks("sleeps", villages);
  trial.take(CLUSIA_FAULTS, "sleeps");
  ASSERT_EQ(trial.run(4), 0) << trial.errors();
  const fs::path data = trial.folder() / "people.csv", journal = trial.out() / "journal.sqlite";
  std::string rows = contents(data);
  rows.replace(rows.find("2001,v100,1\n"), 12, "2001,v100,9\n");
  for (int v = 100; v < 100 + villages; ++v)
    rows += "2009,v" + std::to_string(v) + ",5\n2009,v" + std::to_string(v) + ",7\n";
  std::ofstream(data, std::ios::binary) << rows;
  trial.start(1, {"--append"});
  wait_for([&] { return fs::exists(trial.out() / "appending.sqlite") && tasks_so_far(trial) >= 1; });
  kill(trial.pid(), SIGKILL);
  trial.end();
  ASSERT_TRUE(fs::exists(journal)) << "it was not cut short";
  ASSERT_EQ(trial.run(4, {"--resume"}), 0) << trial.errors();
  const auto revised = contents(trial.out() / "revisions.csv");
  EXPECT_EQ(std::ranges::count(revised, '\n'), 1 + 4) << revised;
  EXPECT_TRUE(fs::exists(trial.out() / "earlier.sqlite"));
  EXPECT_FALSE(fs::exists(trial.out() / "appending.sqlite"));
  // A run that is killed when all that is left to do is to tell of revisions.
  fs::rename(trial.out() / "earlier.sqlite", trial.out() / "appending.sqlite");
  fs::remove(trial.out() / "revisions.csv");
  ASSERT_EQ(trial.run(1, {"--resume"}), 0) << trial.errors();
  EXPECT_EQ(contents(trial.out() / "revisions.csv"), revised);
  EXPECT_EQ(trial.run(1, {"--resume"}), 2);
}

TEST(Resumed, OnlyWhereNothingHasChanged) {
  Trial trial(1, Trial::indicator("income", "mean") + Trial::indicator("endless", "loops"));
  trial.take(CLUSIA_FAULTS, "loops");
  trial.start(2);
  wait_for([&] { return tasks_so_far(trial) >= 1; });
  kill(trial.pid(), SIGKILL);
  trial.end();
  const int stored = tasks_so_far(trial);
  EXPECT_EQ(trial.run(1), 2);
  EXPECT_THAT(trial.errors(), HasSubstr("an unfinished run is there: go on with it with --resume"));
  EXPECT_EQ(trial.run(1, {"--resume", "--force"}), 2);
  EXPECT_THAT(trial.errors(), HasSubstr("one of them would be right"));
  std::ofstream(trial.folder() / "people.csv", std::ios::app) << "2005,v100,77\n";
  EXPECT_EQ(trial.run(1, {"--resume"}), 2);
  EXPECT_THAT(trial.errors(),
              HasSubstr("cannot be gone on with, as something is not what it was: file people.csv: put it back"));
  EXPECT_EQ(tasks_so_far(trial), stored);
}

TEST(Resumed, NothingIsWhatHasEnded) {
  Trial trial(1, Trial::indicator("income", "mean"));
  EXPECT_EQ(trial.run(1, {"--resume"}), 0) << trial.errors();  // nothing was there: it begins
  EXPECT_EQ(trial.run(1, {"--resume"}), 2);
  EXPECT_THAT(trial.errors(), HasSubstr("the run there has ended"));
}

TEST(TwoRuns, OnOneResultAreRefused) {
  Trial trial(1, Trial::indicator("income", "mean") + Trial::indicator("endless", "loops"));
  trial.take(CLUSIA_FAULTS, "loops");
  trial.start(2);
  wait_for([&] { return tasks_so_far(trial) >= 1; });
  for (const char* option : {"--force", "--resume"}) {
    const test::Said said =
        test::clusia({"run", (trial.folder() / "study.toml").string(), "--plugin-path",
                      (trial.folder() / "plugins").string(), "--out", trial.out().string(), option});
    EXPECT_EQ(said.status, 2);
    EXPECT_THAT(said.err, HasSubstr("another run is writing there"));
  }
  EXPECT_GE(tasks_so_far(trial), 1);
}

TEST(AResult, ThatMayNotBeWrittenIsRefusedInWords) {
  Trial trial(1, Trial::indicator("income", "mean"));
  fs::create_directories(trial.out());
  if (mount("clusia", trial.out().c_str(), "tmpfs", MS_RDONLY, "size=500k") != 0)
    GTEST_SKIP() << "may not mount a tmpfs";
  EXPECT_EQ(trial.run(1), 2);
  EXPECT_THAT(trial.errors(), HasSubstr("out: cannot be written ("));
  umount(trial.out().c_str());
  EXPECT_TRUE(fs::is_empty(trial.out()));
}

TEST(AFullDisk, EndsTheRunInWordsAndItGoesOnWhenThereIsRoom) {
  Trial trial = of_many_tasks("mean", 150);
  fs::create_directories(trial.out());
  if (mount("clusia", trial.out().c_str(), "tmpfs", 0, "size=500k") != 0) GTEST_SKIP() << "may not mount a tmpfs";
  EXPECT_EQ(trial.run(2), 1);
  EXPECT_THAT(trial.errors(), HasSubstr("cannot be written"));
  EXPECT_THAT(trial.errors(), HasSubstr("--resume"));
  EXPECT_EQ(Results::as_left(trial).one("SELECT state FROM run"), "running");
  EXPECT_EQ(mount("clusia", trial.out().c_str(), "tmpfs", MS_REMOUNT, "size=50m"), 0);
  EXPECT_EQ(trial.run(2, {"--resume"}), 0) << trial.errors();
  const std::vector<std::string> resumed = dump(trial);
  umount(trial.out().c_str());
  fs::remove_all(trial.out());
  EXPECT_EQ(trial.run(2), 0) << trial.errors();
  EXPECT_EQ(first_difference(dump(trial), resumed), "");
}

}  // namespace
}  // namespace clusia::faults
