#include "indicator.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>

#include "arrow_columns.hpp"

namespace clusia::kit {
namespace {

constexpr std::size_t guard = 8;  ///< doubles behind each buffer
constexpr double canary = -7.0e77;

template <class T>
std::vector<T> guarded(std::size_t n, T behind) {
  std::vector<T> buffer(n + guard);
  std::fill(buffer.begin() + std::ptrdiff_t(n), buffer.end(), behind);
  return buffer;
}

/// Cuts the guard off; true where it was written into.
template <class T>
bool cut(std::vector<T>& buffer, T behind) {
  const bool hit = !std::all_of(buffer.end() - guard, buffer.end(), [&](T x) { return x == behind; });
  buffer.resize(buffer.size() - guard);
  return hit;
}

/// Whether it was changed: the kit's own numbers must not be, by rule `floating_point` alone it is judged.
bool put_back(const FloatingPoint& before) {
  if (FloatingPoint::now() == before) return false;
  before.restore();
  return true;
}

}  // namespace

std::string number(double x) {
  char text[40];
  std::snprintf(text, sizeof text, "%.10g", x);
  return text;
}

bool near(double a, double b, double relative, double absolute) {
  return std::fabs(a - b) <= relative * std::max(std::fabs(a), std::fabs(b)) + absolute;
}

bool Answer::has(std::size_t m) const { return ok() && undefined[m] == 0 && std::isfinite(estimates[m]); }

std::string Answer::not_finite() const {
  if (!ok()) return {};
  const auto bad = [](const std::vector<double>& of, std::size_t m, std::size_t n) {
    return !of.empty() && std::any_of(of.begin() + std::ptrdiff_t(m * n), of.begin() + std::ptrdiff_t((m + 1) * n),
                                      [](double x) { return !std::isfinite(x); });
  };
  for (std::size_t m = 0; m < outputs; ++m) {
    if (undefined[m] != 0) continue;
    if (!std::isfinite(estimates[m]))
      return "the estimate of output " + std::to_string(m + 1) + " is " + number(estimates[m]);
    if (bad(u, m, n_domain)) return "a u of output " + std::to_string(m + 1) + " is not finite";
    if (bad(v, m, n_reference)) return "a v of output " + std::to_string(m + 1) + " is not finite";
  }
  return {};
}

bool Answer::same_bits(const Answer& other) const {
  const auto same = [](const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
  };
  return status == other.status && same(estimates, other.estimates) && undefined == other.undefined &&
         same(u, other.u) && same(v, other.v);
}

// ---- binding ------------------------------------------------------------------------------------------------

Instance::Instance(const Library& library, const Table& table, const Setting& setting, Services& services,
                   std::int64_t offset)
    : interface_(library.indicator()) {
  std::vector<std::int64_t> counts;
  std::vector<const clusia_column*> lists;
  for (const auto& columns : table.inputs) {
    counts.push_back(std::int64_t(columns.size()));
    lists.push_back(lend_columns(columns, offset, memory_));
  }
  auto* complete = static_cast<std::uint8_t*>(memory_.allocate(table.rows() / 8 + 1, "the bitmap of complete rows"));
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.complete(row)) complete[row / 8] |= std::uint8_t(1U << (row % 8));
  clusia_indicator_data data{};
  data.size = sizeof data;
  data.n_rows = std::int64_t(table.rows());
  data.parameters = lend(setting.values, memory_);
  data.n_columns = memory_.copy(counts.data(), counts.size(), "the numbers of columns");
  data.columns = memory_.copy(lists.data(), lists.size(), "the list of inputs");
  data.complete = complete;
  clusia_error error{};
  const auto* kept = memory_.copy(&data, 1, "clusia_indicator_data");
  const FloatingPoint before = FloatingPoint::now();
  static_cast<Ending&>(refusal_) = Ending(interface_.create(kept, services.table(), &instance_, &error), error);
  if (refusal_.ok())
    give_histories(table);
  else
    instance_ = nullptr;
  refusal_.changed_floating_point = put_back(before);
}

