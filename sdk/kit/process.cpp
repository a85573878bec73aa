#include "process.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace clusia::kit {
namespace {

/// The rule's name is known to the caller: a verdict's digit, and the words.
void tell(int to, const Finding& found) {
  const std::string text = std::to_string(static_cast<int>(found.verdict)) + found.words;
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(to, text.data() + done, text.size() - done);
    if (n <= 0) return;
    done += static_cast<std::size_t>(n);
  }
}

/// Until the other end closes; false where the time is over first.
bool listen(int from, double limit, std::string& text) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(limit);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return false;
    pollfd one{from, POLLIN, 0};
    if (poll(&one, 1, static_cast<int>(left)) <= 0) continue;
    char bytes[4096];
    const ssize_t n = read(from, bytes, sizeof bytes);
    if (n <= 0) return true;
    text.append(bytes, static_cast<std::size_t>(n));
  }
}

std::string end_of(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    const char* name = sigabbrev_np(signal);
    return std::string("crashed with SIG") + (name == nullptr ? "?" : name) + " (" + strsignal(signal) + ")";
  }
  return "ended its process with exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Finding in_a_process(const std::function<Finding()>& work, double limit) {
  int ends[2];
  std::fflush(nullptr);
  if (pipe(ends) != 0) throw std::runtime_error("no pipe: too many open files");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no process: too many of them, or no memory");
  if (child == 0) {
    close(ends[0]);
    tell(ends[1], work());
    std::_Exit(EXIT_SUCCESS);  // no destructors: what they would free is the parent's
  }
  close(ends[1]);
  std::string text;
  const bool ended = listen(ends[0], limit, text);
  close(ends[0]);
  if (!ended) kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  Finding found;
  found.verdict = Verdict::crashed;
  if (!ended) {
    char words[80];
    std::snprintf(words, sizeof words, "ran longer than the limit of %g s", limit);
    found.words = words;
  } else if (text.empty() || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    found.words = end_of(status);
  } else {
    found.verdict = static_cast<Verdict>(text[0] - '0');
    found.words = text.substr(1);
  }
  return found;
}

}  // namespace clusia::kit
