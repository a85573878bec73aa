/// How much incomes vary over time: the mean over units of each one's coefficient of variation over the waves.
#include <clusia/history.hpp>
#include <clusia/ratio.hpp>

using namespace clusia;

namespace {
constexpr const char* divisors[]{"sample", "population", nullptr};
}

struct IncomeVariability {
  static constexpr About about{"income_variability", "Income variability", "1.0.0",
                               "The mean over units of each one's coefficient of variation of income over the waves",
                               "Gottschalk and Moffitt 1994, on the instability of a unit's income over the years"};
  static constexpr Parameter parameters[]{
      parameter::choice("divisor", divisors, "by what squares are divided in a unit's standard deviation")
          .by_default("\"sample\"")
          .following("sample: waves less one (R's sd, Stata's egen sd); population: waves"),
      parameter::integer("waves", "how many waves with an income a unit needs to take part")
          .by_default("2")
          .within(2, 1000)};
  static constexpr Input inputs[]{input::number("income", "income in the wave of the row")};
  static constexpr Output outputs[]{
      output("cv", "Mean coefficient of variation", "", CLUSIA_LOWER_IS_BETTER,
             "mean over the domain of the unit's standard deviation over its mean; a unit's value is that of its rows"),
      short_history_output};

  explicit IncomeVariability(const IndicatorData& data)
      : income(data.number("income")),
        complete(data),
        sample(data.parameters.choice("divisor") == "sample"),
        least(static_cast<std::size_t>(data.parameters.integer("waves"))),
        cv(complete.size(), std::nan("")) {}

  void histories(const clusia_history& history) {
    for_each_unit(history, complete, [&](std::span<const int64_t> rows) {
      if (rows.size() < least) return;
      const auto n = static_cast<double>(rows.size());
      double mean = 0, squares = 0;
      for (const int64_t row : rows) mean += income[row] / n;
      if (!(mean > 0)) return;
      for (const int64_t row : rows) squares += (income[row] - mean) * (income[row] - mean);
      const double of_unit = std::sqrt(squares / (sample ? n - 1 : n)) / mean;
      for (const int64_t row : rows) cv[static_cast<std::size_t>(row)] = of_unit;
    });
  }

  void evaluate(const Evaluation& e) const {
    if (!(e.domain.total() > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    const auto part = [&](int64_t row) { return std::isnan(of(row)) ? 0.0 : 1.0; };
    Ratio(
        e.domain, [&](int64_t row) { return part(row) > 0 ? of(row) : 0; }, part)
        .answer(e, 0);
    weighted_mean(
        e, [&](int64_t row) { return 1 - part(row); }, 1);
  }
  /// A unit that takes no part has no score.
  void scores(Weighting, int64_t output, std::span<double> s) const {
    for (std::size_t row = 0; row < s.size(); ++row) s[row] = output == 0 ? cv[row] : std::isnan(cv[row]) ? 1 : 0;
  }

 private:
  double of(int64_t row) const { return cv[static_cast<std::size_t>(row)]; }

  Numbers income;
  CompleteRows complete;
  bool sample;
  std::size_t least;
  std::vector<double> cv;  // of each row's unit; NaN where it takes no part
};
CLUSIA_INDICATOR_PLUGIN(IncomeVariability);
