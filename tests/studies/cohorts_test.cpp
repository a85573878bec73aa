// The role cohort: what its column may hold, and what it is taken for.
#include "studies/results.hpp"

namespace clusia::test {
namespace {

/// Four units in the waves 2001, 2004 and 2006, with the column `joined` of each.
struct Cohorts {
  Folder at;
  std::vector<std::string> joined;

  explicit Cohorts(std::vector<std::string> of, const std::string& wave = "year") : joined(std::move(of)) {
    std::string data = "unit,year,named,y,joined\n";
    for (std::size_t row = 0; row < joined.size(); ++row) {
      static const char* years[]{"2001", "2004", "2006"};
      static const char* names[]{"before", "during", "late"};
      data += "u" + std::to_string(row / 3) + "," + years[row % 3] + "," + names[row % 3] + "," +
              std::to_string(row * row % 7) + "," + joined[row] + "\n";
    }
    write(at / "data.csv", data);
    write(at / "study.toml", R"([study]
id = "cohorts"
title = "Cohorts"
[data.firms]
source = { plugin = "csv", parameters = { path = "data.csv" } }
[data.firms.roles]
unit = "unit"
wave = ")" + wave + R"("
cohort = "joined"
[[indicator]]
name = "mean"
plugin = "mean"
inputs = { value = "y" }
[[comparator]]
name = "staggered"
plugin = "staggered"
)");
  }
  Said run() const { return clusia({"run", (at / "study.toml").string(), "--out", (at / "r").string(), "--force"}); }
};

/// u0 and u1 join as given, u2 and u3 never.
std::vector<std::string> joining(const std::string& first, const std::string& second, const std::string& never) {
  std::vector<std::string> all(3, first);
  all.insert(all.end(), 3, second);
  all.insert(all.end(), 6, never);
  return all;
}

std::vector<std::string> contrasts_of(const Cohorts& of) {
  std::vector<std::string> names;
  for (const auto& row :
       Results(of.at / "r/results.sqlite").rows("SELECT name FROM contrast WHERE name GLOB 'att_*' ORDER BY id"))
    names.push_back(row[0]);
  return names;
}

TEST(Cohorts, AreTheWaveOfTheFirstTreatment) {
  const std::vector<std::string> expected{"att_2004_2004", "att_2004_2006", "att_2006_2004", "att_2006_2006"};
  for (const char* never : {"0", ""}) {
    const Cohorts exact(joining("2004", "2006", never));
    const Said said = exact.run();
    ASSERT_EQ(said.status, 0) << said.err;
    EXPECT_EQ(contrasts_of(exact), expected);
    EXPECT_EQ(Results(exact.at / "r/results.sqlite").one("SELECT count(*) FROM message"), "0");
  }
}

TEST(Cohorts, BetweenTwoWavesAreTheLaterOneAndAfterTheLastNever) {
  const Cohorts between(joining("2002", "2010", "0"));
  ASSERT_EQ(between.run().status, 0);
  EXPECT_EQ(contrasts_of(between), (std::vector<std::string>{"att_2004_2004", "att_2004_2006"}));
  const auto notes = Results(between.at / "r/results.sqlite").rows("SELECT text FROM message ORDER BY id");
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0][0], "first treated at 2002, which is no wave: taken for 2004");
  EXPECT_EQ(notes[1][0], "first treated at 2010, which is no wave: taken for never in these data");
}

TEST(Cohorts, ThatCannotBeAreRefused) {
  std::vector<std::string> changes = joining("2004", "2006", "0");
  changes[1] = "2006";
  const Said two = Cohorts(changes).run();
  EXPECT_EQ(two.status, 2);
  EXPECT_NE(
      two.err.find("study.toml:9:10: column 'joined' (role cohort) differs between rows 1 and 2, which are both of "
                   "unit 'u0': write the wave in which the unit was first treated on all its rows, also on earlier "
                   "ones"),
      std::string::npos)
      << two.err;
  const Said words = Cohorts(joining("during", "lat", "0"), "named").run();
  EXPECT_EQ(words.status, 2);
  EXPECT_NE(words.err.find("column 'joined' (role cohort) holds 'lat', which is no wave of data 'firms': write 'late'"),
            std::string::npos)
      << words.err;
}

}  // namespace
}  // namespace clusia::test
