/// Where requests to plugins go: a server in this process, or one in a worker. Callers do not know which.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "plugin/exchange.hpp"
#include "plugin/protocol.hpp"
#include "plugin/services.hpp"

namespace clusia {

/// The worker died under a request: by a signal, by exit(), by the time limit. The next request gets a new worker,
/// without what was bound in the old one.
struct Crash : std::runtime_error {
  explicit Crash(const std::string& how, bool certain = false) : std::runtime_error(how), again(certain) {}
  bool again;  ///< it would come to the same if it were asked once more: too slow, too many log lines
};

/// A worker may die of what its plugin has no part in (the system's want of memory, a person's kill): the question is
/// put once more, to a new one.
template <class Question>
auto asked_twice(const Question& question) {
  try {
    return question();
  } catch (const Crash& crash) {
    if (crash.again) throw;
    return question();
  }
}

/// The run was asked to stop.
struct Stopped : std::runtime_error {
  Stopped() : std::runtime_error("stopped") {}
};

/// Set by a signal handler or a test; every channel looks at it.
using StopFlag = std::atomic<bool>;

struct ChannelOptions {
  bool isolated = true;
  std::string program;      ///< the clusia program, started as worker; empty: this very program
  int threads = 1;          ///< for a plugin's parallel_for
  double time_limit = 600;  ///< seconds for one request
  const StopFlag* stop = nullptr;
  Services::Log log = [](std::int32_t, const std::string&, const std::string&) {};
};

class Channel {
 public:
  virtual ~Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Makes a sealed segment known; cheap when it already is.
  virtual void attach(const std::shared_ptr<const Segment>& segment) = 0;
  /// Throws Crash, Stopped. Threading: one call at a time.
  virtual Reply call(const Request& request) = 0;
  /// Where weightings go and answers come. Valid until the next Crash.
  virtual Exchange& exchange() = 0;
  /// Counts up with every new worker: what was bound under another generation is gone.
  virtual std::uint64_t generation() const = 0;

 protected:
  Channel() = default;
};

std::unique_ptr<Channel> open_channel(const ChannelOptions& options);

/// call(), with a Failed thrown as PluginFailure and the reply as the kind that was asked for.
template <class T>
T ask(Channel& channel, const Request& request);

}  // namespace clusia

#include "plugin/calling.hpp"

template <class T>
T clusia::ask(Channel& channel, const Request& request) {
  Reply reply = channel.call(request);
  if (const auto* failed = std::get_if<Failed>(&reply))
    throw PluginFailure(failed->message, failed->status, failed->subject);
  return std::get<T>(std::move(reply));
}