Instance::~Instance() {
  if (instance_ != nullptr) interface_.destroy(instance_);
}

void Instance::give_histories(const Table& table) {
  const auto* power = power_of<clusia_indicator_history>(interface_, CLUSIA_INDICATOR_HISTORY);
  if (power == nullptr) return;
  std::vector<std::int64_t> order(table.rows()), first(table.units() + 1);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return std::pair(table.unit[std::size_t(a)], table.wave[std::size_t(a)]) <
           std::pair(table.unit[std::size_t(b)], table.wave[std::size_t(b)]);
  });
  for (const std::int32_t unit : table.unit) ++first[std::size_t(unit) + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  const auto codes = [&](const std::vector<std::int32_t>& of, std::size_t levels) {
    std::vector<const char*> names;
    std::vector<double> values;
    for (std::size_t k = 0; k < levels; ++k)
      names.push_back(memory_.text(std::to_string(k + 1))), values.push_back(double(k + 1));
    return clusia_codes{memory_.copy(of.data(), of.size(), "a role"), std::int32_t(levels),
                        memory_.copy(names.data(), levels, "names of levels"),
                        memory_.copy(values.data(), levels, "levels")};
  };
  clusia_history history{};
  history.size = sizeof history;
  history.unit = codes(table.unit, table.units());
  history.wave = codes(table.wave, std::size_t(table.waves));
  history.first = memory_.copy(first.data(), first.size(), "the histories");
  history.order = memory_.copy(order.data(), order.size(), "the histories");
  clusia_error error{};
  static_cast<Ending&>(refusal_) =
      Ending(power->histories(instance_, memory_.copy(&history, 1, "clusia_history"), &error), error);
  if (refusal_.ok()) return;
  interface_.destroy(instance_);
  instance_ = nullptr;
}

std::vector<Output> Instance::outputs() const {
  const clusia_output* declared = interface_.outputs;
  std::int64_t n = interface_.n_outputs;
  if (const auto* power = power_of<clusia_indicator_outputs>(interface_, CLUSIA_INDICATOR_OUTPUTS))
    declared = power->outputs(instance_, &n);
  std::vector<Output> all;
  for (const clusia_output* output : each(declared, n)) all.push_back({output->name, output->degree});
  return all;
}

bool Instance::reads_reference() const {
  if ((interface_.traits & CLUSIA_READS_REFERENCE) == 0) return false;
  const auto* power = power_of<clusia_indicator_reference>(interface_, CLUSIA_INDICATOR_REFERENCE);
  return power == nullptr || power->reads(instance_) != 0;
}

Answer Instance::evaluate(const clusia_weighting& domain, const clusia_weighting& reference, bool influence) const {
  Answer a;
  a.outputs = outputs().size();
  a.n_domain = std::size_t(domain.n), a.n_reference = std::size_t(reference.n);
  a.estimates = guarded(a.outputs, canary);
  a.undefined = guarded(a.outputs, std::uint8_t{0xA5});
  a.u = guarded(influence ? a.outputs * a.n_domain : 0, canary);
  a.v = guarded(influence ? a.outputs * a.n_reference : 0, canary);
  clusia_evaluation e{};
  e.size = sizeof e;
  e.domain = domain, e.reference = reference;
  e.estimates = a.estimates.data(), e.undefined = a.undefined.data();
  e.u = influence ? a.u.data() : nullptr;
  e.v = influence && reference.n > 0 ? a.v.data() : nullptr;
  clusia_error error{};
  const FloatingPoint before = FloatingPoint::now();
  static_cast<Ending&>(a) = Ending(interface_.evaluate(instance_, &e, &error), error);
  a.changed_floating_point = put_back(before);
  const bool hit[] = {cut(a.estimates, canary), cut(a.undefined, std::uint8_t{0xA5}), cut(a.u, canary),
                      cut(a.v, canary)};
  a.overrun = std::any_of(std::begin(hit), std::end(hit), [](bool b) { return b; });
  return a;
}

}  // namespace clusia::kit
