// The matrix that is shipped, and what a study makes of it.
#include <gtest/gtest.h>

#include <set>

#include "diagnosis/studies.hpp"

namespace clusia::test {
namespace {

/// Table 2 of the report: 10 general features, 4 social parameters, 5 of institutions, processes and dynamics.
TEST(Matrix, HoldsTheNineteenCharacteristicsOfTheReport) {
  std::map<std::string, int> families;
  std::set<std::string> ids;
  for (const Characteristic& one : matrix_characteristics()) {
    ++families[one.family];
    EXPECT_TRUE(ids.insert(one.id).second) << one.id;
    EXPECT_FALSE(one.title.empty()) << one.id;
    EXPECT_TRUE(one.question.ends_with("?")) << one.id;
    EXPECT_FALSE(one.anchors.front().empty()) << one.id << ": level 1 has words";
    EXPECT_FALSE(one.anchors.back().empty()) << one.id << ": level 5 has words";
  }
  EXPECT_EQ(families, (std::map<std::string, int>{{"general", 10}, {"social", 4}, {"processes", 5}}));
}

/// The texts that the scan shifted by a row stand where they belong.
TEST(Matrix, RestoresTheAnchorsThatTheScanShifted) {
  std::map<std::string, Characteristic> of;
  for (const Characteristic& one : matrix_characteristics()) of[one.id] = one;
  EXPECT_EQ(of["location"].anchors[4], "Rural off-farm");
  EXPECT_EQ(of["spread"].anchors[4], "State wide");
  EXPECT_EQ(of["firms"].anchors[4], "Own-account");
  EXPECT_EQ(of["sector"].anchors[4], "High labour-intensive");
  EXPECT_EQ(of["organization"].anchors[2], "Vertical");
  EXPECT_EQ(of["gender"].anchors[3], "Adult illiterate women");
  EXPECT_EQ(of["gender"].anchors[1], "") << "a level without words stays without";
}

TEST(Matrix, IsExtendedAndWeighedByTheStudy) {
  const Folder folder;
  const Study study =
      outline_of(study_in(folder, "cluster,rater,characteristic,score\nA,r,water,4\nA,r,location,2\n",
                          "weights = { location = 0, water = 3 }\n[[diagnosis.characteristics]]\n"
                          "name = \"water\"\nfamily = \"social\"\nanchors = { 1 = \"clean\", 5 = \"foul\" }\n"));
  EXPECT_EQ(study.diagnosis->characteristics.size(), 20U);
  EXPECT_EQ(study.diagnosis->characteristics.back().anchors[4], "foul");
  EXPECT_EQ(*evaluated(study).clusters.front().overall, 4) << "a characteristic of weight 0 does not count";
}

}  // namespace
}  // namespace clusia::test
