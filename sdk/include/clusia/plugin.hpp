/// clusia/plugin.hpp: what the C++ wrappers of the three kinds share: declarations, parameters, errors, services,
/// weightings. Header-only; nothing to link. Every exception ends in the wrapper: none crosses the boundary.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <exception>
#include <limits>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi.h"

namespace clusia {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double not_homogeneous = std::numeric_limits<double>::quiet_NaN();

// ---- errors -----------------------------------------------------------------------------------------------

/// Thrown by an author, told to the host. `subject` names a parameter or an input.
class Error : public std::runtime_error {
 public:
  Error(clusia_status status, const std::string& message, std::string subject = {})
      : std::runtime_error(message), status_(status), subject_(std::move(subject)) {}
  clusia_status status() const noexcept { return status_; }
  const std::string& subject() const noexcept { return subject_; }

 private:
  clusia_status status_;
  std::string subject_;
};

/// The statistic does not exist on these rows: no estimate, and not a fault.
inline Error undefined(const std::string& why) { return {CLUSIA_UNDEFINED, why}; }
inline Error bad_parameter(const std::string& name, const std::string& why) {
  return {CLUSIA_BAD_PARAMETER, why, name};
}
inline Error unsupported(const std::string& why) { return {CLUSIA_UNSUPPORTED, why}; }
inline Error failed(const std::string& why) { return {CLUSIA_FAILED, why}; }
inline Error cancelled() { return {CLUSIA_CANCELLED, "cancelled"}; }

namespace detail {

inline void copy_text(std::string_view text, char* to, std::size_t room) noexcept {
  std::size_t n = text.size() < room - 1 ? text.size() : room - 1;
  while (n < text.size() && n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U)
    --n;  // never cut a UTF-8 sequence
  std::memcpy(to, text.data(), n);
  to[n] = '\0';
}

inline clusia_status report(clusia_error* error, clusia_status status, std::string_view message,
                            std::string_view subject = {}) noexcept {
  if (error != nullptr) {
    copy_text(message, error->message, sizeof error->message);
    copy_text(subject, error->subject, sizeof error->subject);
  }
  return status;
}

/// Runs `body` and turns whatever it throws into a status with words.
template <class Body>
clusia_status guarded(clusia_error* error, Body&& body) noexcept {
  try {
    body();
    return CLUSIA_OK;
  } catch (const Error& e) {
    return report(error, e.status() == CLUSIA_OK ? CLUSIA_FAILED : e.status(), e.what(), e.subject());
  } catch (const std::bad_alloc&) {
    return report(error, CLUSIA_FAILED, "out of memory");
  } catch (const std::exception& e) {
    return report(error, CLUSIA_FAILED, e.what());
  } catch (...) {
    return report(error, CLUSIA_FAILED, "an exception that is no std::exception was thrown");
  }
}

/// Turns a failed call of the host into an exception.
inline void check(clusia_status status, const clusia_error& error) {
  if (status != CLUSIA_OK) throw Error(status, error.message, error.subject);
}

}  // namespace detail

// ---- declarations -----------------------------------------------------------------------------------------

/// What a plugin says of itself.
struct About {
  const char* id;
  const char* name;
  const char* version;
  const char* summary;
  const char* source;  ///< author, year, equation
};

/// A declared parameter; the modifiers return a changed copy, so that a declaration reads as one expression.
struct Parameter : clusia_parameter {
  constexpr Parameter by_default(const char* toml) const {
    Parameter copy = optional();
    copy.default_text = toml;
    return copy;
  }
  constexpr Parameter optional() const {
    Parameter copy = *this;
    copy.required = 0;
    return copy;
  }
  constexpr Parameter within(double low, double high) const {
    Parameter copy = *this;
    copy.minimum = low;
    copy.maximum = high;
    return copy;
  }
  constexpr Parameter in(const char* of) const {
    Parameter copy = *this;
    copy.unit = of;
    return copy;
  }
  constexpr Parameter following(const char* what) const {
    Parameter copy = *this;
    copy.convention = what;
    return copy;
  }
};

static_assert(sizeof(Parameter) == sizeof(clusia_parameter));

namespace parameter {
constexpr Parameter make(int32_t type, const char* name, const char* doc) {
  Parameter p{};
  p.size = sizeof(clusia_parameter);
  p.name = name;
  p.type = type;
  p.required = 1;
  p.minimum = -infinity;
  p.maximum = infinity;
  p.doc = doc;
  return p;
}
constexpr Parameter number(const char* name, const char* doc) { return make(CLUSIA_NUMBER, name, doc); }
constexpr Parameter integer(const char* name, const char* doc) { return make(CLUSIA_INTEGER, name, doc); }
constexpr Parameter boolean(const char* name, const char* doc) { return make(CLUSIA_BOOLEAN, name, doc); }
constexpr Parameter text(const char* name, const char* doc) { return make(CLUSIA_TEXT, name, doc); }
constexpr Parameter wave(const char* name, const char* doc) { return make(CLUSIA_WAVE, name, doc); }
constexpr Parameter path(const char* name, const char* doc) { return make(CLUSIA_PATH, name, doc); }
constexpr Parameter numbers(const char* name, const char* doc) { return make(CLUSIA_NUMBERS, name, doc); }
constexpr Parameter texts(const char* name, const char* doc) { return make(CLUSIA_TEXTS, name, doc); }
constexpr Parameter text_map(const char* name, const char* doc) { return make(CLUSIA_TEXT_MAP, name, doc); }
/// `choices` is a static array that ends in nullptr.
constexpr Parameter choice(const char* name, const char* const* choices, const char* doc) {
  Parameter p = make(CLUSIA_CHOICE, name, doc);
  p.choices = choices;
  return p;
}
}  // namespace parameter

/// The parameters as the study set them, read by name. A name that was never declared is the author's mistake and
/// throws.
class Parameters {
 public:
  Parameters(std::span<const Parameter> declared, const clusia_value* values) : declared_(declared), values_(values) {}

