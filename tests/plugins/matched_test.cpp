#include "lalonde_frame.hpp"

namespace clusia::test {
namespace {

const std::string id = "matched";
const std::string cuts = R"({"age" = "25 45", "educ" = "9 12", "re74" = "1 5000", "re75" = "5000 1"})";

Settings with(Settings settings, const Settings& more) {
  settings.insert(more.begin(), more.end());
  return settings;
}

/// Each way of matching under each estimand that it serves; row order never matters.
const std::vector<std::pair<int32_t, Settings>> every_way{
    {CLUSIA_ATT, {}},
    {CLUSIA_ATT, {{"ratio", "3"}, {"distance", "linear_score"}, {"caliper", "0.2"}}},
    {CLUSIA_ATT, {{"ties", "unit"}, {"ratio", "2"}}},
    {CLUSIA_ATT, {{"replacement", "false"}}},
    {CLUSIA_ATT, {{"replacement", "false"}, {"ratio", "2"}, {"exact", R"(["race", "married"])"}}},
    {CLUSIA_ATT, {{"distance", "mahalanobis"}, {"covariance", "within_arms"}}},
    {CLUSIA_ATT, {{"distance", "mahalanobis"}, {"replacement", "false"}}},
    {CLUSIA_ATE, {}},
    {CLUSIA_ATE, {{"distance", "mahalanobis"}, {"ratio", "2"}, {"exact", R"(["married"])"}}},
    {CLUSIA_ATT, {{"method", "full"}}},
    {CLUSIA_ATE, {{"method", "full"}, {"distance", "mahalanobis"}, {"exact", R"(["married"])"}}},
    {CLUSIA_ATT, {{"method", "subclass"}}},
    {CLUSIA_ATE, {{"method", "subclass"}, {"subclasses", "10"}}},
    {CLUSIA_ATT, {{"method", "exact"}}},
    {CLUSIA_ATE, {{"method", "exact"}, {"cutpoints", cuts}}}};

double printed(const std::string& name, const std::string& what) {
  static const Table oracle("matched_lalonde.csv");
  return oracle.value({{"case", name}, {"what", what}}, "value");
}

struct Strata {
  std::string name;
  Settings settings;
  bool survey_weights;
};

class StrataOracle : public testing::TestWithParam<std::tuple<Strata, std::string>> {};

TEST_P(StrataOracle, EqualsMatchIt) {
  const auto& [of, estimand] = GetParam();
  const Lalonde data(estimand == "ATT" ? CLUSIA_ATT : CLUSIA_ATE, of.survey_weights);
  const std::string name = of.name + "_" + estimand;
  const Recorded answer = design(id, data.frame, of.settings);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_EQ(answer.cells[0].rows.size(), printed(name, "treated"));
  EXPECT_EQ(answer.cells[1].rows.size(), printed(name, "comparison"));
  EXPECT_EQ(answer.diagnostic("strata", ""), printed(name, "strata"));
  EXPECT_EQ(answer.diagnostic("rows_dropped", "treated"), 185 - printed(name, "treated"));
  const Effect effect = data.effect(id, of.settings);
  expect_close(effect.estimate, printed(name, "estimate"), 1e-11, "estimate");
  expect_close(length(effect.z), printed(name, "se_estimated"), 1e-11, "estimated");
  expect_close(length(data.effect(id, with(of.settings, {{"weights", "known"}})).z), printed(name, "se_known"), 1e-11,
               "known");
}
INSTANTIATE_TEST_SUITE_P(
    Lalonde, StrataOracle,
    testing::Combine(testing::Values(Strata{"subclass", {{"method", "subclass"}}, false},
                                     Strata{"subclass_ten", {{"method", "subclass"}, {"subclasses", "10"}}, false},
                                     Strata{"exact", {{"method", "exact"}}, false},
                                     Strata{"exact_cut", {{"method", "exact"}, {"cutpoints", cuts}}, false},
                                     Strata{"exact_weighted", {{"method", "exact"}, {"cutpoints", cuts}}, true}),
                     testing::Values("ATT", "ATE")),
    [](const auto& test) { return std::get<0>(test.param).name + "_" + std::get<1>(test.param); });

/// Strata stay as they are, their sizes are counted anew.
TEST(Matched, RowValuesOfStrataAreDerivatives) {
  const Settings settings{{"method", "exact"}, {"cutpoints", cuts}};
  for (const int32_t estimand : {CLUSIA_ATT, CLUSIA_ATE}) {
    const Lalonde data(estimand, true);
    const Indicator outcome = data.outcome();
    const Effect effect = data.effect(id, settings);
    for (std::size_t row = 0; row < data.y.size(); row += 23) {
      const auto at = [&](double factor) {
        Frame frame = data.frame;
        frame.weight[row] *= factor;
        return effect_of(design(id, frame, settings), "effect", outcome, frame.weight).estimate;
      };
      EXPECT_NEAR(effect.z[row], (at(1 + 1e-4) - at(1 - 1e-4)) / 2e-4, 1e-5 * length(effect.z)) << "row " << row;
    }
  }
}

/// The sets that R's Matching found (neighbours_lalonde.R).
TEST(Matched, NeighboursAreThoseOfMatching) {
  const Table across("neighbours_lalonde_across.csv"), within("neighbours_lalonde_within.csv");
  std::map<std::pair<int64_t, int64_t>, double> expected;
  for (std::size_t k = 0; k < across.rows(); ++k)
    expected[{std::stoll(across.texts("i")[k]) - 1, std::stoll(across.texts("j")[k]) - 1}] = across.numbers("w")[k];
  for (const std::string count : {"1", "4"}) {
    const Recorded answer = design(id, Lalonde().frame, {{"distance", "mahalanobis"}, {"variance_neighbours", count}});
    ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
    const Recorded::Neighbours& found = answer.neighbours.at(0);
    ASSERT_EQ(found.across.size(), expected.size());
    for (const auto& n : found.across) EXPECT_NEAR(n.w, expected.at({n.i, n.j}), 1e-12);
    std::set<int64_t> serving;
    for (const auto& n : found.across) serving.insert(n.j);
    std::set<std::pair<int64_t, int64_t>> nearest;
    for (std::size_t k = 0; k < within.rows(); ++k)
      if (within.texts("var_calc")[k] == count && serving.count(std::stoll(within.texts("i")[k]) - 1) > 0)
        nearest.emplace(std::stoll(within.texts("i")[k]) - 1, std::stoll(within.texts("j")[k]) - 1);
    EXPECT_EQ((std::set<std::pair<int64_t, int64_t>>(found.within.begin(), found.within.end())), nearest);
  }
}

/// Every distance to every row, written out: on a grid many tie.
TEST(Matched, NeighboursAreThoseOfLookingAtEveryRow) {
  Frame frame;
  List x, y;
  uint64_t state = 7;
  const auto below = [&](uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33) % n;
  };
  for (std::size_t k = 0; k < 900; ++k) {
    frame.arm.push_back(below(3) == 0 ? "1" : "0");
    x.push_back(static_cast<double>(below(40)));
    y.push_back(static_cast<double>(below(12)) + 0.3 * x.back());
  }
  frame.weight.assign(x.size(), 1);
  frame.numbers = {{"x", x}, {"y", y}};
  double mx = 0, my = 0, xx = 0, xy = 0, yy = 0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t k = 0; k < x.size(); ++k) mx += x[k] / n, my += y[k] / n;
  for (std::size_t k = 0; k < x.size(); ++k) {
    xx += (x[k] - mx) * (x[k] - mx) / n;
    xy += (x[k] - mx) * (y[k] - my) / n;
    yy += (y[k] - my) * (y[k] - my) / n;
  }
  const auto distance = [&](std::size_t a, std::size_t b) {
    const double dx = x[a] - x[b], dy = y[a] - y[b];
    return std::sqrt((yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / (xx * yy - xy * xy));
  };
  constexpr double rounding = 1e-9, caliper = 0.12;
  const auto nearest = [&](std::size_t of, std::size_t count, double no_further) {
    std::vector<std::pair<double, std::size_t>> all;
    for (std::size_t j = 0; j < x.size(); ++j)
      if (frame.arm[j] == "0" && j != of && distance(of, j) <= no_further) all.emplace_back(distance(of, j), j);
    std::sort(all.begin(), all.end());
    std::set<std::pair<int64_t, int64_t>> found;
    for (const auto& [apart, j] : all)
      if (apart <= all[std::min(count, all.size()) - 1].first + rounding) found.emplace(of, j);
    return found;
  };
  std::set<std::pair<int64_t, int64_t>> across, within, expected_across, expected_within;
  const Recorded answer = design(id, frame, {{"distance", "mahalanobis"}, {"ratio", "3"}, {"caliper", "0.12"}});
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  for (const auto& found : answer.neighbours.at(0).across) across.emplace(found.i, found.j);
  within.insert(answer.neighbours[0].within.begin(), answer.neighbours[0].within.end());
  for (std::size_t k = 0; k < x.size(); ++k)
    if (frame.arm[k] == "1") expected_across.merge(nearest(k, 3, caliper));
  std::set<int64_t> serving;
  for (const auto& [i, j] : expected_across) serving.insert(j);
  for (const int64_t j : serving) expected_within.merge(nearest(static_cast<std::size_t>(j), 2, 1e9));
  EXPECT_EQ(across, expected_across);
  EXPECT_EQ(within, expected_within);
  EXPECT_GT(answer.diagnostic("tied_matches", ""), 50);
  EXPECT_GT(answer.diagnostic("rows_dropped", "treated"), 0);
}

TEST(Matched, PairsHoldToTheirRules) {
  const Lalonde data;
  const Recorded answer =
      design(id, data.frame, {{"replacement", "false"}, {"ratio", "2"}, {"exact", R"(["race", "married"])"}});
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  std::map<int32_t, std::vector<std::size_t>> pairs;
  for (const auto& [row, pair] : answer.pair) pairs[pair].push_back(static_cast<std::size_t>(row));
  for (const auto& [pair, rows] : pairs) {
    EXPECT_GE(rows.size(), 2U);
    EXPECT_LE(rows.size(), 3U);
    EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [&](std::size_t k) { return data.frame.arm[k] == "1"; }), 1);
    for (const std::size_t k : rows) {
      EXPECT_EQ(data.frame.categories[0].second[k], data.frame.categories[0].second[rows[0]]);
      EXPECT_EQ(data.frame.numbers[2].second[k], data.frame.numbers[2].second[rows[0]]);
    }
  }
  EXPECT_EQ(answer.cells[0].rows.size() + answer.cells[1].rows.size(), answer.pair.size());
}

