// How strong confounding had to be: E-values as published, by their derivation, and of a study against R (e_value.R).
#include "inference/e_value.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <iomanip>
#include <sstream>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

constexpr const char* study = R"toml(
[study]
id = "e"
title = "E"
[data.d]
source = { plugin = "csv", parameters = { path = "d.csv" } }
DESIGN
[data.d.roles]
unit = "household"
weight = "weight"
stratum = "stratum"
psu = "psu"
arm = "sex"
treated = ["female"]
comparison = ["male"]
[[comparator]]
name = "with_without"
data = ["d"]
plugin = "with_without"
[[indicator]]
name = "income"
data = "d"
plugin = "mean"
inputs = { value = "income" }
)toml";

std::string exact(double value) {
  std::ostringstream text;
  text << std::setprecision(17) << value;
  return text.str();
}

/// survey.csv with the columns that e_value.R makes.
std::string data() {
  const fs::path survey = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/survey.csv";
  std::string text = "household,weight,stratum,psu,sex,income,d03,d10,low_female,low_male,apart\n";
  for (auto& row : csv(survey)) {
    const bool rare = row["d01"] == "0" && std::stoi(row["size"]) > 4;
    const auto low = [&](const char* everyone) { return row["d03"] == "1" && (row["sex"] == everyone || rare); };
    for (const char* name : {"household", "weight", "stratum", "psu", "sex", "income", "d03", "d10"})
      text += row[name] + ",";
    text += std::string(low("male") ? "1," : "0,") + (low("female") ? "1," : "0,") +
            exact(std::stod(row["income"]) / 1000 + (row["sex"] == "female" ? 3 : 0)) + "\n";
  }
  return text;
}

fs::path run(const Folder& folder, const std::string& design) {
  std::string text = replaced(study, "DESIGN", design);
  for (const char* name : {"d03", "d10", "low_female", "low_male"})
    text += "[[indicator]]\nname = \"" + std::string(name) +
            "\"\ndata = \"d\"\nplugin = \"share\"\ninputs = { holds = \"" + name + "\" }\n";
  text += "[[indicator]]\nname = \"apart\"\ndata = \"d\"\nplugin = \"mean\"\ninputs = { value = \"apart\" }\n";
  write(folder / "study.toml", text);
  write(folder / "d.csv", data());
  const Said said = clusia({"run", (folder / "study.toml").string(), "--out", (folder / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  return folder / "r/results.sqlite";
}

/// VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has 7.26 and 3.0.
TEST(EValue, EqualsThePublished) {
  EXPECT_NEAR(e_value(3.9), 7.26, 0.005);
  EXPECT_NEAR(e_value_of_interval(1.8, 8.7), 3.0, 0.005);
  EXPECT_EQ(e_value_of_interval(0.9, 1.2), 1);
  EXPECT_EQ(e_value(1), 1);
}

/// A confounder tied to treatment and outcome by E each biases by E E / (E + E - 1) at most (Ding and VanderWeele
/// 2016): that is the risk ratio. A protective one is as far from 1 as its inverse.
TEST(EValue, SolvesTheBoundOfTheBias) {
  for (const double ratio : {1.01, 1.5, 2.0, 9.0}) {
    const double e = e_value(ratio);
    EXPECT_NEAR(e * e / (2 * e - 1), ratio, 1e-12 * ratio);
    EXPECT_NEAR(e_value(1 / ratio), e, 1e-9 * e);
    EXPECT_NEAR(e_value_of_interval(1 / (ratio + 1), 1 / ratio), e, 1e-9 * e);
  }
}

/// VanderWeele and Ding 2017, table 2: d and its risk ratio are as far from no effect on either side.
TEST(EValue, OfMeansIsSymmetric) {
  EXPECT_EQ(risk_ratio_of_means(0), 1);
  EXPECT_NEAR(risk_ratio_of_means(0.5) * risk_ratio_of_means(-0.5), 1, 1e-12);
  EXPECT_NEAR(std::log(risk_ratio_of_means(1)), 0.91, 1e-12);
}

TEST(EValue, OfSharesAndMeansEqualsSurvey) {
  const Folder folder;
  Results results(run(folder, ""));
  std::size_t cases = 0;
  for (auto& row : csv(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/e_value.csv")) {
    if (row["case"].starts_with("d") && row["case"] != "d03" && row["case"] != "d10") continue;
    ++cases;
    for (const char* what : {"e_value", "e_value_limit"}) {
      const double expected = std::stod(row[what]);
      EXPECT_NEAR(results.number("SELECT " + std::string(what) + " FROM effects WHERE indicator = ?", {row["case"]}),
                  expected, 1e-8 * expected)
          << row["case"] << " " << what;
    }
  }
  EXPECT_EQ(cases, 6U);
  EXPECT_THAT(read(folder / "r/report.html"), ::testing::HasSubstr("How strong had confounding to be"));
}

TEST(EValue, IsNotAskedOfWhatWasDrawnByLot) {
  const Folder folder;
  Results results(run(folder, "design = \"randomised\""));
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE estimate IS NOT NULL"), "6");
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE e_value IS NOT NULL"), "0");
}

}  // namespace
}  // namespace clusia::test
