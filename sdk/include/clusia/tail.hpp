/// clusia/tail.hpp: what those below a quantile have together: T(p) = sum of d y over the least p of the weight. What
/// income shares, quantile share ratios and the Palma ratio are made of.
#pragma once

#include "quantile.hpp"

namespace clusia {

/// How the row counts that the quantile falls upon.
enum class AtQuantile { split, whole };
/// Where the influence of the quantile gets S'(q) / F'(q) from.
enum class TailInfluence { value, convey };

namespace parameter {
inline constexpr const char* at_quantile_choices[]{"split", "whole", nullptr};
constexpr Parameter at_quantile(const char* by_default) {
  return choice("at_quantile", at_quantile_choices, "how the row counts that the quantile falls upon")
      .by_default(by_default)
      .following(
          "split: as far as p reaches into it, so that shares add up (Lorenz curve); whole: all rows up to the "
          "quantile are below it (Eurostat, laeken, convey)");
}
inline constexpr const char* tail_influence_choices[]{"value", "convey", nullptr};
constexpr Parameter tail_influence() {
  return choice("influence", tail_influence_choices, "how the influence of the estimated quantile is had")
      .by_default("\"value\"")
      .following(
          "value: the density cancels and the quantile itself remains (Langel and Tille 2011); convey: a ratio of two "
          "kernel estimates in its place, with a bandwidth that is not free of the scale of the weights");
}
}  // namespace parameter

/// The conventions of a tail, as a study states them by parameter::at_quantile, tail_influence and quantile_rule.
struct TailRules {
  AtQuantile at = AtQuantile::split;
  TailInfluence influence = TailInfluence::value;
  QuantileRule quantile = QuantileRule::math;

  TailRules() = default;
  explicit TailRules(const Parameters& p)
      : at(p.choice("at_quantile") == "whole" ? AtQuantile::whole : AtQuantile::split),
        influence(p.choice("influence") == "convey" ? TailInfluence::convey : TailInfluence::value),
        quantile(quantile_rule(p)) {}
};

/// The total below the p-quantile, and its derivative in a row's weight:
/// dT/dd_i = y_i 1[y_i <= q] - S'(q)/F'(q) (1[y_i <= q] - p), where S'(q)/F'(q) = q: p q - max(q - y_i, 0).
class Tail {
 public:
  /// `ascending` with their sums of d and of d y; `weight` is positive.
  Tail(const std::vector<Ranked>& ascending, double weight, double p, const TailRules& rules) : p_(p) {
    q_ = quantile_of(ascending, weight, p, rules.quantile);
    double people = 0;
    for (const Ranked& r : ascending) {
      if (r.value > q_ || (rules.at == AtQuantile::split && r.value == q_)) break;
      people += r.weight;
      total_ += r.weight * r.value;
    }
    if (rules.at == AtQuantile::split) total_ += (p * weight - people) * q_;
    slope_ = q_;
    if (rules.influence == TailInfluence::convey) slope_ = Density(ascending, Bandwidth::convey).mean_at(q_);
  }
  double quantile() const { return q_; }
  double total() const { return total_; }
  double derivative(double y) const { return y <= q_ ? y - slope_ * (1 - p_) : slope_ * p_; }

 private:
  double p_, q_ = 0, total_ = 0, slope_ = 0;
};

/// (what the top have) / (what the bottom have), with its influence; `bottom` and `top` are shares of the people.
inline void share_ratio(const Evaluation& e, const Ranking& ranking, double bottom, double top,
                        const TailRules& rules) {
  const auto ranked = ranking.of(e.domain);
  const double weight = total_of(ranked), income = value_total_of(ranked);
  if (!(weight > 0)) throw undefined("nobody with a positive weight and an income in the domain");
  const Tail poor(ranked, weight, bottom, rules), others(ranked, weight, 1 - top, rules);
  if (!(poor.total() > 0)) throw undefined("the incomes at the bottom sum to nothing, or less: no ratio to them");
  const double ratio = (income - others.total()) / poor.total();
  e.estimate() = ratio;
  if (!e.wants_influence()) return;
  for (const Ranked& r : ranked)
    e.u()[static_cast<std::size_t>(r.k)] =
        (r.value - others.derivative(r.value) - ratio * poor.derivative(r.value)) / poor.total();
}

}  // namespace clusia
