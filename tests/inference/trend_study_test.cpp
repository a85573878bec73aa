// A study with effects by event time, from its data to its tables, against R (trend_path_panel.R).
#include <cmath>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

std::string study(const std::string& more) {
  return R"([study]
id = "trends"
title = "Trends"
)" + more +
         R"([data.panel]
source = { plugin = "csv", parameters = { path = ")" +
         (oracles / "panel.csv").string() + R"(" } }
[data.panel.roles]
unit = "unit"
wave = "year"
cohort = "first_treated"
[[indicator]]
name = "y"
data = "panel"
plugin = "mean"
inputs = { value = "y" }
[[comparator]]
name = "event"
plugin = "panel"
parameters = { model = "event_study" }
[[comparator]]
name = "varying"
plugin = "staggered"
)";
}

struct Ran {
  Folder at;
  Said said;
  explicit Ran(const std::string& more = "") {
    write(at / "study.toml", study(more));
    said = clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string()});
  }
  Results results() const { return Results(at / "r/results.sqlite"); }
};

/// The covariance that the host takes from its PSU totals is that of the regression, clustered by unit.
TEST(TrendStudy, HasTheCovarianceOfTheClusteredRegression) {
  const Ran ran;
  ASSERT_EQ(ran.said.status, 0) << ran.said.err;
  Results results = ran.results();
  const auto printed = csv(oracles / "trend_path_panel.csv");
  ASSERT_EQ(printed.size(), 5U);
  for (const auto& row : printed) {
    const auto ours = results.rows(
        "SELECT estimate, conf_low, conf_high FROM trend_bounds WHERE comparator = 'event' AND restriction = 'breaks' "
        "AND contrast = ?",
        {row.at("contrast")});
    ASSERT_EQ(ours.size(), 1U);
    EXPECT_NEAR(std::stod(ours[0][0]), std::stod(row.at("estimate")), 1e-8);
    EXPECT_NEAR(std::stod(ours[0][1]), std::stod(row.at("low")), 1e-7) << row.at("contrast");
    EXPECT_NEAR(std::stod(ours[0][2]), std::stod(row.at("high")), 1e-7) << row.at("contrast");
  }
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE band_low < conf_low AND band_high > conf_high AND "
                        "comparator = 'event' AND contrast GLOB 'event_*'"),
            "10");
}

/// Differences from changing bases are no path that trends could be read from: it is said, and there is a band.
TEST(TrendStudy, SaysWhereThereIsNoOneBase) {
  const Ran ran;
  ASSERT_EQ(ran.said.status, 0) << ran.said.err;
  Results results = ran.results();
  EXPECT_EQ(results.one("SELECT count(*) FROM trend_bounds WHERE comparator = 'varying' AND m IS NULL AND breakdown IS "
                        "NULL AND note LIKE '%not from one wave%'"),
            "10");
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE comparator = 'varying' AND band_low IS NOT NULL"), "10");
  EXPECT_NE(read(ran.at / "r/report.html").find("stands unless the trends broke"), std::string::npos);
}

/// Of everyone there is no interval: the set stands alone, and falls where it reaches no effect.
TEST(TrendStudy, OfEveryoneTheSetStandsAlone) {
  const Ran ran("population = true\n");
  ASSERT_EQ(ran.said.status, 0) << ran.said.err;
  Results results = ran.results();
  const auto rows = results.rows(
      "SELECT estimate, seen, breakdown, set_low, conf_low FROM trend_bounds WHERE comparator = 'event' AND "
      "restriction "
      "= 'breaks' AND contrast = 'event_1'");
  ASSERT_EQ(rows.size(), 1U);
  const double estimate = std::stod(rows[0][0]), seen = std::stod(rows[0][1]);
  EXPECT_NEAR(std::stod(rows[0][2]), estimate / (2 * seen), 1e-9);
  EXPECT_NEAR(std::stod(rows[0][3]), estimate - 2 * seen, 1e-9);
  EXPECT_EQ(results.one("SELECT count(*) FROM trend_bound WHERE conf_low IS NOT NULL"), "0");
}

}  // namespace
}  // namespace clusia::test
