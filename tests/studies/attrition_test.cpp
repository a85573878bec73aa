// Who of the first wave is not seen again stands beside every comparison of units over waves.
#include "studies/results.hpp"

namespace clusia::test {
namespace {

constexpr const char* study = R"toml(
[study]
id = "attrition"
title = "Attrition"
[data.d]
source = { plugin = "csv", parameters = { path = "d.csv" } }
roles = { unit = "unit", wave = "year", arm = "arm", treated = ["t"], comparison = ["c"] }
[[indicator]]
name = "income"
data = "d"
plugin = "mean"
inputs = { value = "y" }
[[comparator]]
name = "did"
data = ["d"]
plugin = "did"
)toml";

std::vector<std::vector<std::string>> attrition(const std::string& rows) {
  const Folder folder;
  write(folder / "study.toml", study);
  write(folder / "d.csv", "unit,year,arm,y\n" + rows);
  const Said said = clusia({"run", (folder / "study.toml").string(), "--out", (folder / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  Results results(folder / "r/results.sqlite");
  return results.rows("SELECT subject, value FROM diagnostic WHERE name LIKE 'attrition%' ORDER BY id", {});
}

TEST(Attrition, IsToldByArm) {
  const auto told = attrition(
      "a,1,t,1\nb,1,t,2\nc,1,t,3\nd,1,t,4\ne,1,c,1\nf,1,c,3\n"    // four and two in the first wave
      "a,2,t,2\nb,2,t,3\nc,2,t,4\ne,2,c,1\nf,2,c,4\ng,2,c,5\n");  // d is lost, g is new
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0], (std::vector<std::string>{"treated, 2", "0.25"}));
  EXPECT_EQ(told[1], (std::vector<std::string>{"comparison, 2", "0"}));
  EXPECT_EQ(told[2], (std::vector<std::string>{"2", "0.25"}));
}

TEST(Attrition, IsNoMatterOfRepeatedCrossSections) {
  EXPECT_TRUE(attrition("a,1,t,1\nb,1,t,2\nc,1,c,3\nd,1,c,4\ne,2,t,1\nf,2,t,3\ng,2,c,2\nh,2,c,3\n").empty());
}

std::string with_reached() {
  return replaced(
      replaced(study, "comparison = [\"c\"]", "comparison = [\"c\"], weight = \"w\", psu = \"p\", reached = \"r\""),
      "id = \"attrition\"", "id = \"contamination\"");
}

constexpr const char* reached_rows =
    "unit,year,arm,y,w,p,r\n"
    "a,1,t,1,1,v,0\nb,1,t,2,1,v,0\nc,1,c,3,2,v,0\nd,1,c,4,1,w,0\ne,1,c,5,1,w,0\n"
    "a,2,t,2,1,v,1\nb,2,t,3,3,v,0\nc,2,c,4,2,v,1\nd,2,c,5,2,w,0\ne,2,c,6,9,w,\n";  // e does not tell

/// Second wave: 1 of weights 1 + 3 of the treated; 2 of 2 + 2 of the compared. Beside treated ones: 2 + 2 of 17.
TEST(Contamination, IsToldByArmAndWave) {
  const Folder folder;
  write(folder / "study.toml", with_reached());
  write(folder / "d.csv", reached_rows);
  const Said said = clusia({"run", (folder / "study.toml").string(), "--out", (folder / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  Results results(folder / "r/results.sqlite");
  const auto told = results.rows(
      "SELECT name, subject, value FROM diagnostic WHERE name NOT LIKE 'attrition%' AND name <> 'regression_size' "
      "ORDER BY id",
      {});
  const std::vector<std::vector<std::string>> expected = {
      {"contamination", "comparison, 2", "0.5"}, {"take_up", "treated, 2", "0.25"}, {"exposure", "2", "-0.25"}};
  ASSERT_GE(told.size(), 4U);
  for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_EQ(told[k], expected[k]);
  EXPECT_NEAR(results.number("SELECT value FROM diagnostic WHERE name = 'shared_psu'"), 4.0 / 17, 1e-12);
  EXPECT_NE(
      results.one("SELECT text FROM diagnostic WHERE name = 'contamination'").find("of 2 rows; 1 more do not tell"),
      std::string::npos);
  EXPECT_EQ(results.one("SELECT count(*) FROM message WHERE text LIKE '%reached 50 %% of the comparison, 2%'"), "1");
}

TEST(Contamination, IsRefusedOfWhatIsNoYesOrNo) {
  const Folder folder;
  write(folder / "study.toml", with_reached());
  write(folder / "d.csv", replaced(reached_rows, "a,2,t,2,1,v,1", "a,2,t,2,1,v,2"));
  const Said said = clusia({"run", (folder / "study.toml").string(), "--out", (folder / "r").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("(role reached) is neither 0 nor 1 in 1 row"), std::string::npos) << said.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "r"));
}

}  // namespace
}  // namespace clusia::test
