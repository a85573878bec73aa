#include "boundary.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

/// The example in C says what survey's svymean says, with values missing.
TEST(CMean, MatchesSurvey) {
  const Table survey("survey_missing.csv"), oracle("totals_survey.csv");
  std::vector<Column> columns;
  columns.push_back(Column::numbers("income", survey.numbers("income")));
  const Indicator mean(load(std::string(CLUSIA_BINARY_DIR) + "/examples/c_mean.so"), {}, std::move(columns));
  const auto w = survey.numbers("weight");
  const Evaluated e = mean(w, w);
  std::vector<double> z(w.size());
  for (std::size_t k = 0; k < z.size(); ++k) z[k] = w[k] * e.u[0][k];
  const std::map<std::string, std::string> where{
      {"data", "survey_missing"}, {"indicator", "mean/income"}, {"domain", "all"}};
  expect_close(e.estimates[0], oracle.value(where, "estimate"), 1e-12, "estimate");
  expect_close(design_error(z, survey.texts("stratum"), survey.texts("psu")), oracle.value(where, "std_error"), 1e-10,
               "error");
  const Evaluated nobody = mean(std::vector<double>(w.size(), 0.0), w);
  EXPECT_EQ(nobody.status, CLUSIA_UNDEFINED);
  EXPECT_NE(nobody.message, "");
}

}  // namespace
}  // namespace clusia::test
