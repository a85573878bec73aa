// Data changed in a way that should change nothing, or one known thing.
#include <algorithm>
#include <cmath>

#include "laws/laws.hpp"

namespace clusia::test {
namespace {

/// What is told under changed data against what is told under the data: times `factor(output)`.
template <class Factor>
void compare(Law law, Ledger& ledger, Bound& is, Bound& should_be, const std::string& where, const Factor& factor) {
  const auto of = is.groups(), against = should_be.groups();
  for (std::size_t g = 0; g < of.size(); ++g) {
    const auto told = is.assess(*of[g]);
    for (const auto& [name, expected] : should_be.assess(*against[g])) {
      const auto output = std::ranges::find(should_be.outputs(), name, &OutputDeclaration::name);
      const double by = factor(*output);
      const std::string here = where + ", " + of[g]->label;
      const auto near = [&](const std::string& figure, const std::optional<double>& x, std::optional<double> y) {
        if (y) *y *= by;
        ledger.judge_near(law, name, figure, x, y, 1e-9 * std::fabs(y.value_or(0)) + 1e-13 * std::fabs(by), here);
      };
      const auto at = told.find(name);
      if (at == told.end()) {
        ledger.judge(law, name, "estimate", false, here + ": the output is not there");
        continue;
      }
      near("estimate", at->second.estimate, expected.estimate);
      near("std_error", at->second.std_error, expected.std_error);
    }
  }
}

double unchanged(const OutputDeclaration&) { return 1; }

/// The column's numbers times `factor`, on the rows that `of` picks.
template <class Of>
void multiply(Table& table, const std::string& column, double factor, const Of& of) {
  const std::size_t k = table.column(column);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (std::string& text = table.rows[row][k]; !text.empty() && of(row))
      text = text_of_number(std::stod(text) * factor);
}

}  // namespace

void shuffled_rows(const Case& of, Ledger& ledger) {
  Table table = of.table();
  for (std::size_t k = table.rows.size() - 1; k > 0; --k) std::swap(table.rows[k], table.rows[drawn(1, k, k + 1)]);
  compare(Law::shuffled, ledger, *of.bind(table), *of.bind(), "shuffled", unchanged);
}

void rescaled_weights(const Case& of, Ledger& ledger) {
  const auto plain = of.bind();
  for (const double factor : {1000.0, 0.001}) {
    Table table = of.table();
    multiply(table, of.roles().weight->text, factor, [](std::size_t) { return true; });
    const auto degree = [&](const OutputDeclaration& o) {
      return std::isnan(o.degree) ? 1 : std::pow(factor, o.degree);
    };
    compare(Law::rescaled, ledger, *of.bind(table), *plain, "weights times " + text_of_number(factor), degree);
  }
}

void doubled_rows(const Case& of, Ledger& ledger) {
  const Table& plain = of.table();
  // A unit with two rows in a wave has no history: whoever has waves is doubled with all of them.
  const auto doubled = [&](std::size_t row) {
    return of.roles().unit
               ? drawn(2, std::hash<std::string>()(plain.rows[row][plain.column(of.roles().unit->text)]), 3) == 0
               : row % 3 == 0;
  };
  Table heavy = plain, twice = plain;
  multiply(heavy, of.roles().weight->text, 2, doubled);
  for (std::size_t row = 0; row < plain.rows.size(); ++row)
    if (doubled(row)) {
      twice.rows.push_back(plain.rows[row]);
      if (of.roles().unit) twice.rows.back()[plain.column(of.roles().unit->text)] += "_twin";
    }
  compare(Law::doubled, ledger, *of.bind(twice), *of.bind(heavy), "some rows twice", unchanged);
}

// ---- missing values ---------------------------------------------------------------------------------------

namespace {

bool plays_a_role(const Case& of, const std::string& column) {
  return std::ranges::any_of(
      column_roles, [&](const ColumnRole& role) { return (of.roles().*role.column).value_or(Named{}).text == column; });
}

/// Some rows of the last wave with a value in this column, and one that is not 0 where it is a number.
std::vector<std::size_t> some_rows(const Case& of, Bound& bound, const std::string& column) {
  const Weights domain = bound.domain(*bound.groups().front());
  const Table& table = of.table();
  std::vector<std::size_t> rows;
  for (std::size_t k = 0; k < 6; ++k) {
    const auto row = static_cast<std::size_t>(domain.rows[drawn(3, k, domain.size())]);
    const std::string& text = table.rows[row][table.column(column)];
    if (!text.empty() && text != "0" && std::ranges::find(rows, row) == rows.end()) rows.push_back(row);
  }
  std::ranges::sort(rows);
  return rows;
}

Table with(const Case& of, const std::vector<std::size_t>& rows, const std::string& column, const std::string& text) {
  Table table = of.table();
  for (const std::size_t row : rows) table.rows[row][table.column(column)] = text;
  return table;
}

bool same_estimates(Bound& a, Bound& b) {
  const auto of_a = a.assess(*a.groups().front()), of_b = b.assess(*b.groups().front());
  return std::ranges::all_of(of_a, [&](const auto& told) {
    const auto at = of_b.find(told.first);
    return at != of_b.end() && at->second.estimate == told.second.estimate;
  });
}

void missing_value(const Case& of, Ledger& ledger, const InputDeclaration& input, const std::string& column) {
  const auto plain = of.bind();
  const auto rows = some_rows(of, *plain, column);
  if (rows.empty()) {
    ledger.judge(Law::missing, input.name, "estimate", false, "no row could be tried");
    return;
  }
  Table without = of.table();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row)
    without.rows.erase(without.rows.begin() + static_cast<std::ptrdiff_t>(*row));
  const auto blank = of.bind(with(of, rows, column, ""));
  compare(Law::missing, ledger, *blank, *of.bind(without), "no value of " + column, unchanged);
  if (input.type == CLUSIA_COLUMN_CATEGORY) return;
  bool differs = true;
  try {
    differs = !same_estimates(*blank, *of.bind(with(of, rows, column, "0")));
  } catch (const PluginFailure&) {  // a 0 that is refused is told apart, too
  }
  ledger.judge(Law::not_zero, input.name, "estimate", differs, "0 and no value of " + column + " say the same");
}

}  // namespace