  bool is_set(std::string_view name) const { return value(name).is_set != 0; }
  double number(std::string_view name) const { return value(name, CLUSIA_NUMBER).number; }
  int64_t integer(std::string_view name) const { return value(name, CLUSIA_INTEGER).integer; }
  bool boolean(std::string_view name) const { return value(name, CLUSIA_BOOLEAN).integer != 0; }
  std::string_view text(std::string_view name) const { return value(name, CLUSIA_TEXT).text; }
  std::string_view path(std::string_view name) const { return value(name, CLUSIA_PATH).text; }
  /// The chosen word.
  std::string_view choice(std::string_view name) const { return value(name, CLUSIA_CHOICE).text; }
  /// Index of the wave, ascending.
  int32_t wave(std::string_view name) const { return static_cast<int32_t>(value(name, CLUSIA_WAVE).integer); }
  std::span<const double> numbers(std::string_view name) const {
    const clusia_value& v = value(name, CLUSIA_NUMBERS);
    return {v.numbers, static_cast<std::size_t>(v.n)};
  }
  std::vector<std::string_view> texts(std::string_view name) const {
    const clusia_value& v = value(name, CLUSIA_TEXTS);
    return list(v.n, v.texts);
  }
  /// Names and texts of a map, in the same order.
  std::vector<std::pair<std::string_view, std::string_view>> text_map(std::string_view name) const {
    const clusia_value& v = value(name, CLUSIA_TEXT_MAP);
    std::vector<std::pair<std::string_view, std::string_view>> out;
    for (int64_t k = 0; k < v.n; ++k) out.emplace_back(v.keys[k], v.texts[k]);
    return out;
  }

