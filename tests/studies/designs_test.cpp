// The design of a study and the comparators that are valid under it, as `clusia check` says it.
#include <gmock/gmock.h>

#include "studies/program.hpp"

namespace clusia::test {
namespace {

Said checked(const Folder& folder, const std::string& design, const std::string& comparator) {
  write(folder / "data.csv", "year,arm,y\n1,in,1\n1,out,2\n2,in,3\n2,out,3\n");
  write(folder / "study.toml", R"([study]
id = "designs"
title = "Designs"
[data.people]
)" + design + R"(
source = { plugin = "csv", parameters = { path = "data.csv" } }
roles = { wave = "year", arm = "arm", treated = ["in"], comparison = ["out"] }
[[indicator]]
name = "mean"
plugin = "mean"
inputs = { value = "y" }
[[comparator]]
name = "compared"
plugin = ")" + comparator + "\"\n");
  return clusia({"check", "study.toml"}, {.in = folder.path(), .environment = {}});
}

TEST(Designs, DecideWhichComparatorsAreValid) {
  const Folder folder;
  const Said refused = checked(folder, "design = \"repeat\"", "did");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err,
              testing::StartsWith("study.toml:14:10: plugin 'did' is not valid under the design 'repeat' of dataset "
                                  "'people' (before and after, without a comparison group): it is for 'longitudinal', "
                                  "'repeated_cross_sections', 'randomised'; under it, valid are 'before_after'"));
  EXPECT_EQ(checked(folder, "design = \"longitudinal\"", "did").status, 0);
  EXPECT_EQ(checked(folder, "design = \"repeat\"", "before_after").status, 0);
  EXPECT_EQ(checked(folder, "design = \"one_off\"", "before_after").status, 2);
  EXPECT_EQ(checked(folder, "design = \"one_off\"", "with_without").status, 0);
  EXPECT_EQ(checked(folder, "", "did").status, 0) << "a study that does not say its design is refused nothing";
}

}  // namespace
}  // namespace clusia::test
