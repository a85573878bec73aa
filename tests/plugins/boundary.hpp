/// The smallest host there is: loads a plugin, hands it data through the C boundary, and keeps what it says.
#pragma once

#include <clusia/abi.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace clusia::test {

inline const clusia_host& quiet_host() {
  static const clusia_host host{sizeof(clusia_host),
                                {CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR},
                                "test",
                                nullptr,
                                [](void*, int32_t, const char*) {},
                                [](void*, double) {},
                                [](void*) -> int32_t { return 0; },
                                [](void*, int64_t n, void* task, void (*body)(void*, int64_t)) {
                                  for (int64_t i = 0; i < n; ++i) body(task, i);
                                },
                                [](void*, uint64_t stream, int64_t n, double* out) {
                                  std::mt19937_64 random(stream);
                                  std::generate_n(out, n,
                                                  [&] { return std::ldexp(double(random() >> 11) + 0.5, -53); });
                                }};
  return host;
}

/// Loaded once, never unloaded.
inline const clusia_plugin& load(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<clusia_entry_function>(dlsym(library, CLUSIA_ENTRY_SYMBOL));
  clusia_version least{};
  clusia_error error{};
  const clusia_plugin* plugin = entry({CLUSIA_ABI_MAJOR, CLUSIA_ABI_MINOR}, &least, &error);
  if (plugin == nullptr) throw std::runtime_error(error.message);
  return *plugin;
}
inline const clusia_plugin& shipped(const std::string& id) {
  return load(std::string(CLUSIA_PLUGINS) + "/" + id + ".so");
}

/// What a call came back with.
struct Outcome {
  clusia_status status = CLUSIA_OK;
  std::string message, subject;
};

// ---- columns ------------------------------------------------------------------------------------------------------

/// One Arrow column. NaN, or an empty text, is missing: its bit is off, and its place holds what no plugin may read as
/// a value.
class Column {
 public:
  static Column numbers(const std::string& name, const std::vector<double>& values) {
    Column c(name, "g", values.size());
    c.doubles_ = values;  // the NaN stay in the buffer: who reads a missing value is found out
    for (std::size_t k = 0; k < values.size(); ++k) c.mark(k, !std::isnan(values[k]));
    c.finish(c.doubles_.data());
    return c;
  }
  static Column booleans(const std::string& name, const std::vector<double>& values) {
    Column c(name, "b", values.size());
    c.bits_.assign(values.size() / 8 + 1, 0);
    for (std::size_t k = 0; k < values.size(); ++k) {
      c.mark(k, !std::isnan(values[k]));
      if (values[k] != 0) c.bits_[k / 8] = static_cast<uint8_t>(c.bits_[k / 8] | (1U << (k % 8)));
    }
    c.finish(c.bits_.data());
    return c;
  }
  /// The dictionary stands in the order in which the levels turn up.
  static Column categories(const std::string& name, const std::vector<std::string>& values) {
    Column c(name, "i", values.size());
    std::map<std::string, int32_t> codes;
    c.ends_.push_back(0);
    for (std::size_t k = 0; k < values.size(); ++k) {
      c.mark(k, !values[k].empty());
      if (values[k].empty()) {
        c.codes_.push_back(-7);
        continue;
      }
      const auto [found, fresh] = codes.emplace(values[k], static_cast<int32_t>(codes.size()));
      if (fresh) {
        c.bytes_.insert(c.bytes_.end(), values[k].begin(), values[k].end());
        c.ends_.push_back(static_cast<int32_t>(c.bytes_.size()));
      }
      c.codes_.push_back(found->second);
    }
    c.finish(c.codes_.data());
    c.dictionary_buffers_ = {nullptr, c.ends_.data(), c.bytes_.data()};
    c.dictionary_schema_ =
        std::make_unique<ArrowSchema>(ArrowSchema{"u", "", nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr});
    c.dictionary_ =
        std::make_unique<ArrowArray>(ArrowArray{static_cast<int64_t>(codes.size()), 0, 0, 3, 0,
                                                c.dictionary_buffers_.data(), nullptr, nullptr, nullptr, nullptr});
    c.schema_->dictionary = c.dictionary_schema_.get();
    c.array_->dictionary = c.dictionary_.get();
    return c;
  }
  clusia_column view() const { return {schema_.get(), array_.get()}; }
  bool valid(std::size_t row) const { return ((validity_[row / 8] >> (row % 8)) & 1) != 0; }
  std::size_t size() const { return size_; }

