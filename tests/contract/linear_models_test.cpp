/// Case 5: two-way fixed effects, event study and Sun and Abraham (2021), clustered, as fixest prints them.
#include <set>

#include "contract.hpp"

namespace clusia::test {
namespace {

struct Panel {
  Table table;
  Vector y, first_treated, year, one;
  explicit Panel(const std::string& data) : table(data + ".csv") {
    y = vector_of(table.numbers("y"));
    first_treated = vector_of(table.numbers("first_treated"));
    year = vector_of(table.numbers("year"));
    one = Vector::Ones(y.size());
  }
  bool treated(Eigen::Index k) const { return first_treated[k] > 0; }
  int exposure(Eigen::Index k) const { return static_cast<int>(year[k] - first_treated[k]); }
  template <class Is>
  Vector indicator(const Is& is) const {
    Vector flag(y.size());
    for (Eigen::Index k = 0; k < flag.size(); ++k) flag[k] = is(k) ? 1 : 0;
    return flag;
  }
  Vector on() const {
    return indicator([&](Eigen::Index k) { return treated(k) && exposure(k) >= 0; });
  }
  /// Exposures but the last before treatment.
  std::set<int> exposures() const {
    std::set<int> all;
    for (Eigen::Index k = 0; k < y.size(); ++k)
      if (treated(k) && exposure(k) != -1) all.insert(exposure(k));
    return all;
  }
  Fit two_way(const Vector& a, const Matrix& x) const {
    Fit f = fit("two-way", a, x);
    for (const char* effect : {"unit", "year"}) {
      const Codes all = codes(table.texts(effect));
      auto& levels = f.absorbed.emplace_back();
      for (const std::int64_t row : f.rows.rows) levels.push_back(all.code[static_cast<std::size_t>(row)]);
    }
    return f;
  }
  Design design(const Vector& a, const Matrix& x) const {
    Design d;
    d.factor = Factor::regression;
    d.cells = {cell("all", a)};
    d.fits = {two_way(a, x)};
    return d;
  }
  AssessedRows rows(const std::string& cluster) const { return rows_of(one, codes(table.texts(cluster))); }
};

void expect_printed(const EffectResult& effect, const std::string& data, const std::string& of,
                    const std::string& name) {
  const Table oracle("values_effects.csv");
  const std::map<std::string, std::string> row{{"data", data}, {"case", of}, {"name", name}};
  ASSERT_TRUE(effect.interval) << effect.note;
  expect_close(effect.estimate.value(), oracle.value(row, "estimate"), 1e-8, of + " " + name);
  expect_close(effect.interval->std_error, oracle.value(row, "std_error"), 1e-8, "SE of " + of + " " + name);
}

void expect_two_way(const std::string& data, const std::string& of, const std::string& cluster, bool weighted,
                    const std::string& second = "") {
  const Panel p(data);
  Design d = p.design(weighted ? vector_of(p.table.numbers("weight")) : p.one, p.on());
  d.contrasts = {contrast("on", coefficient(0, 0))};
  if (!second.empty()) {
    const Codes ids = codes(p.table.texts(second));
    d.pairs = {{weights(p.one).rows, ids.code}};
  }
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  expect_printed(mean.assess(d, p.rows(cluster)).effects[0][0], data, of, "on");
}

TEST(LinearModels, TwoWayFixedEffects) {
  expect_two_way("panel", "twfe/cluster_unit", "unit", false);
  expect_two_way("panel", "twfe/cluster_cluster", "cluster", false);
  expect_two_way("panel", "twfe/weighted/cluster_cluster", "cluster", true);
  expect_two_way("panel_unbalanced", "twfe/cluster_unit", "unit", false);
}

TEST(LinearModels, TwoClusterIds) { expect_two_way("panel", "twfe/two_way_cluster_unit_year", "unit", false, "year"); }

TEST(LinearModels, RowsOutsideTheFitCountInNothing) {
  // The unbalanced panel within the whole one: the rows that are not there weigh 0, and none of N, K and G sees them.
  const Panel whole("panel"), part("panel_unbalanced");
  std::set<std::pair<std::string, double>> there;
  for (std::size_t k = 0; k < part.table.rows(); ++k)
    there.emplace(part.table.texts("unit")[k], part.year[static_cast<Eigen::Index>(k)]);
  const Vector a = whole.indicator([&](Eigen::Index k) {
    return there.count({whole.table.texts("unit")[static_cast<std::size_t>(k)], whole.year[k]}) > 0;
  });
  ASSERT_EQ(a.sum(), static_cast<double>(part.table.rows()));
  Design d = whole.design(a, whole.on());
  d.contrasts = {contrast("on", coefficient(0, 0))};
  BoundIndicator mean(shipped_library("mean"), "", whole.y);
  expect_printed(mean.assess(d, whole.rows("unit")).effects[0][0], "panel_unbalanced", "twfe/cluster_unit", "on");
}

TEST(LinearModels, ClustersAreThoseOfTheFit) {
  // Half of the units in a group: the same as a data set that never had the others.
  const Panel p("panel");
  const Codes unit = codes(p.table.texts("unit"));
  std::vector<bool> half;
  for (const std::int32_t u : unit.code) half.push_back(u % 2 == 0);
  Design d = p.design(p.one, p.on());
  d.contrasts = {contrast("on", coefficient(0, 0))};
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  const AssessedRows rows = p.rows("unit");
  const auto whole = mean.assess_in(half, d, rows, {.keep_totals = true}).effects[0][0];
  double squares = 0;
  for (const double t : whole.kept.value().totals.part(0)) squares += t * t;
  const double units = 300, n = 2400, k = 1 + 8;  // one regressor, eight years; units lie in the clusters
  EXPECT_NEAR(whole.interval.value().std_error, std::sqrt(squares * units / (units - 1) * (n - 1) / (n - k)), 1e-12);
}

TEST(LinearModels, EventStudy) {
  const Panel p("panel");
  std::vector<Vector> columns;
  Design d;
  for (const int e : p.exposures())
    columns.push_back(p.indicator([&](Eigen::Index k) { return p.treated(k) && p.exposure(k) == e; }));
  d = p.design(p.one, beside(columns));
  for (std::size_t c = 0; c < columns.size(); ++c)
    d.contrasts.push_back(contrast("e" + std::to_string(c), coefficient(0, c)));
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  const TaskResult result = mean.assess(d, p.rows("unit"));
  std::size_t c = 0;
  for (const int e : p.exposures())
    expect_printed(result.effects[0][c++], "panel", "event_study/ref=-1/cluster_unit", "rel::" + std::to_string(e));
}

/// Regressors are cohorts by exposures; aggregated by the cohorts' shares, which fixest takes as known.
class SunAbraham : public testing::Test {
 protected:
  Panel p{"panel"};
  std::vector<std::pair<int, int>> levels;  // cohort, exposure
  std::vector<Vector> columns;
  Design d;
  SunAbraham() {
    std::set<std::pair<int, int>> all;
    for (Eigen::Index k = 0; k < p.y.size(); ++k)
      if (p.treated(k) && p.exposure(k) != -1) all.emplace(static_cast<int>(p.first_treated[k]), p.exposure(k));
    levels.assign(all.begin(), all.end());
    for (const auto& [g, e] : levels)
      columns.push_back(p.indicator([&, g = g, e = e](Eigen::Index k) {
        return static_cast<int>(p.first_treated[k]) == g && p.exposure(k) == e;
      }));
    d = p.design(p.one, beside(columns));
    for (const Vector& c : columns) {
      d.cells.push_back(cell("size " + std::to_string(d.cells.size()), c));
      d.cells.back().size_only = true;
    }
  }
  /// Shares as numbers, or as sizes of cells.
  template <class Keep>
  Program aggregated(bool known, const Keep& keep) const {
    Program sum, total;
    for (std::size_t c = 0; c < levels.size(); ++c) {
      if (!keep(levels[c].second)) continue;
      const Program share = known ? number(columns[c].sum()) : size(c + 1);
      sum = sum.empty() ? share * coefficient(0, c) : sum + share * coefficient(0, c);
      total = total.empty() ? share : total + share;
    }
    return sum / total;
  }
};

TEST_F(SunAbraham, SharesTakenAsKnown) {
  d.contrasts = {contrast("att", aggregated(true, [](int e) { return e >= 0; }))};
  for (const int e : p.exposures())
    d.contrasts.push_back(
        contrast("e" + std::to_string(d.contrasts.size()), aggregated(true, [e](int at) { return at == e; })));
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  const TaskResult result = mean.assess(d, p.rows("unit"));
  expect_printed(result.effects[0][0], "panel", "sun_abraham/att/cluster_unit", "ATT");
  std::size_t c = 1;
  for (const int e : p.exposures())
    expect_printed(result.effects[0][c++], "panel", "sun_abraham/by_period/cluster_unit", "year::" + std::to_string(e));
}

TEST_F(SunAbraham, SharesEstimatedAreProvedByDerivative) {
  d.contrasts = {contrast("att", aggregated(false, [](int e) { return e >= 0; }))};
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  const auto effect = mean.assess(d, rows_of(p.one), {.keep_totals = true}).effects[0][0];
  const auto again = [&](const Vector& w) {
    Design anew = d;
    anew.cells[0] = cell("all", w);
    for (std::size_t c = 0; c < columns.size(); ++c) anew.cells[c + 1].domain = weights(columns[c].cwiseProduct(w));
    anew.fits[0] = p.two_way(w, beside(columns));
    return mean.estimate(anew, rows_of(w));
  };
  expect_derivative(row_values(effect), p.one, {5, 800, 3000}, again, 1e-6, 1e-3);
}

TEST(LinearModels, ACollinearRegressorHasNoCoefficient) {
  const Panel p("panel");
  Design d = p.design(p.one, beside({p.on(), 2 * p.on(), p.year}));
  d.contrasts = {contrast("on", coefficient(0, 0)), contrast("twice", coefficient(0, 1)),
                 contrast("year", coefficient(0, 2))};
  BoundIndicator mean(shipped_library("mean"), "", p.y);
  const TaskResult result = mean.assess(d, p.rows("unit"));
  expect_printed(result.effects[0][0], "panel", "twfe/cluster_unit", "on");
  EXPECT_FALSE(result.effects[0][1].estimate);
  EXPECT_FALSE(result.effects[0][2].estimate);
}

}  // namespace
}  // namespace clusia::test
