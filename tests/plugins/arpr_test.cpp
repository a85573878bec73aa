#include "boundary.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;

Indicator arpr(const List& incomes, const std::map<std::string, std::string>& parameters = {}) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("income", incomes));
  return Indicator(shipped("arpr"), parameters, std::move(columns));
}

/// convey's conventions: poor is y <= line, the bandwidth counts the sum of the weights.
class ConveyOracle : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  void SetUp() override {
    const auto [file, name] = GetParam();
    data = file;
    domain_name = name;
    const auto slash = file.find('/');
    const Table survey(file.substr(0, slash) + ".csv");
    weight = survey.numbers("weight");
    const List size = survey.numbers("size");
    for (std::size_t k = 0; slash != std::string::npos && k < weight.size(); ++k) weight[k] *= size[k];
    domain = weight;
    if (name != "all") {
      const auto& column = survey.texts(name.substr(0, name.find('=')));
      for (std::size_t k = 0; k < domain.size(); ++k) domain[k] *= column[k] == name.substr(name.find('=') + 1) ? 1 : 0;
    }
    income = survey.numbers("income");
    stratum = survey.texts("stratum");
    psu = survey.texts("psu");
  }
  void expect_oracle(const std::string& what, const List& d, const List& r, std::size_t output) const {
    const Evaluated e = arpr(income, {{"at_line", "at_or_below"}, {"bandwidth", "convey"}})(d, r);
    ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
    List z(d.size());
    for (std::size_t k = 0; k < d.size(); ++k) z[k] = d[k] * e.u[output][k] + r[k] * e.v[output][k];
    const Table oracle("values_indicators.csv");
    const std::map<std::string, std::string> where{{"data", data}, {"indicator", what}, {"domain", domain_name}};
    expect_close(e.estimates[output], oracle.value(where, "estimate"), 1e-12, what);
    expect_close(design_error(z, stratum, psu), oracle.value(where, "std_error"), 1e-8, what);
  }
  std::string data, domain_name;
  List weight, domain, income;
  std::vector<std::string> stratum, psu;
};

TEST_P(ConveyOracle, RateUnderTheLineOfAll) { expect_oracle("arpr/0.6", domain, weight, 0); }
TEST_P(ConveyOracle, LineOfTheDomainsOwnQuantile) { expect_oracle("arpt/0.6", domain, domain, 1); }

INSTANTIATE_TEST_SUITE_P(Households, ConveyOracle,
                         testing::Combine(testing::Values("survey", "survey_missing"),
                                          testing::Values("all", "sex=female", "node=homeworker", "node=casual")));
INSTANTIATE_TEST_SUITE_P(Persons, ConveyOracle,
                         testing::Combine(testing::Values("survey/persons", "survey_missing/persons"),
                                          testing::Values("all")));

TEST(Arpr, AtTheLineIsADeclaredConvention) {
  // incomes 1, 6, 10, 10: a line at 0.6 of 10 is 6. Below it (laeken): 25 %; at or below it (convey): 50 %.
  const List income{1, 6, 10, 10}, w{1, 1, 1, 1};
  const Evaluated below = arpr(income, {{"quantile", "0.6"}})(w, w);
  EXPECT_DOUBLE_EQ(below.estimates[1], 6);
  EXPECT_DOUBLE_EQ(below.estimates[0], 0.25);
  EXPECT_DOUBLE_EQ(arpr(income, {{"quantile", "0.6"}, {"at_line", "at_or_below"}})(w, w).estimates[0], 0.5);
}

TEST(Arpr, TheQuantileIsTheLeastOneThatReachesTheShare) {
  const List income{1, 2, 3, 4};
  EXPECT_DOUBLE_EQ(arpr(income, {{"percent", "1"}})({1, 1, 1, 1}, {1, 1, 1, 1}).estimates[1],
                   2);  // survey and convey: 2
  // rounding moves no line: the running sum of 20 weights of 0.1 first falls short of a 20th of all by 3e-17
  List ladder(20);
  for (std::size_t k = 0; k < 20; ++k) ladder[k] = static_cast<double>(k + 1);
  EXPECT_DOUBLE_EQ(arpr(ladder, {{"percent", "1"}, {"quantile", "0.05"}})(ladder, List(20, 0.1)).estimates[1], 1);
  EXPECT_DOUBLE_EQ(arpr(income, {{"percent", "1"}, {"quantile", "0.75"}})({1, 1, 1, 1}, {1, 1, 1, 1}).estimates[1], 3);
  EXPECT_DOUBLE_EQ(arpr(income, {{"percent", "1"}})({1, 1, 1, 1}, {1, 1, 1, 9}).estimates[1], 4);
}

