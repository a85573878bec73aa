#include "plugin/worker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <tbb/global_control.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "plugin/server.hpp"
#include "plugin/spawner.hpp"

namespace clusia {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int look_around_ms = 50;                  // how often a waiting host looks at the stop flag
constexpr std::chrono::milliseconds patience{300};  // for a plugin that was asked to stop
constexpr std::int64_t most_log_lines = 10000;      // to one question
constexpr double leaving = 2;                       // seconds that a worker may take to end after its socket did

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string signal_text(int number) {
  const char* abbreviation = sigabbrev_np(number);
  return std::string("SIG") + (abbreviation == nullptr ? std::to_string(number) : abbreviation) + " (" +
         strsignal(number) + ")";
}

/// It has ended, but was not reaped.
bool has_ended(pid_t worker) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(worker), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == worker;
}

}  // namespace

// ---- the host's end ---------------------------------------------------------------------------------------

WorkerChannel::WorkerChannel(ChannelOptions options) : options_(std::move(options)) {
  if (options_.program.empty()) options_.program = "/proc/self/exe";
}

WorkerChannel::~WorkerChannel() {
  if (worker_ >= 0) static_cast<void>(bury(0.05));  // an idle worker leaves by itself when its socket closes
}

Exchange& WorkerChannel::exchange() {
  ensure_worker();
  return *exchange_;
}

void WorkerChannel::ensure_worker() {
  if (worker_ >= 0 && has_ended(worker_))
    options_.log(CLUSIA_LOG_WARNING, "worker", "a worker " + bury(0) + " while it was asked nothing; it was replaced");
  if (worker_ >= 0) return;
  exchange_ = std::make_unique<Exchange>();
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "cannot make a socket for a worker");
  try {
    worker_ = spawn(options_.program, {worker_argument, std::to_string(options_.threads), std::to_string(getpid())},
                    {pair[1], exchange_->in->fd(), exchange_->out->fd()});
  } catch (...) {
    close(pair[0]);
    close(pair[1]);
    throw;
  }
  close(pair[1]);
  socket_ = pair[0];
  attached_.clear();
  ++generation_;
}

void WorkerChannel::attach(const std::shared_ptr<const Segment>& segment) {
  ensure_worker();
  if (!attached_.insert(segment->id()).second) return;
  try {
    send(socket_, {MessageType::segment, packed(segment->id()), {segment->fd()}});
  } catch (const std::system_error&) {
    throw Crash(bury(leaving));
  }
}

Reply WorkerChannel::call(const Request& request) {
  if (options_.stop != nullptr && options_.stop->load()) throw Stopped();
  // These build on what this very worker was told before; a new one would not know it.
  const bool goes_on = std::holds_alternative<ReadSource>(request) || std::holds_alternative<Ask>(request);
  if (!goes_on || worker_ < 0) ensure_worker();
  exchange_->stop() = 0;
  try {
    send(socket_, {MessageType::request, packed(request), {}});
  } catch (const std::system_error&) {
    throw Crash(bury(leaving));
  }
  return await();
}

Reply WorkerChannel::await() {
  const Clock::time_point start = Clock::now();
  log_lines_ = 0;
  std::optional<Clock::time_point> asked_to_stop;
  std::optional<Reply> reply;
  while (!reply) {
    pollfd ready{socket_, POLLIN, 0};
    if (poll(&ready, 1, look_around_ms) > 0) receive_one(reply);
    if (reply) break;
    if (options_.stop != nullptr && options_.stop->load() && !asked_to_stop) {
      exchange_->stop() = 1;
      asked_to_stop = Clock::now();
    }
    if (asked_to_stop && Clock::now() - *asked_to_stop > patience) {
      static_cast<void>(bury(0));
      throw Stopped();
    }
    if (seconds_since(start) > options_.time_limit) {
      static_cast<void>(bury(0));
      char limit[32];
      std::snprintf(limit, sizeof limit, "%g s", options_.time_limit);
      throw Crash(std::string("ran longer than the time limit of ") + limit, true);
    }
  }
  if (asked_to_stop) throw Stopped();
  return std::move(*reply);
}

