#include "study/nearest.hpp"

#include <gtest/gtest.h>

namespace clusia {
namespace {

TEST(EditDistance, CountsLettersToChange) {
  // Distances of the literature: Levenshtein's kitten and sitting, and one swap of neighbours in Damerau's sense.
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("saturday", "sunday"), 3U);
  EXPECT_EQ(edit_distance("ca", "ac"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("Wave", "wave"), 0U);
}

TEST(Nearest, FindsWhatWasMeant) {
  const std::vector<std::string> known{"parameters", "plugin", "inputs", "name"};
  EXPECT_EQ(nearest("paramters", known), "parameters");
  EXPECT_EQ(nearest("Plugin", known), "plugin");
  EXPECT_EQ(nearest("imputs", known), "inputs");
  EXPECT_EQ(nearest("nmae", known), "name");
}

TEST(Nearest, IsSilentWhereNothingIsNear) {
  EXPECT_EQ(nearest("quantile", {"parameters", "plugin"}), std::nullopt);
  EXPECT_EQ(nearest("x", {"y", "z"}), std::nullopt);
  EXPECT_EQ(nearest("", {"y", "name"}), std::nullopt);
  EXPECT_EQ(nearest("name", {"name"}), std::nullopt) << "what is known already is no mend";
  EXPECT_EQ(nearest(std::string(1'000'000, 'x'), {"name"}), std::nullopt);
}

TEST(Mend, NamesTheNearestOrAll) {
  EXPECT_EQ(mend_of("nmae", {"name", "data"}, "keys here"), "write 'name'");
  EXPECT_EQ(mend_of("colour", {"name", "data"}, "keys here"), "the keys here are 'name', 'data'");
  EXPECT_EQ(mend_of("colour", {}, "parameters"), "there are no parameters");
}

}  // namespace
}  // namespace clusia