/// Every row is in one set, and a set has one row of an arm and the others of the other.
TEST(Matched, SetsOfFullMatchingAreStars) {
  const Table optimum("full_matching.csv");
  for (const std::string distance : {"propensity", "mahalanobis"}) {
    const Lalonde data;
    const Recorded answer = design(id, data.frame, {{"method", "full"}, {"distance", distance}});
    ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
    EXPECT_EQ(answer.pair.size(), data.y.size());
    expect_close(answer.diagnostic("total_distance", ""), optimum.value({{"case", "lalonde_" + distance}}, "value"),
                 1e-8, "the total of a linear programme");
    std::map<int32_t, std::pair<int, int>> sets;
    for (const auto& [row, set] : answer.pair)
      ++(data.frame.arm[static_cast<std::size_t>(row)] == "1" ? sets[set].first : sets[set].second);
    EXPECT_EQ(answer.diagnostic("strata", ""), sets.size());
    for (const auto& [set, arms] : sets) EXPECT_EQ(std::min(arms.first, arms.second), 1) << set;
    std::map<int64_t, double> weight;  // MatchIt's: 1 for the treated, their number over the others' for these
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t r = 0; r < answer.cells[k].rows.size(); ++r)
        weight[answer.cells[k].rows[r]] = answer.cells[k].weight[r];
    for (const auto& [row, set] : answer.pair)
      EXPECT_DOUBLE_EQ(weight.at(row), data.frame.arm[static_cast<std::size_t>(row)] == "1"
                                           ? 1
                                           : static_cast<double>(sets[set].first) / sets[set].second);
  }
}

