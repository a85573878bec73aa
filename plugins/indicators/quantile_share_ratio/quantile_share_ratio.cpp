/// The quantile share ratio: what the top have in relation to what the bottom have; S80/S20 by default.
#include <clusia/tail.hpp>

using namespace clusia;

struct QuantileShareRatio {
  static constexpr About about{
      "quantile_share_ratio", "Quantile share ratio", "1.0.0",
      "What the richest share of people have, over what the poorest share have; S80/S20 by default",
      "Eurostat 2004 (S80/S20); Osier 2009, section 3.5; Langel and Tille 2011 for the influence"};
  static constexpr Parameter parameters[]{
      parameter::number("bottom", "the poorest, as a share of people").by_default("0.2").within(1e-6, 1 - 1e-6),
      parameter::number("top", "the richest, as a share of people").by_default("0.2").within(1e-6, 1 - 1e-6),
      parameter::at_quantile("\"whole\""), parameter::quantile_rule(), parameter::tail_influence()};
  static constexpr Input inputs[]{input::number("income", "what is shared")};
  static constexpr Output outputs[]{output("ratio", "Quantile share ratio", "", CLUSIA_LOWER_IS_BETTER,
                                           "total of the top over total of the bottom; 1: all alike")};
  static constexpr uint32_t traits = CLUSIA_NOT_SMOOTH;

  explicit QuantileShareRatio(const IndicatorData& data)
      : ranking(data, data.number("income")),
        bottom(data.parameters.number("bottom")),
        top(data.parameters.number("top")),
        rules(data.parameters) {}

  void evaluate(const Evaluation& e) const { share_ratio(e, ranking, bottom, top, rules); }

 private:
  Ranking ranking;
  double bottom, top;
  TailRules rules;
};
CLUSIA_INDICATOR_PLUGIN(QuantileShareRatio);
