// Wrong studies, and every word that is said of them: gallery/NAME.toml and gallery/NAME.expected.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "study/plugins.hpp"

namespace clusia {
namespace {

namespace fs = std::filesystem;

const fs::path gallery = fs::path(CLUSIA_SOURCE_DIR) / "tests/study/gallery";

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The problems of a study, with the path as one would type it in the gallery's folder.
std::string problems_of(const std::string& file) {
  const auto checked = read_study(gallery / file, testing::catalogue());
  if (std::holds_alternative<Study>(checked)) return "no problem\n";
  std::string out;
  for (Problem problem : std::get<std::vector<Problem>>(checked)) {
    problem.file = problem.file.lexically_relative(gallery);
    out += text_of(problem) + "\n";
  }
  return out;
}

class Gallery : public ::testing::TestWithParam<std::string> {};

TEST_P(Gallery, SaysAllThatIsWrong) {
  const fs::path expected = gallery / (GetParam() + ".expected");
  ASSERT_TRUE(fs::exists(expected)) << "write " << expected << " by hand:\n" << problems_of(GetParam() + ".toml");
  EXPECT_EQ(problems_of(GetParam() + ".toml"), contents(expected));
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(gallery))
    if (entry.path().extension() == ".toml") out.push_back(entry.path().stem().string());
  std::ranges::sort(out);
  return out;
}

INSTANTIATE_TEST_SUITE_P(WrongStudies, Gallery, ::testing::ValuesIn(names()),
                         [](const auto& test) { return test.param; });

TEST(GalleryTest, HoldsManyKindsOfMistakes) { EXPECT_GE(names().size(), 20U); }

TEST(GalleryTest, AFileThatIsNotThere) {
  EXPECT_EQ(problems_of("nowhere.toml"), "nowhere.toml: there is no such file: give the path of a study file\n");
}

TEST(GalleryTest, AFolder) {
  EXPECT_EQ(problems_of("data"), "data: this is a folder: give the path of the study file in it\n");
}

}  // namespace
}  // namespace clusia