 private:
  static std::vector<std::string_view> list(int64_t n, const char* const* texts) {
    std::vector<std::string_view> out;
    for (int64_t k = 0; k < n; ++k) out.emplace_back(texts[k]);
    return out;
  }
  const clusia_value& value(std::string_view name) const {
    for (std::size_t k = 0; k < declared_.size(); ++k)
      if (name == declared_[k].name) return values_[k];
    throw std::logic_error("parameter '" + std::string(name) + "' was never declared");
  }
  /// Refuses what would silently read as nothing: a parameter of another type, or one that is not set.
  const clusia_value& value(std::string_view name, int32_t type) const {
    const clusia_value& v = value(name);
    if (declared_[static_cast<std::size_t>(&v - values_)].type != type)
      throw std::logic_error("parameter '" + std::string(name) + "' was declared with another type than it is read as");
    if (v.is_set == 0) throw std::logic_error("parameter '" + std::string(name) + "' is not set: ask is_set() first");
    return v;
  }
  std::span<const Parameter> declared_;
  const clusia_value* values_;
};

// ---- services ---------------------------------------------------------------------------------------------

/// The services of the host. Cheap to copy; valid as long as the process.
class Host {
 public:
  explicit Host(const clusia_host* host) : host_(host) {}
  void debug(const std::string& message) const { host_->log(host_->context, CLUSIA_LOG_DEBUG, message.c_str()); }
  void info(const std::string& message) const { host_->log(host_->context, CLUSIA_LOG_INFO, message.c_str()); }
  void warn(const std::string& message) const { host_->log(host_->context, CLUSIA_LOG_WARNING, message.c_str()); }
  void progress(double fraction) const { host_->progress(host_->context, fraction); }
  /// Throws when the host asked to stop: call it now and then in a long loop.
  void stop_if_cancelled() const {
    if (host_->cancelled(host_->context) != 0) throw cancelled();
  }
  /// body(i) for i in [0, n), on the host's threads; the first exception is thrown again here.
  template <class Body>
  void parallel_for(int64_t n, const Body& body) const {
    struct Task {
      const Body* body;
      std::vector<std::exception_ptr> thrown;
    } task{&body, std::vector<std::exception_ptr>(static_cast<std::size_t>(n))};
    host_->parallel_for(host_->context, n, &task, [](void* of, int64_t i) {
      auto* t = static_cast<Task*>(of);
      try {
        (*t->body)(i);
      } catch (...) {
        t->thrown[static_cast<std::size_t>(i)] = std::current_exception();
      }
    });
    for (const auto& thrown : task.thrown)
      if (thrown) std::rethrow_exception(thrown);
  }
  /// Uniform deviates in (0, 1), the same for the same stream whatever the threads.
  std::vector<double> uniform(uint64_t stream, int64_t n) const {
    std::vector<double> out(static_cast<std::size_t>(n));
    host_->uniform(host_->context, stream, n, out.data());
    return out;
  }

