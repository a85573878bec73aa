/// How much a number varies between rows: variance, standard deviation, coefficient of variation.
#include <algorithm>
#include <clusia/indicator.hpp>

using namespace clusia;

namespace {
constexpr const char* divisor_choices[]{"population", "sample", nullptr};
}

struct Variability {
  static constexpr About about{"variability", "Variability", "1.0.0",
                               "Variance, standard deviation and coefficient of variation of a number between rows",
                               "Sarndal, Swensson and Wretman 1992, chapter 5, for the variance; Deville 1999 for the "
                               "influence of functions of it"};
  static constexpr Parameter parameters[]{
      parameter::choice("divisor", divisor_choices, "what the weighted sum of squares is divided by")
          .by_default("\"population\"")
          .following("population: the sum of weights; sample: that times (n - 1) / n, n the rows that weigh something "
                     "(survey's svyvar)")};
  static constexpr Input inputs[]{input::number("value", "what varies")};
  static constexpr Output outputs[]{
      output("variance", "Variance", "", CLUSIA_NO_DIRECTION,
             "sum d (y - mean)^2 / sum d; in the squared unit of value"),
      output("sd", "Standard deviation", "@value", CLUSIA_NO_DIRECTION, "square root of the variance"),
      output("cv", "Coefficient of variation", "", CLUSIA_NO_DIRECTION, "standard deviation over mean")};

  explicit Variability(const IndicatorData& data)
      : value(data.number("value")), of_sample(data.parameters.choice("divisor") == "sample") {}

  void evaluate(const Evaluation& e) const {
    double total = 0, sum = 0, n = 0, low = infinity, high = -infinity;
    for (const auto [k, row, weight] : e.domain) {
      total += weight;
      sum += weight * value[row];
      if (!(weight > 0)) continue;
      n += 1;
      low = std::min(low, value[row]);
      high = std::max(high, value[row]);
    }
    if (!(total > 0)) throw undefined("nobody with a positive weight and a value in the domain");
    if (of_sample && n < 2) throw undefined("one row alone has no variance with the divisor n - 1");
    const double factor = of_sample ? n / (n - 1) : 1;
    const bool tied = low == high;  // no variance, not even that of rounding
    const double mean = tied ? low : sum / total;
    double squares = 0;
    for (const auto [k, row, weight] : e.domain) squares += weight * square(value[row] - mean);
    const double variance = factor * squares / total, sd = std::sqrt(variance);

    e.estimate(0) = variance;
    e.estimate(1) = sd;
    if (mean > 0)
      e.estimate(2) = sd / mean;
    else
      e.leave_undefined(2);
    if (!e.wants_influence()) return;
    for (const auto [k, row, weight] : e.domain) {
      const auto i = static_cast<std::size_t>(k);
      const double deviation = value[row] - mean;
      e.u(0)[i] = (factor * square(deviation) - variance) / total;
      // A root has no slope at 0.
      e.u(1)[i] = sd > 0 ? e.u(0)[i] / (2 * sd) : 0;
      if (mean > 0) e.u(2)[i] = e.u(1)[i] / mean - sd / (mean * mean) * deviation / total;
    }
  }

 private:
  static double square(double x) { return x * x; }

  Numbers value;
  bool of_sample;
};
CLUSIA_INDICATOR_PLUGIN(Variability);
