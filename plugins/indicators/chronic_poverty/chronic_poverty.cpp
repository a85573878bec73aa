/// Chronic and transient poverty: a unit's measure over all its waves, the measure of its mean income, and the rest.
#include <clusia/history.hpp>
#include <clusia/line.hpp>
#include <clusia/ratio.hpp>

using namespace clusia;

struct ChronicPoverty {
  static constexpr About about{
      "chronic_poverty", "Chronic and transient poverty", "1.0.0",
      "Poverty over the waves, the part that steady incomes of the same mean would leave, and the rest",
      "Ravallion 1988; Jalan and Ravallion 1998; Foster, Greer and Thorbecke 1984, eq. 1"};
  static constexpr auto parameters = fixed_line_parameters(
      parameter::number("alpha", "aversion to poverty: 0 the headcount, 1 the gap, 2 the squared gap").within(0, 100),
      parameter::integer("waves", "how many waves with an income a unit needs to take part")
          .by_default("2")
          .within(1, 1000),
      parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption in the wave of the row"),
                                  line_input()};
  static constexpr Output outputs[]{
      output("total", "Poverty over the waves", "", CLUSIA_LOWER_IS_BETTER,
             "mean over the domain of the unit's Foster-Greer-Thorbecke measure over its waves"),
      output("chronic", "Chronic poverty", "", CLUSIA_LOWER_IS_BETTER,
             "mean over the domain of the measure at the unit's mean income over its waves"),
      output("transient", "Transient poverty", "", CLUSIA_LOWER_IS_BETTER, "total less chronic"),
      output("chronic_share", "Chronic part of poverty", "", CLUSIA_NO_DIRECTION, "chronic over total"),
      short_history_output};

  explicit ChronicPoverty(const IndicatorData& data)
      : line(data, fixed_line_statement(data), at_line(data.parameters)),
        score{data.parameters.number("alpha")},
        complete(data),
        least(static_cast<std::size_t>(data.parameters.integer("waves"))),
        total(complete.size(), std::nan("")),
        chronic(complete.size(), std::nan("")) {}

  void histories(const clusia_history& history) {
    const double z = line.fixed().common();
    for_each_unit(history, complete, [&](std::span<const int64_t> rows) {
      if (rows.size() < least) return;
      const auto n = static_cast<double>(rows.size());
      double poverty = 0, mean = 0, low = infinity, high = -infinity;
      for (const int64_t row : rows) {
        const double y = line.welfare(row);
        poverty += score(line, y, z) / n;
        mean += y / n;
        low = std::min(low, y);
        high = std::max(high, y);
      }
      mean = std::clamp(mean, low, high);  // steady incomes at the line stay there
      for (const int64_t row : rows) {
        total[static_cast<std::size_t>(row)] = poverty;
        chronic[static_cast<std::size_t>(row)] = score(line, mean, z);
      }
    });
  }

  void evaluate(const Evaluation& e) const {
    if (!(e.domain.total() > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    const auto part = [&](int64_t row) { return takes_part(row) ? 1.0 : 0.0; };
    for (const int64_t output : {0, 1, 2})
      Ratio(
          e.domain, [&](int64_t row) { return takes_part(row) ? value(output, row) : 0; }, part)
          .answer(e, output);
    Ratio(
        e.domain, [&](int64_t row) { return takes_part(row) ? value(1, row) : 0; },
        [&](int64_t row) { return takes_part(row) ? value(0, row) : 0; })
        .answer(e, 3);
    weighted_mean(
        e, [&](int64_t row) { return 1 - part(row); }, 4);
  }
  /// A unit that takes no part has no score; a ratio has none anywhere.
  void scores(Weighting, int64_t output, std::span<double> s) const {
    for (std::size_t k = 0; k < s.size(); ++k) {
      const auto row = static_cast<int64_t>(k);
      s[k] = output < 3 ? value(output, row) : output == 3 ? std::nan("") : takes_part(row) ? 0 : 1;
    }
  }

 private:
  bool takes_part(int64_t row) const { return !std::isnan(total[static_cast<std::size_t>(row)]); }
  double value(int64_t output, int64_t row) const {
    const auto k = static_cast<std::size_t>(row);
    return output == 0 ? total[k] : output == 1 ? chronic[k] : total[k] - chronic[k];
  }

  PovertyLine line;
  FgtScore score;
  CompleteRows complete;
  std::size_t least;
  std::vector<double> total, chronic;  // of each row's unit; NaN where it takes no part
};
CLUSIA_INDICATOR_PLUGIN(ChronicPoverty);
