#include "laws/ledger.hpp"

namespace clusia::test {
namespace {

constexpr const char* any = "";
const std::string own_bandwidth = "kish's effective number of rows is not the same for one row of weight 2 as for two";
const std::string convey_bandwidth = "convey's bandwidth reads the sum of the weights: not scale free";
const std::string jumps = "n counts the rows that weigh something: it jumps when one of weight 0 begins to";
const std::string smoothed =
    "the bandwidth sd / N^(1/5) is wide for skewed incomes: low down, the density is too small and the error too large";
const std::string nothing = "0 adds nothing to a total, as a missing value does; the number of rows tells them apart";

}  // namespace

const std::vector<Exemption>& exemptions() {
  static const std::vector<Exemption> all{
      {Law::rescaled, "arpr", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "fgt", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "growth_incidence", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "poverty_change", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "quantile", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "quantile_gap", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "relative_median_gap", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "sen", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "sen_shorrocks_thon", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "vulnerability", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "watts", "bandwidth", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "income_share", "influence", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "palma", "influence", "convey", "std_error", convey_bandwidth},
      {Law::rescaled, "quantile_share_ratio", "influence", "convey", "std_error", convey_bandwidth},
      {Law::doubled, "quantile", "bandwidth", "kish", "std_error", own_bandwidth},
      {Law::doubled, "quantile_gap", "bandwidth", "kish", "std_error", own_bandwidth},

      {Law::rescaled, "gini", "form", "osier", any,
       "2C - 1 for 2C - d: Osier's form takes weights for numbers of rows"},
      {Law::doubled, "gini", "form", "osier", any, "2C - 1 for 2C - d: Osier's form takes weights for numbers of rows"},
      {Law::euler, "gini", "form", "osier", any, "2C - 1 for 2C - d: declared as homogeneous of no degree"},
      {Law::doubled, "gini", "form", "corrected", any, "n / (n - 1) counts rows"},
      {Law::derivative, "gini", "form", "corrected", "u of weight 0", jumps},
      {Law::doubled, "variability", "divisor", "sample", any, "n / (n - 1) counts rows"},
      {Law::derivative, "variability", "divisor", "sample", "u of weight 0", jumps},
      {Law::derivative, "dissimilarity", any, any, "u of weight 0",
       "where nobody of either group is in a level, |0 - 0| has a kink: 0 stands for its two slopes"},

      {Law::derivative, "fgt", "alpha", "0", "v", "a headcount jumps at an estimated line: its slope is a density"},
      {Law::derivative, "poverty_change", any, any, "u of weight 0",
       "the same group at baseline is that of whoever weighs something: it jumps when another group begins to"},
      {Law::bootstrap, "quantile", any, any, "p10", smoothed},
      {Law::bootstrap, "quantile", any, any, "p25", smoothed},
      {Law::bootstrap, "growth_incidence", any, any, "p25", smoothed},

      {Law::currency, "expression", any, any, any, "what a formula measures is known to who wrote it"},
      {Law::currency, "ratio", any, any, any, "the unit is that of the numerator by that of the denominator"},
      {Law::currency, "variability", any, any, "variance", "in the squared unit, which a declaration cannot name"},
      {Law::not_zero, "expression", any, any, any,
       "of a total; and where the formula has no value at 0 (log, division)"},
      {Law::not_zero, "total", any, any, any, nothing},
      {Law::not_zero, "herfindahl", any, any, any, nothing},
  };
  return all;
}

}  // namespace clusia::test
