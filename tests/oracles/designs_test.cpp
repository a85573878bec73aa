// Comparators against designs/<id>.csv, which designs/<id>.R printed for the study designs/<id>.toml; and what must
// hold of them in whatever order the rows stand.
#include <algorithm>
#include <random>

#include "oracles/oracle.hpp"
#include "plugins/table.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/designs";

class DesignOracle : public testing::TestWithParam<std::string> {};

TEST_P(DesignOracle, PrintsTheSame) {
  const Folder out;
  const Said said = clusia({"run", (folder / (GetParam() + ".toml")).string(), "--out", (out / "r").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  Results results(out / "r/results.sqlite");
  const auto rows = csv(folder / (GetParam() + ".csv"));
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    const auto ours =
        results.rows("SELECT estimate, std_error FROM effects WHERE indicator = ? AND comparator = ? AND contrast = ?",
                     {row.at("dataset"), row.at("comparator"), row.at("contrast")});
    const std::string which = row.at("dataset") + ", " + row.at("comparator") + ", " + row.at("contrast");
    ASSERT_EQ(ours.size(), 1U) << which;
    for (const auto& [k, name] : {std::pair{0U, "estimate"}, {1U, "std_error"}}) {
      ASSERT_NE(ours[0][k], "NULL") << which;
      expect_close(std::stod(ours[0][k]), std::stod(row.at(name)), 1e-8, std::string(name) + " of " + which);
    }
  }
}

/// Cells and diagnostics of the study over its own data, rows in their order or shuffled.
std::array<std::vector<Results::Row>, 2> answered(const std::string& id, bool shuffled) {
  const Folder at;
  std::vector<fs::path> data{"twoperiod.csv"};
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".csv") data.push_back("designs" / file.path().filename());
  for (const fs::path& file : data) {
    std::istringstream from(read(folder.parent_path() / file));
    std::vector<std::string> lines;
    for (std::string line; std::getline(from, line);) lines.push_back(line);
    if (shuffled) std::shuffle(lines.begin() + 1, lines.end(), std::mt19937(7));
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    write(at / file, text);
  }
  write(at / "designs/study.toml", read(folder / (id + ".toml")));
  const Said said = clusia({"run", (at / "designs/study.toml").string(), "--out", (at / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  Results results(at / "r/results.sqlite");
  return {results.rows("SELECT c.name, k.name, k.rows FROM cell k JOIN design s ON s.id = k.design_id JOIN "
                       "comparator c ON c.id = s.comparator_id ORDER BY k.id"),
          results.rows("SELECT name, subject, value FROM diagnostic ORDER BY id")};
}

TEST_P(DesignOracle, RowsMayStandInAnyOrder) {
  const auto first = answered(GetParam(), false), other = answered(GetParam(), true);
  EXPECT_EQ(other[0], first[0]);
  EXPECT_EQ(other[1], first[1]) << "to the last bit";
}

/// The file's x1 was not asked of 2003: no value stands there, and none of today's.
TEST(Recall, WhatWasNotAskedIsMissing) {
  const Folder at;
  write(at / "recall_wide.csv", read(folder / "recall_wide.csv"));
  std::string text = read(folder / "recall.toml");
  const std::size_t begin = text.find("[data.asked]"), end = text.find("[[comparator]]");
  text = "[study]\nid = \"recall\"\ntitle = \"Recall\"\n" + text.substr(begin, end - begin) +
         "[[indicator]]\nname = \"x\"\nplugin = \"mean\"\ninputs = { value = \"x1\" }\n";
  write(at / "study.toml", text);
  const Said said = clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  Results results(at / "r/results.sqlite");
  const auto cell = [&](const std::string& indicator, const std::string& wave, const std::string& what) {
    return results.number("SELECT sum(" + what + ") FROM estimates WHERE indicator = ? AND wave = ?",
                          {indicator, wave});
  };
  const double asked = static_cast<double>(csv(folder / "recall_wide.csv").size());
  EXPECT_EQ(cell("asked", "2003", "rows"), asked);
  EXPECT_EQ(cell("asked", "2004", "rows"), asked);
  EXPECT_EQ(cell("x", "2003", "rows"), 0);
  EXPECT_EQ(cell("x", "2003", "missing"), asked);
  EXPECT_EQ(cell("x", "2004", "rows"), asked);
}

INSTANTIATE_TEST_SUITE_P(Studies, DesignOracle, testing::ValuesIn(studies_in(folder)),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace clusia::test
