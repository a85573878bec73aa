/// Points of the Lorenz curve, L(p) = what the poorest p have / what all have; or of the generalised one, L(p) times
/// the mean (Shorrocks 1983).
#include <clusia/outputs.hpp>
#include <clusia/tail.hpp>

using namespace clusia;

struct Lorenz {
  static constexpr About about{"lorenz", "Lorenz curve", "1.0.0",
                               "What the poorest p of the people have, as a share of all or an amount a head of all",
                               "Lorenz 1905; Shorrocks 1983 for the generalised curve; Langel and Tille 2011 for the "
                               "influence"};
  static constexpr Parameter parameters[]{
      parameter::numbers("p", "points of the curve: shares of people, between 0 and 1")
          .by_default("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
          .within(1e-6, 1 - 1e-6),
      parameter::boolean("generalised", "true: times the mean, in the unit of income").by_default("false")};
  static constexpr Input inputs[]{input::number("income", "what is shared")};
  static constexpr Output outputs[]{output(
      "l50", "Lorenz curve", "", CLUSIA_HIGHER_IS_BETTER,
      "one output for each p, named by its percentage: l50 for 0.5; share of all income that the poorest p have")};
  static constexpr Output generalised_output =
      output("l50", "Generalised Lorenz curve", "@income", CLUSIA_HIGHER_IS_BETTER,
             "income of the poorest p, divided among all people of the domain");

  explicit Lorenz(const IndicatorData& data)
      : ranking(data, data.number("income")),
        generalised(data.parameters.boolean("generalised")),
        p(data.parameters.numbers("p").begin(), data.parameters.numbers("p").end()) {
    if (p.empty()) throw bad_parameter("p", "names no point of the curve: give at least one, such as 0.5");
    add_curve(now, p, generalised ? generalised_output : outputs[0], "l");
  }
  std::span<const Output> outputs_now() const { return now.all(); }

  void evaluate(const Evaluation& e) const {
    const auto ranked = ranking.of(e.domain);
    const double people = total_of(ranked), income = value_total_of(ranked);
    if (!(people > 0)) throw undefined("nobody with a positive weight and an income in the domain");
    if (!generalised && !(income > 0)) throw undefined("incomes sum to nothing, or less: shares of them do not exist");
    const double whole = generalised ? people : income;
    for (std::size_t j = 0; j < p.size(); ++j) {
      const auto output = static_cast<int64_t>(j);
      const Tail tail(ranked, people, p[j], TailRules());
      const double height = tail.total() / whole;
      e.estimate(output) = height;
      if (!e.wants_influence()) continue;
      const auto u = e.u(output);
      for (const Ranked& r : ranked)
        u[static_cast<std::size_t>(r.k)] = (tail.derivative(r.value) - height * (generalised ? 1 : r.value)) / whole;
    }
  }

 private:
  Ranking ranking;
  bool generalised;
  std::vector<double> p;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(Lorenz);
