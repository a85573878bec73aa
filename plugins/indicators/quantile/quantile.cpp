/// Weighted quantiles of a value in the domain, as many as the study asks for.
#include <clusia/quantile.hpp>
#include <cstdio>
#include <deque>
#include <set>

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
    std::set<std::string> used;
    for (const double share : p) {
      char percent[32];
      std::snprintf(percent, sizeof percent, "%.6g", 100 * share);
      std::string name = std::string("p") + percent;
      std::replace(name.begin(), name.end(), '.', '_');
      if (!used.insert(name).second)
        throw bad_parameter("p", std::string("names the quantile ") + percent + " % twice");
      texts.push_back(name);
      texts.push_back(share == 0.5 ? "Median" : std::string("Quantile at ") + percent + " %");
      Output now = outputs[0];
      now.name = texts[texts.size() - 2].c_str();
      now.title = texts.back().c_str();
      named.push_back(now);
    }
  }
  std::span<const Output> outputs_now() const { return named; }

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
  std::deque<std::string> texts;
  std::vector<Output> named;
};
CLUSIA_INDICATOR_PLUGIN(Quantile);
