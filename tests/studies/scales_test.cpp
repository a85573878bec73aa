// Differences before the start under difference in differences, and indicators of one column that disagree about them.
#include <cmath>

#include "studies/results.hpp"

namespace clusia::test {
namespace {

constexpr const char* study = R"toml(
[study]
id = "scales"
title = "Scales"
[data.d]
source = { plugin = "csv", parameters = { path = "d.csv" } }
roles = { unit = "unit", wave = "year", arm = "arm", treated = ["t"], comparison = ["c"] }
[[indicator]]
name = "income"
plugin = "mean"
inputs = { value = "y" }
[[indicator]]
name = "poor"
plugin = "fgt"
inputs = { income = "y" }
parameters = { alpha = 0, line = 150 }
[[indicator]]
name = "other"
plugin = "mean"
inputs = { value = "z" }
[[comparator]]
name = "did"
plugin = "did"
parameters = { before = "2", after = "3" }
[[comparator]]
name = "earlier"
plugin = "did"
parameters = { before = "1", after = "2" }
)toml";

/// Two arms of 40 units over three waves; incomes shake, few of them across the line. From the first wave to the second
/// the treated above 200, far from the line, gain `rich`. `z` shakes alone.
std::string data(double rich) {
  std::string text = "unit,year,arm,y,z\n";
  for (int arm = 0; arm < 2; ++arm)
    for (int k = 0; k < 40; ++k)
      for (int year = 1; year <= 3; ++year) {
        const double base = 100 + 5 * k, shake = 12 * std::sin(7.3 * k * year + 40 * arm);
        const double gain = arm == 1 && year >= 2 && base > 200 ? rich : 0;
        text += (arm == 1 ? "t" : "c") + std::to_string(k) + "," + std::to_string(year) + "," +
                (arm == 1 ? "t," : "c,") + std::to_string(base + shake + gain) + "," + std::to_string(shake) + "\n";
      }
  return text;
}

fs::path run(const Folder& at, double rich) {
  write(at / "study.toml", study);
  write(at / "d.csv", data(rich));
  const Said said = clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  return at / "r/results.sqlite";
}

/// What the arms did from the first wave to the second is the effect of a difference between those, the other way
/// round.
TEST(EarlierWaves, AreDifferencesFromTheWaveBefore) {
  const Folder at;
  Results results(run(at, 40));
  const auto earlier = results.rows(
      "SELECT -estimate, std_error, p_value FROM effects WHERE comparator = 'earlier' AND contrast = 'effect' ORDER BY "
      "indicator");
  EXPECT_EQ(results.rows("SELECT estimate, std_error, p_value FROM effects WHERE comparator = 'did' AND contrast = "
                         "'event_minus_2' ORDER BY indicator"),
            earlier);
  EXPECT_EQ(earlier.size(), 4U);
  EXPECT_EQ(
      results.one("SELECT count(*) FROM effects WHERE comparator = 'did' AND contrast = 'event_minus_2' AND is_effect"),
      "0");
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE comparator = 'earlier' AND contrast LIKE 'event%'"), "0");
}

TEST(Scales, ThatDisagreeAboutTrendsAreNamed) {
  const Folder at;
  Results results(run(at, 40));
  EXPECT_EQ(results.one("SELECT count(*) FROM message WHERE level = 'warning'"), "1");
  EXPECT_EQ(results.one("SELECT about FROM message WHERE level = 'warning'"), "comparator did, data d, group all");
  const std::string text = results.one("SELECT text FROM message WHERE level = 'warning'");
  EXPECT_NE(text.find("part in income (p < 0.001) and are not seen to in poor (p = "), std::string::npos) << text;
  EXPECT_NE(text.find("all of column 'y'"), std::string::npos) << text;
}

TEST(Scales, ThatAgreeAreNot) {
  const Folder at;
  Results results(run(at, 0));
  EXPECT_EQ(results.one("SELECT count(*) FROM effects WHERE contrast = 'event_minus_2' AND p_value > 0.05"), "3");
  EXPECT_EQ(results.one("SELECT count(*) FROM message WHERE level = 'warning'"), "0");
}

}  // namespace
}  // namespace clusia::test