/// Of equal totals the one with more sets: four rows at one place are two pairs, not one row with three others.
TEST(Matched, FullMatchingHasAsManySetsAsItCan) {
  Frame frame;
  frame.arm = {"1", "0", "0", "1", "0", "1"};
  frame.unit = {"a", "b", "c", "d", "e", "f"};
  frame.weight.assign(6, 1);
  frame.numbers = {{"x", {5, 5, 5, 5, 9, 8}}};
  const Settings settings{{"method", "full"}, {"distance", "mahalanobis"}};
  const Recorded answer = design(id, frame, settings);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_EQ(answer.diagnostic("strata", ""), 3);
  EXPECT_EQ(answer.pair.at(4), answer.pair.at(5));
  // Half a standard deviation is less than the 1 between e and f, which leave.
  const Recorded near = design(id, frame, with(settings, {{"caliper", "0.5"}}));
  EXPECT_EQ(near.diagnostic("strata", ""), 2);
  EXPECT_EQ(near.diagnostic("rows_dropped", "treated"), 1);
  EXPECT_EQ(near.diagnostic("rows_dropped", "comparison"), 1);
}

/// One covariate, by hand. Treated at 0 (weight 2) and 10 (weight 1); comparison rows at 1 (weights 1 and 3), 8 and 30.
TEST(Matched, ByHand) {
  Frame frame;
  frame.arm = {"1", "1", "0", "0", "0", "0"};
  frame.unit = {"a", "b", "c", "d", "e", "f"};
  frame.weight = {2, 1, 1, 3, 5, 1};
  frame.numbers = {{"x", {0, 10, 1, 1, 8, 30}}};
  const auto weights = [&](Settings settings) {
    const Recorded answer = design(id, frame, with({{"distance", "mahalanobis"}}, settings));
    EXPECT_EQ(answer.status, CLUSIA_OK) << answer.message;
    List d(6, 0);
    for (std::size_t c = 0; c < std::min<std::size_t>(answer.cells.size(), 2); ++c)
      for (std::size_t k = 0; k < answer.cells[c].rows.size(); ++k)
        d[static_cast<std::size_t>(answer.cells[c].rows[k])] = answer.cells[c].weight[k];
    return d;
  };
  EXPECT_EQ(weights({}), (List{2, 1, 0.5, 1.5, 1, 0}));  // those who tie share by their weight
  EXPECT_EQ(weights({{"ties", "unit"}}), (List{2, 1, 2, 0, 1, 0}));
  EXPECT_EQ(weights({{"replacement", "false"}}), (List{2, 1, 2, 0, 1, 0}));
  EXPECT_EQ(weights({{"replacement", "false"}, {"ratio", "2"}}), (List{2, 1, 0.5, 1.5, 5.0 / 6, 1.0 / 6}));
  // The spread of x is sqrt(sum w (x - mean)^2 / sum w) = 7.66: 0.2 of it is further than 1 and less than 2.
  EXPECT_EQ(weights({{"caliper", "0.2"}}), (List{2, 0, 0.5, 1.5, 0, 0}));
  // For everyone the comparison rows look, too: c and d to a (1 away), e to b, f to b, with their own weights 1, 3,
  // 5, 1.
  Frame everyone = frame;
  everyone.estimand = CLUSIA_ATE;
  std::swap(frame, everyone);
  EXPECT_EQ(weights({}), (List{2 + 1 + 3, 1 + 5 + 1, 1 + 0.5, 3 + 1.5, 5 + 1, 1}));
  EXPECT_EQ(weights({{"caliper", "0.2"}}), (List{2 + 1 + 3, 0, 1 + 0.5, 3 + 1.5, 0, 0}));
  std::swap(frame, everyone);
  const Recorded tied = design(id, frame, {{"distance", "mahalanobis"}});
  EXPECT_EQ(tied.diagnostic("tied_matches", ""), 1);
  EXPECT_EQ(tied.diagnostic("rows_dropped", "comparison"), 1);
}

