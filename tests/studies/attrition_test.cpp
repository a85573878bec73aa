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

}  // namespace
}  // namespace clusia::test
