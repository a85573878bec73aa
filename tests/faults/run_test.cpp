// The whole program, with a bad plugin in the study: it costs its tasks, and the results database is whole whatever
// happens to the host.
#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <random>

#include "faults/faults.hpp"

namespace clusia::faults {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// `clusia run` on a study of its own: villages as groups, two years, and the indicators and comparators that it is
/// given.
class Trial {
 public:
  Trial(int villages, const std::string& study_end, const std::string& study_keys = "") {
    std::string csv = "year,village,income\n";
    for (int v = 0; v < villages; ++v)
      for (const int year : {2001, 2005})
        for (int k = 0; k < 4; ++k)
          csv += std::to_string(year) + ",v" + std::to_string(100 + v) + "," + std::to_string(10 * k + v + year % 10) +
                 "\n";
    folder_.write("people.csv", csv);
    fs::create_directory(folder_.path() / "plugins");
    folder_.write("study.toml", "[study]\nid = \"trial\"\ntitle = \"Trial\"\n" + study_keys +
                                    "\n[data.people]\ntitle = \"People\"\ngroups = [\"village\"]\n"
                                    "[data.people.source]\nplugin = \"csv\"\nparameters = { path = \"people.csv\" }\n"
                                    "[data.people.roles]\nwave = \"year\"\n" +
                                    study_end);
    for (const char* shipped : {"csv", "mean", "before_after"}) take(CLUSIA_PLUGINS, shipped);
  }
  ~Trial() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  void take(const std::string& from, const std::string& plugin) const {
    const fs::path to = folder_.path() / "plugins" / (plugin + ".so");
    if (!fs::exists(to)) fs::copy_file(fs::path(from) / (plugin + ".so"), to);
  }
  static std::string indicator(const std::string& name, const std::string& plugin) {
    return "[[indicator]]\nname = \"" + name + "\"\ntitle = \"" + name + "\"\ndata = \"people\"\nplugin = \"" + plugin +
           "\"\ninputs = { value = \"income\" }\n";
  }
  static std::string comparator(const std::string& name, const std::string& plugin) {
    return "[[comparator]]\nname = \"" + name + "\"\ntitle = \"" + name + "\"\ndata = [\"people\"]\nplugin = \"" +
           plugin + "\"\n";
  }

  void start(int threads) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const std::string errors = (folder_.path() / "stderr").string();
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    std::vector<std::string> words{CLUSIA_PROGRAM,
                                   "run",
                                   (folder_.path() / "study.toml").string(),
                                   "--plugin-path",
                                   (folder_.path() / "plugins").string(),
                                   "--out",
                                   out().string(),
                                   "--threads",
                                   std::to_string(threads)};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ASSERT_EQ(posix_spawn(&pid_, CLUSIA_PROGRAM, &files, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&files);
  }
  int end() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  int run(int threads) {
    start(threads);
    return end();
  }
  pid_t pid() const { return pid_; }
  fs::path out() const { return folder_.path() / "out"; }
  fs::path database() const { return out() / "results.sqlite"; }
  std::string errors() const { return contents(folder_.path() / "stderr"); }
  std::string report() const { return contents(out() / "report.html"); }

 private:
  Folder folder_;
  pid_t pid_ = -1;
};

/// A results database as it lies there.
class Results {
 public:
  /// Read-only and immutable: a file that needs no recovery.
  static Results as_archived(const Trial& trial) {
    for (const char* end : {"-wal", "-shm", "-journal"})
      EXPECT_FALSE(fs::exists(trial.database().string() + end)) << end;
    return Results("file:" + trial.database().string() + "?immutable=1", SQLite::OPEN_READONLY | SQLITE_OPEN_URI);
  }
  /// As the next program finds it, which recovers what it must.
  static Results as_left(const Trial& trial) { return Results(trial.database().string(), SQLite::OPEN_READWRITE); }

  std::string one(const std::string& sql) const {
    SQLite::Statement s(database_, sql);
    return s.executeStep() ? s.getColumn(0).getString() : "";
  }
  int count(const std::string& of) const { return std::stoi(one("SELECT count(*) FROM " + of)); }
  int tasks(const std::string& indicator, const std::string& state) const {
    return count("task t JOIN indicator i ON i.id = t.indicator_id WHERE i.name = '" + indicator + "' AND t.state = '" +
                 state + "'");
  }
  /// Every task that is said to be complete has all its cells and all its contrasts.
  void expect_whole() const {
    EXPECT_EQ(one("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(one("PRAGMA foreign_key_check"), "");
    EXPECT_EQ(count("task t WHERE t.state = 'complete' AND (SELECT count(*) FROM estimate e WHERE e.task_id = t.id) <> "
                    "(SELECT count(*) FROM cell c WHERE c.design_id = t.design_id)"),
              0);
    EXPECT_EQ(count("task t WHERE t.state = 'complete' AND (SELECT count(*) FROM effect e WHERE e.task_id = t.id) <> "
                    "(SELECT count(*) FROM contrast c WHERE c.design_id = t.design_id)"),
              0);
  }

 private:
  Results(const std::string& name, int flags) : database_(name, flags, 5000) {}
  SQLite::Database database_;
};

/// Workers carry the host's process id as their last argument.
std::vector<pid_t> workers_of(pid_t host) {
  std::vector<pid_t> workers;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string line = contents(entry.path() / "cmdline"), last = '\0' + std::to_string(host) + '\0';
    if (line.find("--clusia-worker") != std::string::npos && line.size() > last.size() &&
        line.compare(line.size() - last.size(), last.size(), last) == 0)
      workers.push_back(std::stoi(name));
  }
  return workers;
}

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

void wait_for(const std::function<bool()>& what) {
  const Clock::time_point start = Clock::now();
  while (!what() && seconds_since(start) < 60) std::this_thread::sleep_for(milliseconds(20));
  ASSERT_TRUE(what());
}

/// As another reader sees the database while the run writes it.
int tasks_so_far(const Trial& trial) {
  try {
    const SQLite::Database database(trial.database().string(), SQLite::OPEN_READONLY, 1000);
    SQLite::Statement s(database, "SELECT (SELECT count(*) FROM task) FROM run");
    return s.executeStep() ? s.getColumn(0).getInt() : -1;
  } catch (const SQLite::Exception&) {
    return -1;  // not there yet
  }
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
