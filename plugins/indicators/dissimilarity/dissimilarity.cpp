/// The index of dissimilarity of two groups over the levels of a category: D = 1/2 sum_j |a_j / A - b_j / B|.
#include <clusia/two_groups.hpp>

using namespace clusia;

struct Dissimilarity {
  static constexpr About about{"dissimilarity", "Index of dissimilarity", "1.0.0",
                               "How differently two groups are spread over occupations, nodes or places",
                               "Duncan and Duncan 1955, American Sociological Review 20, p. 211"};
  static constexpr Parameter parameters[]{parameter::text("first", "a level of `group`"),
                                          parameter::text("second", "the level of `group` that is set against it")};
  static constexpr Input inputs[]{
      input::category("over", "what the groups are spread over: an occupation, a node, a place"),
      input::category("group", "who belongs to which group")};
  static constexpr Output outputs[]{
      output("dissimilarity", "Index of dissimilarity", "", CLUSIA_LOWER_IS_BETTER,
             "share of either group that would have to move for both to be spread alike, from 0 to 1")
          .proportion()};

  explicit Dissimilarity(const IndicatorData& data)
      : over(data.category("over")), groups(data, "group", "first", "second") {}

  void evaluate(const Evaluation& e) const {
    const std::array<Spread, 2> spread{spread_of(e, 0), spread_of(e, 1)};
    double distance = 0;
    std::vector<double> sign(over.names().size());
    for (std::size_t j = 0; j < sign.size(); ++j) {
      const double difference = spread[0].share[j] - spread[1].share[j];
      // Equal shares differ by rounding, and |x| has no slope at 0.
      sign[j] = std::abs(difference) < 1e-13 ? 0 : difference > 0 ? 1 : -1;
      distance += std::abs(difference);
    }
    e.estimate() = distance / 2;
    if (e.wants_influence()) influence(e, spread, sign);
  }

 private:
  struct Spread {
    double total = 0;
    std::vector<double> share;  // by level of `over`
  };

  Spread spread_of(const Evaluation& e, std::size_t group) const {
    Spread of;
    of.share.resize(over.names().size());
    for (const auto [k, row, weight] : e.domain) {
      if (!groups.is(group, row)) continue;
      of.total += weight;
      of.share[static_cast<std::size_t>(over[row])] += weight;
    }
    if (!(of.total > 0))
      throw undefined("nobody of '" + groups.names[group] + "' with a positive weight and a value in the domain");
    for (double& share : of.share) share /= of.total;
    return of;
  }

  /// da_j / dd_i = (1[i in j] - a_j) / A, so that u = 1/2 (s_j - sum_l s_l a_l) / A in the first group, and less that
  /// with b and B in the second.
  void influence(const Evaluation& e, const std::array<Spread, 2>& spread, const std::vector<double>& sign) const {
    for (const std::size_t g : {0U, 1U}) {
      double mean = 0;
      for (std::size_t j = 0; j < sign.size(); ++j) mean += sign[j] * spread[g].share[j];
      const double scale = (g == 0 ? 0.5 : -0.5) / spread[g].total;
      for (const auto [k, row, weight] : e.domain)
        if (groups.is(g, row))
          e.u()[static_cast<std::size_t>(k)] = scale * (sign[static_cast<std::size_t>(over[row])] - mean);
    }
  }

  Categories over;
  TwoGroups groups;
};
CLUSIA_INDICATOR_PLUGIN(Dissimilarity);