/// What hangs on ties is shown: the estimate with all of them resolved one way and the other.
TEST(Matched, TiesAreCountedAndTheirSpreadIsShown) {
  const Lalonde data;
  const Recorded shared = design(id, data.frame);
  EXPECT_GT(shared.diagnostic("tied_matches", ""), 0);
  const auto estimate = [&](const std::string& contrast) {
    return effect_of(shared, contrast, data.outcome(), data.frame.weight).estimate;
  };
  EXPECT_FALSE(shared.contrast("ties_to_first").is_effect);
  EXPECT_DOUBLE_EQ(estimate("ties_to_first"), data.effect(id, {{"ties", "unit"}}).estimate);
  EXPECT_NE(estimate("ties_to_first"), estimate("ties_to_last"));
  Lalonde backwards = data;
  for (std::size_t k = 0; k < data.y.size(); ++k) backwards.frame.unit[k] = std::to_string(data.y.size() - k);
  EXPECT_NEAR(estimate("ties_to_last"), backwards.effect(id, {{"ties", "unit"}}).estimate, 1e-9);
}

/// Two treated rows at one place and comparison rows on either side of it, all alike: half of the orders swap them.
TEST(Matched, OtherTieBreaksAreShownWhereNobodyServesTwice) {
  Frame frame;
  frame.arm = {"1", "1", "0", "0"};
  frame.unit = {"a", "b", "c", "d"};
  frame.weight.assign(4, 1);
  frame.numbers = {{"x", {5, 5, 4, 7}}};
  const Settings settings{{"replacement", "false"}, {"distance", "mahalanobis"}};
  const auto spread = [&](const char* of) { return design(id, frame, settings).diagnostic("tie_breaks_distance", of); };
  // Who chooses first takes c, the other one d, so that the pairs change in some orders and never the distances.
  const double changed = design(id, frame, settings).diagnostic("tie_breaks_changed", "");
  EXPECT_GT(changed, 0.1);
  EXPECT_LT(changed, 0.9);
  const double sd = std::sqrt((0.25 * 0.25 * 2 + 1.25 * 1.25 + 1.75 * 1.75) / 4);
  EXPECT_NEAR(spread("lowest"), (1 + 2) / 2.0 / sd, 1e-12);
  EXPECT_NEAR(spread("highest"), (1 + 2) / 2.0 / sd, 1e-12);
  // a is 1 from c and from d, b 1 from c alone: if a chooses first and takes c, b has to go to d, 3 away.
  frame.numbers = {{"x", {5, 3, 4, 6}}};
  const double spread_of_x = std::sqrt((0.5 * 0.5 * 2 + 1.5 * 1.5 * 2) / 4);
  EXPECT_NEAR(spread("lowest"), 1 / spread_of_x, 1e-12);
  EXPECT_NEAR(spread("highest"), (1 + 3) / 2.0 / spread_of_x, 1e-12);
  // Nothing ties.
  frame.numbers = {{"x", {5, 3, 4.5, 2.7}}};
  EXPECT_EQ(design(id, frame, settings).diagnostic("tie_breaks_changed", ""), 0);
  EXPECT_EQ(spread("lowest"), spread("highest"));
}

