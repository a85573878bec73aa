// The conventions of the sampling design, through whole runs, against what R's survey printed
// (tests/oracles/conventions.R).
#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>
#include <memory>

#include "docs/pages.hpp"
#include "plugins/table.hpp"

namespace clusia::test {
namespace {

const std::string survey = (root / "tests/oracles/survey.csv").string();

/// A study of mean income by node of the value chain.
std::string study(const std::string& roles, const std::string& data = survey, const std::string& more = "") {
  return "[study]\nid = \"s\"\ntitle = \"S\"\n" + more + "[data.people]\ngroups = [\"node\"]\n" +
         "source = { plugin = \"csv\", parameters = { path = \"" + data + "\" } }\nroles = { " + roles + " }\n" +
         "[[indicator]]\nname = \"income\"\nplugin = \"mean\"\ninputs = { value = \"income\" }\n";
}

struct Results {
  Folder folder;
  std::unique_ptr<SQLite::Database> database;

  explicit Results(const std::string& text) {
    const Ended ended = clusia(folder, "run '" + write(folder, "study.toml", text).string() + "' --quiet --out '" +
                                           (folder / "out").string() + "'");
    EXPECT_EQ(ended.status, 0) << ended.output;
    database = std::make_unique<SQLite::Database>((folder / "out/results.sqlite").string());
  }
  std::string one(const std::string& query) const { return database->execAndGet(query).getString(); }
};

void expect_oracle(const Results& results, const std::string& which) {
  const Table oracle("conventions.csv");
  for (const std::string domain : {"all", "homeworker", "casual"}) {
    SQLite::Statement row(*results.database,
                          "SELECT estimate, std_error, df, conf_low, conf_high FROM estimates WHERE group_label = ?");
    row.bind(1, domain);
    ASSERT_TRUE(row.executeStep()) << domain;
    const char* columns[] = {"estimate", "std_error", "df", "conf_low", "conf_high"};
    for (int k = 0; k < 5; ++k) {
      const double expected = oracle.value({{"case", which}, {"domain", domain}}, columns[k]);
      EXPECT_NEAR(row.getColumn(k).getDouble(), expected, 1e-8 * std::fabs(expected)) << domain << " " << columns[k];
    }
  }
}

TEST(Conventions, MeansAgreeWithSurvey) {
  expect_oracle(Results(study(R"(weight = "weight", stratum = "stratum", psu = "psu")")), "psu");
  expect_oracle(Results(study(R"(weight = "weight", stratum = "stratum")")), "row");
}

TEST(Conventions, PersonsMultiplyTheWeight) {
  expect_oracle(Results(study(R"(weight = "weight", persons = "size", stratum = "stratum", psu = "psu")")), "persons");
}

/// In this survey each row is a household of its own: under the role of a coarser or a finer thing the same column
/// shows which role holds.
TEST(Conventions, APsuIsTheFirstRoleOfFour) {
  const std::string rest = R"(weight = "weight", stratum = "stratum", )";
  struct Case {
    std::string roles, from, oracle;
  };
  for (const Case& c : {Case{R"(psu = "psu", household = "household", unit = "household")", "psu", "psu"},
                        Case{R"(household = "psu", unit = "household")", "household", "psu"},
                        Case{R"(household = "household", unit = "psu")", "household", "row"},
                        Case{R"(unit = "psu")", "unit", "psu"}, Case{R"(cluster = "psu")", "row", "row"}}) {
    const Results results(study(rest + c.roles));
    EXPECT_EQ(results.one("SELECT psu_from FROM dataset"), c.from) << c.roles;
    expect_oracle(results, c.oracle);
  }
}

TEST(Conventions, AStratumWithOnePsuHasNoStandardError) {
  const Folder folder;
  const auto data = write(folder, "few.csv", "node,stratum,psu,income\na,north,1,10\na,north,2,20\na,south,3,30\n");
  const Results results(study(R"(stratum = "stratum", psu = "psu")", data.string()));
  EXPECT_EQ(results.one("SELECT estimate FROM estimates WHERE group_label = 'all'"), "20.0");
  EXPECT_EQ(results.one("SELECT std_error IS NULL FROM estimates WHERE group_label = 'all'"), "1");
  const std::string note = results.one("SELECT note FROM estimates WHERE group_label = 'all'");
  EXPECT_EQ(note.rfind("no standard error: stratum 'south' has one PSU only", 0), 0U) << note;
}

TEST(Conventions, APopulationHasNoStandardErrors) {
  const Results results(study(R"(weight = "weight", stratum = "stratum", psu = "psu")", survey, "population = true\n"));
  EXPECT_EQ(results.one("SELECT count(*) FROM estimate WHERE coalesce(std_error, df, conf_low, conf_high) IS NOT NULL"),
            "0");
  EXPECT_EQ(results.one("SELECT count(*) > 0 FROM estimate WHERE estimate IS NOT NULL"), "1");
}

}  // namespace
}  // namespace clusia::test
