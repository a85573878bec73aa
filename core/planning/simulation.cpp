#include "planning/simulation.hpp"

#include <algorithm>
#include <cmath>

namespace clusia::planning {
namespace {

/// Mean and spread, in the order in which values come.
class Moments {
 public:
  void add(double x) {
    ++n_;
    const double before = x - mean_;
    mean_ += before / static_cast<double>(n_);
    squares_ += before * (x - mean_);
  }
  std::int64_t n() const { return n_; }
  double mean() const { return mean_; }
  double sd() const { return n_ > 1 ? std::sqrt(squares_ / static_cast<double>(n_ - 1)) : 0; }
  double error() const { return sd() / std::sqrt(static_cast<double>(n_)); }

 private:
  std::int64_t n_ = 0;
  double mean_ = 0, squares_ = 0;
};

/// A share of studies.
class Share {
 public:
  void add(bool is) {
    ++n_;
    k_ += is ? 1 : 0;
  }
  std::optional<Simulated> value() const {
    if (n_ == 0) return std::nullopt;
    const double p = static_cast<double>(k_) / static_cast<double>(n_);
    return Simulated{p, std::sqrt(p * (1 - p) / static_cast<double>(n_))};
  }

 private:
  std::int64_t n_ = 0, k_ = 0;
};

int sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

}  // namespace

Characteristics characteristics_of(const std::vector<Trial>& trials, double null) {
  Characteristics all;
  all.studies = static_cast<std::int64_t>(trials.size());
  Moments truth, bias, estimate, std_error;
  for (const Trial& t : trials) {
    if (!t.reason.empty()) ++all.reasons[t.reason];
    if (!t.planted || !t.truth) continue;
    truth.add(*t.truth);
    bias.add(*t.planted - *t.truth);
    estimate.add(*t.planted);
    if (t.std_error) std_error.add(*t.std_error);
  }
  all.estimated = truth.n();
  if (truth.n() > 0) all.truth = truth.mean(), all.bias = {bias.mean(), bias.error()};
  // The error of a standard deviation is the normal distribution's.
  if (truth.n() > 1) all.sd = {estimate.sd(), estimate.sd() / std::sqrt(2 * (static_cast<double>(estimate.n()) - 1))};
  if (std_error.n() > 0) all.std_error = std_error.mean();
  Share coverage, power, size;
  for (const Trial& t : trials) {
    if (t.low && t.high && all.truth) coverage.add(*t.low <= *all.truth && *all.truth <= *t.high);
    if (t.found && all.truth) power.add(*t.found != 0 && *t.found == sign(*all.truth - null));
    if (t.found_nothing) size.add(*t.found_nothing != 0);
    all.tested += t.found ? 1 : 0;
  }
  all.coverage = coverage.value(), all.power = power.value(), all.size = size.value();
  return all;
}

}  // namespace clusia::planning
