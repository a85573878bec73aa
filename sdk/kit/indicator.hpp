/// An indicator bound to a table, and asked.
#pragma once

#include <memory>
#include <optional>

#include "ending.hpp"
#include "services.hpp"
#include "table.hpp"

namespace clusia::kit {

struct Answer : Ending {
  std::size_t outputs = 0, n_domain = 0, n_reference = 0;
  std::vector<double> estimates, u, v;
  std::vector<std::uint8_t> undefined;
  bool overrun = false;                 ///< it wrote behind a buffer
  bool changed_floating_point = false;  ///< it was put back

  bool has(std::size_t m) const;
  double u_of(std::size_t m, std::size_t k) const { return u[m * n_domain + k]; }
  double v_of(std::size_t m, std::size_t k) const { return v[m * n_reference + k]; }
  /// All numbers of defined outputs are finite; else what is not.
  std::string not_finite() const;
  bool same_bits(const Answer& other) const;
};

struct Output {
  std::string name;
  double degree = 0;
};

class Instance {
 public:
  /// Throws nothing where create refuses: see refusal(). `offset`: the Arrow offset of every column.
  Instance(const Library& library, const Table& table, const Setting& setting, Services& services,
           std::int64_t offset = 0);
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  bool made() const { return instance_ != nullptr; }
  const Answer& refusal() const { return refusal_; }
  std::vector<Output> outputs() const;
  bool reads_reference() const;
  /// From any thread.
  Answer evaluate(const clusia_weighting& domain, const clusia_weighting& reference, bool influence) const;
  Answer evaluate(const Weights& domain, const Weights& reference, bool influence = true) const {
    return evaluate(domain.view(), reference.view(), influence);
  }
  const clusia_indicator_interface& interface() const { return interface_; }
  void* raw() const { return instance_; }
  Memory& memory() { return memory_; }

 private:
  void give_histories(const Table& table);
  const clusia_indicator_interface& interface_;
  Memory memory_;
  void* instance_ = nullptr;
  Answer refusal_;
};

/// A setting that the indicator accepts, with its data; what every rule of indicators begins with.
struct Case {
  const Library& library;
  Setting setting;
  std::string words;  ///< "income; line = 1"
  std::uint64_t seed;
  bool convention = false;  ///< a choice is turned whose parameter follows one of several conventions

  Table table(std::size_t units = 48) const { return make_table(library, setting, units, Random(seed, 1)); }
  std::unique_ptr<Instance> bind(const Table& table, Services& services, std::int64_t offset = 0) const;
  Weights reference(const Instance& instance, const Table& table) const {
    return instance.reads_reference() ? table.listed_reference() : Weights{};
  }
};
/// Throws Skipped, with the plugin's words, where none is accepted.
std::vector<Case> cases_of(const Trial& trial);

/// A case at work: its table, one instance, its weightings, and its answer. Throws Failed where create refuses.
struct Asked {
  Asked(const Case& of, const Table& data);
  explicit Asked(const Case& of) : Asked(of, of.table()) {}
  Services services;
  Table table;
  std::unique_ptr<Instance> instance;
  std::vector<Output> outputs;
  Weights domain, reference;
  Answer evaluate(bool influence = true) const { return instance->evaluate(domain, reference, influence); }
};

std::string number(double x);
bool near(double a, double b, double relative, double absolute);

}  // namespace clusia::kit
