/// The whole program on a study of its own: started, killed, resumed, and the database that it leaves.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "faults/faults.hpp"

namespace clusia::faults {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

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

  void start(int threads, const std::vector<std::string>& options = {}) {
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
    words.insert(words.end(), options.begin(), options.end());
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
  int run(int threads, const std::vector<std::string>& options = {}) {
    start(threads, options);
    return end();
  }
  pid_t pid() const { return pid_; }
  const fs::path& folder() const { return folder_.path(); }
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
inline std::vector<pid_t> workers_of(pid_t host) {
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

inline void wait_for(const std::function<bool()>& what) {
  const Clock::time_point start = Clock::now();
  while (!what() && seconds_since(start) < 60) std::this_thread::sleep_for(milliseconds(20));
  ASSERT_TRUE(what());
}

/// As another reader sees the database while the run writes it.
inline int tasks_so_far(const Trial& trial) {
  try {
    const SQLite::Database database(trial.database().string(), SQLite::OPEN_READONLY, 1000);
    SQLite::Statement s(database, "SELECT (SELECT count(*) FROM task) FROM run");
    return s.executeStep() ? s.getColumn(0).getInt() : -1;
  } catch (const SQLite::Exception&) {
    return -1;  // not there yet
  }
}

}  // namespace clusia::faults