 private:
  Column(const std::string& name, const char* format, std::size_t n)
      : name_(std::make_unique<std::string>(name)), format_(format), size_(n), validity_(n / 8 + 1, 0) {}
  void mark(std::size_t row, bool valid) {
    if (valid) validity_[row / 8] = static_cast<uint8_t>(validity_[row / 8] | (1U << (row % 8)));
  }
  void finish(const void* values) {
    buffers_ = {validity_.data(), values};
    schema_ = std::make_unique<ArrowSchema>(
        ArrowSchema{format_, name_->c_str(), nullptr, ARROW_FLAG_NULLABLE, 0, nullptr, nullptr, nullptr, nullptr});
    array_ = std::make_unique<ArrowArray>(
        ArrowArray{static_cast<int64_t>(size_), -1, 0, 2, 0, buffers_.data(), nullptr, nullptr, nullptr, nullptr});
  }
  std::unique_ptr<std::string> name_;
  const char* format_;
  std::size_t size_;
  std::vector<uint8_t> validity_, bits_;
  std::vector<double> doubles_;
  std::vector<int32_t> codes_, ends_;
  std::vector<char> bytes_;
  std::vector<const void*> buffers_, dictionary_buffers_;
  std::unique_ptr<ArrowSchema> schema_, dictionary_schema_;
  std::unique_ptr<ArrowArray> array_, dictionary_;
};

// ---- parameters ---------------------------------------------------------------------------------------------------

/// Numbers, choices and waves, as a study would write them, over the declared defaults. "first" and "last" are waves.
class Values {
 public:
  Values(const clusia_plugin& plugin, const std::map<std::string, std::string>& set, int32_t n_waves = 0) {
    std::size_t used = 0;
    for (int64_t k = 0; k < plugin.n_parameters; ++k) {
      const clusia_parameter& p = plugin.parameters[k];
      const auto given = set.find(p.name);
      used += given == set.end() ? 0 : 1;
      if (given == set.end() && p.default_text == nullptr)
        values_.emplace_back();
      else
        values_.push_back(parsed(p, unquoted(given == set.end() ? p.default_text : given->second), n_waves));
    }
    EXPECT_EQ(used, set.size()) << "a parameter is set that " << plugin.id << " does not declare";
  }
  const clusia_value* data() const { return values_.data(); }

 private:
  static std::string unquoted(std::string text) {
    if (text.size() > 1 && text.front() == '"') text = text.substr(1, text.size() - 2);
    return text;
  }
  clusia_value parsed(const clusia_parameter& p, const std::string& text, int32_t n_waves) {
    clusia_value v{};
    v.is_set = 1;
    texts_.push_back(text);
    v.text = texts_.back().c_str();
    if (p.type == CLUSIA_NUMBER) {
      v.number = std::stod(text);
    } else if (p.type == CLUSIA_INTEGER) {
      v.integer = std::stoll(text);
    } else if (p.type == CLUSIA_BOOLEAN) {
      v.integer = text == "true" ? 1 : 0;
    } else if (p.type == CLUSIA_NUMBERS) {
      std::vector<double>& list = lists_.emplace_back();
      for (std::size_t at = 1, read = 0; at < text.size() && text[at] != ']'; at += read + 1)
        list.push_back(std::stod(text.substr(at), &read));
      v.n = static_cast<int64_t>(list.size());
      v.numbers = list.data();
    } else if (p.type == CLUSIA_TEXTS) {
      std::vector<const char*>& list = names_.emplace_back(between_quotes(text));
      v.n = static_cast<int64_t>(list.size());
      v.texts = list.data();
    } else if (p.type == CLUSIA_TEXT_MAP) {  // {"age" = "20 30"}
      const std::vector<const char*> all = between_quotes(text);
      std::vector<const char*>&keys = names_.emplace_back(), &of = names_.emplace_back();
      for (std::size_t k = 0; k < all.size(); ++k) (k % 2 == 0 ? keys : of).push_back(all[k]);
      v.n = static_cast<int64_t>(keys.size());
      v.keys = keys.data();
      v.texts = of.data();
    } else if (p.type == CLUSIA_WAVE) {
      v.integer = n_waves == 0 ? -1 : text == "first" ? 0 : text == "last" ? n_waves - 1 : std::stoi(text);
    } else {
      while (p.choices[v.integer] != nullptr && text != p.choices[v.integer]) ++v.integer;
      EXPECT_NE(p.choices[v.integer], nullptr) << text << " is no choice of " << p.name;
    }
    return v;
  }
  std::vector<const char*> between_quotes(const std::string& text) {
    std::vector<const char*> found;
    for (std::size_t from = text.find('"'); from != std::string::npos;) {
      const std::size_t to = text.find('"', from + 1);
      found.push_back(texts_.emplace_back(text.substr(from + 1, to - from - 1)).c_str());
      from = text.find('"', to + 1);
    }
    return found;
  }
  std::vector<clusia_value> values_;
  std::deque<std::string> texts_;
  std::deque<std::vector<double>> lists_;
  std::deque<std::vector<const char*>> names_;
};

// ---- indicators ---------------------------------------------------------------------------------------------------

struct Evaluated : Outcome {
  std::vector<double> estimates;
  std::vector<uint8_t> undefined;
  std::vector<std::vector<double>> u, v;  ///< output by output, a value a row of the frame
};

