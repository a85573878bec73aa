#include "table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace clusia::kit {
namespace {

constexpr double not_listed = std::numeric_limits<double>::quiet_NaN();

bool is_wave(const clusia_input& input) { return std::string_view(input.name) == "wave"; }

bool needs_waves(const Library& library) {
  const auto& of = library.indicator();
  if (power_of<clusia_indicator_history>(of, CLUSIA_INDICATOR_HISTORY) != nullptr) return true;
  for (const clusia_input* input : each(of.inputs, of.n_inputs))
    if (is_wave(*input)) return true;
  for (const clusia_parameter* p : each(library.plugin->parameters, library.plugin->n_parameters))
    if (p->type == CLUSIA_WAVE) return true;
  return false;
}

/// Positive, around 1, no two alike; columns go together as far as they share `common`.
Column numbers(const std::string& name, const std::vector<double>& common, bool zero_one, Random& random) {
  Column c{name};
  for (const double shared : common)
    c.numbers.push_back(zero_one ? double(random.below(2)) : std::exp(0.24 * shared + 0.32 * random.normal()));
  return c;
}

Column categories(const std::string& name, std::size_t rows, Random& random) {
  Column c{name, CLUSIA_COLUMN_CATEGORY};
  c.levels = {words().begin(), words().begin() + 3};
  for (std::size_t row = 0; row < rows; ++row) c.codes.push_back(std::int32_t(random.below(3)));
  return c;
}

template <class T>
void take(std::vector<T>& from, const std::vector<std::size_t>& rows) {
  if (from.empty()) return;
  std::vector<T> taken;
  for (const std::size_t row : rows) taken.push_back(from[row]);
  from = std::move(taken);
}

}  // namespace

const std::vector<std::string>& words() {
  static const std::vector<std::string> all{"a", "b", "c", "columns_1", "value_1"};
  return all;
}

double Weights::total() const { return std::accumulate(weight.begin(), weight.end(), 0.0); }

std::size_t Table::units() const {
  return unit.empty() ? 0 : static_cast<std::size_t>(*std::max_element(unit.begin(), unit.end())) + 1;
}

bool Table::complete(std::size_t row) const {
  for (std::size_t k = 0; k < inputs.size(); ++k)
    for (const Column& c : inputs[k])
      if (drops[k] && c.valid[row] == 0) return false;
  return true;
}

Table Table::taken(const std::vector<std::size_t>& rows) const {
  Table t = *this;
  for (auto& columns : t.inputs)
    for (Column& c : columns) take(c.numbers, rows), take(c.codes, rows), take(c.valid, rows);
  take(t.domain, rows), take(t.reference, rows), take(t.unit, rows), take(t.wave, rows);
  std::set<std::size_t> seen;
  for (std::size_t k = 0; k < rows.size(); ++k)
    if (!seen.insert(rows[k]).second) t.unit[k] += std::int32_t(units());
  return t;
}

Weights Table::listed(const std::vector<double>& weights) const {
  Weights all;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (std::isnan(weights[row]) || !complete(row)) continue;
    all.rows.push_back(std::int64_t(row));
    all.weight.push_back(weights[row]);
  }
  return all;
}

Table make_table(const Library& library, const Setting& setting, std::size_t units, Random random) {
  Table t;
  t.waves = needs_waves(library) ? 3 : 1;
  const std::size_t n = units * static_cast<std::size_t>(t.waves);
  for (std::size_t row = 0; row < n; ++row) {
    t.unit.push_back(std::int32_t(row % units));
    t.wave.push_back(std::int32_t(row / units));
  }
  std::vector<double> common;
  for (std::size_t row = 0; row < n; ++row) common.push_back(random.normal());
  bool by_wave = false;
  const auto declared = each(library.indicator().inputs, library.indicator().n_inputs);
  for (std::size_t k = 0; k < declared.size(); ++k) {
    const clusia_input& input = *declared[k];
    auto& columns = t.inputs.emplace_back();
    t.drops.push_back(input.missing_drops != 0);
    if (!setting.bound[k]) continue;
    const std::size_t count = input.many != 0 ? 2 : 1;
    for (std::size_t j = 0; j < count; ++j) {
      const std::string name = input.name + ("_" + std::to_string(j + 1));
      Column c = input.type == CLUSIA_COLUMN_CATEGORY
                     ? categories(name, n, random)
                     : numbers(name, common, input.type == CLUSIA_COLUMN_BOOLEAN || setting.zero_one[k], random);
      c.type = input.type;
      if (is_wave(input) && input.type == CLUSIA_COLUMN_CATEGORY)
        c.codes = t.wave, c.levels = {"1", "2", "3"}, by_wave = true;
      for (std::size_t row = 0; row < n; ++row) c.valid.push_back(c.codes == t.wave || random.below(25) != 0 ? 1 : 0);
      if (c.codes != t.wave) c.valid[5] = 0;  // one is missing whatever is drawn
      columns.push_back(std::move(c));
    }
  }
  for (std::size_t row = 0; row < n; ++row) {
    const double weight = 0.5 + 2 * random.uniform();
    const bool last = t.wave[row] == t.waves - 1, first = t.wave[row] == 0;
    t.domain.push_back(!last ? not_listed : row % 9 == 4 ? 0 : weight);
    t.reference.push_back((by_wave ? first : last) ? weight * (1 + random.uniform()) : not_listed);
  }
  return t;
}

}  // namespace clusia::kit