TEST(Matched, RowsMayStandInAnyOrderToTheLastBit) {
  for (const auto& [estimand, settings] : every_way) {
    const auto order = shuffled_rows(11);
    const Lalonde forth(estimand, true), shuffled(estimand, true, order);
    expect_same_cells(design(id, forth.frame, settings), design(id, shuffled.frame, settings), order);
    expect_close(shuffled.effect(id, settings).estimate, forth.effect(id, settings).estimate, 1e-12, "estimate");
  }
}

/// A row's twin in the other arm is its nearest (shared by those who are like it) and stands in its stratum.
TEST(Matched, ArmsThatAreAlikeHaveNoEffect) {
  for (const auto& [estimand, settings] : every_way) {
    if (settings.count("ratio") + settings.count("ties") + settings.count("replacement") > 0) continue;
    const Lalonde twice = Lalonde(estimand).doubled();
    const Recorded answer = design(id, twice.frame, settings);
    ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
    for (const Diagnostic& d : answer.diagnostics)
      EXPECT_TRUE(d.name != "standardised_difference_after" || std::abs(d.value) < 1e-9) << d.subject;
    EXPECT_NEAR(twice.effect(id, settings).estimate, 0, 1e-8);
  }
}

TEST(Matched, RefusesWithTheReasonAndTheMend) {
  const auto refused = [](const Frame& frame, const Settings& settings, const std::string& words,
                          const std::string& subject = "") {
    const Recorded answer = design(id, frame, settings);
    EXPECT_NE(answer.status, CLUSIA_OK) << words;
    EXPECT_NE(answer.message.find(words), std::string::npos) << answer.message;
    EXPECT_EQ(answer.subject, subject) << words;
  };
  const Frame good = Lalonde().frame;
  Frame everyone = good, no_unit = good, twice = good, apart = good;
  everyone.estimand = CLUSIA_ATE;
  no_unit.unit.clear();
  twice.unit[1] = twice.unit[0];
  apart.numbers.emplace_back("key", List{});
  for (std::size_t k = 0; k < apart.arm.size(); ++k)
    apart.numbers.back().second.push_back(static_cast<double>(k * 37 % 613));
  refused(everyone, {{"replacement", "false"}}, "rows stand in for the treated alone", "replacement");
  refused(no_unit, {{"replacement", "false"}}, "the study has no role unit");
  refused(twice, {{"ties", "unit"}}, "a unit has several rows");
  refused(good, {{"replacement", "false"}, {"ties", "shared"}}, "cannot be shared", "ties");
  refused(good, {{"method", "full"}, {"ties", "shared"}}, "a row is in one set", "ties");
  refused(no_unit, {{"method", "full"}}, "the study has no role unit");
  refused(apart, {{"method", "full"}, {"exact", R"(["key"])"}, {"caliper", "0"}}, "leaves no row a neighbour",
          "caliper");
  refused(good, {{"method", "subclass"}, {"distance", "mahalanobis"}}, "has to be a score", "distance");
  refused(good, {{"exact", R"(["sex"])"}}, "none of the study's covariates", "exact");
  refused(good, {{"method", "exact"}, {"cutpoints", R"({"sex" = "1"})"}}, "none of the study's covariates",
          "cutpoints");
  refused(good, {{"method", "exact"}, {"cutpoints", R"({"age" = "young"})"}}, "are no numbers", "cutpoints");
  refused(apart, {{"exact", R"(["key"])"}, {"caliper", "0"}}, "leaves no treated row a neighbour", "caliper");
  refused(apart, {{"method", "exact"}, {"bins", "100000"}}, "no stratum has rows of both arms");
}

}  // namespace
}  // namespace clusia::test
