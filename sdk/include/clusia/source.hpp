/// clusia/source.hpp: write a source in C++. A class with `about` and `parameters`, a constructor from Parameters and
/// Host that opens, `columns()` with the names, and `read(names, ColumnWriter&)`, which writes each column straight
/// into the host's memory.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "plugin.hpp"

namespace clusia {

/// Host memory in the shape of columns. Every column is begun once, in the order of the names asked for, all of the
/// same length.
class ColumnWriter {
 public:
  explicit ColumnWriter(const clusia_allocator* allocator) : allocator_(allocator) {}

  /// A zeroed array of the host's; valid for ever.
  template <class T>
  T* allocate(int64_t n) const {
    auto* p = static_cast<T*>(allocator_->allocate(allocator_->context, static_cast<std::size_t>(n) * sizeof(T)));
    if (p == nullptr && n > 0) throw std::bad_alloc();
    return p;
  }

  /// `validity` is a bitmap, least bit first, or nullptr when nothing is missing. All pointers come from allocate().
  void numbers(const double* values, const uint8_t* validity, int64_t n) { add("g", n, {validity, values}); }
  void integers(const int64_t* values, const uint8_t* validity, int64_t n) { add("l", n, {validity, values}); }
  void booleans(const uint8_t* bits, const uint8_t* validity, int64_t n) { add("b", n, {validity, bits}); }
  /// Days since 1970-01-01.
  void dates(const int32_t* days, const uint8_t* validity, int64_t n) { add("tdD", n, {validity, days}); }
  /// Codes into `levels` texts; `ends` has levels + 1 entries, the first 0.
  void texts(const int32_t* codes, const uint8_t* validity, int64_t n, const int32_t* ends, const char* bytes,
             int64_t levels) {
    add("i", n, {validity, codes});
    columns_.back().dictionary = {nullptr, ends, bytes};
    columns_.back().levels = levels;
  }

  /// Moves what was written into the two structs; `names` are those asked for.
  void finish(std::span<const char* const> names, ArrowSchema* schema, ArrowArray* array);

