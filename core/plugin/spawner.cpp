#include "plugin/spawner.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <tbb/concurrent_queue.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <system_error>
#include <thread>

namespace clusia {
namespace {

/// What the worker must not inherit stands above 5 or is closed on exec.
class FileActions {
 public:
  explicit FileActions(const std::array<int, 3>& descriptors) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    for (std::size_t k = 0; k < descriptors.size(); ++k) {  // first out of the way, then in place
      high_[k] = fcntl(descriptors[k], F_DUPFD_CLOEXEC, 64);
      if (high_[k] < 0) throw std::system_error(errno, std::generic_category(), "too many files are open");
      posix_spawn_file_actions_adddup2(&actions_, high_[k], static_cast<int>(3 + k));
    }
  }
  ~FileActions() {
    posix_spawn_file_actions_destroy(&actions_);
    for (const int fd : high_) close(fd);
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
  std::array<int, 3> high_{};
};

pid_t spawn_here(const std::string& program, const std::vector<std::string>& arguments,
                 const std::array<int, 3>& descriptors) {
  const FileActions actions(descriptors);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  for (const int s : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&defaults, s);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, program.c_str(), actions.get(), &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), "cannot start " + program);
  return pid;
}

class Spawner {
 public:
  Spawner() : thread_([this] { run(); }) {}
  ~Spawner() {
    jobs_.push({});
    thread_.join();
  }
  pid_t start(std::packaged_task<pid_t()> job) {
    std::future<pid_t> pid = job.get_future();
    jobs_.push(std::make_shared<std::packaged_task<pid_t()>>(std::move(job)));
    return pid.get();
  }

 private:
  void run() {
    for (std::shared_ptr<std::packaged_task<pid_t()>> job; jobs_.pop(job), job != nullptr;) (*job)();
  }
  tbb::concurrent_bounded_queue<std::shared_ptr<std::packaged_task<pid_t()>>> jobs_;
  std::thread thread_;
};

}  // namespace

pid_t spawn(const std::string& program, const std::vector<std::string>& arguments,
            const std::array<int, 3>& descriptors) {
  static Spawner spawner;
  return spawner.start(std::packaged_task<pid_t()>([&] { return spawn_here(program, arguments, descriptors); }));
}

}  // namespace clusia
