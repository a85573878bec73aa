/// Case 6, and case 8's row form: nearest neighbours with Abadie and Imbens's variance, for a mean and for measures
/// that are no means.
#include "inference/neighbours.hpp"

#include <numeric>
#include <set>

#include "design/answer.hpp"
#include "lalonde.hpp"

namespace clusia::test {
namespace {

/// The treated, and whoever stands in for them; `arm` 1 where treated. Comparison rows serve the variance with d = 0.
Design matched(const Vector& treated, const Neighbours& n) {
  Vector d = Vector::Zero(treated.size());
  for (std::size_t k = 0; k < n.i.size(); ++k) d[n.j[k]] += n.w[k];
  Design design;
  design.factor = Factor::uncentred;
  design.cells = {cell("treated", treated), cell("comparison", d)};
  design.cells[1].domain = weights(d, Vector::Ones(d.size()) - treated);
  design.contrasts = {contrast("effect", T(0) - T(1))};
  design.neighbours = {n};
  return design;
}

std::vector<std::int64_t> from_zero(const std::vector<double>& of_r) {
  std::vector<std::int64_t> rows;
  for (const double row : of_r) rows.push_back(static_cast<std::int64_t>(row) - 1);
  return rows;
}

Neighbours of_lalonde(const std::string& var_calc) {
  const Table across("neighbours_lalonde_across.csv"), within("neighbours_lalonde_within.csv");
  Neighbours n{0, 1, from_zero(across.numbers("i")), from_zero(across.numbers("j")), across.numbers("w"), {}, {}};
  const auto i = from_zero(within.numbers("i")), j = from_zero(within.numbers("j"));
  for (std::size_t k = 0; k < i.size(); ++k)
    if (within.texts("var_calc")[k] == var_calc) n.within_i.push_back(i[k]), n.within_j.push_back(j[k]);
  return n;
}

class MatchingOnLalonde : public testing::TestWithParam<const char*> {};

TEST_P(MatchingOnLalonde, AsMatchingPrints) {
  const Lalonde l;
  const Table oracle("neighbours_lalonde.csv");
  const Design design = matched(l.t, of_lalonde(GetParam()));
  BoundIndicator mean(shipped_library("mean"), "", l.y),
      poor(shipped_library("fgt"), "alpha = 0\nline = 3000\nat_line = \"at_or_below\"", l.y);
  const auto expect = [&](BoundIndicator& indicator, const char* outcome) {
    const EffectResult effect = indicator.assess(design, rows_of(l.one)).effects[0][0];
    const std::map<std::string, std::string> row{{"outcome", outcome}, {"var_calc", GetParam()}};
    expect_close(effect.estimate.value(), oracle.value(row, "estimate"), 1e-8, outcome);
    expect_close(effect.interval.value().std_error, oracle.value(row, "std_error"), 1e-8, outcome);
  };
  expect(mean, "mean");
  expect(poor, "headcount");
}

/// Of the sample itself, one variance for all (Var.calc = 0, sample = TRUE).
TEST(Neighbours, OfTheSampleAsMatchingPrints) {
  const Lalonde l;
  const Table oracle("neighbours_lalonde_sample.csv");
  const Design design = matched(l.t, of_lalonde("0"));
  AssessedRows rows = rows_of(l.one);
  rows.of_sample = true;
  BoundIndicator mean(shipped_library("mean"), "", l.y),
      poor(shipped_library("fgt"), "alpha = 0\nline = 3000\nat_line = \"at_or_below\"", l.y);
  const auto expect = [&](BoundIndicator& indicator, const char* outcome) {
    const EffectResult effect = indicator.assess(design, rows).effects[0][0];
    const std::map<std::string, std::string> row{{"outcome", outcome}, {"var_calc", "0"}};
    expect_close(effect.interval.value().std_error, oracle.value(row, "std_error"), 1e-8, outcome);
  };
  expect(mean, "mean");
  expect(poor, "headcount");
}

INSTANTIATE_TEST_SUITE_P(VarCalc, MatchingOnLalonde, testing::Values("0", "1", "4"));

TEST(Neighbours, ARelativeLineJoinsTheRows) {
  const Table rows("neighbours_relative_rows.csv"), oracle("neighbours_relative.csv");
  const Vector t = vector_of(rows.numbers("t"));
  const auto nearest = from_zero(rows.numbers("nearest"));
  Neighbours n{0, 1, {}, {}, {}, {}, {}};
  for (Eigen::Index k = 0; k < t.size(); ++k) {
    const auto [i, j] = t[k] == 1 ? std::tie(n.i, n.j) : std::tie(n.within_i, n.within_j);
    i.push_back(k), j.push_back(nearest[static_cast<std::size_t>(k)]);
  }
  n.w.assign(n.i.size(), 1);
  const AssessedRows everyone = rows_of(Vector::Ones(t.size()));
  BoundIndicator relative(shipped_library("fgt"), "alpha = 1\nrelative_to = \"mean\"\npercent = 0.5",
                          rows.numbers("y"));
  const EffectResult effect = relative.assess(matched(t, n), everyone).effects[0][0];
  expect_close(effect.estimate.value(), oracle.numbers("estimate")[0], 1e-8, "effect");
  // The oracle's u and v are numerical derivatives.
  expect_close(effect.interval.value().std_error, oracle.numbers("std_error")[0], 1e-6, "SE");
}

TEST(Neighbours, AGroupKeepsItsTreatedWithAllTheirPartners) {
  const Lalonde l;
  const Neighbours all = of_lalonde("1");
  std::vector<bool> married;
  for (const double m : l.table.numbers("married")) married.push_back(m == 1);
  Neighbours own{0, 1, {}, {}, {}, all.within_i, all.within_j};
  Vector treated = Vector::Zero(l.t.size());
  for (std::size_t k = 0; k < all.i.size(); ++k) {
    if (!married[static_cast<std::size_t>(all.i[k])]) continue;
    own.i.push_back(all.i[k]), own.j.push_back(all.j[k]), own.w.push_back(all.w[k]);
    treated[all.i[k]] = 1;
  }
  BoundIndicator mean(shipped_library("mean"), "", l.y);
  const auto in_group = mean.assess_in(married, matched(l.t, all), rows_of(l.one), {});
  Design alone = matched(l.t, own);
  alone.cells[0] = cell("treated", treated);
  const auto by_hand = mean.assess(alone, rows_of(l.one));
  EXPECT_DOUBLE_EQ(in_group.effects[0][0].estimate.value(), by_hand.effects[0][0].estimate.value());
  EXPECT_DOUBLE_EQ(in_group.effects[0][0].interval.value().std_error, by_hand.effects[0][0].interval.value().std_error);
}

TEST(Neighbours, AMissingPartnerLeavesAndTheOthersStandIn) {
  const Lalonde l;
  const Neighbours all = of_lalonde("0");
  std::vector<double> y = list_of(l.y);
  std::map<std::int64_t, std::vector<std::size_t>> partners;
  for (std::size_t k = 0; k < all.i.size(); ++k) partners[all.i[k]].push_back(k);
  std::set<std::int64_t> gone;  // one partner of somebody with several, the only one of somebody else
  for (const auto& [i, of] : partners)
    if (gone.size() < 2 && of.size() == gone.size() + 1) gone.insert(all.j[of.front()]);
  ASSERT_EQ(gone.size(), 2U);
  for (const std::int64_t j : gone) y[static_cast<std::size_t>(j)] = std::nan("");
  double treated = 0, others = 0, kept = 0;
  for (const auto& [i, of] : partners) {
    double share = 0, sum = 0;
    for (const std::size_t k : of)
      if (gone.count(all.j[k]) == 0) share += all.w[k], sum += all.w[k] * l.y[all.j[k]];
    if (share == 0) continue;
    kept += 1, treated += l.y[i], others += sum / share;
  }
  ASSERT_LT(kept, static_cast<double>(partners.size()));
  BoundIndicator mean(shipped_library("mean"), "", y);
  const TaskResult result = mean.assess(matched(l.t, all), rows_of(l.one));
  expect_close(result.effects[0][0].estimate.value(), (treated - others) / kept, 1e-12, "effect");
  EXPECT_EQ(result.cells[0][0].size, kept);
}

/// For everyone: treated rows 0 and 1 and comparison rows 2 to 4 stand in for each other; what is left by hand.
TEST(Neighbours, OfEitherArmKeepTheirPartners) {
  Design design;
  design.factor = Factor::uncentred;
  design.cells = {cell("treated", Vector::Ones(2)), cell("comparison", Vector::Ones(2))};
  design.cells[0].domain = {{0, 1}, {1 + 1, 1 + 2}};
  design.cells[1].domain = {{2, 3, 4}, {1 + 0.5, 1 + 1.5, 1}};
  design.contrasts = {contrast("effect", T(0) - T(1))};
  Neighbours n{0, 1, {0, 0, 1, 2, 3, 4}, {2, 3, 3, 0, 1, 1}, {0.5, 0.5, 1, 1, 1, 1}, {}, {}};
  n.own.assign(6, 1);
  design.neighbours = {n};
  const AssessedRows rows = rows_of(Vector::Ones(5));
  const std::vector<double> y{10, 20, 1, 2, 4};
  const auto effect = [&](const std::vector<double>& values, const std::vector<bool>& group) {
    return BoundIndicator(shipped_library("mean"), "", values).assess_in(group, design, rows, {}).effects[0][0];
  };
  const std::vector<bool> everyone(5, true);
  const std::vector<double> own{10 - 1.5, 20 - 2, 10 - 1, 20 - 2,
                                20 - 4};  // of each row: its arm against its stand-ins
  const double mean = std::accumulate(own.begin(), own.end(), 0.0) / 5;
  EXPECT_DOUBLE_EQ(effect(y, everyone).estimate.value(), mean);
  // Abadie and Imbens: squares over rows, and K^2 + 2 K - K' for each row that stands in, times one variance for all.
  double squares = 0, apart = 0;
  for (const double of : own) squares += (of - mean) * (of - mean);
  for (std::size_t k = 0; k < n.i.size(); ++k) {
    const bool treated = n.i[k] < 2;
    const double difference =
        y[static_cast<std::size_t>(treated ? n.i[k] : n.j[k])] - y[static_cast<std::size_t>(treated ? n.j[k] : n.i[k])];
    apart += n.w[k] * (difference - mean) * (difference - mean);
  }
  const double reuse = (1 + 2 - 1) + (4 + 4 - 2) + (0.25 + 1 - 0.25) + (2.25 + 3 - 1.25);
  EXPECT_NEAR(effect(y, everyone).interval.value().std_error, std::sqrt(squares + reuse * apart / 10) / 5, 1e-12);
  // A group keeps its rows of either arm with all their partners.
  EXPECT_DOUBLE_EQ(effect(y, {true, false, false, true, false}).estimate.value(), (8.5 + 18) / 2);
  // Row 3 has no value: it leaves as one that seeks, row 0 keeps row 2 alone, row 1 has nobody left but stands in
  // for 4.
  EXPECT_DOUBLE_EQ(effect({10, 20, 1, std::nan(""), 4}, everyone).estimate.value(),
                   ((10 - 1) + (10 - 1) + (20 - 4)) / 3.0);
}

/// Rows 0 to 3 are units 0 to 3 before, rows 4 to 7 the same in another order after; 0 and 1 are treated.
TEST(Neighbours, OccasionsOfTheSameUnitsAddUp) {
  const std::vector<std::int32_t> unit{0, 1, 2, 3, 3, 2, 1, 0};
  const Weights treated{{0, 1}, {1, 2}}, comparison{{2, 3}, {3, 0}};
  const Weights treated_after{{6, 7}, {2, 1}}, comparison_after{{4, 5}, {0, 3}}, heavier{{4, 5}, {0, 4}}, one{{4}, {0}};
  MatchedInfluence before{&treated, &comparison, {1, 2}, {3, 4}};
  EXPECT_TRUE(add_occasion(before, {&treated_after, &comparison_after, {10, 20}, {30, 40}}, unit));
  EXPECT_EQ(before.treated_u, (std::vector<double>{21, 12}));
  EXPECT_EQ(before.comparison_u, (std::vector<double>{43, 34}));
  EXPECT_FALSE(add_occasion(before, {&treated_after, &one, {10, 20}, {30}}, unit));
  EXPECT_FALSE(add_occasion(before, {&treated_after, &comparison_after, {10, 20}, {30, 40}}, {}));
  EXPECT_THROW(add_occasion(before, {&treated_after, &heavier, {10, 20}, {30, 40}}, unit), std::invalid_argument);
  EXPECT_EQ(before.comparison_u, (std::vector<double>{43, 34}));
}

/// What a comparator says of rows 0 and 1 (treated) and 2 and 3, as the host takes it.
void answer_neighbours(const std::vector<double>& d, const std::vector<double>& w,
                       const std::vector<double>& own = {}) {
  Answer answer(4, 0, 0);
  const std::vector<std::int64_t> treated{0, 1}, comparison{2, 3}, i{0, 1, 1, 2}, j{2, 2, 3, 0};
  const std::vector<double> one{1, 1};
  clusia_cell c{};
  c.size = sizeof c;
  c.own = 1;
  c.wave = c.arm = c.jacobian.first_step = -1;
  c.name = "treated";
  c.domain = {2, treated.data(), one.data()};
  answer.cell(c);
  c.name = "comparison";
  c.domain = {2, comparison.data(), d.data()};
  answer.cell(c);
  clusia_neighbours n{};
  n.size = sizeof n;
  n.treated = 0, n.comparison = 1;
  n.n = static_cast<std::int64_t>(w.size()), n.i = i.data(), n.j = j.data(), n.w = w.data();
  n.own = own.empty() ? nullptr : own.data();
  answer.neighbours(n);
}

TEST(Neighbours, SharesThatDoNotAddUpAreRefused) {
  EXPECT_NO_THROW(answer_neighbours({1.25, 0.75}, {1, 0.25, 0.75}));
  EXPECT_THROW(answer_neighbours({1.25, 0.5}, {1, 0.25, 0.5}), std::runtime_error);
  EXPECT_THROW(answer_neighbours({1, 1}, {1, 0.25, 0.75}), std::runtime_error);
}

/// Row 2 looks for a neighbour, too, and finds row 0, which weighs 1 with what it stands in for.
TEST(Neighbours, InBothDirectionsWeighWhatIsTheirsAndWhatTheyStandInFor) {
  EXPECT_NO_THROW(answer_neighbours({0.4 + 0.6 + 0.25, 0.75}, {1, 0.25, 0.75, 1}, {0.4, 1, 1, 0.6}));
  EXPECT_THROW(answer_neighbours({0.4 + 0.6 + 0.25, 0.75}, {1, 0.25, 0.75, 1}), std::runtime_error);
  EXPECT_THROW(answer_neighbours({0.4 + 0.6 + 0.25, 0.75}, {1, 0.25, 0.75, 1}, {0.4, 1, 1, 0.5}), std::runtime_error);
  EXPECT_THROW(answer_neighbours({0.4 + 0.6 + 0.25, 0.75}, {1, 0.25, 0.75, 1}, {0.4, 0.9, 1, 0.6}), std::runtime_error);
}

}  // namespace
}  // namespace clusia::test
