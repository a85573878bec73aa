// Synthetic control through the whole program, against tests/oracles/synthetic_control.R; that nothing from after the
// intervention moves its weights; what it refuses.
#include <gmock/gmock.h>

#include "plugins/table.hpp"
#include "studies/csv.hpp"
#include "studies/oracles.hpp"

namespace clusia::test {
namespace {

/// donors.csv with an arm, and three households a cluster and year whose weighted mean is its y.
struct Donors {
  Folder at;
  std::vector<std::string> treated;
  int from = 1981, until = 2010;
  bool households = false;
  double scrambled_after = 9999;  ///< later values are others

  void write_data() const {
    std::string data = "cluster,year,arm,sex,y,weight\n";
    for (const auto& row : csv(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/donors.csv")) {
      const int year = std::stoi(row.at("year"));
      if (year < from || year > until) continue;
      const bool is_treated = std::find(treated.begin(), treated.end(), row.at("cluster")) != treated.end();
      double y = std::stod(row.at("y"));
      if (year > scrambled_after) y = 40 - y * (1 + year % 3);
      const auto add = [&](const char* sex, double value, double weight) {
        char line[120];
        std::snprintf(line, sizeof line, "%s,%d,%s,%s,%.6f,%g\n", row.at("cluster").c_str(), year,
                      is_treated ? "inside" : "outside", sex, value, weight);
        data += line;
      };
      add("f", y, households ? 2 : 1);
      if (households) add("m", y + 3, 1), add("m", y - 6, 0.5);
    }
    write(at / "data.csv", data);
  }
  void write_study(const std::string& parameters, const std::string& more = "",
                   const std::string& in_study = "") const {
    write(at / "study.toml", "[study]\nid = \"donors\"\ntitle = \"Donors\"\n" + in_study + R"([data.clusters]
source = { plugin = "csv", parameters = { path = "data.csv" } }
design = "longitudinal"
[data.clusters.roles]
cluster = "cluster"
wave = "year"
arm = "arm"
treated = ["inside"]
comparison = ["outside"]
weight = "weight"
[[indicator]]
name = "mean"
plugin = "mean"
inputs = { value = "y" }
direction = "lower"
[[comparator]]
name = "synthetic"
plugin = "synthetic_control"
parameters = { )" + parameters + " }\n" +
                                 more);
  }
  Said run(const std::string& out = "r") const {
    write_data();
    return clusia({"run", "study.toml", "--out", out, "--force"}, in(at));
  }
  Results results(const std::string& out = "r") const { return Results(at / out / "results.sqlite"); }
};

double effect(Results& results, const std::string& contrast) {
  return results.number("SELECT estimate FROM effects WHERE indicator = 'mean' AND contrast = ?", {contrast});
}

void expect_oracle(const Donors& study, const std::string& of) {
  const Said said = study.run();
  ASSERT_EQ(said.status, 0) << said.err;
  Results results = study.results();
  int compared = 0;
  for (const auto& row : csv(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/synthetic_control.csv")) {
    if (row.at("case") != of) continue;
    const std::string &what = row.at("what"), &subject = row.at("subject");
    const double ours =
        what == "weight"
            ? results.number("SELECT value FROM diagnostic WHERE name = 'donor_weight' AND subject = ?", {subject})
        : what == "placebo"
            ? results.number(
                  "SELECT estimate FROM effects WHERE is_placebo = 1 AND contrast_title LIKE '%had ' || ? || ' been%'",
                  {subject})
        : what == "gap"   ? effect(results, "gap_" + subject)
        : what == "ratio" ? effect(results, "rank")
        : what == "p"     ? results.number("SELECT p_value FROM effects WHERE contrast = 'effect'")
                          : effect(results, what);
    expect_close(ours, std::stod(row.at("value")), 1e-8, of + ", " + what + " " + subject);
    ++compared;
  }
  EXPECT_GT(compared, 20);
  EXPECT_EQ(results.one("SELECT count(*) FROM diagnostic WHERE name = 'weights_not_unique'"), "0");
}

TEST(SyntheticControl, EqualsTheEnumerationOfAllSupports) {
  Donors one{.at = {}, .treated = {"d01"}};
  one.write_study("before = \"2000\"");
  expect_oracle(one, "one");
  Donors several{.at = {}, .treated = {"d01", "d02", "d05"}};
  several.write_study("before = \"2000\"");
  expect_oracle(several, "average");
  several.write_study("before = \"2000\", several = \"each\"");
  expect_oracle(several, "each");
}

/// Eleven donors, three waves: of the weights that fit without a gap, the shortest.
TEST(SyntheticControl, TakesTheShortestWeightsWhereManyFit) {
  Donors study{.at = {}, .treated = {"d03"}, .from = 1990, .until = 1993};
  study.write_study("before = \"1992\", rank = \"after\"");
  const Said said = study.run();
  ASSERT_EQ(said.status, 0) << said.err;
  Results results = study.results();
  const auto printed = csv(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/synthetic_control_short.csv");
  for (const auto& row : printed)
    EXPECT_NEAR(
        results.number("SELECT value FROM diagnostic WHERE name = 'donor_weight' AND subject = ?", {row.at("subject")}),
        std::stod(row.at("weight")), 1e-9)
        << row.at("subject");
  EXPECT_EQ(results.one("SELECT count(*) FROM diagnostic WHERE name = 'donor_weight'"), std::to_string(printed.size()));
  EXPECT_EQ(results.number("SELECT value FROM diagnostic WHERE name = 'weights_not_unique'"), 11 - 1 - 3);
}

/// Households of one cluster and wave: (y, 2), (y + 3, 1), (y - 6, 1/2). Of the mean gap, with the weights known, z has
/// the squares c^2 (3^2 + 3^2) / 3.5^2 for each of the 10 later waves, with c = 1/10 of the treated and -w/10.
TEST(SyntheticControl, HasTheSurveysStandardErrorAndThePlacebosTest) {
  Donors study{.at = {}, .treated = {"d01"}, .households = true};
  study.write_study("before = \"2000\"");
  const Said said = study.run();
  ASSERT_EQ(said.status, 0) << said.err;
  Results results = study.results();
  expect_close(effect(results, "effect"),
               Table("synthetic_control.csv").value({{"case", "one"}, {"what", "effect"}}, "value"), 1e-8, "effect");
  const double squares = results.number("SELECT sum(value * value) FROM diagnostic WHERE name = 'donor_weight'");
  const double n = 12 * 30 * 3, variance = n / (n - 1) * 0.1 * (1 + squares) * 18 / (3.5 * 3.5);
  expect_close(results.number("SELECT std_error FROM effects WHERE contrast = 'effect'"), std::sqrt(variance), 1e-10,
               "standard error");
  EXPECT_EQ(results.rows("SELECT p_method, statistic, df, conf_low, conf_high, reading, p_adjusted FROM effects WHERE "
                         "contrast = 'effect'"),
            (std::vector<Results::Row>{{"placebo", "NULL", "NULL", "NULL", "NULL", "unclear", "NULL"}}));
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE p_value IS NOT NULL"), "1");
  // One of twelve is the least p that there is: clear at a confidence of 0.9, and a gain where less is better.
  study.write_study("before = \"2000\"", "", "confidence = 0.9\npopulation = true\n");
  EXPECT_EQ(study.run().status, 0);
  Results everyone = study.results();
  EXPECT_EQ(everyone.rows("SELECT p_method, std_error, reading FROM effects WHERE contrast = 'effect'"),
            (std::vector<Results::Row>{{"placebo", "NULL", "gain"}}));
}

/// What comes after moves effects, and no weight, cell or fit before, by a bit: in means, lines and distributions.
TEST(SyntheticControl, SeesNothingFromAfterTheIntervention) {
  Donors study{.at = {}, .treated = {"d01", "d02"}, .households = true};
  study.write_study("before = \"2000\"",
                    "[[indicator]]\nname = \"gini\"\nplugin = \"gini\"\ninputs = { income = \"y\" }\n"
                    "[[indicator]]\nname = \"quantiles\"\nplugin = \"quantile\"\ninputs = { value = \"y\" }\n");
  const auto seen = [&](const std::string& out) {
    const Said said = study.run(out);
    EXPECT_EQ(said.status, 0) << said.err;
    Results results = study.results(out);
    return std::tuple(results.rows("SELECT design_id, name, rows, size FROM cell ORDER BY id"),
                      results.rows("SELECT design_id, name, formula FROM contrast ORDER BY id"),
                      results.rows("SELECT design_id, name, subject, value FROM diagnostic ORDER BY id"));
  };
  const auto as_it_is = seen("r");
  study.scrambled_after = 2000;
  const auto scrambled = seen("scrambled");
  EXPECT_EQ(as_it_is, scrambled);
  EXPECT_GT(std::get<2>(as_it_is).size(), 40U);
  Results before = study.results("r"), after = study.results("scrambled");
  EXPECT_NE(effect(before, "effect"), effect(after, "effect"));
  EXPECT_EQ(before.one("SELECT count(DISTINCT output_id) FROM design"), before.one("SELECT count(*) FROM output"));
  study.scrambled_after = 1999;
  EXPECT_NE(as_it_is, seen("earlier")) << "the test sees no change at all";
}

std::string refusal(const Donors& study) {
  const Said said = study.run();
  EXPECT_EQ(said.status, 1) << said.err;
  return study.results().one("SELECT reason FROM design WHERE state = 'failed'");
}

TEST(SyntheticControl, SaysWhatItCannotServe) {
  Donors study{.at = {}, .treated = {"d01"}};
  study.write_study("before = \"last\"");
  EXPECT_EQ(
      refusal(study),
      "plugin 'synthetic_control': parameter 'before': wave '2010' is the last of the data: one with a later wave "
      "would be right");
  study.from = 1999;
  study.treated = {"d03"};
  study.write_study("before = \"2000\"");
  EXPECT_THAT(refusal(study),
              testing::HasSubstr("so that no ratio to that gap exists: rank = \"after\" would be right"));
  Donors all{.at = {}, .treated = {"d01"}};
  all.write_study("before = \"2000\"");
  write(all.at / "study.toml",
        replaced(read(all.at / "study.toml"), "plugin = \"mean\"\ninputs = { value = \"y\" }\ndirection = \"lower\"",
                 "plugin = \"arpr\"\ninputs = { income = \"y\" }\nreference = \"all\""));
  EXPECT_EQ(refusal(all),
            "plugin 'arpr': indicator 'mean' has reference = \"all\", which reads later waves: write \"wave\" or "
            "\"baseline\"");
}

}  // namespace
}  // namespace clusia::test
