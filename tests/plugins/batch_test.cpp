/// The batch power: replicate b is what evaluate says of the weights d f_b, and NaN where evaluate says undefined.
#include "boundary.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

struct Case {
  const char *plugin, *form;
};

class Batches : public testing::TestWithParam<Case> {};

TEST_P(Batches, AreEvaluationsOfReweightedRows) {
  const Table survey("survey_missing.csv");
  const std::vector<double> income = survey.numbers("income"), d = survey.numbers("weight");
  std::vector<double> poor;
  for (const double y : income) poor.push_back(std::isnan(y) ? y : y < 600 ? 1 : 0);
  const bool boolean = std::string(GetParam().plugin) == "share";
  std::map<std::string, std::string> parameters;
  if (*GetParam().form != '\0') parameters["form"] = GetParam().form;
  std::vector<Column> columns;
  columns.push_back(boolean ? Column::booleans("poor", poor) : Column::numbers("income", income));
  const Indicator indicator(shipped(GetParam().plugin), parameters, std::move(columns));

  // 40 replicates make blocks of sixteen and a rest; the second draws nobody, the third one PSU.
  const int64_t psus = 24, replicates = 40;
  std::vector<double> factors(static_cast<std::size_t>(psus * replicates));
  for (std::size_t k = 0; k < factors.size(); ++k) factors[k] = static_cast<double>((k * 7 + k / 24) % 3) * 0.75;
  std::fill_n(factors.begin() + psus, 2 * psus, 0.0);
  factors[static_cast<std::size_t>(2 * psus + 5)] = 1;

  std::vector<int64_t> rows;
  std::vector<double> weight;
  std::vector<int32_t> psu, psu_of_row(d.size());
  for (std::size_t row = 0; row < d.size(); ++row) {
    psu_of_row[row] = static_cast<int32_t>(row * 5 % static_cast<std::size_t>(psus));
    if (!indicator.complete(row)) continue;
    rows.push_back(static_cast<int64_t>(row));
    weight.push_back(row % 10 == 0 ? 0 : d[row]);
    psu.push_back(psu_of_row[row]);
  }
  std::vector<double> estimates(static_cast<std::size_t>(replicates), 77);
  const auto n = static_cast<int64_t>(rows.size());
  const clusia_batch batch{sizeof(clusia_batch),
                           {n, rows.data(), weight.data()},
                           {0, nullptr, nullptr},
                           psu.data(),
                           nullptr,
                           psus,
                           replicates,
                           factors.data(),
                           estimates.data()};
  const auto* power = static_cast<const clusia_indicator_batch*>(indicator.face().power(CLUSIA_INDICATOR_BATCH));
  ASSERT_NE(power, nullptr);
  clusia_error error{};
  ASSERT_EQ(power->evaluate(indicator.instance(), &batch, &error), CLUSIA_OK) << error.message;

  for (std::size_t b = 0; b < estimates.size(); ++b) {
    std::vector<double> of(d.size());
    for (std::size_t row = 0; row < d.size(); ++row)
      of[row] = (row % 10 == 0 ? 0 : d[row]) * factors[b * psus + static_cast<std::size_t>(psu_of_row[row])];
    const Evaluated e = indicator(of, of);
    if (b == 1) {
      EXPECT_EQ(e.status, CLUSIA_UNDEFINED);
      EXPECT_TRUE(std::isnan(estimates[b]));
      continue;
    }
    ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
    EXPECT_NEAR(estimates[b], e.estimates[0], 1e-12 * std::abs(e.estimates[0])) << "replicate " << b;
  }
}

INSTANTIATE_TEST_SUITE_P(Power, Batches,
                         testing::Values(Case{"mean", ""}, Case{"total", ""}, Case{"share", ""}, Case{"gini", "plain"},
                                         Case{"gini", "osier"}, Case{"gini", "corrected"}),
                         [](const auto& of) { return std::string(of.param.plugin) + of.param.form; });

}  // namespace
}  // namespace clusia::test
