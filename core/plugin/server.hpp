/// Answers requests by calling plugins. It stands in a worker process, or in the host's own where the study turned
/// isolation off. Whatever a plugin returns is checked here before anyone believes it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "plugin/exchange.hpp"
#include "plugin/library.hpp"
#include "plugin/protocol.hpp"
#include "plugin/services.hpp"

namespace clusia {

class Server {
 public:
  Server(Exchange& exchange, Services::Log log, Services::Stopping stopping, int threads);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Segments that later requests name.
  void attach(std::uint64_t id, std::shared_ptr<const Segment> segment);
  /// Never throws: what goes wrong is a Failed. Threading: one call at a time.
  Reply handle(const Request& request);

 private:
  struct Source;
  struct Indicator;
  struct Designing;

  Reply answer(const Describe& request);
  Reply answer(const OpenSource& request);
  Reply answer(const ReadSource& request);
  Reply answer(const Bind& request);
  Reply answer(const Ask& request);
  Reply answer(const MakeDesign& request);
  Reply answer(const AskNeed& request);

  const Library& library(const std::string& path);
  const clusia_host* services(const Instance& instance);
  const Segment& segment(std::uint64_t id) const;
  Column column(const ColumnAt& at) const;
  const void* array(const ArrayAt& at) const;
  void give_histories(const Bind& request, Indicator& indicator);

  Exchange& exchange_;
  Services::Log log_;
  Services::Stopping stopping_;
  int threads_;
  std::map<std::string, Library> libraries_;
  std::map<std::uint64_t, std::shared_ptr<const Segment>> segments_;
  std::vector<std::unique_ptr<Services>> services_;
  std::unique_ptr<Source> source_;
  std::map<std::uint64_t, std::unique_ptr<Indicator>> indicators_;
  std::uint64_t next_handle_ = 1;
};

}  // namespace clusia
