// Designs made anew in every replicate, against R's withReplicates (redesign.R).
#include "oracles/oracle.hpp"
#include "plugins/table.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

constexpr const char* study = R"toml(
[study]
id = "redesign"
title = "The propensity score in every replicate"
estimand = "ESTIMAND"
[inference]
variance = "jackknife"
redesign = REDESIGN
[data.d]
source = { plugin = "csv", parameters = { path = "survey.csv" } }
groups = ["node"]
[data.d.roles]
weight = "weight"
stratum = "stratum"
psu = "psu"
arm = "sex"
treated = ["female"]
comparison = ["male"]
covariates = ["size", "d01"]
[[comparator]]
name = "reweighted"
plugin = "reweighted"
[[comparator]]
name = "matched"
plugin = "matched"
[[indicator]]
name = "income"
plugin = "mean"
inputs = { value = "income" }
[[indicator]]
name = "d03"
plugin = "mean"
inputs = { value = "d03" }
)toml";

std::vector<Results::Row> run(const Folder& at, const std::string& estimand, const std::string& redesign,
                              const char* threads) {
  fs::copy_file(folder / "survey.csv", at / "survey.csv", fs::copy_options::overwrite_existing);
  write(at / "study.toml", replaced(replaced(study, "ESTIMAND", estimand), "REDESIGN", redesign));
  const Said said =
      clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string(), "--force", "--threads", threads});
  EXPECT_EQ(said.status, 0) << said.err;
  Results results(at / "r/results.sqlite");
  return results.rows(
      "SELECT indicator, group_label, estimate, std_error, comparator FROM effects WHERE is_effect ORDER BY 5 DESC, 1, "
      "2");
}

const Results::Row& row_of(const std::vector<Results::Row>& rows, const std::string& indicator,
                           const std::string& group) {
  for (const auto& row : rows)
    if (row[4] == "reweighted" && row[0] == indicator && row[1].find(group) != std::string::npos) return row;
  throw std::runtime_error("no effect of " + indicator + " in " + group);
}

TEST(Redesign, EqualsReplicatesOfTheWholeProcedure) {
  const Folder at;
  for (const std::string estimand : {"att", "ate"}) {
    const auto rows = run(at, estimand, "true", "2");
    std::size_t compared = 0;
    for (const auto& expected : csv(folder / "redesign.csv")) {
      if (expected.at("comparator") != estimand) continue;
      ++compared;
      const bool everyone = expected.at("group") == "all";
      const Results::Row& ours = row_of(rows, expected.at("indicator"), everyone ? "all" : expected.at("group"));
      const std::string which = estimand + ", " + expected.at("indicator") + ", " + expected.at("group");
      expect_close(std::stod(ours[2]), std::stod(expected.at("estimate")), 1e-8, which);
      expect_close(std::stod(ours[3]), std::stod(expected.at("std_error")), 1e-8, "standard error, " + which);
    }
    EXPECT_EQ(compared, 4U);
  }
  EXPECT_EQ(Results(at / "r/results.sqlite")
                    .one("SELECT weights FROM design s JOIN comparator c ON c.id = s.comparator_id WHERE c.name = "
                         "'reweighted'")
                    .find("redesign in replicates") != std::string::npos,
            true);
}

/// The influence of the score is its first step: near, and not the same. Neighbours have a variance of their own.
TEST(Redesign, IsNearWhatInfluenceTells) {
  const Folder at;
  const auto anew = run(at, "att", "true", "1"), moved = run(at, "att", "false", "2");
  ASSERT_EQ(anew.size(), moved.size());
  for (std::size_t k = 0; k < anew.size(); ++k) {
    if (anew[k][4] == "matched") {
      EXPECT_EQ(anew[k], moved[k]);
      continue;
    }
    EXPECT_NE(anew[k][3], moved[k][3]);
    EXPECT_NEAR(std::stod(anew[k][3]) / std::stod(moved[k][3]), 1, 0.02) << anew[k][0] << " " << anew[k][1];
  }
  EXPECT_EQ(run(at, "att", "true", "2"), anew) << "whatever the number of threads";
}

TEST(Redesign, NeedsReplicates) {
  const Folder at;
  write(at / "study.toml",
        replaced(replaced(replaced(study, "ESTIMAND", "att"), "REDESIGN", "true"), "jackknife", "linearised"));
  const Said said = clusia({"check", (at / "study.toml").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("'redesign' is true, and variance = \"linearised\" has no replicates"), std::string::npos)
      << said.err;
}

}  // namespace
}  // namespace clusia::test
