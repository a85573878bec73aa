#include "plugin/channel.hpp"

#include "plugin/server.hpp"
#include "plugin/worker.hpp"

namespace clusia {
namespace {

class LocalChannel final : public Channel {
 public:
  explicit LocalChannel(const ChannelOptions& options)
      : stop_(options.stop),
        server_(
            exchange_, options.log, [this] { return stopping(); }, options.threads) {}
  void attach(const std::shared_ptr<const Segment>& segment) override { server_.attach(segment->id(), segment); }
  Reply call(const Request& request) override {
    if (stopping()) throw Stopped();
    Reply reply = server_.handle(request);
    if (stopping()) throw Stopped();
    if (const auto* table = std::get_if<ReadColumns>(&reply)) attach(table->segment);
    return reply;
  }
  Exchange& exchange() override { return exchange_; }
  std::uint64_t generation() const override { return 1; }

 private:
  bool stopping() const { return stop_ != nullptr && stop_->load(); }
  const StopFlag* stop_;
  Exchange exchange_;
  Server server_;
};

}  // namespace

std::unique_ptr<Channel> open_channel(const ChannelOptions& options) {
  if (options.isolated) return std::make_unique<WorkerChannel>(options);
  return std::make_unique<LocalChannel>(options);
}

}  // namespace clusia
