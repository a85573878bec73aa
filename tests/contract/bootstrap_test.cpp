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

class Bootstrap : public testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(Bootstrap, AgreesWithinItsOwnError) {
  static const Sample s;
  const auto [name, library, toml] = GetParam();
  BoundIndicator indicator(library == std::string("arpr") ? shipped_library(library) : test_library(library), toml,
                           s.y);
  const auto error = [&](bool known) {
    return indicator.assess(s.design(s.one, known), rows_of(s.one)).effects[0][0].interval.value().std_error;
  };
  Vector estimates(replicates);
  for (int b = 0; b < replicates; ++b) {
    const Vector& w = s.drawn[static_cast<std::size_t>(b)];
    estimates[b] = indicator.estimate(s.design(w, false), rows_of(w));
  }
  const double spread = std::sqrt((estimates.array() - estimates.mean()).square().sum() / (replicates - 1));
  const double of_spread = spread / std::sqrt(2.0 * replicates);
  EXPECT_LT(std::abs(error(false) - spread), 3 * of_spread) << "bootstrap " << spread << ", host " << error(false);
  // The test can tell: weights taken as known miss by more.
  EXPECT_GT(std::abs(error(true) - spread), 3 * of_spread) << "known " << error(true);
}

INSTANTIATE_TEST_SUITE_P(Measures, Bootstrap,
                         testing::Values(std::tuple{"Gini", "gini", ""}, std::tuple{"Arpr", "arpr", ""}),
                         [](const auto& of) { return std::string(std::get<0>(of.param)); });

}  // namespace
}  // namespace clusia::test
