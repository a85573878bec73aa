#include <numeric>
#include <random>

#include "answer.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;
using Settings = std::map<std::string, std::string>;

/// MatchIt's lalonde as a frame, its rows in a given order.
struct Lalonde {
  Frame frame;
  List y;

  explicit Lalonde(int32_t estimand = CLUSIA_ATT, bool survey_weights = false,
                   const std::vector<std::size_t>& order = {}) {
    const Table table("lalonde_matchit.csv");
    const auto ordered = [&](auto values) {
      auto out = values;
      for (std::size_t k = 0; k < order.size(); ++k) out[k] = values[order[k]];
      return out;
    };
    frame.estimand = estimand;
    frame.arm = ordered(table.texts("treat"));
    for (const char* name : {"age", "educ"}) frame.numbers.emplace_back(name, ordered(table.numbers(name)));
    for (const char* name : {"married", "nodegree", "re74", "re75"})
      frame.numbers.emplace_back(name, ordered(table.numbers(name)));
    frame.categories.emplace_back("race", ordered(table.texts("race")));
    y = ordered(table.numbers("re78"));
    frame.weight.assign(y.size(), 1);
    for (std::size_t k = 0; survey_weights && k < y.size(); ++k) frame.weight[k] = 1 + frame.numbers[0].second[k] / 20;
  }
  Indicator outcome(const std::string& id = "mean") const {
    std::vector<Column> columns;
    columns.push_back(Column::numbers("re78", y));
    return Indicator(shipped(id), {}, std::move(columns));
  }
  Effect effect(const Settings& settings = {}) const {
    return effect_of(design("ipw", frame, settings), "effect", outcome(), frame.weight);
  }
};

double length(const List& z) { return std::sqrt(std::inner_product(z.begin(), z.end(), z.begin(), 0.0)); }

/// ipw_lalonde.txt, printed by base R.
TEST(Ipw, LalondeAtTenDigits) {
  const Lalonde att(CLUSIA_ATT), ate(CLUSIA_ATE);
  expect_close(att.effect().estimate, 1214.0712232929, 1e-12, "ATT");
  expect_close(length(att.effect().z), 798.1546278316, 1e-12, "ATT, estimated");
  expect_close(length(att.effect({{"weights", "known"}}).z), 824.0517121186, 1e-12, "ATT, known");
  expect_close(ate.effect().estimate, 224.6763091039, 1e-12, "ATE");
  expect_close(length(ate.effect().z), 876.1931911722, 1e-12, "ATE, estimated");
  expect_close(length(ate.effect({{"weights", "known"}}).z), 909.4776740421, 1e-12, "ATE, known");
}

class IpwOracle : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(IpwOracle, BalanceOverlapAndErrors) {
  const std::string weights = std::get<0>(GetParam()), estimand = std::get<1>(GetParam());
  const Lalonde data(estimand == "att" ? CLUSIA_ATT : CLUSIA_ATE, weights == "survey");
  const Table oracle("ipw_balance.csv");
  const auto printed = [&](const std::string& what, const std::string& subject) {
    return oracle.value({{"weights", weights}, {"estimand", estimand}, {"what", what}, {"subject", subject}}, "value");
  };
  expect_close(data.effect().estimate, printed("estimate", ""), 1e-10, "estimate");
  expect_close(length(data.effect().z), printed("se_estimated", ""), 1e-10, "estimated");
  expect_close(length(data.effect({{"weights", "known"}}).z), printed("se_known", ""), 1e-10, "known");
  const Recorded answer = design("ipw", data.frame);
  for (const char* what : {"standardised_difference_before", "standardised_difference_after"})
    for (const char* subject : {"age", "re74", "married", "race: black"})
      EXPECT_NEAR(answer.diagnostic(what, subject), printed(what, subject), 1e-9) << what << " " << subject;
  for (const char* what : {"effective_sample_size", "score_lowest", "score_highest"})
    for (const char* subject : {"treated", "comparison"})
      expect_close(answer.diagnostic(what, subject), printed(what, subject), 1e-9, what);
  EXPECT_EQ(answer.diagnostic("rows_left_out", ""), 0);
}
INSTANTIATE_TEST_SUITE_P(Lalonde, IpwOracle,
                         testing::Combine(testing::Values("none", "survey"), testing::Values("att", "ate")));

/// z_i is the derivative of the estimate in the log weight of row i, the logit fitted anew.
TEST(Ipw, RowValuesAreDerivativesOfTheWholePipeline) {
  for (const int32_t estimand : {CLUSIA_ATT, CLUSIA_ATE}) {
    const Lalonde data(estimand, true);
    const Indicator outcome = data.outcome();
    const Effect effect = data.effect();
    const double scale = length(effect.z) / std::sqrt(static_cast<double>(effect.z.size()));
    for (std::size_t row = 0; row < data.y.size(); row += 23) {
      const auto at = [&](double factor) {
        Frame frame = data.frame;
        frame.weight[row] *= factor;
        return effect_of(design("ipw", frame), "effect", outcome, frame.weight).estimate;
      };
      EXPECT_NEAR(effect.z[row], (at(1 + 1e-4) - at(1 - 1e-4)) / 2e-4, 1e-6 * scale) << "row " << row;
    }
  }
}

