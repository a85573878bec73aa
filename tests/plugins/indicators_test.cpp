#include <numeric>

#include "boundary.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;
const double missing = std::nan("");

/// (T(d + h) - T(d - h)) / 2h in the weight of each row that has one.
List numerical(const Indicator& indicator, const List& d, const List& r, std::size_t output) {
  List out(d.size());
  for (std::size_t row = 0; row < d.size(); ++row) {
    if (d[row] == 0) continue;
    const double h = 1e-5 * d[row];
    List up = d, down = d;
    up[row] += h;
    down[row] -= h;
    out[row] = (indicator(up, r).estimates[output] - indicator(down, r).estimates[output]) / (2 * h);
  }
  return out;
}

void expect_derivative(const Indicator& indicator, const List& d, std::size_t output) {
  const Evaluated e = indicator(d, d);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  const List n = numerical(indicator, d, d, output);
  double euler = 0, terms = 0, largest = 0;
  for (std::size_t row = 0; row < d.size(); ++row) {
    euler += d[row] * e.u[output][row];
    terms += std::abs(d[row] * e.u[output][row]);
    largest = std::max(largest, std::abs(e.u[output][row]));
  }
  for (std::size_t row = 0; row < d.size(); ++row) {
    if (d[row] == 0 || !indicator.complete(row)) continue;
    EXPECT_NEAR(e.u[output][row], n[row], 1e-8 * largest) << row;
  }
  EXPECT_NEAR(euler, indicator.face().outputs[output].degree * e.estimates[output], 1e-13 * terms);
}

struct Survey {
  explicit Survey(const std::string& file) : table(file + ".csv") {}
  List domain(const std::string& name) const {
    List d = table.numbers("weight");
    if (name == "all") return d;
    const auto equals = name.find('=');
    const auto& column = table.texts(name.substr(0, equals));
    for (std::size_t row = 0; row < d.size(); ++row)
      if (column[row] != name.substr(equals + 1)) d[row] = 0;
    return d;
  }
  double error(const List& d, const List& u) const {
    List z(d.size());
    for (std::size_t row = 0; row < d.size(); ++row) z[row] = d[row] * u[row];
    return design_error(z, table.texts("stratum"), table.texts("psu"));
  }
  Table table;
};

class SimpleOracle : public testing::TestWithParam<std::tuple<std::string, std::string, std::string>> {};

TEST_P(SimpleOracle, MatchesSurvey) {
  const auto [file, domain, name] = GetParam();
  const Survey survey(file);
  const auto slash = name.find('/');
  const std::string id = name.substr(0, slash), column = name.substr(slash + 1);
  const List values = survey.table.numbers(column);
  std::vector<Column> columns;
  columns.push_back(id == "share" ? Column::booleans(column, values) : Column::numbers(column, values));
  const Indicator it(shipped(id), {}, std::move(columns));
  const List d = survey.domain(domain);
  const Evaluated e = it(d, d);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  const Table oracle("totals_survey.csv");
  const std::map<std::string, std::string> where{{"data", file}, {"indicator", name}, {"domain", domain}};
  expect_close(e.estimates[0], oracle.value(where, "estimate"), 1e-12, name);
  expect_close(survey.error(d, e.u[0]), oracle.value(where, "std_error"), 1e-10, name);
  expect_derivative(it, d, 0);
}
INSTANTIATE_TEST_SUITE_P(All, SimpleOracle,
                         testing::Combine(testing::Values("survey", "survey_missing"),
                                          testing::Values("all", "sex=female"),
                                          testing::Values("total/income", "mean/income", "share/d03")));

TEST(Mean, IsTheSameOnRowsThatAreListed) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("y", {1, missing, 4, 10}));
  const Indicator mean(shipped("mean"), {}, std::move(columns));
  const std::vector<int64_t> rows{0, 2};
  const List weight{1, 3};
  double estimate = 0;
  uint8_t undefined = 0;
  List u(2);
  const clusia_evaluation e{
      sizeof e, {2, rows.data(), weight.data()}, {0, nullptr, nullptr}, &estimate, &undefined, u.data(), nullptr};
  clusia_error error{};
  ASSERT_EQ(mean.face().evaluate(mean.instance(), &e, &error), CLUSIA_OK);
  EXPECT_DOUBLE_EQ(estimate, 3.25);
  EXPECT_DOUBLE_EQ(u[0], (1 - 3.25) / 4);
  EXPECT_DOUBLE_EQ(u[1], (4 - 3.25) / 4);
}

TEST(Simple, AnEmptyDomainIsUndefinedWithWords) {
  for (const char* id : {"mean", "total", "share"}) {
    std::vector<Column> columns;
    columns.push_back(std::string(id) == "share" ? Column::booleans("y", {1, missing, 0})
                                                 : Column::numbers("y", {5, missing, 3}));
    const Indicator it(shipped(id), {}, std::move(columns));
    for (const List& d : {List{0, 0, 0}, List{0, 7, 0}}) {  // nobody; somebody without a value
      const Evaluated e = it(d, d);
      EXPECT_EQ(e.status, CLUSIA_UNDEFINED) << id;
      EXPECT_NE(e.message, "") << id;
    }
  }
}

TEST(Simple, AMissingValueIsNotAZero) {
  std::vector<Column> y, holds;
  y.push_back(Column::numbers("y", {5, missing, 3}));
  holds.push_back(Column::booleans("y", {1, missing, 0}));
  const List d{1, 1, 1};
  EXPECT_DOUBLE_EQ(Indicator(shipped("mean"), {}, std::move(y))(d, d).estimates[0], 4);
  EXPECT_DOUBLE_EQ(Indicator(shipped("share"), {}, std::move(holds))(d, d).estimates[0], 0.5);
}

TEST(Simple, ScoresGiveTheEstimateBack) {
  for (const char* id : {"mean", "share"}) {
    const List values{1, 0, 0, 1, 1}, d{1, 2, 3, 4, 0.5};
    std::vector<Column> columns;
    columns.push_back(std::string(id) == "share" ? Column::booleans("y", values) : Column::numbers("y", values));
    const Indicator it(shipped(id), {}, std::move(columns));
    const auto* linear = static_cast<const clusia_indicator_linear*>(it.face().power(CLUSIA_INDICATOR_LINEAR));
    ASSERT_NE(linear, nullptr);
    EXPECT_EQ(linear->reference, nullptr);
    List s(values.size());
    const clusia_weighting nobody{0, nullptr, nullptr};
    clusia_error error{};
    ASSERT_EQ(linear->scores(it.instance(), &nobody, s.data(), &error), CLUSIA_OK);
    const double T = std::inner_product(d.begin(), d.end(), s.begin(), 0.0) / std::accumulate(d.begin(), d.end(), 0.0);
    EXPECT_NEAR(T, it(d, d).estimates[0], 1e-15) << id;
  }
  std::vector<Column> columns;
  columns.push_back(Column::numbers("y", {1, 2}));
  EXPECT_EQ(Indicator(shipped("total"), {}, std::move(columns)).face().power(CLUSIA_INDICATOR_LINEAR), nullptr);
}

}  // namespace
}  // namespace clusia::test
