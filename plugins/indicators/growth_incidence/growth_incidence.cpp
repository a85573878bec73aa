/// The growth incidence curve: how much each quantile of the domain has grown since the baseline, and the mean.
#include <clusia/baseline.hpp>
#include <clusia/outputs.hpp>
#include <clusia/quantile.hpp>
#include <optional>

using namespace clusia;

struct GrowthIncidence {
  static constexpr About about{
      "growth_incidence", "Growth incidence curve", "1.0.0",
      "The growth of each quantile of income since the baseline, and of the mean",
      "Ravallion and Chen 2003, eq. 1; Osier 2009, section 3.1, for the influence of quantiles"};
  static constexpr Parameter parameters[]{
      parameter::numbers("p", "which quantiles: shares between 0 and 1")
          .by_default("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
          .within(1e-6, 1 - 1e-6),
      parameter::number("years", "years from the baseline to the domain's wave: growth is per year")
          .by_default("1")
          .within(1e-3, 1e3)
          .following("annual compound growth, (ratio)^(1 / years) - 1; with 1 the growth over the whole time"),
      parameter::quantile_rule(), parameter::bandwidth()};
  static constexpr Input inputs[]{input::number("income", "income or consumption, in the prices of one wave"),
                                  input::wave(), input::by()};
  static constexpr Output outputs[]{
      output("mean", "Growth of the mean", "%", CLUSIA_HIGHER_IS_BETTER, "of mean income, since the baseline"),
      output("p50", "Growth of the median", "%", CLUSIA_HIGHER_IS_BETTER,
             "one output for each p, named by its percentage: the growth of that quantile since the baseline")
          .following("anonymous: quantiles of two waves are compared, whoever stands there")};
  static constexpr uint32_t traits = CLUSIA_READS_REFERENCE | CLUSIA_NOT_SMOOTH;

  explicit GrowthIncidence(const IndicatorData& data)
      : p(data.parameters.numbers("p").begin(), data.parameters.numbers("p").end()),
        years(data.parameters.number("years")),
        rule(quantile_rule(data.parameters)),
        kernel(bandwidth(data.parameters)),
        same(data),
        ranking(data, data.number("income")) {
    now.add(outputs[0]);
    for (auto share = p.begin(); share != p.end(); ++share) {
      const std::string percent = percent_of(*share);
      if (std::find(p.begin(), share, *share) != share)
        throw bad_parameter("p", "names the quantile at " + percent + " % twice");
      now.add(outputs[1].curve_point(100 * *share), "p" + identifier_of(percent), "Growth at " + percent + " %");
    }
  }
  std::span<const Output> outputs_now() const { return now.all(); }

  void evaluate(const Evaluation& e) const {
    const std::vector<bool> of_group = same.in(e.reference, e.domain);
    std::vector<Ranked> before = ranking.of(e.reference);
    std::erase_if(before, [&](const Ranked& r) { return !of_group[static_cast<std::size_t>(r.k)]; });
    const std::vector<Ranked> after = ranking.of(e.domain);
    const double n = total_of(after), n_before = total_of(before);
    if (!(n_before > 0)) throw undefined("nobody like the domain at baseline");
    const double mean = mean_of(after, n), mean_before = mean_of(before, n_before);
    if (const auto g = answer(e, 0, mean, mean_before); g && e.wants_influence()) {
      for (const Ranked& r : after) e.u(0)[static_cast<std::size_t>(r.k)] = g->now * (r.value - mean) / n;
      for (const Ranked& r : before)
        e.v(0)[static_cast<std::size_t>(r.k)] = g->before * (r.value - mean_before) / n_before;
    }
    const Density density(after, kernel), density_before(before, kernel);
    for (std::size_t k = 0; k < p.size(); ++k) {
      const auto output = static_cast<int64_t>(k + 1);
      const double q = quantile_of(after, n, p[k], rule), q_before = quantile_of(before, n_before, p[k], rule);
      const auto g = answer(e, output, q, q_before);
      if (!g || !e.wants_influence()) continue;
      add_quantile_influence(after, density, q, p[k], g->now, e.u(output));
      add_quantile_influence(before, density_before, q_before, p[k], g->before, e.v(output));
    }
  }

 private:
  /// Derivatives of growth in the two values.
  struct Slopes {
    double now, before;
  };
  std::optional<Slopes> answer(const Evaluation& e, int64_t output, double now_value, double before) const {
    if (!(now_value > 0 && before > 0)) {
      e.leave_undefined(output);
      return std::nullopt;
    }
    const double factor = std::pow(now_value / before, 1 / years);
    e.estimate(output) = 100 * (factor - 1);
    return Slopes{100 * factor / (years * now_value), -100 * factor / (years * before)};
  }
  static double mean_of(const std::vector<Ranked>& rows, double total) {
    double sum = 0;
    for (const Ranked& r : rows) sum += r.weight * r.value;
    return sum / total;
  }

  std::vector<double> p;
  double years;
  QuantileRule rule;
  Bandwidth kernel;
  SameGroupBefore same;
  Ranking ranking;
  OutputsNow now;
};
CLUSIA_INDICATOR_PLUGIN(GrowthIncidence);
