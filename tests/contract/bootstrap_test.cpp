/// Case 7: the standard error of weighting with measures that are no means, against a bootstrap that estimates the
/// weights anew in every replicate.
#include <random>

#include "contract.hpp"

namespace clusia::test {
namespace {

constexpr int replicates = 400;

/// A simulated sample with good overlap, and its bootstrap weights; the same on every machine.
struct Sample {
  static constexpr Eigen::Index n = 2000;
  Vector y{n}, t{n}, one = Vector::Ones(n);
  Matrix x{n, 3};
  std::vector<Vector> drawn;

  Sample() {
    std::mt19937_64 bits(11);
    const auto uniform = [&] { return (static_cast<double>(bits() >> 11) + 0.5) / 9007199254740992.0; };
    const auto normal = [&] { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * M_PI * uniform()); };
    for (Eigen::Index k = 0; k < n; ++k) {
      x.row(k) << 1, normal(), normal();
      t[k] = uniform() < 1 / (1 + std::exp(-(.5 * x(k, 1) - .4 * x(k, 2)))) ? 1 : 0;
      y[k] = std::exp(.4 * x(k, 1) + .3 * x(k, 2) + .5 * normal() + .3 * t[k] * x(k, 1));
    }
    for (int b = 0; b < replicates; ++b) {
      Vector& w = drawn.emplace_back(Vector::Zero(n));
      for (Eigen::Index k = 0; k < n; ++k) w[static_cast<Eigen::Index>(bits() % n)] += 1;
    }
  }
  Design design(const Vector& w, bool known) const {
    const Logit m(x, t, w);
    return odds_weighted(w, t, m.odds(), x, m.phi, known);
  }
};

struct Spread {
  double of_estimates, own_error;  ///< its own Monte-Carlo error
};

class Bootstrap : public testing::Test {
 protected:
  static const Sample& sample() {
    static const Sample s;
    return s;
  }
  static double std_error(BoundIndicator& indicator, bool known) {
    const Sample& s = sample();
    return indicator.assess(s.design(s.one, known), rows_of(s.one)).effects[0][0].interval.value().std_error;
  }
  static Spread spread(BoundIndicator& indicator) {
    Vector estimates(replicates);
    for (int b = 0; b < replicates; ++b) {
      const Vector& w = sample().drawn[static_cast<std::size_t>(b)];
      estimates[b] = indicator.estimate(sample().design(w, false), rows_of(w));
    }
    const double sd = std::sqrt((estimates.array() - estimates.mean()).square().sum() / (replicates - 1));
    return {sd, sd / std::sqrt(2.0 * replicates)};
  }
};

TEST_F(Bootstrap, AgreesOnTheGini) {
  BoundIndicator gini(shipped_library("gini"), "", sample().y);
  const Spread s = spread(gini);
  EXPECT_NEAR(std_error(gini, false), s.of_estimates, 3 * s.own_error);
}

TEST_F(Bootstrap, AgreesOnTheRateOfPoverty) {
  BoundIndicator arpr(shipped_library("arpr"), "", sample().y);
  const Spread s = spread(arpr);
  EXPECT_NEAR(std_error(arpr, false), s.of_estimates, 3 * s.own_error);
  // The bootstrap can tell: with the weights taken as known the standard error is another.
  EXPECT_GT(std::abs(std_error(arpr, true) - s.of_estimates), 3 * s.own_error);
}

}  // namespace
}  // namespace clusia::test
