// Values that R printed come out of the whole program: file, study, worker processes, variance, database.
#include "studies/oracles.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "studies/csv.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

void expect_close(double actual, double expected, const std::string& what) {
  EXPECT_NEAR(actual, expected, 1e-8 * std::abs(expected)) << what;
}

/// The study's indicators by the names that the oracles have for them; each indicator is named PLUGIN_DATASET.
const std::map<std::string, std::pair<std::string, std::string>> outputs = {{"arpr/0.6", {"arpr", "rate"}},
                                                                            {"mean", {"mean", "mean"}},
                                                                            {"mean/income", {"mean", "mean"}},
                                                                            {"total/income", {"total", "total"}},
                                                                            {"share/d03", {"share", "share"}}};

class Survey : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Folder>();
    lay_out(*folder_, "survey", {"survey.csv", "survey_missing.csv"});
    clusia_well({"run", "study.toml", "--out", "out"}, in(*folder_));
  }
  static void TearDownTestSuite() { folder_.reset(); }
  static Results results() { return Results(*folder_ / "out" / "results.sqlite"); }
  /// How many of the values in `file` were compared.
  static int compare_with(const std::string& file) {
    Results all = results();
    int compared = 0;
    for (const auto& row : csv(oracles / file)) {
      const auto of = outputs.find(row.at("indicator"));
      if (of == outputs.end()) continue;
      std::string data = row.at("data");
      std::replace(data.begin(), data.end(), '/', '_');
      const std::string domain = row.at("domain");
      const auto cut = domain.find('=');
      const auto found = all.rows(
          "SELECT estimate, std_error FROM estimates WHERE comparator = '' AND indicator = ? AND output = ? AND "
          "group_columns = ? AND group_label = ?",
          {of->second.first + "_" + data, of->second.second, cut == std::string::npos ? "" : domain.substr(0, cut),
           domain.substr(cut == std::string::npos ? 0 : cut + 1)});
      const std::string what = row.at("data") + " " + row.at("indicator") + " " + domain;
      if (found.size() != 1) {
        ADD_FAILURE() << what << ": " << found.size() << " results";
        continue;
      }
      expect_close(std::stod(found[0][0]), std::stod(row.at("estimate")), what);
      expect_close(std::stod(found[0][1]), std::stod(row.at("std_error")), what + ", standard error");
      ++compared;
    }
    return compared;
  }
  static std::unique_ptr<Folder> folder_;
};
std::unique_ptr<Folder> Survey::folder_;

/// The rate and the mean for all, women, home workers and casual workers, with and without missing incomes, and for all
/// by persons.
TEST_F(Survey, EqualsConvey) { EXPECT_EQ(compare_with("values_indicators.csv"), 2 * 4 * 2 + 2 * 2); }

TEST_F(Survey, EqualsSurvey) { EXPECT_EQ(compare_with("totals_survey.csv"), 12); }

TEST_F(Survey, CountsRowsThatTakePartAndRowsThatMiss) {
  Results all = results();
  for (const char* data : {"survey", "survey_missing"}) {
    std::map<std::string, std::array<int, 2>> counts;  // women, men, all: with an income, without
    for (const auto& row : csv(oracles / (data + std::string(".csv"))))
      for (const std::string& who : {std::string("all"), row.at("sex")})
        ++counts[who][row.at("income").empty() || row.at("income") == "NA" ? 1 : 0];
    EXPECT_EQ(counts["all"][1], data == std::string("survey") ? 0 : 40);
    for (const auto& [who, count] : counts)
      for (const char* indicator : {"arpr", "mean"})
        EXPECT_THAT(all.rows("SELECT DISTINCT rows, missing FROM estimates WHERE indicator = ? AND group_label = ?",
                             {indicator + std::string("_") + data, who}),
                    testing::ElementsAre(testing::ElementsAre(std::to_string(count[0]), std::to_string(count[1]))))
            << indicator << " " << data << " " << who;
  }
}

/// Printed by base R with no small-sample factor (reweighted_lalonde.txt); the host's variance has n/(n-1), n = 614
/// rows.
class Lalonde : public testing::TestWithParam<const char*> {};

TEST_P(Lalonde, EqualsR) {
  std::map<std::string, double> printed;
  std::ifstream file(oracles / "reweighted_lalonde.txt");
  std::string estimand, word;
  double estimate = 0, known = 0, estimated = 0;
  while (file >> estimand >> estimate >> word >> known >> word >> estimated)
    if (estimand == GetParam()) printed = {{"estimate", estimate}, {"known", known}, {"estimated", estimated}};
  ASSERT_EQ(printed.size(), 3U);

  const Folder folder;
  std::string wanted = GetParam();
  std::transform(wanted.begin(), wanted.end(), wanted.begin(), [](unsigned char c) { return std::tolower(c); });
  lay_out(folder, "lalonde", {"lalonde_matchit.csv"}, "estimand = \"att\"", "estimand = \"" + wanted + "\"");
  clusia_well({"run", "study.toml", "--out", "out"}, in(folder));
  Results results(folder / "out" / "results.sqlite");
  for (const std::string& comparator : {std::string("estimated"), std::string("known")}) {
    const auto value = [&](const std::string& column) {
      return results.number("SELECT " + column + " FROM effects WHERE is_effect = 1 AND comparator = ?", {comparator});
    };
    expect_close(value("estimate"), printed["estimate"], comparator);
    expect_close(value("std_error"), printed[comparator] * std::sqrt(614.0 / 613), comparator + ", standard error");
    EXPECT_LT(value("conf_low"), printed["estimate"]);
    EXPECT_GT(value("conf_high"), printed["estimate"]);
  }
  EXPECT_EQ(results.one("SELECT sum(rows) FROM cell c JOIN design d ON d.id = c.design_id JOIN comparator k ON k.id = "
                        "d.comparator_id WHERE k.name = 'known'"),
            "614");
}
INSTANTIATE_TEST_SUITE_P(Estimands, Lalonde, testing::Values("ATT", "ATE"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace clusia::test
