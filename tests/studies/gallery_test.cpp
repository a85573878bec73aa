// Studies, data, plugins and command lines that are wrong, and every word that is said of them.
//
// gallery/NAME/ is the folder that the program runs in: a study, its data, expected.txt with all that goes to standard
// error, and arguments.txt where the command line is not the usual one. {build} in expected.txt is the folder of the
// program and its plugins.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "studies/program.hpp"

namespace clusia::test {
namespace {

const fs::path gallery = fs::path(CLUSIA_SOURCE_DIR) / "tests/studies/gallery";

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

std::string with_build_folder(std::string text) {
  const std::string build = CLUSIA_BINARY_DIR;
  for (auto at = text.find(build); at != std::string::npos; at = text.find(build))
    text.replace(at, build.size(), "{build}");
  return text;
}

/// Refused, with these words and no others, and nothing in the folder has changed.
void expect_refused(const Folder& folder, const std::string& arguments, const std::string& expected) {
  const auto before = contents(folder.path());
  const Said said = clusia(words(arguments), {.in = folder.path(), .environment = {}});
  EXPECT_EQ(with_build_folder(said.err), expected);
  EXPECT_EQ(said.out, "");
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(contents(folder.path()), before) << "something was written";
}

class Gallery : public testing::TestWithParam<std::string> {};

TEST_P(Gallery, RefusesInTheseWords) {
  const fs::path from = gallery / GetParam();
  const Folder folder;
  fs::copy(from, folder.path(), fs::copy_options::recursive);
  fs::remove(folder / "expected.txt");
  fs::remove(folder / "arguments.txt");
  const bool usual = !fs::exists(from / "arguments.txt");
  expect_refused(folder, usual ? "run study.toml --out out" : read(from / "arguments.txt"),
                 read(from / "expected.txt"));
}

std::vector<std::string> names() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(gallery)) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}
INSTANTIATE_TEST_SUITE_P(BadInput, Gallery, testing::ValuesIn(names()), [](const auto& test) { return test.param; });

TEST(GalleryOfStudies, HoldsAllThatIssueNineNames) {
  EXPECT_THAT(names(), testing::IsSupersetOf({"all_weights_zero", "empty_data_file", "existing_result", "five_errors",
                                              "missing_data_file", "misspelt_parameter", "parameter_out_of_range",
                                              "ragged_row", "text_file_as_plugin", "text_in_a_numeric_input",
                                              "toml_syntax", "unknown_column", "unknown_plugin", "unwritable_output"}));
}

/// A library cut short is no file for a repository: it is made from one that is whole.
TEST(GalleryOfStudies, ATruncatedLibrary) {
  const Folder folder;
  fs::copy(gallery / "text_file_as_plugin", folder.path(), fs::copy_options::recursive);
  const std::string library = read(fs::path(CLUSIA_PLUGINS) / "arpr.so");
  write(folder / "plugins" / "nosuch.so", library.substr(0, library.size() / 3));
  const Said said =
      clusia(words("run study.toml --out out --plugin-path plugins"), {.in = folder.path(), .environment = {}});
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err,
            "study.toml:22:10: indicator plugin 'nosuch' cannot be loaded: plugins/nosuch.so: is a truncated shared "
            "library: copy or build it again\n");
  EXPECT_FALSE(fs::exists(folder / "out"));
}

/// Other plugins' faults are nobody's business who does not use them.
TEST(GalleryOfStudies, ABrokenPluginThatNobodyAskedForIsNotMentioned) {
  const Folder folder;
  fs::copy(gallery / "text_file_as_plugin", folder.path(), fs::copy_options::recursive);
  write(folder / "study.toml", replaced(read(folder / "study.toml"), "plugin = \"nosuch\"", "plugin = \"arpr\""));
  const Said said =
      clusia(words("run study.toml --out out --plugin-path plugins"), {.in = folder.path(), .environment = {}});
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.err, "");
}

}  // namespace
}  // namespace clusia::test
