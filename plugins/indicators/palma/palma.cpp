/// The Palma ratio: what the richest tenth have in relation to what the poorest four tenths have.
#include <clusia/tail.hpp>

using namespace clusia;

struct Palma {
  static constexpr About about{"palma", "Palma ratio", "1.0.0",
                               "What the richest 10 % of people have, over what the poorest 40 % have",
                               "Palma 2011; Cobham and Sumner 2013; Langel and Tille 2011 for the influence"};
  static constexpr Parameter parameters[]{parameter::at_quantile("\"split\""), parameter::quantile_rule(),
                                          parameter::tail_influence()};
  static constexpr Input inputs[]{input::number("income", "what is shared")};
  static constexpr Output outputs[]{output("ratio", "Palma ratio", "", CLUSIA_LOWER_IS_BETTER,
                                           "total of the top 10 % over total of the bottom 40 %; 0.25: all alike")};
  static constexpr uint32_t traits = CLUSIA_NOT_SMOOTH;

  explicit Palma(const IndicatorData& data) : ranking(data, data.number("income")), rules(data.parameters) {}

  void evaluate(const Evaluation& e) const { share_ratio(e, ranking, 0.4, 0.1, rules); }

 private:
  Ranking ranking;
  TailRules rules;
};
CLUSIA_INDICATOR_PLUGIN(Palma);
