/// How strong confounding that nobody measured had to be to explain a risk ratio away (VanderWeele and Ding 2017).
#pragma once

#include <optional>

namespace clusia {

/// On the scale of risk ratios: a confounder had to raise or lower both the chance of treatment and that of the outcome
/// so many times. 1 where nothing needs explaining.
struct EValue {
  double of_estimate = 1;
  std::optional<double> of_limit;  ///< of the interval's end that is nearer to no effect; none without an interval
};

/// RR + sqrt(RR (RR - 1)) where RR > 1, and that of 1/RR below. `ratio` > 0.
double e_value(double ratio);
/// Of the nearer end of low .. high; 1 where 1 is between them.
double e_value_of_interval(double low, double high);
/// The risk ratio that a difference of means in standard deviations answers to, nearly: exp(0.91 d) (VanderWeele and
/// Ding 2017, table 2, after Chinn 2000). Their limits are exp(0.91 d -+ 1.78 s), 1.78 = 0.91 * 1.96; the same of the
/// ends of any interval are its ends here.
double risk_ratio_of_means(double deviations);

}  // namespace clusia
