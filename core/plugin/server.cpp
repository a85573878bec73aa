#include "plugin/server.hpp"

#include <cmath>
#include <numeric>

#include "plugin/calling.hpp"
#include "plugin/declared.hpp"
#include "plugin/floating_point.hpp"
#include "plugin/utf8.hpp"

namespace clusia {

namespace {

constexpr std::int64_t most_columns = 1'000'000;

}  // namespace

struct Server::Source {
  const clusia_source_interface* interface;
  std::unique_ptr<LentValues> values;
  void* instance = nullptr;
  ~Source() { destroy(interface, instance); }
};

struct Server::Indicator {
  const clusia_indicator_interface* interface;
  clusia_indicator_data data{};  // valid until destroy, with all that it points to
  std::unique_ptr<LentValues> values;
  std::vector<std::unique_ptr<ArrowView>> views;
  std::vector<std::vector<clusia_column>> columns;
  std::vector<const clusia_column*> column_lists;
  std::vector<std::int64_t> counts;
  std::int64_t rows = 0;
  std::vector<OutputDeclaration> outputs;
  std::vector<std::int64_t> first, order;  ///< histories
  std::vector<const char*> unit_names, wave_names;
  CodesAt unit, wave;
  void* instance = nullptr;
  ~Indicator() { destroy(interface, instance); }
};

Server::Server(Exchange& exchange, Services::Log log, Services::Stopping stopping, int threads)
    : exchange_(exchange), log_(std::move(log)), stopping_(std::move(stopping)), threads_(threads) {}
Server::~Server() = default;

void Server::attach(std::uint64_t id, std::shared_ptr<const Segment> segment) {
  segments_.emplace(id, std::move(segment));
}

Reply Server::handle(const Request& request) {
  const FloatingPointState before = floating_point_state();
  Reply reply;
  try {
    reply = std::visit([this](const auto& r) { return answer(r); }, request);
  } catch (const PluginFailure& f) {
    reply = Failed{f.status, f.what(), f.subject};
  } catch (const std::bad_alloc&) {
    reply = Failed{CLUSIA_FAILED, "out of memory", ""};
  } catch (const std::exception& e) {
    reply = Failed{CLUSIA_FAILED, e.what(), ""};
  } catch (...) {
    reply = Failed{
        CLUSIA_FAILED,
        "threw an exception across the boundary: no exception may leave a plugin; the SDK's wrappers catch all", ""};
  }
  if (floating_point_state() != before) {
    restore(before);
    reply = Failed{
        CLUSIA_FAILED,
        "changed the floating-point state (" + changes_of_state() + "): the plugin must restore what it changes", ""};
  }
  return reply;
}

const Library& Server::library(const std::string& path) {
  const auto known = libraries_.find(path);
  return known != libraries_.end() ? known->second : libraries_.emplace(path, load_library(path)).first->second;
}

const clusia_host* Server::services(const Instance& instance) {
  services_.push_back(std::make_unique<Services>(instance.component, instance.seed, log_, stopping_, threads_));
  return services_.back()->table();
}

const Segment& Server::segment(std::uint64_t id) const {
  const auto at = segments_.find(id);
  if (at == segments_.end()) throw std::logic_error("a request names shared memory that was never attached");
  return *at->second;
}

Column Server::column(const ColumnAt& at) const {
  static_cast<void>(segment(at.segment));
  return {at.layout, segments_.at(at.segment)};
}

const void* Server::array(const ArrayAt& at) const {
  return at.present() ? segment(at.segment).at(at.offset) : nullptr;
}

Reply Server::answer(const Describe& request) { return library(request.path).declaration; }

// ---- sources ----------------------------------------------------------------------------------------------

Reply Server::answer(const OpenSource& request) {
  const Library& lib = library(request.instance.path);
  source_ = std::make_unique<Source>();
  source_->interface = static_cast<const clusia_source_interface*>(lib.plugin->interface_);
  source_->values = std::make_unique<LentValues>(lib.declaration.parameters, request.instance.values);
  source_->instance = created([&](void** instance, clusia_error* e) {
    return source_->interface->create(source_->values->data(), services(request.instance), instance, e);
  });
  std::int64_t n = 0;
  const char* const* names = nullptr;
  call([&](clusia_error* e) { return source_->interface->columns(source_->instance, &n, &names, e); });
  if (n < 0 || n > most_columns || (n > 0 && names == nullptr)) throw PluginFailure("returned no list of column names");
  Names list;
  for (std::int64_t k = 0; k < n; ++k) {
    if (names[k] == nullptr || !is_utf8(names[k])) throw PluginFailure("returned a column name that is no UTF-8 text");
    list.names.emplace_back(names[k]);
  }
  return list;
}

Reply Server::answer(const ReadSource& request) {
  if (!source_) throw std::logic_error("no source is open");
  const std::shared_ptr<Segment> segment = Segment::create();
  const clusia_allocator allocator{sizeof allocator, segment.get(), [](void* context, std::size_t bytes) {
                                     return static_cast<Segment*>(context)->allocate(bytes);
                                   }};
  std::vector<const char*> names;
  for (const std::string& name : request.columns) names.push_back(name.c_str());
  ArrowSchema schema{};
  ArrowArray array{};
  const auto release = [&] {
    if (schema.release != nullptr) schema.release(&schema);
    if (array.release != nullptr) array.release(&array);
  };
  ReadColumns table;
  try {
    call([&](clusia_error* e) {
      return source_->interface->read(source_->instance, static_cast<std::int64_t>(names.size()), names.data(),
                                      &allocator, &schema, &array, e);
    });
    table.layouts = import_arrow(schema, array, *segment);
    table.rows = array.length;
  } catch (...) {
    release();
    throw;
  }
  release();
  if (table.layouts.size() != names.size())
    throw PluginFailure("returned another number of columns than was asked for");
  for (std::size_t k = 0; k < names.size(); ++k) table.layouts[k].name = names[k];
  segment->seal();
  table.segment = segment;
  return table;
}

// ---- indicators -------------------------------------------------------------------------------------------

void Server::give_histories(const Bind& request, Indicator& indicator) {
  const auto* power = power_of<clusia_indicator_history>(*indicator.interface, CLUSIA_INDICATOR_HISTORY);
  if (power == nullptr) return;
  if (!request.unit.code.present() || !request.wave.code.present())
    throw PluginFailure("reads the history of units: the dataset needs the roles unit and wave");
  indicator.unit = request.unit;
  indicator.wave = request.wave;
  clusia_history history{sizeof history, view_of(indicator.unit, array(indicator.unit.code), indicator.unit_names),
                         view_of(indicator.wave, array(indicator.wave.code), indicator.wave_names), nullptr, nullptr};
  const auto units = static_cast<std::size_t>(history.unit.n_levels);
  indicator.first.assign(units + 1, 0);
  std::vector<std::int64_t> known;
  for (std::int64_t row = 0; row < request.rows; ++row)
    if (history.unit.code[row] >= 0 && history.wave.code[row] >= 0) known.push_back(row);
  std::stable_sort(known.begin(), known.end(), [&](std::int64_t a, std::int64_t b) {
    return std::pair(history.unit.code[a], history.wave.code[a]) <
           std::pair(history.unit.code[b], history.wave.code[b]);
  });
  for (const std::int64_t row : known) ++indicator.first[static_cast<std::size_t>(history.unit.code[row]) + 1];
  std::partial_sum(indicator.first.begin(), indicator.first.end(), indicator.first.begin());
  indicator.order = std::move(known);
  history.first = indicator.first.data();
  history.order = indicator.order.data();
  call([&](clusia_error* e) { return power->histories(indicator.instance, &history, e); });
}

Reply Server::answer(const Bind& request) {
  const Library& lib = library(request.instance.path);
  auto bound = std::make_unique<Indicator>();
  bound->interface = static_cast<const clusia_indicator_interface*>(lib.plugin->interface_);
  bound->values = std::make_unique<LentValues>(lib.declaration.parameters, request.instance.values);
  bound->rows = request.rows;
  for (const auto& list : request.inputs) {
    auto& columns = bound->columns.emplace_back();
    for (const ColumnAt& at : list) {
      bound->views.push_back(std::make_unique<ArrowView>(column(at)));
      columns.push_back({bound->views.back()->schema(), bound->views.back()->array()});
    }
    bound->counts.push_back(static_cast<std::int64_t>(columns.size()));
  }
  for (const auto& columns : bound->columns) bound->column_lists.push_back(columns.data());
  bound->data = {sizeof bound->data,         request.rows,
                 bound->values->data(),      bound->counts.data(),
                 bound->column_lists.data(), static_cast<const std::uint8_t*>(array(request.complete))};
  bound->instance = created([&](void** instance, clusia_error* e) {
    return bound->interface->create(&bound->data, services(request.instance), instance, e);
  });
  give_histories(request, *bound);
  bound->outputs = lib.declaration.outputs;
  if (const auto* power = power_of<clusia_indicator_outputs>(*bound->interface, CLUSIA_INDICATOR_OUTPUTS)) {
    std::int64_t n = 0;
    const clusia_output* outputs = power->outputs(bound->instance, &n);
    bound->outputs = outputs_of(outputs, n);
  }
  bool reads = lib.declaration.reads_reference();
  if (const auto* power = power_of<clusia_indicator_reference>(*bound->interface, CLUSIA_INDICATOR_REFERENCE))
    reads = reads && power->reads(bound->instance) != 0;
  Bound reply{next_handle_++, bound->outputs, reads};
  indicators_.emplace(reply.handle, std::move(bound));
  return reply;
}

Reply Server::answer(const Ask& request) {
  const Indicator& of = *indicators_.at(request.handle);
  const Asked asked{request, of.rows, static_cast<std::int64_t>(of.outputs.size()), exchange_};
  switch (request.question) {
    case Question::evaluate:
      asked.evaluate(*of.interface, of.instance);
      break;
    case Question::scores:
      asked.scores(*of.interface, of.instance);
      break;
    case Question::score_reference:
      asked.score_reference(*of.interface, of.instance);
      break;
    case Question::batch:
      asked.batch(*of.interface, of.instance);
      break;
    case Question::distribution:
      asked.distribution(*of.interface, of.instance);
      break;
    case Question::inverse:
      asked.inverse(*of.interface, of.instance);
      break;
  }
  return Answered{};
}

}  // namespace clusia
