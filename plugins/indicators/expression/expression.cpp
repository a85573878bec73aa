/// The mean or the total of a formula over columns, so that a new indicator of rows needs no program.
#include <algorithm>
#include <clusia/ratio.hpp>

#include "formula.hpp"

using namespace clusia;

namespace {

constexpr const char* statistic_choices[]{"mean", "total", nullptr};
constexpr Output mean = output("value", "Mean of the formula", "", CLUSIA_NO_DIRECTION,
                               "mean, or total, of the formula over the rows where it has a value");
constexpr Output total =
    output("value", "Total of the formula", "", CLUSIA_NO_DIRECTION, "total over the rows where it has a value")
        .of_degree(1);

}  // namespace

struct Expression {
  static constexpr About about{
      "expression", "Formula", "1.0.0",
      "The mean or the total of a formula over columns, such as income < 1.25 * minimum_wage",
      "Hajek 1971 for the mean, Horvitz and Thompson 1952 for the total, of the formula's value"};
  static constexpr Parameter parameters[]{
      parameter::text("formula", "the formula, over the names of `columns`; a comparison is 1 or 0"),
      parameter::choice("statistic", statistic_choices, "what is taken of the formula's values")
          .by_default("\"mean\"")};
  static constexpr Input inputs[]{
      input::number("columns", "the columns of the formula: numbers, or true and false (1 and 0)").many_columns()};
  static constexpr Output outputs[]{mean};

  explicit Expression(const IndicatorData& data) : is_total(data.parameters.choice("statistic") == "total") {
    std::vector<Numbers> columns;
    for (int64_t j = 0; j < data.count("columns"); ++j) columns.push_back(data.number("columns", j));
    const auto formula = formula_of(data, columns);
    value.assign(static_cast<std::size_t>(data.rows()), 0);
    defined.assign(value.size(), 0);
    int64_t without = 0;
    for (int64_t row = 0; row < data.rows(); ++row) {
      if (!data.complete(row)) continue;
      for (std::size_t j = 0; j < columns.size(); ++j) formula->variables()[j] = columns[j][row];
      const double v = formula->value();
      const auto i = static_cast<std::size_t>(row);
      defined[i] = std::isnan(v) ? 0 : 1;
      value[i] = std::isnan(v) ? 0 : v;
      if (std::isnan(v)) ++without;
    }
    everywhere = without == 0;
    if (!everywhere)
      data.host.warn("the formula has no finite value on " + std::to_string(without) +
                     " rows of the data: they take no part");
  }

  std::span<const Output> outputs_now() const { return {is_total ? &total : &mean, 1}; }

  void evaluate(const Evaluation& e) const {
    const Ratio of_values(
        e.domain, [&](int64_t row) { return value[static_cast<std::size_t>(row)]; },
        [&](int64_t row) { return defined[static_cast<std::size_t>(row)]; });
    if (!of_values.exists()) throw undefined("nobody with a positive weight and a value of the formula in the domain");
    if (!is_total) return of_values.answer(e, 0);
    e.estimate() = of_values.value() * of_values.denominator();
    if (!e.wants_influence()) return;
    for (const auto [k, row, weight] : e.domain)
      e.u()[static_cast<std::size_t>(k)] = value[static_cast<std::size_t>(row)];
  }

  /// A total is no mean of unit scores, nor is a mean over some of the rows: NaN.
  void scores(Weighting, int64_t, std::span<double> s) const {
    for (std::size_t row = 0; row < s.size(); ++row) s[row] = !is_total && everywhere ? value[row] : std::nan("");
  }

 private:
  static std::unique_ptr<Formula> formula_of(const IndicatorData& data, const std::vector<Numbers>& columns) {
    std::vector<std::string> names;
    for (const Numbers& column : columns) names.emplace_back(column.name());
    try {
      return std::make_unique<Formula>(std::string(data.parameters.text("formula")), names);
    } catch (const FormulaError& error) {
      throw bad_parameter(error.subject, error.what());
    }
  }

  bool is_total;
  bool everywhere = true;  // the formula has a value on every complete row
  std::vector<double> value;
  std::vector<double> defined;  // 1 or 0
};
CLUSIA_INDICATOR_PLUGIN(Expression);