 private:
  struct Column {
    const char* format;
    int64_t n;
    std::vector<const void*> buffers;
    std::vector<const void*> dictionary;
    int64_t levels = 0;
  };
  void add(const char* format, int64_t n, std::vector<const void*> buffers) {
    columns_.push_back({format, n, std::move(buffers), {}, 0});
  }
  const clusia_allocator* allocator_;
  std::vector<Column> columns_;
};

namespace detail {

/// Everything that one exported struct array points to; freed by its release.
struct ExportedColumns {
  std::vector<std::string> names;
  std::vector<std::vector<const void*>> buffers;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowSchema*> schema_children;
  std::vector<ArrowArray*> array_children;
  const void* no_validity = nullptr;
  std::atomic<int> users{
      2};  // every struct exported and not yet released: the consumer may move a child out and outlive the parent
  template <class Exported>  // ArrowSchema or ArrowArray
  static void release(Exported* of) {
    for (int64_t k = 0; k < of->n_children; ++k)
      if (of->children[k]->release != nullptr) of->children[k]->release(of->children[k]);
    if (of->dictionary != nullptr && of->dictionary->release != nullptr) of->dictionary->release(of->dictionary);
    auto* held = static_cast<ExportedColumns*>(of->private_data);
    of->release = nullptr;
    if (held->users.fetch_sub(1) == 1) delete held;
  }
};

}  // namespace detail

inline void ColumnWriter::finish(std::span<const char* const> names, ArrowSchema* schema, ArrowArray* array) {
  if (names.size() != columns_.size()) throw std::logic_error("as many columns must be written as were asked for");
  auto held = std::make_unique<detail::ExportedColumns>();
  const std::size_t n = columns_.size();
  held->schemas.resize(2 * n);  // a column, its dictionary
  held->arrays.resize(2 * n);
  held->buffers.reserve(2 * n);
  held->names.assign(names.begin(), names.end());
  const int64_t rows = n == 0 ? 0 : columns_.front().n;
  constexpr auto leave_schema = &detail::ExportedColumns::release<ArrowSchema>;
  constexpr auto leave_array = &detail::ExportedColumns::release<ArrowArray>;
  for (std::size_t k = 0; k < n; ++k) {
    Column& c = columns_[k];
    if (c.n != rows)
      throw std::logic_error("column '" + held->names[k] + "' has " + std::to_string(c.n) + " rows, the first has " +
                             std::to_string(rows));
    held->buffers.push_back(std::move(c.buffers));
    ArrowSchema& s = held->schemas[2 * k];
    ArrowArray& a = held->arrays[2 * k];
    s = {c.format, held->names[k].c_str(), nullptr, ARROW_FLAG_NULLABLE, 0, nullptr, nullptr, leave_schema, held.get()};
    a = {c.n,         held->buffers.back()[0] == nullptr ? 0 : -1,
         0,           2,
         0,           held->buffers.back().data(),
         nullptr,     nullptr,
         leave_array, held.get()};
    held->users += 2;
    if (!c.dictionary.empty()) {
      held->users += 2;
      held->buffers.push_back(std::move(c.dictionary));
      held->schemas[2 * k + 1] = {"u", "", nullptr, 0, 0, nullptr, nullptr, leave_schema, held.get()};
      held->arrays[2 * k + 1] = {c.levels, 0,       0,           3,         0, held->buffers.back().data(),
                                 nullptr,  nullptr, leave_array, held.get()};
      s.dictionary = &held->schemas[2 * k + 1];
      a.dictionary = &held->arrays[2 * k + 1];
    }
    held->schema_children.push_back(&s);
    held->array_children.push_back(&a);
  }
  detail::ExportedColumns* all = held.release();
  *schema = {"+s", "", nullptr, 0, static_cast<int64_t>(n), all->schema_children.data(), nullptr, leave_schema, all};
  *array = {rows,    0,           0,  1, static_cast<int64_t>(n), &all->no_validity, all->array_children.data(),
            nullptr, leave_array, all};
}

namespace detail {

template <class S>
struct SourceAdapter {
  struct Instance {
    S source;
    std::vector<std::string> names;
    std::vector<const char*> pointers;
  };
  static clusia_status create(const clusia_value* parameters, const clusia_host* host, void** instance,
                              clusia_error* error) {
    return guarded(error, [&] {
      *instance = new Instance{S(Parameters(parameters_of<S>(), parameters), Host(host)), {}, {}};
    });
  }
  static_assert(std::is_nothrow_destructible_v<S>, "a destructor that throws cannot be told to the host");
  static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }
  static clusia_status columns(void* instance, int64_t* n, const char* const** names, clusia_error* error) {
    return guarded(error, [&] {
      auto& of = *static_cast<Instance*>(instance);
      if (of.pointers.empty()) {  // names handed out stay valid
        of.names = of.source.columns();
        for (const auto& name : of.names) of.pointers.push_back(name.c_str());
      }
      *n = static_cast<int64_t>(of.pointers.size());
      *names = of.pointers.data();
    });
  }
  static clusia_status read(void* instance, int64_t n, const char* const* names, const clusia_allocator* allocator,
                            ArrowSchema* schema, ArrowArray* array, clusia_error* error) {
    return guarded(error, [&] {
      ColumnWriter writer(allocator);
      const std::span<const char* const> asked(names, static_cast<std::size_t>(n));
      static_cast<Instance*>(instance)->source.read(std::vector<std::string_view>(asked.begin(), asked.end()), writer);
      writer.finish(asked, schema, array);
    });
  }
  static constexpr clusia_source_interface table{sizeof(clusia_source_interface), &create, &destroy, &columns, &read};
};

}  // namespace detail
}  // namespace clusia

/// Makes CLASS the plugin of this library.
#define CLUSIA_SOURCE_PLUGIN(CLASS) \
  CLUSIA_PLUGIN_ENTRY(CLUSIA_SOURCE, clusia::detail::SourceAdapter<CLASS>::table, CLASS)
