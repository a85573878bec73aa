/// Case 8: a regression on unit scores whose line is estimated: gaps below the mean of everyone, or of each wave.
#include "contract.hpp"

namespace clusia::test {
namespace {

struct Panel {
  Table table{"panel.csv"};
  Vector w = vector_of(table.numbers("weight"));
  Matrix on;
  Panel() : on(w.size(), 1) {
    const std::vector<double> first = table.numbers("first_treated"), year = table.numbers("year");
    for (std::size_t k = 0; k < first.size(); ++k)
      on(static_cast<Eigen::Index>(k), 0) = first[k] > 0 && year[k] >= first[k] ? 1 : 0;
  }
  Design design(const Vector& a) const {
    Design d;
    d.cells = {cell("all", a)};
    Fit f = fit("two-way", a, on);
    for (const char* effect : {"unit", "year"}) f.absorbed.push_back(codes(table.texts(effect)).code);
    d.fits = {f};
    d.contrasts = {contrast("on", coefficient(0, 0))};
    return d;
  }
  AssessedRows rows(const Vector& of) const {
    AssessedRows rows = rows_of(of);
    rows.wave = codes(table.texts("year"));
    return rows;
  }
};

void prove(Reference reference, bool own) {
  static const Panel p;
  BoundIndicator gap(shipped_library("fgt"), "alpha = 1\nrelative_to = \"mean\"\npercent = 1.0", p.table.numbers("y"));
  const auto design = [&](const Vector& w) {
    Design d = p.design(w);
    if (own) d.fits[0].reference = weights(w);
    return d;
  };
  const auto effect = gap.assess(design(p.w), p.rows(p.w), {.keep_totals = true}, reference).effects[0][0];
  expect_derivative(
      row_values(effect), p.w, {5, 800, 1500, 3000, 4700},
      [&](const Vector& w) { return gap.estimate(design(w), p.rows(w), reference); }, 1e-6, 1e-3);
}

TEST(RelativeScores, OfEveryone) { prove(Reference::all, false); }
TEST(RelativeScores, OfEachWave) { prove(Reference::wave, false); }
TEST(RelativeScores, OfTheBaseline) { prove(Reference::baseline, false); }
TEST(RelativeScores, OfTheFitsOwnReference) { prove(Reference::wave, true); }

TEST(RelativeScores, ARegressionOnAllIsTheMean) {
  // A constant alone: its coefficient is the cell's mean, and its row values those that the indicator itself gives.
  const Table survey("survey.csv");
  const Vector w = vector_of(survey.numbers("weight"));
  Design d;
  d.cells = {cell("all", w), cell("predicted", w)};
  d.fits = {fit("constant", w, Matrix::Ones(w.size(), 1))};
  d.cells[1].own = 0;
  d.cells[1].terms = {{0, 1, std::vector<double>(d.cells[1].domain.size(), 1)}};
  d.contrasts = {contrast("cell", T(0)), contrast("beta", coefficient(0, 0)), contrast("predicted", T(1))};
  BoundIndicator gap(shipped_library("fgt"), "alpha = 2\nrelative_to = \"mean\"\npercent = 0.5",
                     survey.numbers("income"));
  const auto rows = rows_of(w, codes(survey.texts("psu")), codes(survey.texts("stratum")));
  const Table oracle("values_indicators.csv");
  const std::map<std::string, std::string> row{{"data", "survey"}, {"indicator", "fgt2/0.5_mean"}, {"domain", "all"}};
  const TaskResult result = gap.assess(d, rows);
  for (const EffectResult& effect : result.effects[0]) {
    expect_close(effect.estimate.value(), oracle.value(row, "estimate"), 1e-8, "effect");
    expect_close(effect.interval.value().std_error, oracle.value(row, "std_error"), 1e-8, "SE");
  }
}

TEST(RelativeScores, WhatIsNoMeanIsRefusedWithTheReason) {
  const Table survey("survey.csv");
  const Vector w = vector_of(survey.numbers("weight"));
  Design d;
  d.cells = {cell("all", w)};
  d.fits = {fit("constant", w, Matrix::Ones(w.size(), 1))};
  d.contrasts = {contrast("beta", coefficient(0, 0))};
  BoundIndicator gini(shipped_library("gini"), "", survey.numbers("income"));
  EXPECT_THROW(gini.assess(d, rows_of(w)), PluginFailure);
}

}  // namespace
}  // namespace clusia::test
