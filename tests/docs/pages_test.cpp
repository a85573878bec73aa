#include "docs/pages.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace clusia::test {
namespace {

/// As GitHub makes anchors: small letters, blanks to hyphens, no punctuation.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto u = static_cast<unsigned char>(c);
    if (c == ' ') anchor += '-';
    if (std::isalnum(u) != 0 || c == '-' || c == '_' || u >= 0x80U) anchor += static_cast<char>(std::tolower(u));
  }
  return anchor;
}

std::set<std::string> anchors_of(const std::string& page) {
  static const std::regex heading("(?:^|\n)#+ ([^\n]+)");
  std::set<std::string> all;
  for (const std::smatch& m : matches(page, heading)) all.insert(anchor_of(m[1]));
  return all;
}

TEST(Pages, LinkToWhatIsThere) {
  static const std::regex link(R"(\]\(([^)#\s]*)(?:#([^)\s]*))?\))");
  std::size_t checked = 0;
  for (const auto& path : pages()) {
    const std::string page = read(path);
    for (const std::smatch& m : matches(page, link)) {
      if (m[1].str().find("://") != std::string::npos) continue;
      const auto target = m[1].length() == 0 ? path : path.parent_path() / m[1].str();
      ++checked;
      ASSERT_TRUE(std::filesystem::exists(target)) << path << " links to " << m[1];
      if (!m[2].matched) continue;
      EXPECT_EQ(anchors_of(read(target)).count(m[2]), 1U) << path << " links to #" << m[2];
    }
  }
  EXPECT_GT(checked, 20U);
}

TEST(Pages, AreReachedFromTheReadme) {
  const std::string readme = read(root / "README.md");
  for (const auto& entry : std::filesystem::directory_iterator(root / "docs")) {
    if (entry.path().extension() != ".md") continue;
    EXPECT_NE(readme.find("(docs/" + entry.path().filename().string() + ")"), std::string::npos) << entry.path();
  }
}

TEST(Pages, OfEveryPluginAreListed) {
  const std::string list = read(root / "docs/plugins.md");
  for (const char* kind : {"sources", "indicators", "comparators"})
    for (const auto& entry : std::filesystem::directory_iterator(root / "plugins" / kind))
      EXPECT_NE(list.find("(../" + std::filesystem::relative(entry.path(), root).string() + "/README.md)"),
                std::string::npos)
          << entry.path();
}

/// The boundary's page shows the example as it is built, and it stays as short as it says.
TEST(Boundary, ShowsTheExampleThatIsBuilt) {
  const std::string source = read(root / "sdk/examples/headcount/headcount.cpp");
  const auto shown = blocks(read(root / "docs/abi.md"), "cpp");
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown.front(), source);
  EXPECT_LT(std::count(source.begin(), source.end(), '\n'), 20);
}

TEST(Boundary, NamesEveryPowerThatTheHeadersKnow) {
  const std::string headers =
      read(root / "sdk/include/clusia/abi.h") + read(root / "sdk/include/clusia/abi_comparator.h");
  const std::string page = read(root / "docs/abi.md");
  static const std::regex id("\"(clusia\\.[a-z.]+/[0-9]+)\"");
  const auto powers = matches(headers, id);
  ASSERT_GE(powers.size(), 5U);
  for (const std::smatch& m : powers) EXPECT_NE(page.find("`" + m[1].str() + "`"), std::string::npos) << m[1];
}

TEST(Boundary, StatesTheVersionOfTheHeaders) {
  const std::string header = read(root / "sdk/include/clusia/abi.h");
  static const std::regex version("CLUSIA_ABI_MAJOR ([0-9]+)\n#define CLUSIA_ABI_MINOR ([0-9]+)");
  std::smatch m;
  ASSERT_TRUE(std::regex_search(header, m, version));
  EXPECT_NE(read(root / "docs/abi.md").find("The present version is " + m[1].str() + "." + m[2].str() + "."),
            std::string::npos);
}

/// A convention without a test is an opinion.
TEST(ConventionsPage, NamesTestsThatExist) {
  std::string sources;
  for (const char* folder : {"tests", "plugins"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".cpp") sources += read(entry.path());
  static const std::regex row(R"(\n\| (?!question|---)([^\n]+)\|)"), name(R"(`([A-Z][A-Za-z]+)\.([A-Z][A-Za-z]+)`)");
  const std::string page = read(root / "docs/conventions.md");
  std::size_t rows = 0;
  for (const std::smatch& r : matches(page, row)) {
    ++rows;
    const std::string line = r[1];
    const auto tests = matches(line, name);
    EXPECT_FALSE(tests.empty()) << line;
    for (const std::smatch& t : tests)
      EXPECT_TRUE(std::regex_search(sources, std::regex("TEST(_F|_P)?\\(" + t[1].str() + ",\\s*" + t[2].str() + "\\)")))
          << t[0];
  }
  EXPECT_GE(rows, 20U);
}

}  // namespace
}  // namespace clusia::test
