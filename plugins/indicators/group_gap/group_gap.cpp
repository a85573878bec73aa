/// The gap between the means of two groups: as a difference, as a ratio, and in percent of the reference's mean.
#include <clusia/ratio.hpp>
#include <clusia/two_groups.hpp>

using namespace clusia;

struct GroupGap {
  static constexpr About about{"group_gap", "Gap between two groups", "1.0.0",
                               "Difference, ratio and percentage gap between the means of two groups",
                               "Eurostat 2018 (unadjusted gender pay gap), of which laeken's gpg is one; linearised "
                               "after Osier 2009"};
  static constexpr Parameter parameters[]{
      parameter::text("reference", "the level of `group` that the other is set against"),
      parameter::text("other", "the level of `group` that may have less")};
  static constexpr Input inputs[]{input::number("value", "what is averaged"),
                                  input::category("group", "who belongs to which group")};
  static constexpr Output outputs[]{
      output("difference", "Difference of means", "@value", CLUSIA_NO_DIRECTION, "reference less other"),
      output("ratio", "Ratio of means", "", CLUSIA_NO_DIRECTION, "other over reference"),
      output("percent", "Gap in percent", "%", CLUSIA_NO_DIRECTION, "100 (reference - other) / reference")
          .following("in percent of the reference's mean (Eurostat, laeken); convey divides by the other group's")};

  explicit GroupGap(const IndicatorData& data)
      : value(data.number("value")), groups(data, "group", "reference", "other") {}

  void evaluate(const Evaluation& e) const {
    const auto mean_of = [&](std::size_t group) {
      const Ratio mean(
          e.domain, [=, this](int64_t row) { return groups.is(group, row) ? value[row] : 0; },
          [=, this](int64_t row) { return groups.is(group, row) ? 1.0 : 0.0; });
      if (!mean.exists())
        throw undefined("nobody of '" + groups.names[group] + "' with a positive weight and a value in the domain");
      return mean;
    };
    const auto reference = mean_of(0), other = mean_of(1);
    const double from = reference.value(), to = other.value();
    // T = f(from, to), by its two slopes.
    const auto answer = [&](int64_t output, double estimate, double slope_from, double slope_to) {
      e.estimate(output) = estimate;
      if (!e.wants_influence()) return;
      for (const auto [k, row, weight] : e.domain)
        e.u(output)[static_cast<std::size_t>(k)] =
            slope_from * reference.derivative(row) + slope_to * other.derivative(row);
    };
    answer(0, from - to, 1, -1);
    if (!(from > 0)) return e.leave_undefined(1), e.leave_undefined(2);
    answer(1, to / from, -to / (from * from), 1 / from);
    answer(2, 100 * (from - to) / from, 100 * to / (from * from), -100 / from);
  }

  Numbers value;
  TwoGroups groups;
};
CLUSIA_INDICATOR_PLUGIN(GroupGap);
