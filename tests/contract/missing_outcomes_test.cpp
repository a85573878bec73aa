/// Case 9: missing outcomes, by rows or by units; a line for each wave; a growth differential.
#include "contract.hpp"

namespace clusia::test {
namespace {

struct TwoPeriods {
  Table table{"twoperiod.csv"}, oracle{"missing_outcomes.csv"};
  Vector w = vector_of(table.numbers("weight")), treated = vector_of(table.numbers("treated")),
         post = where(table.texts("year"), "2004"), one = Vector::Ones(w.size());

  Design design(const Vector& of, const Program& effect) const {
    Design d;
    d.cells = {cell("treated, after", of.cwiseProduct(treated).cwiseProduct(post)),
               cell("treated, before", of.cwiseProduct(treated).cwiseProduct(one - post)),
               cell("comparison, after", of.cwiseProduct(one - treated).cwiseProduct(post)),
               cell("comparison, before", of.cwiseProduct(one - treated).cwiseProduct(one - post))};
    for (std::size_t k = 0; k < 4; ++k) d.cells[k].wave = k % 2 == 0 ? 1 : 0;
    d.contrasts = {contrast("effect", effect)};
    return d;
  }
  AssessedRows rows(const Vector& of, bool by_unit) const {
    const Codes unit = codes(table.texts("unit"));
    AssessedRows rows = rows_of(of, by_unit ? unit : Codes{});
    rows.unit = unit;
    rows.wave = codes(table.texts("year"));
    return rows;
  }
  /// Standard errors of the oracle come from numerical derivatives.
  void expect_oracle(const EffectResult& effect, const std::string& name) const {
    ASSERT_TRUE(effect.interval) << effect.note;
    expect_close(effect.estimate.value(), oracle.value({{"case", name}}, "estimate"), 1e-10, name);
    expect_close(effect.interval->std_error, oracle.value({{"case", name}}, "std_error"), 1e-7, "SE of " + name);
  }
};

const Program difference_in_differences = T(0) - T(1) - (T(2) - T(3));
const Program growth_differential = T(0) / T(1) - T(2) / T(3);

TEST(MissingOutcomes, RowsOrUnitsFallOut) {
  const TwoPeriods s;
  std::vector<double> y = s.table.numbers("y");
  for (const double row : Table("missing_outcomes_rows.csv").numbers("row"))
    y[static_cast<std::size_t>(row) - 1] = std::nan("");
  BoundIndicator mean(shipped_library("mean"), "", y);
  Design d = s.design(s.w, difference_in_differences);
  const TaskResult by_row = mean.assess(d, s.rows(s.w, true));
  s.expect_oracle(by_row.effects[0][0], "row");
  d.missing = Missing::unit;
  const TaskResult by_unit = mean.assess(d, s.rows(s.w, true));
  s.expect_oracle(by_unit.effects[0][0], "unit");

  std::int64_t rows_gone = 0, units_gone = 0;
  for (std::size_t k = 0; k < 4; ++k)
    rows_gone += by_row.cells[0][k].missing, units_gone += by_unit.cells[0][k].missing;
  EXPECT_EQ(rows_gone, 40);
  EXPECT_GT(units_gone, 70);
  EXPECT_LE(units_gone, 80);
}

TEST(MissingOutcomes, TheUnitRuleNeedsUnits) {
  const TwoPeriods s;
  BoundIndicator mean(shipped_library("mean"), "", s.table.numbers("y"));
  Design d = s.design(s.w, difference_in_differences);
  d.missing = Missing::unit;
  AssessedRows rows = s.rows(s.w, true);
  rows.unit = {};
  EXPECT_THROW(mean.assess(d, rows), PluginFailure);
}

TEST(MissingOutcomes, ACustomReferenceLosesRowsWithoutAValue) {
  // A design is blind: its own reference may list rows that turn out to have no outcome. No plugin may see them.
  const Table survey("survey_missing.csv");
  const Vector w = vector_of(survey.numbers("weight"));
  Design own, study;
  own.cells = study.cells = {cell("all", w)};
  own.cells[0].reference = weights(w);
  BoundIndicator gap(shipped_library("fgt"), "alpha = 1\nrelative_to = \"mean\"\npercent = 0.5",
                     survey.numbers("income"));
  const CellResult of_own = gap.assess(own, rows_of(w)).cells[0][0],
                   of_study = gap.assess(study, rows_of(w)).cells[0][0];
  EXPECT_EQ(of_own.estimate.value(), of_study.estimate.value());
  EXPECT_EQ(of_own.interval.value().std_error, of_study.interval.value().std_error);
}

class LinePerWave : public testing::TestWithParam<std::pair<const char*, Program>> {};

TEST_P(LinePerWave, AsPrintedAndProved) {
  const auto& [name, effect] = GetParam();
  const TwoPeriods s;
  const Vector y = (vector_of(s.table.numbers("y")) / 3).array().exp();
  BoundIndicator gap(shipped_library("fgt"), "alpha = 1\nrelative_to = \"mean\"\npercent = 0.8", y);
  s.expect_oracle(gap.assess(s.design(s.w, effect), s.rows(s.w, true)).effects[0][0], name);
  const auto by_row = gap.assess(s.design(s.w, effect), s.rows(s.w, false), {.keep_totals = true}).effects[0][0];
  expect_derivative(
      row_values(by_row), s.w, {2, 99, 332, 599},
      [&, &steps = effect](const Vector& w) { return gap.estimate(s.design(w, steps), s.rows(w, false)); }, 1e-6);
}

INSTANTIATE_TEST_SUITE_P(Effects, LinePerWave,
                         testing::Values(std::pair{"fgt1_did", difference_in_differences},
                                         std::pair{"fgt1_growth", growth_differential}),
                         [](const auto& of) { return std::string(of.param.first); });

}  // namespace
}  // namespace clusia::test
