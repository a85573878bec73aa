/// Case 3: doubly robust, regression and weighting differences in differences, of a panel and of cross-sections.
#include "doubly_robust.hpp"

namespace clusia::test {
namespace {

const std::map<std::string, Method> methods{{"drdid/traditional", Method::traditional},
                                            {"drdid/improved", Method::improved},
                                            {"ordid", Method::regression},
                                            {"ipwdid/hajek", Method::weighting}};

struct Sample {
  Table table;
  bool panel;
  Vector y, post, treated, one;
  Matrix x;
  explicit Sample(const std::string& data) : table(data + ".csv"), panel(data == "twoperiod") {
    y = vector_of(table.numbers("y"));
    post = where(table.texts("year"), "2004");
    treated = vector_of(table.numbers("treated"));
    one = Vector::Ones(y.size());
    x = beside({one, vector_of(table.numbers("x1")), vector_of(table.numbers("x2"))});
  }
  Design design(Method method, const Vector& w) const {
    Design d;
    d.factor = Factor::none;
    d.contrasts = {
        contrast("effect", add_doubly_robust(d, "did", method, {x, treated, post, w, panel ? post : one, panel}))};
    return d;
  }
};

class DoublyRobust : public testing::TestWithParam<std::tuple<const char*, const char*, const char*>> {};

TEST_P(DoublyRobust, AsPrintedAndProved) {
  const auto [data, weighting, method] = GetParam();
  const Sample s(data);
  const Table oracle("values_effects.csv");
  const Vector w = std::string(weighting) == "weighted" ? vector_of(s.table.numbers("weight")) : s.one;
  const Method how = methods.at(method);
  BoundIndicator mean(shipped_library("mean"), "", s.y);

  const EffectResult effect =
      mean.assess(s.design(how, w), rows_of(w, s.panel ? codes(s.table.texts("unit")) : Codes{})).effects[0][0];
  const std::map<std::string, std::string> row{{"data", data}, {"case", weighting}, {"name", method}};
  expect_close(effect.estimate.value(), oracle.value(row, "estimate"), 1e-8, "effect");
  expect_close(effect.interval.value().std_error, oracle.value(row, "std_error"), 1e-8, "SE");

  const auto by_row = mean.assess(s.design(how, w), rows_of(w), {.keep_totals = true}).effects[0][0];
  expect_derivative(
      row_values(by_row), w, {1, 57, 201, 333},
      [&](const Vector& v) { return mean.estimate(s.design(how, v), rows_of(v)); }, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(
    Samples, DoublyRobust,
    testing::Combine(testing::Values("twoperiod", "crosssections"), testing::Values("unweighted", "weighted"),
                     testing::Values("drdid/traditional", "drdid/improved", "ordid", "ipwdid/hajek")));

}  // namespace
}  // namespace clusia::test
