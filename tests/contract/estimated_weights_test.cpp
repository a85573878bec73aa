/// Case 2: weights that were estimated, by a logit and by entropy balancing.
#include <fstream>

#include "lalonde.hpp"

namespace clusia::test {
namespace {

/// Of a line "ATT 1214.07 known 824.05 estimated 798.15".
struct Printed {
  double estimate = 0, known = 0, estimated = 0;
  explicit Printed(const std::string& estimand) {
    std::ifstream file(std::string(CLUSIA_SOURCE_DIR) + "/tests/oracles/reweighted_lalonde.txt");
    std::string name, word;
    while (file >> name >> estimate >> word >> known >> word >> estimated)
      if (name == estimand) return;
    ADD_FAILURE() << "no line " << estimand;
  }
};

void expect_printed(const Design& design, double estimate, double std_error) {
  const Lalonde l;
  BoundIndicator mean(shipped_library("mean"), "", l.y);
  const EffectResult effect = mean.assess(design, rows_of(l.one)).effects[0][0];
  expect_close(effect.estimate.value(), estimate, 1e-8, "effect");
  expect_close(effect.interval.value().std_error, std_error, 1e-8, "SE");
}

TEST(EstimatedWeights, OfTheTreatedAsPrinted) {
  const Lalonde l;
  const Printed r("ATT");
  expect_printed(l.att(l.one, true), r.estimate, r.known);
  expect_printed(l.att(l.one, false), r.estimate, r.estimated);
}

TEST(EstimatedWeights, OfEveryoneAsPrinted) {
  const Lalonde l;
  const Printed r("ATE");
  expect_printed(l.ate(l.one, true), r.estimate, r.known);
  expect_printed(l.ate(l.one, false), r.estimate, r.estimated);
}

TEST(EstimatedWeights, EntropyBalancing) {
  const Lalonde l;
  BoundIndicator mean(shipped_library("mean"), "", l.y);
  EXPECT_NEAR(mean.estimate(l.balanced(l.one), rows_of(l.one)), 1273.26181, 5e-6);  // ebal with exact balance
}

/// The row values are the derivative of the whole pipeline, weights estimated anew.
template <class Make>
void prove(const std::string& library, const std::string& toml, double tolerance, const Make& make) {
  const Lalonde l;
  BoundIndicator indicator(library, toml, l.y);
  const auto effect = indicator.assess(make(l.one), rows_of(l.one), {.keep_totals = true}).effects[0][0];
  expect_derivative(
      row_values(effect), l.one, {0, 17, 100, 184, 185, 200, 321, 400, 555, 613},
      [&](const Vector& w) { return indicator.estimate(make(w), rows_of(w)); }, tolerance);
}

class Proof : public testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(Proof, RowValuesAreDerivatives) {
  const auto [name, library, toml] = GetParam();
  const Lalonde l;
  const std::string path = shipped_library(library);
  prove(path, toml, 1e-6, [&](const Vector& w) { return l.att(w, false); });
  prove(path, toml, 1e-6, [&](const Vector& w) { return l.ate(w, false); });
  prove(path, toml, 1e-6, [&](const Vector& w) { return l.balanced(w); });
}

INSTANTIATE_TEST_SUITE_P(EstimatedWeights, Proof,
                         testing::Values(std::tuple{"Mean", "mean", ""}, std::tuple{"Gini", "gini", ""},
                                         std::tuple{"Gap", "fgt", "alpha = 1\nrelative_to = \"mean\"\npercent = 0.5"}),
                         [](const auto& of) { return std::string(std::get<0>(of.param)); });

}  // namespace
}  // namespace clusia::test
