/// clusia/positive.hpp: what indices of positive numbers share: what becomes of a number that is zero or less, and
/// powers and logarithms of a number over its mean.
#pragma once

#include "indicator.hpp"

namespace clusia {

/// What becomes of a row whose number is zero or less, where an index does not exist.
enum class Nonpositive { refuse, drop };

namespace parameter {
inline constexpr const char* nonpositive_choices[]{"refuse", "drop", nullptr};
constexpr Parameter nonpositive() {
  return choice("nonpositive", nonpositive_choices, "what becomes of rows whose income is zero or less")
      .by_default("\"refuse\"")
      .following(
          "refuse: with such a row in the domain there is no index; drop: they are left out, as convey does, and the "
          "output `excluded` says how large a share they are");
}
}  // namespace parameter

inline Nonpositive nonpositive(const Parameters& parameters) {
  return parameters.choice("nonpositive") == "drop" ? Nonpositive::drop : Nonpositive::refuse;
}

/// The output that goes with Nonpositive::drop.
inline constexpr Output excluded_output = output("excluded", "Left out", "", CLUSIA_NO_DIRECTION,
                                                 "share of the domain whose income is zero or less, from 0 to 1")
                                              .proportion();

/// The rows of a domain that take part in an index of positive numbers, and their mean.
class Positives {
 public:
  Positives(const Weighting& domain, const Numbers& value, Nonpositive rule, bool zero_is_fine = false)
      : value_(&value), zero_counts_(zero_is_fine && rule == Nonpositive::refuse) {
    bool anybody = false;
    for (const auto [k, row, d] : domain) {
      anybody = anybody || d != 0;
      if (counts(row)) {
        weight_ += d;
        total_ += d * value[row];
      } else if (rule == Nonpositive::refuse && d != 0) {
        throw undefined(
            "an income in the domain is zero or less, where the index does not exist: nonpositive = \"drop\" would "
            "leave such rows out");
      }
    }
    if (!anybody) throw undefined("nobody with a positive weight and an income in the domain");
    if (!(weight_ > 0 && total_ > 0)) throw undefined("nobody in the domain has a positive income");
  }
  bool counts(int64_t row) const { return (*value_)[row] > 0 || (zero_counts_ && (*value_)[row] == 0); }
  double weight() const { return weight_; }
  double mean() const { return total_ / weight_; }
  /// A row's number over their mean.
  double relative(int64_t row) const { return (*value_)[row] / mean(); }
  /// Writes the share of the domain that takes no part.
  void excluded(const Evaluation& e, int64_t output) const {
    weighted_mean(
        e, [&](int64_t row) { return counts(row) ? 0.0 : 1.0; }, output);
  }

 private:
  const Numbers* value_;
  bool zero_counts_;
  double weight_ = 0, total_ = 0;
};

/// (x^a - 1) / a of x = exp(log_x), without cancellation; log_x where a = 0 (Box and Cox 1964, eq. 1).
inline double box_cox(double log_x, double a) { return a == 0 ? log_x : std::expm1(a * log_x) / a; }

}  // namespace clusia