void missing_values(const Case& of, Ledger& ledger) {
  for (std::size_t k = 0; k < of.plugin().inputs.size(); ++k) {
    const InputDeclaration& input = of.plugin().inputs[k];
    const auto& columns = of.indicator().inputs[k];
    if (!input.missing_drops || columns.empty() || plays_a_role(of, columns.front().text)) continue;
    missing_value(of, ledger, input, columns.front().text);
  }
}

// ---- money ------------------------------------------------------------------------------------------------

namespace {

/// Columns of the oracles' data that hold money.
const std::set<std::string> money{"income", "eqIncome", "line",   "wage",   "minimum_wage", "buyer1",
                                  "buyer2", "buyer3",   "buyer4", "buyer5", "turnover"};

/// Parameters that are amounts of money; of a list, these elements.
bool is_amount(const std::string& plugin, const std::string& parameter, std::size_t element) {
  if (plugin == "alkire_foster") return parameter == "cutoffs" && element == 1;  // schooling, wage, days
  if (plugin == "composite") return (parameter == "low" || parameter == "high") && element == 0;  // income, size
  return parameter == "line" || (plugin == "wage_ratio" && parameter == "amount");
}

/// A power of two: products are exact, so that no income changes sides at a line by rounding.
constexpr double rate = 128;

}  // namespace

void other_currency(const Case& of, Ledger& ledger) {
  Table table = of.table();
  for (const std::string& column : money)
    if (table.has(column)) multiply(table, column, rate, [](std::size_t) { return true; });
  Values parameters = of.indicator().setup.parameters;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    const std::string& name = of.plugin().parameters[k].name;
    if (is_amount(of.plugin().id, name, 0)) parameters[k].number *= rate;
    for (std::size_t item = 0; item < parameters[k].numbers.size(); ++item)
      if (is_amount(of.plugin().id, name, item)) parameters[k].numbers[item] *= rate;
  }
  const auto has_the_unit = [&](const OutputDeclaration& o) -> double {
    if (o.unit.rfind('@', 0) != 0) return 1;
    const auto input = std::ranges::find(of.plugin().inputs, o.unit.substr(1), &InputDeclaration::name);
    const auto& columns = of.indicator().inputs[static_cast<std::size_t>(input - of.plugin().inputs.begin())];
    return !columns.empty() && money.count(columns.front().text) > 0 ? rate : 1;
  };
  compare(Law::currency, ledger, *of.bind(table, parameters), *of.bind(), "money times 128", has_the_unit);
}

}  // namespace clusia::test