TEST(Ipw, RowsMayStandInAnyOrderToTheLastBit) {
  std::vector<std::size_t> order(614);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 random(7);
  for (const int32_t estimand : {CLUSIA_ATT, CLUSIA_ATE}) {
    std::shuffle(order.begin(), order.end(), random);
    const Lalonde forth(estimand, true), shuffled(estimand, true, order);
    const Recorded a = design("ipw", forth.frame), b = design("ipw", shuffled.frame);
    std::map<int64_t, double> weight;
    for (const auto& cell : a.cells)
      for (std::size_t k = 0; k < cell.rows.size(); ++k) weight[cell.rows[k]] = cell.weight[k];
    std::size_t compared = 0;
    for (const auto& cell : b.cells)
      for (std::size_t k = 0; k < cell.rows.size(); ++k, ++compared)
        ASSERT_EQ(cell.weight[k], weight.at(static_cast<int64_t>(order[static_cast<std::size_t>(cell.rows[k])])));
    EXPECT_EQ(compared, 614U);
    for (std::size_t k = 0; k < a.diagnostics.size(); ++k) EXPECT_EQ(a.diagnostics[k].value, b.diagnostics[k].value);
    const Effect x = forth.effect(), y = shuffled.effect();
    expect_close(y.estimate, x.estimate, 1e-12, "estimate");
    for (std::size_t k = 0; k < order.size(); ++k) EXPECT_NEAR(y.z[k], x.z[order[k]], 1e-10 * length(x.z));
  }
}

TEST(Ipw, ArmsThatAreAlikeHaveNoEffect) {
  Lalonde data;
  Frame twice;
  List y;
  twice.numbers = data.frame.numbers;
  twice.categories = data.frame.categories;
  for (const char* arm : {"1", "0"}) twice.arm.insert(twice.arm.end(), data.y.size(), arm);
  for (auto& [name, values] : twice.numbers) values.insert(values.end(), values.begin(), values.begin() + 614);
  for (auto& [name, values] : twice.categories) {
    const auto copy = values;
    values.insert(values.end(), copy.begin(), copy.end());
  }
  twice.weight.assign(1228, 1);
  data.y.insert(data.y.end(), data.y.begin(), data.y.begin() + 614);
  data.frame = twice;
  const Recorded answer = design("ipw", twice);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  for (const auto& cell : answer.cells)
    for (const double w : cell.weight) EXPECT_NEAR(w, 1, 1e-12);
  EXPECT_NEAR(data.effect().estimate, 0, 1e-8);
}

TEST(Ipw, MissingCovariatesAndIdleColumnsAreReported) {
  Lalonde data;
  const Effect before = data.effect();
  Frame more = data.frame;
  List twice_age = more.numbers[0].second;
  for (double& x : twice_age) x = 3 + 2 * x;
  more.numbers.emplace_back("twice_age", twice_age);
  more.numbers.emplace_back("same", List(614, 4.5));
  more.categories.emplace_back("country", std::vector<std::string>(614, "US"));
  const Recorded idle = design("ipw", more);
  ASSERT_EQ(idle.status, CLUSIA_OK) << idle.message;
  for (const char* name : {"twice_age", "same", "country: US"})
    EXPECT_EQ(idle.diagnostic("column_left_out", name), 1) << name;
  expect_close(effect_of(idle, "effect", data.outcome(), more.weight).estimate, before.estimate, 1e-11, "idle columns");

  Frame gaps = data.frame, cut = data.frame;
  gaps.numbers[1].second[3] = std::nan("");
  gaps.categories[0].second[400] = "";
  const Recorded answer = design("ipw", gaps);
  EXPECT_EQ(answer.diagnostic("rows_left_out", ""), 2);
  cut.weight[3] = cut.weight[400] = 0;
  expect_close(effect_of(answer, "effect", data.outcome(), gaps.weight).estimate,
               effect_of(design("ipw", cut), "effect", data.outcome(), cut.weight).estimate, 1e-11, "rows left out");
}

TEST(Ipw, RefusesWhatHasNoScore) {
  Lalonde data;
  Frame separated = data.frame;
  List predictor;
  for (const auto& arm : separated.arm) predictor.push_back(arm == "1" ? 2 : 1);
  separated.numbers.emplace_back("programme", predictor);
  const Recorded one = design("ipw", separated);
  EXPECT_EQ(one.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(one.message.find("'programme' does by itself"), std::string::npos) << one.message;

  Frame level = data.frame;  // a level that only treated rows have
  for (std::size_t k = 0; k < 5; ++k) level.categories[0].second[k] = "only";
  const Recorded two = design("ipw", level);
  EXPECT_EQ(two.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(two.message.find("'race: only'"), std::string::npos) << two.message;

  Frame joint = data.frame;  // the sum of two covariates tells the arms apart, neither does alone
  List a, b;
  for (std::size_t k = 0; k < joint.arm.size(); ++k) {
    a.push_back(static_cast<double>(k * 37 % 101));
    b.push_back((joint.arm[k] == "1" ? 1 : 0) - a.back());
  }
  joint.numbers = {{"a", a}, {"b", b}};
  joint.categories.clear();
  const Recorded three = design("ipw", joint);
  EXPECT_EQ(three.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(three.message.find("a combination of covariates"), std::string::npos) << three.message;

  Frame nobody = data.frame;
  nobody.arm.assign(614, "0");
  nobody.arm[0] = "1";
  nobody.numbers[0].second[0] = std::nan("");
  const Recorded four = design("ipw", nobody);
  EXPECT_EQ(four.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(four.message.find("an arm has no row with all covariates"), std::string::npos) << four.message;
}

}  // namespace
}  // namespace clusia::test
