#include "reading.hpp"

#include <cstdio>
#include <cstring>
#include <string_view>

namespace clusia::kit {
namespace {

bool put_back(const FloatingPoint& before) {
  if (FloatingPoint::now() == before) return false;
  before.restore();
  return true;
}

}  // namespace

void Reading::release() {
  if (schema.release != nullptr) schema.release(&schema);
  if (array.release != nullptr) array.release(&array);
  schema.release = nullptr, array.release = nullptr;
}

Source::Source(const Library& library, const Setting& setting, Services& services) : interface_(library.source()) {
  clusia_error error{};
  const FloatingPoint before = FloatingPoint::now();
  const clusia_status status = interface_.create(lend(setting.values, lent_), services.table(), &instance_, &error);
  changed_floating_point_ = put_back(before);
  refusal_ = Ending(status, error);
  if (!refusal_.ok()) instance_ = nullptr;
}

Source::~Source() {
  if (instance_ != nullptr) interface_.destroy(instance_);
}

std::vector<std::string> Source::names() const {
  std::int64_t n = 0;
  const char* const* names = nullptr;
  clusia_error error{};
  const Ending ending(interface_.columns(instance_, &n, &names, &error), error);
  if (!ending.ok()) throw Failed("does not name its columns: " + ending.words);
  std::vector<std::string> all;
  for (std::int64_t k = 0; k < n; ++k) {
    if (names == nullptr || names[k] == nullptr) throw Failed("a column has no name: give each one a text");
    all.emplace_back(names[k]);
  }
  return all;
}

std::unique_ptr<Reading> Source::read(const std::vector<std::string>& names, bool memory) {
  std::vector<const char*> list;
  for (const std::string& name : names) list.push_back(name.c_str());
  clusia_allocator allocator{};
  allocator.size = sizeof allocator;
  allocator.context = memory ? &kept_ : nullptr;
  allocator.allocate = [](void* context, std::size_t bytes) -> void* {
    return context == nullptr || bytes == 0 ? nullptr : static_cast<Memory*>(context)->allocate(bytes, "a column");
  };
  auto reading = std::make_unique<Reading>();
  clusia_error error{};
  const FloatingPoint before = FloatingPoint::now();
  const clusia_status status = interface_.read(instance_, std::int64_t(names.size()), list.data(), &allocator,
                                               &reading->schema, &reading->array, &error);
  reading->changed_floating_point = put_back(before);
  reading->ending = Ending(status, error);
  return reading;
}

// ---- Arrow ----------------------------------------------------------------------------------------------------

namespace {

bool bit(const void* bits, std::int64_t k) {
  return (static_cast<const std::uint8_t*>(bits)[k / 8] >> (k % 8) & 1) != 0;
}

template <class T>
std::string text_at(const void* buffer, std::int64_t k) {
  T x;
  std::memcpy(&x, static_cast<const char*>(buffer) + std::size_t(k) * sizeof x, sizeof x);
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.17g", static_cast<double>(x));
  return digits;
}

/// Texts of a utf8 array ("u", "U"); what is wrong, or "".
template <class Offset>
std::string texts_of(const ArrowArray& a, std::vector<std::string>& texts) {
  if (a.n_buffers != 3) return "texts have three buffers";
  const auto* ends = static_cast<const Offset*>(a.buffers[1]);
  const auto* bytes = static_cast<const char*>(a.buffers[2]);
  if (ends == nullptr && a.length > 0) return "texts have no offsets";
  for (std::int64_t k = a.offset; k < a.offset + a.length; ++k) {
    if (ends[k] < 0 || ends[k + 1] < ends[k]) return "offsets of texts descend";
    if (bytes == nullptr && ends[k + 1] > ends[k]) return "texts have no bytes";
    texts.emplace_back(ends[k + 1] > ends[k] ? std::string(bytes + ends[k], std::size_t(ends[k + 1] - ends[k])) : "");
  }
  return {};
}

using Render = std::string (*)(const void*, std::int64_t);
Render render_of(std::string_view format) {
  if (format == "g") return text_at<double>;
  if (format == "f") return text_at<float>;
  if (format == "c") return text_at<std::int8_t>;
  if (format == "C") return text_at<std::uint8_t>;
  if (format == "s") return text_at<std::int16_t>;
  if (format == "S") return text_at<std::uint16_t>;
  if (format == "i" || format == "tdD") return text_at<std::int32_t>;
  if (format == "I") return text_at<std::uint32_t>;
  if (format == "l") return text_at<std::int64_t>;
  if (format == "L") return text_at<std::uint64_t>;
  if (format == "b")
    return [](const void* bits, std::int64_t k) { return std::string(bit(bits, k) ? "true" : "false"); };
  return nullptr;
}

std::string values_of(const ArrowSchema& schema, const ArrowArray& a, std::vector<std::string>& texts) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (format == "u") return texts_of<std::int32_t>(a, texts);
  if (format == "U") return texts_of<std::int64_t>(a, texts);
  const Render render = render_of(format);
  if (render == nullptr) return "its format is '" + std::string(format) + "', which is none of those accepted";
  if (a.n_buffers != 2) return "it has " + std::to_string(a.n_buffers) + " buffers, not 2";
  if (a.length > 0 && a.buffers[1] == nullptr) return "it has no values";
  for (std::int64_t k = 0; k < a.length; ++k) texts.push_back(render(a.buffers[1], a.offset + k));
  return {};
}

std::string column_of(const ArrowSchema& schema, const ArrowArray& a, std::vector<std::string>& texts) {
  if (a.length < 0 || a.offset < 0) return "its length or offset is negative";
  if (a.n_buffers < 1 || a.buffers == nullptr) return "it has no buffers";
  if (std::string problem = values_of(schema, a, texts); !problem.empty()) return problem;
  const void* validity = a.buffers[0];
  std::int64_t missing = 0;
  for (std::int64_t k = 0; validity != nullptr && k < a.length; ++k)
    if (!bit(validity, a.offset + k)) ++missing, texts[std::size_t(k)] = "missing";
  if (a.null_count != -1 && a.null_count != missing)
    return "null_count is " + std::to_string(a.null_count) + ", and " + std::to_string(missing) + " are missing";
  if ((schema.dictionary == nullptr) != (a.dictionary == nullptr))
    return "only one of its two structs has a dictionary";
  if (a.dictionary == nullptr) return {};
  std::vector<std::string> levels;
  if (std::string problem = column_of(*schema.dictionary, *a.dictionary, levels); !problem.empty())
    return "its dictionary: " + problem;
  for (std::string& text : texts) {
    if (text == "missing") continue;
    const double code = std::stod(text);
    if (code < 0 || code >= double(levels.size()))
      return "its code " + text + " is none of its " + std::to_string(levels.size()) + " levels";
    text = levels[std::size_t(code)];
  }
  return {};
}

}  // namespace

std::string arrow_problem(const Reading& r, const std::vector<std::string>& names,
                          std::vector<std::vector<std::string>>& cells) {
  if (r.schema.release == nullptr || r.array.release == nullptr) return "a struct has no release";
  if (r.schema.format == nullptr || std::string_view(r.schema.format) != "+s")
    return "the format of the whole is not '+s'";
  const auto n = std::int64_t(names.size());
  if (r.schema.n_children != n || r.array.n_children != n ||
      (n > 0 && (r.schema.children == nullptr || r.array.children == nullptr)))
    return "there are not as many children as columns were asked for";
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string whose = "column '" + names[k] + "': ";
    const ArrowSchema* schema = r.schema.children[k];
    const ArrowArray* array = r.array.children[k];
    if (schema == nullptr || array == nullptr) return whose + "a child is NULL";
    if (schema->name == nullptr || names[k] != schema->name) return whose + "its schema has another name";
    if (array->length != r.array.length) return whose + "its length is not that of the whole";
    if (std::string problem = column_of(*schema, *array, cells.emplace_back()); !problem.empty())
      return whose + problem;
  }
  return {};
}

}  // namespace clusia::kit
