#include <map>
#include <sstream>

#include "docs/pages.hpp"

namespace clusia::test {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) all.push_back(line);
  return all;
}

std::string readme() { return read(root / "README.md"); }

/// The commands that pages show: their words and options are known to the program.
TEST(Commands, AndTheirOptionsExist) {
  static const std::regex shown(R"((?:^|[\s/`])clusia ([a-z]+)([^\n`#>|]*))"), option(R"(--[a-z-]+)");
  const Folder folder;
  std::map<std::string, std::string> help;
  std::size_t checked = 0;
  for (const auto& path : pages()) {
    const std::string page = read(path);
    for (const std::string& block : blocks(page, "sh")) {
      for (const std::smatch& m : matches(block, shown)) {
        const std::string command = m[1], rest = m[2];
        if (help.count(command) == 0) {
          const Ended ended = clusia(folder, command + " --help");
          EXPECT_EQ(ended.status, 0) << path << ": clusia " << command;
          help[command] = ended.output;
        }
        for (const std::smatch& o : matches(rest, option))
          EXPECT_NE(help[command].find(o[0]), std::string::npos) << path << ": clusia " << command << " " << o[0];
        ++checked;
      }
    }
  }
  EXPECT_GE(checked, 3U);
}

/// What ./dev is said to do, it lists.
TEST(Commands, OfDevExist) {
  static const std::regex shown(R"(\./dev ([a-z-]+))");
  const std::string dev = read(root / "dev");
  for (const auto& path : {root / "README.md", root / "CONTRIBUTING.md"}) {
    const std::string page = read(path);
    for (const std::smatch& m : matches(page, shown))
      EXPECT_TRUE(m[1] == "help" || dev.find("./dev " + m[1].str()) != std::string::npos) << path << ": " << m[0];
  }
}

TEST(Readme, ShowsAStudyThatRunsAndWhatItPrints) {
  const auto studies = blocks(readme(), "toml");
  ASSERT_EQ(studies.size(), 1U);
  const auto printed = blocks(readme(), "text");
  ASSERT_EQ(printed.size(), 2U);
  const Folder folder;
  std::filesystem::copy(root / "configs/italy-districts/data", folder / "data");
  const auto study = write(folder, "study.toml", studies.front()).string();
  const Ended checked = clusia(folder, "check '" + study + "'");
  EXPECT_EQ(checked.status, 0) << checked.output;
  const Ended ran = clusia(folder, "run '" + study + "' --out '" + (folder / "out").string() + "'");
  EXPECT_EQ(ran.status, 0) << ran.output;
  for (const std::string& line : lines_of(printed[1])) EXPECT_NE(ran.output.find(line), std::string::npos) << line;
}

TEST(Readme, ShowsWhatTheFirstStudyPrints) {
  const Folder folder;
  const Ended ran = clusia(folder, "run configs/italy-districts/study.toml --out '" + (folder / "out").string() + "'");
  EXPECT_EQ(ran.status, 0) << ran.output;
  for (const std::string& line : lines_of(blocks(readme(), "text").at(0)))
    EXPECT_NE(ran.output.find(line), std::string::npos) << line;
}

/// Every query works on a shipped study's results and finds something: the second study's where differences are asked
/// for, else the first's, which has no losses and no failures.
TEST(ResultsPage, ShowsQueriesThatWork) {
  const Folder folder;
  const auto results = [&](const std::string& study) {
    const Ended ran =
        clusia(folder, "run configs/" + study + "/study.toml --quiet --out '" + (folder / study).string() + "'");
    EXPECT_EQ(ran.status, 0) << ran.output;
    return SQLite::Database((folder / study / "results.sqlite").string());
  };
  const SQLite::Database first = results("italy-districts"), second = results("living-conditions");
  const auto queries = blocks(read(root / "docs/results.md"), "sql");
  EXPECT_GE(queries.size(), 8U);
  for (const std::string& query : queries) {
    const auto asks = [&](const char* what) { return query.find(what) != std::string::npos; };
    SQLite::Statement statement(asks("differences") ? second : first, query);
    EXPECT_EQ(statement.executeStep(), !(asks("'failed'") || asks("'loss'"))) << query;
  }
}

TEST(Readme, PictureIsThereAndSmall) {
  EXPECT_NE(readme().find("](docs/report.png)"), std::string::npos);
  const auto picture = root / "docs/report.png";
  ASSERT_TRUE(std::filesystem::exists(picture));
  EXPECT_LT(std::filesystem::file_size(picture), 300U * 1024);
  EXPECT_EQ(read(picture).substr(1, 3), "PNG");
}

}  // namespace
}  // namespace clusia::test
