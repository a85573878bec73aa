// Matching through the whole program against what R printed (tests/oracles/matched_lalonde.R), and the blindness of
// every comparator.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "plugins/table.hpp"
#include "studies/oracles.hpp"

namespace clusia::test {
namespace {

const std::vector<std::pair<std::string, std::string>> cases{
    {"pairs", R"(replacement = false, ties = "data")"},
    {"pairs_linear", R"(replacement = false, ties = "data", distance = "linear_score")"},
    {"pairs_two", R"(replacement = false, ties = "data", ratio = 2)"},
    {"pairs_caliper", R"(replacement = false, ties = "data", caliper = 0.1)"},
    {"pairs_caliper_raw", R"(replacement = false, ties = "data", caliper = 0.02, caliper_unit = "raw")"},
    {"pairs_exact", R"(replacement = false, ties = "data", exact = ["race", "married"])"},
    {"mahalanobis_1_0", R"(distance = "mahalanobis", variance_neighbours = 0)"},
    {"mahalanobis_1_1", R"(distance = "mahalanobis", variance_neighbours = 1)"},
    {"mahalanobis_1_4", R"(distance = "mahalanobis", variance_neighbours = 4)"},
    {"mahalanobis_2_0", R"(distance = "mahalanobis", variance_neighbours = 0, ratio = 2)"},
    {"mahalanobis_2_1", R"(distance = "mahalanobis", variance_neighbours = 1, ratio = 2)"},
    {"mahalanobis_2_4", R"(distance = "mahalanobis", variance_neighbours = 4, ratio = 2)"},
    {"score_1_0", "variance_neighbours = 0"},
    {"score_1_1", "variance_neighbours = 1"},
    {"score_1_4", "variance_neighbours = 4"},
    {"score_2_0", "variance_neighbours = 0, ratio = 2"},
    {"score_2_1", "variance_neighbours = 1, ratio = 2"},
    {"score_2_4", "variance_neighbours = 4, ratio = 2"}};

/// The cases of R that a study of this estimand can carry out, as comparators; more goes before their parameters.
std::string comparators_for(const std::string& estimand, bool pairs, const std::string& more = "",
                            const std::string& prefix = "") {
  std::string text;
  for (const auto& [name, parameters] : cases)
    if (name.rfind("pairs", 0) != 0 || (pairs && estimand == "att"))
      text += "[[comparator]]\nname = \"" + prefix + (estimand == "ate" ? "ate_" + name : name) +
              "\"\nplugin = \"matched\"\nparameters = { " + more + parameters + " }\n";
  return text;
}

void expect_as_printed(const Folder& folder, const std::string& study, std::size_t how_many,
                       const std::string& printed) {
  write(folder / "study.toml", study);
  clusia_well({"run", "study.toml", "--out", "out"}, in(folder));
  Results results(folder / "out" / "results.sqlite");
  const Table oracle(printed);
  const auto effects = results.rows("SELECT comparator FROM effects WHERE is_effect = 1");
  EXPECT_EQ(effects.size(), how_many);
  for (const auto& effect : effects)
    for (const char* what : {"estimate", "std_error"}) {
      const double expected = oracle.value({{"case", effect[0]}, {"what", what}}, "value");
      EXPECT_NEAR(results.number("SELECT " + std::string(what) + " FROM effects WHERE is_effect = 1 AND comparator = ?",
                                 {effect[0]}),
                  expected, 1e-8 * std::abs(expected))
          << effect[0] << " " << what;
    }
  fs::remove_all(folder / "out");
}

TEST(Matching, EqualsMatchingAndSurvey) {
  const Folder folder;
  lay_out(folder, "lalonde", {"lalonde_matchit.csv"});
  const std::string study = read(folder / "study.toml"), data = study.substr(0, study.find("[[comparator]]"));
  expect_as_printed(folder, data + comparators_for("att", true), 18, "matched_lalonde.csv");
  expect_as_printed(folder, replaced(data, "\"att\"", "\"ate\"") + comparators_for("ate", false), 12,
                    "matched_lalonde.csv");
}

/// Match(sample = TRUE): the variance given covariates and treatment.
TEST(Matching, OfTheSampleEqualsMatching) {
  const Folder folder;
  lay_out(folder, "lalonde", {"lalonde_matchit.csv"});
  const std::string study = read(folder / "study.toml"), data = study.substr(0, study.find("[[comparator]]"));
  for (const std::string estimand : {"att", "ate"})
    expect_as_printed(folder,
                      replaced(data, "\"att\"", "\"" + estimand + "\"\nestimand_of = \"sample\"") +
                          comparators_for(estimand, false, "", "sample_"),
                      12, "matched_lalonde.csv");
}

/// The least total distance that a linear programme found, and what follows from its sets
/// (tests/oracles/full_matching.R).
TEST(Matching, FullMatchingIsTheOptimum) {
  const Folder folder;
  fs::copy_file(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/full_matching_rows.csv", folder / "rows.csv");
  const std::string far = R"(method = "full", distance = "mahalanobis")", site = R"(, exact = ["site"])",
                    caliper = ", caliper = 0.8";
  const Table oracle("full_matching.csv");
  for (const std::string estimand : {"att", "ate"}) {
    std::string study = "[study]\nid = \"full\"\ntitle = \"Sets\"\nestimand = \"" + estimand + R"("
[data.rows.source]
plugin = "csv"
parameters = { path = "rows.csv" }
[data.rows.roles]
unit = "unit"
arm = "treat"
treated = [1]
comparison = [0]
covariates = ["x1", "x2", "x3", "site"]
[[indicator]]
name = "y"
plugin = "mean"
direction = "higher"
inputs = { value = "y" }
)";
    const auto add = [&](const std::string& name, const std::string& parameters, bool by_site) {
      study += "[[comparator]]\nname = \"" + name + "\"\nplugin = \"matched\"\nparameters = { " + parameters + " }\n" +
               (by_site ? "" : "covariates = [\"x1\", \"x2\", \"x3\"]\n");
    };
    add("plain_" + estimand, far, false);
    add("caliper_" + estimand, far + caliper, false);
    add("exact_" + estimand, far + site, true);
    add("exact_caliper_" + estimand, far + site + caliper, true);
    add("score", R"(method = "full")", false);
    add("linear_score", R"(method = "full", distance = "linear_score")", false);
    add("score_caliper", R"(method = "full", caliper = 0.1)", false);
    write(folder / "study.toml", study);
    clusia_well({"run", "study.toml", "--out", estimand}, in(folder));
    Results results(folder / estimand / "results.sqlite");
    const auto close = [&](const std::string& name, const std::string& what, double value) {
      const double expected = oracle.value({{"case", name}, {"what", what}}, "value");
      EXPECT_NEAR(value, expected, 1e-8 * std::abs(expected)) << name << " " << what;
    };
    const auto diagnostic = [&](const std::string& name, const std::string& what) {
      return results.number(
          "SELECT g.value FROM diagnostic g JOIN design d ON d.id = g.design_id JOIN comparator k ON k.id = "
          "d.comparator_id WHERE k.name = ? AND g.name = ?",
          {name, what});
    };
    for (const std::string name : {"plain_", "caliper_", "exact_", "exact_caliper_"}) {
      for (const std::string what : {"estimate", "std_error"})
        close(name + estimand, what,
              results.number("SELECT " + what + " FROM effects WHERE is_effect = 1 AND comparator = ?",
                             {name + estimand}));
      close(name + estimand, "total", diagnostic(name + estimand, "total_distance"));
      close(name + estimand, "sets", diagnostic(name + estimand, "strata"));
    }
    for (const std::string name : {"score", "linear_score", "score_caliper"})
      close(name, "total", diagnostic(name, "total_distance"));
  }
}

/// Earnings of 1975 and 1978 as two waves: matched changes are the matched differences that R's Matching was given
/// (tests/oracles/matched_changes.R), whichever rows of a unit come first.
TEST(Matching, ChangesOfNeighboursAreThoseOfTheDifferences) {
  const std::vector<std::string> covariates{"age", "educ", "race", "married", "nodegree", "re74", "re75"};
  const Folder folder;
  const Table lalonde("lalonde_matchit.csv");
  std::string rows = "unit,wave,earned,treat,age,educ,race,married,nodegree,re74,re75\n";
  for (const char* wave : {"1978", "1975"})
    for (std::size_t k = 0; k < lalonde.rows(); ++k) {
      const std::size_t at = std::string(wave) == "1978" ? lalonde.rows() - 1 - k : k;
      rows += std::to_string(at + 1) + "," + wave + "," + lalonde.texts("re" + std::string(wave + 2))[at] + "," +
              lalonde.texts("treat")[at];
      for (const std::string& name : covariates) rows += "," + lalonde.texts(name)[at];
      rows += "\n";
    }
  write(folder / "long.csv", rows);
  std::string study = read(fs::path(CLUSIA_SOURCE_DIR) / "tests/studies/lalonde/study.toml");
  study = study.substr(0, study.find("[[comparator]]"));
  for (const auto& [what, by] : {std::pair{"lalonde_matchit.csv\"", "long.csv\""},
                                 std::pair{"arm = \"treat\"", "unit = \"unit\"\nwave = \"wave\"\narm = \"treat\""},
                                 std::pair{"value = \"re78\"", "value = \"earned\""}})
    study = replaced(study, what, by);
  for (const auto& [estimand, text] :
       {std::pair("att", study), std::pair("ate", replaced(study, "\"att\"", "\"ate\""))})
    expect_as_printed(folder, text + comparators_for(estimand, false, "base = \"did\", "), 12, "matched_changes.csv");
}

/// A comparator sees no outcome: with the incomes of all rows shuffled, every cell has the same rows and weights, and
/// every diagnostic the same value.
TEST(Blindness, ScrambledOutcomesChangeNoCell) {
  const fs::path every_plugin = fs::path(CLUSIA_SOURCE_DIR) / "tests/out_of_tree/study";
  const std::string study = read(every_plugin / "study.toml");
  const Folder folder;
  write(folder / "study.toml", study.substr(0, study.find("[[indicator]]")) +
                                   "[[indicator]]\nname = \"income\"\ndata = \"households\"\nplugin = \"mean\"\ninputs "
                                   "= { value = \"income\" }\n" +
                                   study.substr(study.find("[[comparator]]")));
  std::vector<std::vector<std::string>> rows;
  std::istringstream in_lines(read(every_plugin / "households.csv"));
  for (std::string line; std::getline(in_lines, line);) {
    std::istringstream in_fields(line);
    std::vector<std::string>& fields = rows.emplace_back();
    for (std::string field; std::getline(in_fields, field, ',');) fields.push_back(field);
  }
  const auto income = static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), "income") - rows[0].begin());
  ASSERT_LT(income, rows[0].size());
  const auto answers = [&](const std::string& out) {
    std::string text;
    for (const auto& row : rows) {
      for (std::size_t k = 0; k < row.size(); ++k) text += (k == 0 ? "" : ",") + row[k];
      text += "\n";
    }
    write(folder / "households.csv", text);
    clusia_well({"run", "study.toml", "--out", out}, in(folder));
    Results results(folder / out / "results.sqlite");
    return std::pair(results.rows("SELECT k.name, c.name, c.rows, c.size FROM cell c JOIN design d ON d.id = "
                                  "c.design_id JOIN comparator k ON k.id = d.comparator_id ORDER BY 1, 2"),
                     results.rows("SELECT name, subject, value FROM diagnostic ORDER BY id"));
  };
  const auto as_it_is = answers("out");
  std::mt19937 random(3);
  for (std::size_t k = rows.size() - 1; k > 1; --k) {
    const std::size_t other = 1 + random() % k;
    if (!rows[k][income].empty() && !rows[other][income].empty()) std::swap(rows[k][income], rows[other][income]);
  }
  const auto scrambled = answers("scrambled");
  EXPECT_GT(as_it_is.first.size(), 10U);
  EXPECT_GT(as_it_is.second.size(), 5U);
  EXPECT_EQ(as_it_is, scrambled);
}

}  // namespace
}  // namespace clusia::test