TEST(Arpr, TheDefaultBandwidthIsScaleFree) {
  const Table survey("survey.csv");
  const List income = survey.numbers("income"), w = survey.numbers("weight");
  List light = w;
  for (double& x : light) x /= 1000;
  const auto error = [&](const std::string& bandwidth, const List& weight) {
    const Evaluated e = arpr(income, {{"bandwidth", bandwidth}, {"at_line", "at_or_below"}})(weight, weight);
    List z(weight.size());
    for (std::size_t k = 0; k < z.size(); ++k) z[k] = weight[k] * (e.u[0][k] + e.v[0][k]);
    return design_error(z, survey.texts("stratum"), survey.texts("psu"));
  };
  EXPECT_NEAR(error("kish", w), error("kish", light), 1e-14);
  EXPECT_NEAR(error("n", w), error("n", light), 1e-14);
  // as docs/conventions.md prints them
  EXPECT_NEAR(error("kish", w), .012116, 5e-7);
  EXPECT_NEAR(error("n", w), .012093, 5e-7);
  EXPECT_NEAR(error("convey", w), .011893, 5e-7);
  EXPECT_NEAR(error("convey", light), .012381, 5e-7);
}

TEST(Arpr, UnderAGivenLineTheRateIsAMean) {
  const List income{3, 1, 4, 1.5, 9, 2.6}, d{1, 2, 0.5, 1, 3, 1}, r{1, 1, 1, 1, 1, 1};
  const Indicator it = arpr(income);
  const Evaluated e = it(d, r);
  double euler = 0;
  for (std::size_t k = 0; k < d.size(); ++k) {
    List up = d, down = d;
    up[k] += 1e-5;
    down[k] -= 1e-5;
    EXPECT_NEAR(e.u[0][k], (it(up, r).estimates[0] - it(down, r).estimates[0]) / 2e-5, 1e-9);
    EXPECT_EQ(e.u[1][k], 0);
    euler += d[k] * e.u[0][k];
  }
  EXPECT_NEAR(euler, 0, 1e-15);
}

TEST(Arpr, WhatDoesNotExistIsNotANumber) {
  const Evaluated nobody = arpr({1, 2, 3})({0, 0, 0}, {1, 1, 1});
  EXPECT_EQ(nobody.status, CLUSIA_OK);  // the line exists, the rate does not
  EXPECT_EQ(nobody.undefined[0], 1);
  EXPECT_EQ(nobody.undefined[1], 0);
  EXPECT_DOUBLE_EQ(nobody.estimates[1], 1.2);
  EXPECT_EQ(arpr({1, 2, 3})({1, 1, 1}, {0, 0, 0}).status, CLUSIA_UNDEFINED);
  EXPECT_EQ(arpr({-5, -4, 3})({1, 1, 1}, {1, 1, 1}).status, CLUSIA_UNDEFINED);  // a fraction of a negative median
}

TEST(Arpr, TiedIncomesMoveNoLine) {
  const Evaluated e = arpr({0.1, 0.1, 0.1})({1, 1, 1}, {1, 1, 1});
  ASSERT_EQ(e.status, CLUSIA_OK);
  EXPECT_EQ(e.estimates[0], 0);
  for (const auto& v : e.v)
    for (const double x : v) EXPECT_EQ(x, 0);
}

TEST(Arpr, RowsMayStandInAnyOrder) {
  const Table survey("survey_missing.csv");
  List income = survey.numbers("income"), w = survey.numbers("weight");
  const Evaluated forth = arpr(income)(w, w);
  std::reverse(income.begin(), income.end());
  std::reverse(w.begin(), w.end());
  const Evaluated back = arpr(income)(w, w);
  expect_close(back.estimates[0], forth.estimates[0], 1e-13, "rate");
  EXPECT_EQ(back.estimates[1], forth.estimates[1]);
  for (std::size_t k = 0; k < w.size(); ++k) EXPECT_NEAR(back.v[0][w.size() - 1 - k], forth.v[0][k], 1e-16);
}

}  // namespace
}  // namespace clusia::test
