// Comparators against values_effects.csv: effects/<id>.toml is a study, effects/<id>.csv says which of its effects is
// which printed value.
#include "oracles/oracle.hpp"
#include "plugins/table.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/effects";

class EffectOracle : public testing::TestWithParam<std::string> {};

TEST_P(EffectOracle, PrintsTheSame) {
  const Folder out;
  const Said said = clusia({"run", (folder / (GetParam() + ".toml")).string(), "--out", (out / "r").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  Results results(out / "r/results.sqlite");
  const Table printed("values_effects.csv");
  std::map<std::string, std::pair<std::string, std::string>> values;
  for (std::size_t k = 0; k < printed.rows(); ++k)
    values[printed.texts("data")[k] + " " + printed.texts("case")[k] + " " + printed.texts("name")[k]] = {
        printed.texts("estimate")[k], printed.texts("std_error")[k]};
  const auto rows = csv(folder / (GetParam() + ".csv"));
  ASSERT_FALSE(rows.empty());
  for (const auto& row : rows) {
    const auto ours =
        results.rows("SELECT estimate, std_error FROM effects WHERE dataset = ? AND comparator = ? AND contrast = ?",
                     {row.at("dataset"), row.at("comparator"), row.at("contrast")});
    const std::string which = row.at("dataset") + ", " + row.at("comparator") + ", " + row.at("contrast");
    ASSERT_EQ(ours.size(), 1U) << which;
    const auto& [estimate, std_error] = values.at(row.at("data") + " " + row.at("case") + " " + row.at("name"));
    ASSERT_NE(ours[0][0], "NULL") << which;
    ASSERT_NE(ours[0][1], "NULL") << which;
    EXPECT_NEAR(std::stod(ours[0][0]), std::stod(estimate), 1e-8 * std::abs(std::stod(estimate)) + 1e-12) << which;
    expect_close(std::stod(ours[0][1]), std::stod(std_error), 1e-8, "standard error of " + which);
  }
}

double diagnostic_of_two_way(Results& results, const std::string& dataset, const std::string& name,
                             const std::string& subject) {
  return results.number(
      "SELECT x.value FROM diagnostic x JOIN design s ON s.id = x.design_id JOIN comparator c ON c.id = "
      "s.comparator_id "
      "JOIN dataset d ON d.id = s.dataset_id WHERE c.name = 'two_way' AND d.name = ? AND x.name = ? AND x.subject = ?",
      {dataset, name, subject});
}

/// panel_weights.csv, from regressions in base R; and the coefficient is the mean of its pairs.
TEST(PanelDecomposition, IsThatOfItsDefinitions) {
  const Folder out;
  const Said said = clusia({"run", (folder / "panel.toml").string(), "--out", (out / "r").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  Results results(out / "r/results.sqlite");
  double mean = 0, weights = 0;
  for (const auto& row : csv(folder.parent_path() / "panel_weights.csv")) {
    const std::string dataset = row.at("data") == "panel" ? "by_unit" : "unbalanced";
    const double ours = row.at("what") == "pair"
                            ? results.number(
                                  "SELECT estimate FROM effects WHERE comparator = 'two_way' AND dataset = ? AND "
                                  "contrast_title = ?",
                                  {dataset, row.at("subject")})
                            : diagnostic_of_two_way(results, dataset, row.at("what"), row.at("subject"));
    expect_close(ours, std::stod(row.at("value")), 1e-8, row.at("what") + " " + row.at("subject"));
    if (row.at("what") == "weight_of_pair") weights += ours;
    if (row.at("what") == "pair")
      mean += ours * diagnostic_of_two_way(results, dataset, "weight_of_pair", row.at("subject"));
  }
  EXPECT_NEAR(weights, 1, 1e-12);
  expect_close(mean,
               results.number("SELECT estimate FROM effects WHERE comparator = 'two_way' AND dataset = 'by_unit' AND "
                              "contrast = 'effect'"),
               1e-10, "the mean of the pairs");
}

INSTANTIATE_TEST_SUITE_P(Studies, EffectOracle, testing::ValuesIn(studies_in(folder)),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace clusia::test
