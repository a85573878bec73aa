/// Weighted quantiles of a value in the domain, as many as the study asks for.
#include <clusia/outputs.hpp>
#include <clusia/quantile.hpp>

using namespace clusia;

struct Quantile {
  static constexpr About about{
      "quantile", "Quantiles", "1.0.0", "The values below which given shares of the domain lie; by default the median",
      "Hyndman and Fan 1996 for the conventions; Deville 1999 and Osier 2009, section 3.1, for "
      "the influence"};
  static constexpr Parameter parameters[]{
      parameter::numbers("p", "which quantiles: shares between 0 and 1").by_default("[0.5]").within(1e-6, 1 - 1e-6),
      parameter::quantile_rule(), parameter::bandwidth()};
  static constexpr Input inputs[]{input::number("value", "the value whose quantiles are taken")};
  static constexpr Output outputs[]{
      output("p50", "Median", "@value", CLUSIA_NO_DIRECTION,
             "one output for each p, named by its percentage: p50 for 0.5, p2_5 for 0.025")};
  static constexpr uint32_t traits = CLUSIA_NOT_SMOOTH;

  explicit Quantile(const IndicatorData& data)
      : value(data.number("value")),
        ranking(data, value),
        p(data.parameters.numbers("p").begin(), data.parameters.numbers("p").end()),
        rule(quantile_rule(data.parameters)),
        kernel(bandwidth(data.parameters)) {
    if (p.empty()) throw bad_parameter("p", "names no quantile: give at least one, such as 0.5");
    for (auto share = p.begin(); share != p.end(); ++share) {
      const std::string percent = percent_of(*share);
      if (std::find(p.begin(), share, *share) != share)
        throw bad_parameter("p", "names the quantile at " + percent + " % twice");
      now.add(outputs[0], "p" + identifier_of(percent), *share == 0.5 ? "Median" : "Quantile at " + percent + " %");
    }
  }
  std::span<const Output> outputs_now() const { return now.all(); }

  void evaluate(const Evaluation& e) const {
    const std::vector<Ranked> ascending = ranking.of(e.domain);
    const double total = total_of(ascending);
    if (!(total > 0)) throw undefined("nobody with a positive weight and a value in the domain");
    const Density density(ascending, kernel);
    for (std::size_t k = 0; k < p.size(); ++k) {
      const auto output = static_cast<int64_t>(k);
      const double q = quantile_of(ascending, total, p[k], rule);
      e.estimate(output) = q;
      if (e.wants_influence()) add_quantile_influence(ascending, density, q, p[k], 1, e.u(output));
    }
  }

  /// F with the value held fixed, and the value where F reaches a level: for Woodruff's interval.
  double distribution(int64_t, Weighting domain, double value_at, std::span<double> u) const {
    const double total = domain.total();
    if (!(total > 0)) throw undefined("nobody with a positive weight and a value in the domain");
    double below = 0;
    for (const auto [k, row, weight] : domain) below += value[row] <= value_at ? weight : 0;
    const double share = below / total;
    for (const auto [k, row, weight] : domain)
      u[static_cast<std::size_t>(k)] = ((value[row] <= value_at ? 1 : 0) - share) / total;
    return share;
  }
  double inverse(int64_t, Weighting domain, double level) const {
    const std::vector<Ranked> ascending = ranking.of(domain);
    const double total = total_of(ascending);
    if (!(total > 0)) throw undefined("nobody with a positive weight and a value in the domain");
    return quantile_of(ascending, total, level, rule);
  }

 private:
  Numbers value;
  Ranking ranking;
  std::vector<double> p;
  QuantileRule rule;
  Bandwidth kernel;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(Quantile);
