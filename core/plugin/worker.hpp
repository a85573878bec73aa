/// A plugin server in a process of its own: the host's end (WorkerChannel) and the worker's (run_worker).
#pragma once

#include <sys/types.h>

#include <set>

#include "plugin/channel.hpp"
#include "plugin/transport.hpp"

namespace clusia {

class WorkerChannel final : public Channel {
 public:
  explicit WorkerChannel(ChannelOptions options);
  ~WorkerChannel() override;
  void attach(const std::shared_ptr<const Segment>& segment) override;
  Reply call(const Request& request) override;
  Exchange& exchange() override;
  std::uint64_t generation() const override { return generation_; }

 private:
  /// A worker that died while nobody asked it anything is replaced, and nobody blamed.
  void ensure_worker();
  /// Waits for the reply; logs, stops and kills on the way.
  Reply await();
  void receive_one(std::optional<Reply>& reply);
  /// Ends what is left of the worker's process group and says how the worker ended. `wait`: for it to end by itself.
  std::string bury(double wait);

  ChannelOptions options_;
  std::unique_ptr<Exchange> exchange_;
  std::set<std::uint64_t> attached_;
  int socket_ = -1;
  std::int64_t log_lines_ = 0;  ///< so far, to the question under way
  pid_t worker_ = -1;
  std::uint64_t generation_ = 0;
};

/// The first argument that makes the program a worker.
inline constexpr const char* worker_argument = "--clusia-worker";
/// The worker's main: serves until the host is gone. `argv` as spawned by WorkerChannel.
int run_worker(int argc, char** argv);

}  // namespace clusia
