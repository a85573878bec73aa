// What must hold of every comparator of effects/, whatever was printed: rows in any order, outcomes that a design never
// sees, arms that are alike.
#include <algorithm>
#include <functional>
#include <random>

#include "oracles/oracle.hpp"
#include "plugins/table.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

using Lines = std::vector<std::vector<std::string>>;  // without the heading
using Change = std::function<Lines(const std::vector<std::string>& names, Lines)>;

std::string changed(const fs::path& file, const Change& change) {
  std::ifstream from(file);
  std::string line;
  std::getline(from, line);
  std::string text = line + "\n";
  const std::vector<std::string> names = fields_of(line);
  Lines lines;
  while (std::getline(from, line)) lines.push_back(fields_of(line));
  for (const auto& fields : change(names, std::move(lines))) {
    for (std::size_t k = 0; k < fields.size(); ++k) text += (k > 0 ? "," : "") + fields[k];
    text += "\n";
  }
  return text;
}

std::size_t column(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

struct Answered {
  std::vector<Results::Row> cells, sizes, diagnostics, effects;
};

/// The study over data that were changed.
Answered answered(const std::string& id, const Change& change) {
  const Folder at;
  for (const char* data : {"twoperiod.csv", "crosssections.csv", "panel.csv", "panel_unbalanced.csv"})
    write(at / data, changed(oracles / data, change));
  write(at / "effects/study.toml", read(oracles / "effects" / (id + ".toml")));
  const Said said = clusia({"run", (at / "effects/study.toml").string(), "--out", (at / "r").string()});
  EXPECT_EQ(said.status, 0) << said.err;
  Results results(at / "r/results.sqlite");
  const std::string of =
      " FROM design s JOIN comparator c ON c.id = s.comparator_id JOIN dataset d ON d.id = "
      "s.dataset_id ";
  return {
      results.rows("SELECT c.name, d.name, k.name, k.rows" + of + "JOIN cell k ON k.design_id = s.id ORDER BY k.id"),
      results.rows("SELECT k.size" + of + "JOIN cell k ON k.design_id = s.id ORDER BY k.id"),
      results.rows("SELECT c.name, d.name, x.name, x.subject, x.value" + of +
                   "JOIN diagnostic x ON x.design_id = s.id ORDER BY x.id"),
      results.rows("SELECT estimate, std_error, comparator || ', ' || dataset || ', ' || contrast FROM effects")};
}

Lines as_they_are(const std::vector<std::string>&, Lines lines) { return lines; }

class EffectLaws : public testing::TestWithParam<std::string> {};

TEST_P(EffectLaws, RowsMayStandInAnyOrder) {
  const Answered first = answered(GetParam(), as_they_are);
  const Answered other = answered(GetParam(), [](const auto&, Lines lines) {
    std::shuffle(lines.begin(), lines.end(), std::mt19937(11));
    return lines;
  });
  EXPECT_EQ(other.cells, first.cells);
  EXPECT_EQ(other.diagnostics, first.diagnostics) << "to the last bit";
  ASSERT_EQ(other.effects.size(), first.effects.size());
  for (std::size_t k = 0; k < first.effects.size(); ++k)
    for (const std::size_t c : {0, 1}) {
      const std::string &one = first.effects[k][c], &again = other.effects[k][c];
      if (one == "NULL" || again == "NULL")
        EXPECT_EQ(again, one) << first.effects[k][2];
      else
        expect_close(std::stod(again), std::stod(one), 1e-9, first.effects[k][2]);
    }
}

TEST_P(EffectLaws, OutcomesMoveNoCell) {
  const Answered first = answered(GetParam(), as_they_are);
  const Answered other = answered(GetParam(), [](const auto& names, Lines lines) {
    const std::size_t y = column(names, "y"), n = lines.size();
    for (std::size_t k = 0; k < n / 2; ++k) std::swap(lines[k][y], lines[n - 1 - k][y]);
    return lines;
  });
  EXPECT_EQ(other.cells, first.cells);
  EXPECT_EQ(other.sizes, first.sizes);
  EXPECT_EQ(other.diagnostics, first.diagnostics);
  ASSERT_EQ(other.effects.size(), first.effects.size());
  for (std::size_t k = 0; k < first.effects.size(); ++k) EXPECT_NE(other.effects[k][0], first.effects[k][0]);
}

/// Every unit that was never treated, and its twin in the programme with the same outcomes.
TEST_P(EffectLaws, ArmsThatAreAlikeHaveNoEffect) {
  const Answered twins = answered(GetParam(), [](const auto& names, const Lines& lines) {
    const std::size_t unit = column(names, "unit"), cohort = column(names, "first_treated"),
                      arm = column(names, "treated");
    Lines both;
    for (auto fields : lines) {
      if (fields[cohort] != "0") continue;
      both.push_back(fields);
      fields[unit] += "-twin";
      fields[cohort] = "2005";
      if (arm < fields.size()) fields[arm] = "1";
      both.push_back(fields);
    }
    return both;
  });
  ASSERT_FALSE(twins.effects.empty());
  for (const auto& effect : twins.effects) {
    // Predicted over the treated of both waves, observed in each: alike only when covariates do not differ by wave.
    if (effect[2].rfind("regression, sections", 0) == 0) continue;
    ASSERT_NE(effect[0], "NULL") << effect[2];
    EXPECT_NEAR(std::stod(effect[0]), 0, 1e-9) << effect[2];
  }
}

INSTANTIATE_TEST_SUITE_P(Studies, EffectLaws, testing::ValuesIn(studies_in(oracles / "effects")),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace clusia::test
