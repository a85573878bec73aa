/// Case 1: relative lines, poverty measures and inequality, by domain, for households and persons, with missing values.
#include "contract.hpp"

namespace clusia::test {
namespace {

struct Measure {
  const char *name, *library, *toml;
};

constexpr Measure measures[]{
    {"mean", "mean", ""},
    {"gini", "gini", "form = \"osier\""},
    {"arpr/0.6", "arpr", ""},
    {"fgt0/absolute", "fgt", "alpha = 0\nline = 600"},
    {"fgt1/absolute", "fgt", "alpha = 1\nline = 600"},
    {"fgt2/absolute", "fgt", "alpha = 2\nline = 600"},
    {"fgt0/0.6_median", "fgt", "alpha = 0\nrelative_to = \"median\"\npercent = 0.6"},
    {"fgt1/0.6_median", "fgt", "alpha = 1\nrelative_to = \"median\"\npercent = 0.6"},
    {"fgt2/0.6_median", "fgt", "alpha = 2\nrelative_to = \"median\"\npercent = 0.6"},
    {"fgt0/0.5_mean", "fgt", "alpha = 0\nrelative_to = \"mean\"\npercent = 0.5"},
    {"fgt1/0.5_mean", "fgt", "alpha = 1\nrelative_to = \"mean\"\npercent = 0.5"},
    {"fgt2/0.5_mean", "fgt", "alpha = 2\nrelative_to = \"mean\"\npercent = 0.5"},
};

/// By convey's conventions, where the measure has a line.
std::string as_convey(const Measure& measure) {
  const std::string id = measure.library;
  if (id == "mean" || id == "gini") return measure.toml;
  return std::string(measure.toml) + "\nat_line = \"at_or_below\"\nbandwidth = \"convey\"";
}

class RelativeLines : public testing::TestWithParam<std::tuple<const char*, bool>> {};

TEST_P(RelativeLines, AsConveyAndSurveyPrint) {
  const auto [data, persons] = GetParam();
  const Table survey(std::string(data) + ".csv"), oracle("values_indicators.csv");
  Vector w = vector_of(survey.numbers("weight"));
  if (persons) w = w.cwiseProduct(vector_of(survey.numbers("size")));
  const AssessedRows rows = rows_of(w, codes(survey.texts("psu")), codes(survey.texts("stratum")));

  Design design;
  std::vector<std::string> domains{"all"};
  design.cells.push_back(cell("all", w));
  if (!persons)
    for (const auto& [column, level] : std::vector<std::pair<std::string, std::string>>{
             {"sex", "female"}, {"node", "homeworker"}, {"node", "casual"}}) {
      domains.push_back(column + "=" + level);
      design.cells.push_back(cell(domains.back(), w.cwiseProduct(where(survey.texts(column), level))));
    }

  for (const Measure& measure : measures) {
    BoundIndicator indicator(shipped_library(measure.library), as_convey(measure), survey.numbers("income"));
    const TaskResult result = indicator.assess(design, rows);
    for (std::size_t k = 0; k < domains.size(); ++k) {
      const std::map<std::string, std::string> row{{"data", std::string(data) + (persons ? "/persons" : "")},
                                                   {"indicator", measure.name},
                                                   {"domain", domains[k]}};
      const CellResult& of = result.cells[0][k];
      const std::string what = std::string(measure.name) + " in " + domains[k];
      ASSERT_TRUE(of.interval) << what << ": " << of.note;
      expect_close(of.estimate.value(), oracle.value(row, "estimate"), 1e-8, what);
      expect_close(of.interval->std_error, oracle.value(row, "std_error"), 1e-8, "SE of " + what);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Surveys, RelativeLines,
                         testing::Combine(testing::Values("survey", "survey_missing"), testing::Bool()),
                         [](const auto& of) {
                           return std::string(std::get<0>(of.param)) + (std::get<1>(of.param) ? "_persons" : "");
                         });

}  // namespace
}  // namespace clusia::test