 private:
  const clusia_host* host_;
};

// ---- columns ----------------------------------------------------------------------------------------------

namespace detail {
inline const clusia_column& expect(const clusia_column& column, const char* format) {
  if (std::strcmp(column.schema->format, format) != 0)
    throw std::logic_error("column '" + std::string(column.schema->name) +
                           "' was declared with another type than it is read as");
  return column;
}
}  // namespace detail

/// A view of a column of numbers.
class Numbers {
 public:
  Numbers() = default;
  explicit Numbers(const clusia_column& column)
      : name_(detail::expect(column, "g").schema->name),
        values_(static_cast<const double*>(column.array->buffers[1]) + column.array->offset),
        validity_(static_cast<const uint8_t*>(column.array->buffers[0])),
        offset_(column.array->offset),
        size_(column.array->length) {}
  const char* name() const { return name_; }
  int64_t size() const { return size_; }
  bool valid(int64_t row) const {
    const int64_t bit = row + offset_;
    return validity_ == nullptr || ((validity_[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
  /// Undefined where the row is not valid.
  double operator[](int64_t row) const { return values_[row]; }

 private:
  const char* name_ = "";
  const double* values_ = nullptr;
  const uint8_t* validity_ = nullptr;
  int64_t offset_ = 0, size_ = 0;
};

/// A view of a column of true and false.
class Booleans {
 public:
  Booleans() = default;
  explicit Booleans(const clusia_column& column)
      : bits_(static_cast<const uint8_t*>(detail::expect(column, "b").array->buffers[1])),
        validity_(static_cast<const uint8_t*>(column.array->buffers[0])),
        offset_(column.array->offset) {}
  bool valid(int64_t row) const { return validity_ == nullptr || bit(validity_, row); }
  bool operator[](int64_t row) const { return bit(bits_, row); }

 private:
  bool bit(const uint8_t* of, int64_t row) const {
    return ((of[(row + offset_) >> 3] >> ((row + offset_) & 7)) & 1) != 0;
  }
  const uint8_t* bits_ = nullptr;
  const uint8_t* validity_ = nullptr;
  int64_t offset_ = 0;
};

/// A view of a column of categories: a code a row, names for the codes.
class Categories {
 public:
  Categories() = default;
  explicit Categories(const clusia_column& column)
      : name_(detail::expect(column, "i").schema->name),
        codes_(static_cast<const int32_t*>(column.array->buffers[1]) + column.array->offset),
        validity_(static_cast<const uint8_t*>(column.array->buffers[0])),
        offset_(column.array->offset) {
    const ArrowArray* dictionary = column.array->dictionary;
    const auto* ends = static_cast<const int32_t*>(dictionary->buffers[1]) + dictionary->offset;
    const auto* bytes = static_cast<const char*>(dictionary->buffers[2]);
    for (int64_t k = 0; k < dictionary->length; ++k)
      names_.emplace_back(bytes + ends[k], static_cast<std::size_t>(ends[k + 1] - ends[k]));
  }
  const char* name() const { return name_; }
  bool valid(int64_t row) const {
    const int64_t bit = row + offset_;
    return validity_ == nullptr || ((validity_[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
  int32_t operator[](int64_t row) const { return codes_[row]; }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  const char* name_ = "";
  const int32_t* codes_ = nullptr;
  const uint8_t* validity_ = nullptr;
  int64_t offset_ = 0;
  std::vector<std::string_view> names_;
};

/// A view of a weighting. `for (auto [k, row, weight] : domain)` visits the listed rows; k is the place in the list,
/// where u (or v) of that row goes. A row may be listed with weight 0: its u is wanted all the same.
class Weighting {
 public:
  struct Item {
    int64_t k, row;
    double weight;
  };
  class Iterator {
   public:
    Iterator(const clusia_weighting* of, int64_t k) : of_(of), k_(k) {}
    Item operator*() const { return {k_, of_->rows == nullptr ? k_ : of_->rows[k_], of_->weight[k_]}; }
    Iterator& operator++() {
      ++k_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return k_ != other.k_; }

   private:
    const clusia_weighting* of_;
    int64_t k_;
  };

  explicit Weighting(const clusia_weighting& of) : of_(&of) {}
  int64_t size() const { return of_->n; }
  int64_t row(int64_t k) const { return of_->rows == nullptr ? k : of_->rows[k]; }
  double weight(int64_t k) const { return of_->weight[k]; }
  Iterator begin() const { return {of_, 0}; }
  Iterator end() const { return {of_, of_->n}; }
  /// The sum of the weights.
  double total() const {
    double sum = 0;
    for (int64_t k = 0; k < of_->n; ++k) sum += of_->weight[k];
    return sum;
  }

 private:
  const clusia_weighting* of_;
};

namespace detail {

template <class P>
constexpr std::span<const Parameter> parameters_of() {
  if constexpr (requires { P::parameters; }) return P::parameters;
  return {};
}

template <class P>
constexpr clusia_plugin describe(int32_t kind, const void* interface) {
  const auto parameters = parameters_of<P>();
  return {sizeof(clusia_plugin),
          kind,
          P::about.id,
          P::about.name,
          P::about.version,
          P::about.summary,
          P::about.source,
          parameters.empty() ? nullptr : parameters.data(),
          static_cast<int64_t>(parameters.size()),
          interface};
}

/// The least version of the interface that a plugin needs: 1.0 unless its class has a `needs` of its own.
template <class P>
constexpr clusia_version needs() {
  if constexpr (requires { P::needs; }) return P::needs;
  return {CLUSIA_ABI_MAJOR, 0};
}

}  // namespace detail
}  // namespace clusia

/// The entry point: told what the host speaks, answers with the least that this plugin needs.
#define CLUSIA_PLUGIN_ENTRY(KIND, INTERFACE, PLUGIN)                                                            \
  extern "C" CLUSIA_EXPORT const clusia_plugin* clusia_plugin_entry(clusia_version host, clusia_version* least, \
                                                                    clusia_error* error) {                      \
    static constexpr clusia_plugin plugin = clusia::detail::describe<PLUGIN>(KIND, &INTERFACE);                 \
    *least = clusia::detail::needs<PLUGIN>();                                                                   \
    if (host.major == least->major && host.minor >= least->minor) return &plugin;                               \
    clusia::detail::report(error, CLUSIA_UNSUPPORTED, "built for another version of the plugin interface");     \
    return nullptr;                                                                                             \
  }                                                                                                             \
  static_assert(true, "a semicolon follows")

// An author's class lives in one library: without this, two plugins built by hand with classes of one name share their
// tables.
#pragma GCC visibility push(hidden)
