/// Movements in and out of poverty: of each row, whether it is poor, and whether its unit was in the wave before.
#include <clusia/history.hpp>
#include <clusia/line.hpp>
#include <clusia/ratio.hpp>

using namespace clusia;

namespace {

constexpr const char* previous_choices[]{"wave", "observed", nullptr};

constexpr Output share(const char* name, const char* title, int32_t direction, const char* doc) {
  return output(name, title, "", direction, doc).proportion();
}

}  // namespace

struct PovertyTransitions {
  static constexpr About about{"poverty_transitions", "Movements in and out of poverty", "1.0.0",
                               "Who stayed poor, escaped, fell or never was, since the same unit's previous wave",
                               "Bane and Ellwood 1986; Baulch and Hoddinott 2000, on transition matrices"};
  static constexpr auto parameters = fixed_line_parameters(
      parameter::choice("previous", previous_choices, "which wave of the unit is the previous one")
          .by_default("\"wave\"")
          .following("wave: the wave before in the data, and who has no income there takes no part; observed: the last "
                     "one in which the unit has an income, however long ago"),
      parameter::at_line());
  static constexpr Input inputs[]{input::number("income", "income or consumption in the wave of the row"),
                                  line_input()};
  static constexpr Output outputs[]{
      share("stayed_poor", "Stayed poor", CLUSIA_LOWER_IS_BETTER, "poor before and now"),
      share("escaped", "Escaped poverty", CLUSIA_HIGHER_IS_BETTER, "poor before, not now"),
      share("fell", "Fell into poverty", CLUSIA_LOWER_IS_BETTER, "poor now, not before"),
      share("never_poor", "Poor neither before nor now", CLUSIA_HIGHER_IS_BETTER, "poor neither before nor now"),
      share("exit_rate", "Exit rate", CLUSIA_HIGHER_IS_BETTER, "of those who were poor, the share that escaped"),
      share("entry_rate", "Entry rate", CLUSIA_LOWER_IS_BETTER, "of those who were not, the share that fell"),
      short_history_output};

  explicit PovertyTransitions(const IndicatorData& data)
      : line(data, fixed_line_statement(data), at_line(data.parameters)),
        complete(data),
        last_observed(data.parameters.choice("previous") == "observed"),
        moved(complete.size(), Moved::unknown) {}

  void histories(const clusia_history& history) {
    for_each_unit(history, complete, [&](std::span<const int64_t> rows) {
      for (std::size_t k = 1; k < rows.size(); ++k) {
        const int64_t before = rows[k - 1], now = rows[k];
        if (!last_observed && history.wave.code[now] != history.wave.code[before] + 1) continue;
        moved[static_cast<std::size_t>(now)] = poor(before) ? (poor(now) ? Moved::stayed_poor : Moved::escaped)
                                                            : (poor(now) ? Moved::fell : Moved::never_poor);
      }
    });
  }

  void evaluate(const Evaluation& e) const {
    if (!(e.domain.total() > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    const auto is = [&](Moved what) { return [this, what](int64_t row) { return of(row) == what ? 1.0 : 0.0; }; };
    const auto any = [&](Moved a, Moved b) {
      return [this, a, b](int64_t row) { return of(row) == a || of(row) == b ? 1.0 : 0.0; };
    };
    const auto known = [&](int64_t row) { return of(row) == Moved::unknown ? 0.0 : 1.0; };
    for (const int64_t output : {0, 1, 2, 3}) Ratio(e.domain, is(static_cast<Moved>(output)), known).answer(e, output);
    Ratio(e.domain, is(Moved::escaped), any(Moved::escaped, Moved::stayed_poor)).answer(e, 4);
    Ratio(e.domain, is(Moved::fell), any(Moved::fell, Moved::never_poor)).answer(e, 5);
    weighted_mean(e, is(Moved::unknown), 6);
  }

 private:
  enum class Moved { stayed_poor, escaped, fell, never_poor, unknown };  // as the outputs stand
  Moved of(int64_t row) const { return moved[static_cast<std::size_t>(row)]; }
  bool poor(int64_t row) const { return line.poor(line.welfare(row), line.fixed().common()); }

  PovertyLine line;
  CompleteRows complete;
  bool last_observed;
  std::vector<Moved> moved;
};
CLUSIA_INDICATOR_PLUGIN(PovertyTransitions);
