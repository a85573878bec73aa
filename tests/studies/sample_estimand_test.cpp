// The effect on the sample itself: as that on a population whose every unit was observed and counts once.
#include "studies/results.hpp"

namespace clusia::test {
namespace {

constexpr const char* study = R"toml(
[study]
id = "sample"
title = "Sample"
OF
[data.d]
source = { plugin = "csv", parameters = { path = "survey.csv" } }
[data.d.roles]
ROLES
psu = "psu"
arm = "sex"
treated = ["female"]
comparison = ["male"]
covariates = ["size"]
[[comparator]]
name = "with_without"
plugin = "with_without"
[[comparator]]
name = "reweighted"
plugin = "reweighted"
[[indicator]]
name = "income"
plugin = "mean"
inputs = { value = "income" }
[[indicator]]
name = "gini"
plugin = "gini"
inputs = { income = "income" }
)toml";

constexpr const char* weighted = "weight = \"weight\"\nstratum = \"stratum\"";

fs::path run(const Folder& at, const std::string& of, const std::string& roles) {
  fs::copy_file(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/survey.csv", at / "survey.csv");
  write(at / "study.toml", replaced(replaced(study, "OF", of), "ROLES", roles));
  const Said said = clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  return at / "r/results.sqlite";
}

TEST(SampleEstimand, WeighsEveryUnitOnceAndDrawsNobody) {
  const Folder here, there, survey;
  Results sample(run(here, "estimand_of = \"sample\"", weighted)), unweighted(run(there, "", ""));
  Results population(run(survey, "", weighted));
  constexpr const char* effects =
      "SELECT indicator, comparator, contrast, estimate, std_error, df FROM effects ORDER BY 1, 2, 3";
  EXPECT_EQ(sample.rows(effects), unweighted.rows(effects));
  EXPECT_NE(sample.rows(effects), population.rows(effects));
  EXPECT_GE(sample.rows(effects).size(), 4U);
  constexpr const char* levels =
      "SELECT indicator, cell, estimate, std_error FROM estimates WHERE comparator = '' ORDER BY 1, 2";
  EXPECT_EQ(sample.rows(levels), population.rows(levels)) << "levels are the population's";
  EXPECT_EQ(sample.one("SELECT estimand_of FROM run"), "sample");
}

TEST(SampleEstimand, HasNoReplicatesAndNoCensus) {
  const Folder at;
  write(at / "study.toml",
        replaced(
            replaced(study, "OF", "estimand_of = \"sample\"\npopulation = true\n[inference]\nvariance = \"bootstrap\""),
            "ROLES", weighted));
  const Said said = clusia({"check", (at / "study.toml").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("5:15: the data are everyone (population = true): there is no sample"), std::string::npos)
      << said.err;
  EXPECT_NE(said.err.find("replicates tell how samples differ"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace clusia::test