void WorkerChannel::receive_one(std::optional<Reply>& reply) {
  Message message;
  std::optional<LogLine> line;
  try {
    if (!receive(socket_, message)) throw Crash(bury(leaving));
    if (message.type == MessageType::log) {
      line = unpacked<LogLine>(message.body);
    } else {
      reply = unpacked<Reply>(message.body);
      if (auto* table = std::get_if<ReadColumns>(&*reply)) table->segment = Segment::adopt(message.descriptors.at(0));
    }
  } catch (const Crash&) {
    throw;
  } catch (const std::exception&) {  // someone wrote over the worker's memory, or into its socket
    static_cast<void>(bury(0));
    throw Crash("answered what is no message of a worker");
  }
  if (!line) return;
  if (++log_lines_ > most_log_lines) {
    static_cast<void>(bury(0));
    throw Crash("wrote more than " + std::to_string(most_log_lines) + " log lines to one question", true);
  }
  options_.log(line->level, line->component, line->text);
}

std::string WorkerChannel::bury(double wait) {
  close(socket_);
  socket_ = -1;
  for (const Clock::time_point start = Clock::now(); !has_ended(worker_) && seconds_since(start) < wait;) usleep(1000);
  const bool lived_on = !has_ended(worker_);
  kill(-worker_, SIGKILL);  // it, and whatever it started; its id is ours until it is reaped
  int status = 0;
  while (waitpid(worker_, &status, 0) < 0 && errno == EINTR) {
  }
  worker_ = -1;
  if (lived_on) return "closed its connection to the host and lived on";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
    return "was killed with SIGKILL, as the system does when memory runs out";
  if (WIFSIGNALED(status)) return "crashed with " + signal_text(WTERMSIG(status));
  return "ended its process with exit status " + std::to_string(WEXITSTATUS(status));
}

// ---- the worker's end -------------------------------------------------------------------------------------

namespace {

constexpr int socket_fd = 3, in_fd = 4, out_fd = 5;

void settle_in(pid_t host) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != host) _exit(0);  // it went before we could ask to go with it
  for (const int fd : {socket_fd, in_fd, out_fd}) fcntl(fd, F_SETFD, FD_CLOEXEC);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
#if !defined(__SANITIZE_ADDRESS__)  // whose shadow is data, too
  const auto memory = static_cast<rlim_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
  const rlimit data{memory / 5 * 4, memory / 5 * 4};
  setrlimit(RLIMIT_DATA, &data);
#endif
}

void reply_with(const Reply& reply) {
  Message message{MessageType::reply, packed(reply), {}};
  if (const auto* table = std::get_if<ReadColumns>(&reply)) message.descriptors.push_back(table->segment->fd());
  send(socket_fd, message);
}

}  // namespace

int run_worker(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("clusia: a worker is started by clusia itself\n", stderr);
    return 2;
  }
  settle_in(static_cast<pid_t>(std::atol(argv[3])));
  Exchange exchange(in_fd, out_fd);
  const int threads = argc > 2 ? std::max(1, std::atoi(argv[2])) : 1;
  const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  std::mutex sending;  // plugins log from several threads
  Server server(
      exchange,
      [&](std::int32_t level, const std::string& component, const std::string& text) {
        const std::lock_guard lock(sending);
        send(socket_fd, {MessageType::log, packed(LogLine{level, component, text}), {}});
      },
      [&] { return exchange.stop() != 0; }, threads);
  Message message;
  try {
    while (receive(socket_fd, message)) {
      if (message.type == MessageType::segment) {
        server.attach(unpacked<std::uint64_t>(message.body), Segment::adopt(message.descriptors.at(0)));
      } else {
        const Reply reply = server.handle(unpacked<Request>(message.body));
        const std::lock_guard lock(sending);
        reply_with(reply);
      }
    }
  } catch (const std::system_error&) {  // the host is gone
  }
  std::_Exit(0);  // plugins' destructors at exit are nobody's business any more
}

}  // namespace clusia
