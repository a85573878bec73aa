/// The gap between a quantile of one group and that of another, by default their medians.
#include <clusia/quantile.hpp>
#include <clusia/two_groups.hpp>

using namespace clusia;

struct QuantileGap {
  static constexpr About about{
      "quantile_gap", "Gap between the quantiles of two groups", "1.0.0",
      "Difference, ratio and percentage gap between a quantile of two groups, by default the "
      "median",
      "Eurostat 2018 (gender pay gap) of medians, as laeken's gpg; Deville 1999 and Osier 2009, "
      "section 3.1, for the influence"};
  static constexpr Parameter parameters[]{
      parameter::text("reference", "the level of `group` that the other is set against"),
      parameter::text("other", "the level of `group` that may have less"),
      parameter::number("quantile", "which quantile of each group").by_default("0.5").within(1e-6, 1 - 1e-6),
      parameter::quantile_rule(), parameter::bandwidth()};
  static constexpr Input inputs[]{input::number("value", "whose quantile is taken"),
                                  input::category("group", "who belongs to which group")};
  static constexpr Output outputs[]{
      output("difference", "Difference of quantiles", "@value", CLUSIA_NO_DIRECTION, "reference less other"),
      output("ratio", "Ratio of quantiles", "", CLUSIA_NO_DIRECTION, "other over reference"),
      output("percent", "Gap in percent", "%", CLUSIA_NO_DIRECTION, "100 (reference - other) / reference")};
  static constexpr uint32_t traits = CLUSIA_NOT_SMOOTH;

  explicit QuantileGap(const IndicatorData& data)
      : ranking(data, data.number("value")),
        groups(data, "group", "reference", "other"),
        p(data.parameters.number("quantile")),
        rule(quantile_rule(data.parameters)),
        width(bandwidth(data.parameters)) {}

  void evaluate(const Evaluation& e) const {
    const std::vector<Ranked> everyone = ranking.of(e.domain);
    const Side reference(*this, e, everyone, 0), other(*this, e, everyone, 1);
    const double from = reference.quantile, to = other.quantile;
    // T = f(from, to), by its two slopes.
    const auto answer = [&](int64_t output, double estimate, double slope_from, double slope_to) {
      e.estimate(output) = estimate;
      if (!e.wants_influence()) return;
      reference.add_influence(p, slope_from, e.u(output));
      other.add_influence(p, slope_to, e.u(output));
    };
    answer(0, from - to, 1, -1);
    if (!(from > 0)) return e.leave_undefined(1), e.leave_undefined(2);
    answer(1, to / from, -to / (from * from), 1 / from);
    answer(2, 100 * (from - to) / from, 100 * to / (from * from), -100 / from);
  }

 private:
  /// One of the two groups, with a distribution of its own.
  struct Side {
    Side(const QuantileGap& of, const Evaluation& e, const std::vector<Ranked>& everyone, std::size_t group)
        : rows(rows_of(of, e, everyone, group)), density(rows, of.width) {
      if (!(density.total() > 0))
        throw undefined("nobody of '" + of.groups.names[group] + "' with a positive weight and a value in the domain");
      quantile = quantile_of(rows, density.total(), of.p, of.rule);
    }
    Side(const Side&) = delete;  // the density points to the rows
    Side& operator=(const Side&) = delete;

    static std::vector<Ranked> rows_of(const QuantileGap& of, const Evaluation& e, const std::vector<Ranked>& everyone,
                                       std::size_t group) {
      std::vector<Ranked> rows;
      for (const Ranked& r : everyone)
        if (of.groups.is(group, e.domain.row(r.k))) rows.push_back(r);
      return rows;
    }
    void add_influence(double p, double slope, std::span<double> u) const {
      add_quantile_influence(rows, density, quantile, p, slope, u);
    }

    std::vector<Ranked> rows;
    Density density;
    double quantile = 0;
  };

  Ranking ranking;
  TwoGroups groups;
  double p;
  QuantileRule rule;
  Bandwidth width;
};
CLUSIA_INDICATOR_PLUGIN(QuantileGap);