/// An indicator bound to one column an input, in the order of its declarations; the inputs at the end that have no
/// column are absent, and columns beyond the last input are that input's too, if it takes many.
class Indicator {
 public:
  Indicator(const clusia_plugin& plugin, const std::map<std::string, std::string>& parameters,
            std::vector<Column> columns)
      : face_(*static_cast<const clusia_indicator_interface*>(plugin.interface_)),
        values_(plugin, parameters),
        columns_(std::move(columns)) {
    const auto n_inputs = static_cast<std::size_t>(face_.n_inputs);
    const std::size_t bound = std::min(columns_.size(), n_inputs);
    EXPECT_TRUE(columns_.size() <= n_inputs || face_.inputs[n_inputs - 1].many != 0);
    const std::size_t n = rows();
    complete_.assign(n / 8 + 1, 0);
    for (std::size_t row = 0; row < n; ++row) {
      bool all = true;
      for (std::size_t k = 0; k < columns_.size(); ++k)
        all = all && (face_.inputs[std::min(k, n_inputs - 1)].missing_drops == 0 || columns_[k].valid(row));
      if (all) complete_[row / 8] = static_cast<uint8_t>(complete_[row / 8] | (1U << (row % 8)));
    }
    for (const Column& c : columns_) views_.push_back(c.view());
    for (std::size_t k = 0; k < bound; ++k) inputs_.push_back(&views_[k]);
    inputs_.resize(n_inputs);
    counts_.assign(bound, 1);
    counts_.back() += static_cast<int64_t>(columns_.size() - bound);
    counts_.resize(n_inputs);
    data_ = {sizeof(clusia_indicator_data),
             static_cast<int64_t>(n),
             values_.data(),
             counts_.data(),
             inputs_.data(),
             complete_.data()};
    clusia_error error{};
    if (face_.create(&data_, &quiet_host(), &instance_, &error) != CLUSIA_OK) throw std::runtime_error(error.message);
  }
  Indicator(const Indicator&) = delete;
  Indicator& operator=(const Indicator&) = delete;
  ~Indicator() { face_.destroy(instance_); }

  std::size_t rows() const { return columns_.front().size(); }
  bool complete(std::size_t row) const { return ((complete_[row / 8] >> (row % 8)) & 1) != 0; }
  const clusia_indicator_interface& face() const { return face_; }
  /// As its parameters have it, or as declared.
  std::size_t outputs() const {
    int64_t n = face_.n_outputs;
    if (face_.power != nullptr)
      if (const auto* now = static_cast<const clusia_indicator_outputs*>(face_.power(CLUSIA_INDICATOR_OUTPUTS)))
        now->outputs(instance_, &n);
    return static_cast<std::size_t>(n);
  }
  void* instance() const { return instance_; }

  /// As the host does: incomplete rows are listed in neither weighting.
  Evaluated operator()(const std::vector<double>& of_d, const std::vector<double>& of_r) const {
    std::vector<int64_t> listed;
    std::vector<double> d, r;
    for (std::size_t row = 0; row < rows(); ++row) {
      if (!complete(row)) continue;
      listed.push_back(static_cast<int64_t>(row));
      d.push_back(of_d[row]);
      r.push_back(of_r[row]);
    }
    const auto n = static_cast<int64_t>(listed.size());
    const auto m = outputs();
    const bool reads = (face_.traits & CLUSIA_READS_REFERENCE) != 0;
    Evaluated out;
    out.estimates.assign(m, 0);
    out.undefined.assign(m, 0);
    std::vector<double> u(m * listed.size()), v(reads ? m * listed.size() : 0);
    const clusia_evaluation evaluation{sizeof(clusia_evaluation),
                                       {n, listed.data(), d.data()},
                                       {reads ? n : 0, reads ? listed.data() : nullptr, reads ? r.data() : nullptr},
                                       out.estimates.data(),
                                       out.undefined.data(),
                                       u.data(),
                                       reads ? v.data() : nullptr};
    clusia_error error{};
    out.status = face_.evaluate(instance_, &evaluation, &error);
    out.message = error.message;
    for (std::size_t k = 0; k < m; ++k) {
      out.u.emplace_back(row_values(listed, u, k));
      out.v.emplace_back(reads ? row_values(listed, v, k) : std::vector<double>(rows(), 0.0));
    }
    return out;
  }

 private:
  std::vector<double> row_values(const std::vector<int64_t>& listed, const std::vector<double>& all,
                                 std::size_t output) const {
    std::vector<double> out(rows(), 0.0);
    for (std::size_t k = 0; k < listed.size(); ++k)
      out[static_cast<std::size_t>(listed[k])] = all[output * listed.size() + k];
    return out;
  }
  const clusia_indicator_interface& face_;
  Values values_;
  std::vector<Column> columns_;
  std::vector<clusia_column> views_;
  std::vector<const clusia_column*> inputs_;
  std::vector<int64_t> counts_;
  std::vector<uint8_t> complete_;
  clusia_indicator_data data_{};
  void* instance_ = nullptr;
};

}  // namespace clusia::test
