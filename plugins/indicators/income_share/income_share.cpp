/// The share of the total that the poorest, or the richest, p of the people have.
#include <clusia/tail.hpp>

using namespace clusia;

namespace {
constexpr const char* ends[]{"bottom", "top", nullptr};
}

struct IncomeShare {
  static constexpr About about{"income_share", "Income share", "1.0.0",
                               "The share of all income that the poorest, or the richest, part of the people have",
                               "Lorenz 1905; Osier 2009, section 3.5; Langel and Tille 2011 for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("p", "the part of the people").by_default("0.4").within(1e-6, 1 - 1e-6),
      parameter::choice("of", ends, "the poorest part or the richest").by_default("\"bottom\""),
      parameter::at_quantile("\"split\""), parameter::quantile_rule(), parameter::tail_influence()};
  static constexpr Input inputs[]{input::number("income", "what is shared")};
  static constexpr Output outputs[]{
      output("share", "Income share", "", CLUSIA_HIGHER_IS_BETTER, "their total over everybody's, from 0 to 1")};
  static constexpr uint32_t traits = CLUSIA_NOT_SMOOTH;

  explicit IncomeShare(const IndicatorData& data)
      : ranking(data, data.number("income")),
        p(data.parameters.number("p")),
        top(data.parameters.choice("of") == "top"),
        rules(data.parameters) {
    if (top) now[0].direction = CLUSIA_LOWER_IS_BETTER;
  }
  std::span<const Output> outputs_now() const { return now; }

  void evaluate(const Evaluation& e) const {
    const auto ranked = ranking.of(e.domain);
    const double weight = total_of(ranked), income = value_total_of(ranked);
    if (!(weight > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    if (!(income > 0)) throw undefined("incomes sum to nothing, or less: shares of them do not exist");
    const Tail tail(ranked, weight, top ? 1 - p : p, rules);
    const double below = tail.total() / income;
    e.estimate() = top ? 1 - below : below;
    if (!e.wants_influence()) return;
    const double sign = top ? -1 : 1;
    for (const Ranked& r : ranked)
      e.u()[static_cast<std::size_t>(r.k)] = sign * (tail.derivative(r.value) - below * r.value) / income;
  }

 private:
  Ranking ranking;
  double p;
  bool top;
  TailRules rules;
  std::array<Output, 1> now{outputs[0]};
};
CLUSIA_INDICATOR_PLUGIN(IncomeShare);
