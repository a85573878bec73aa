/// Composite indices by hand, on the edges, and their derivatives in both weightings.
#include <gmock/gmock.h>

#include "boundary.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;
using Parameters = std::map<std::string, std::string>;

const List x{1, 2, 4, 9, 5}, y{10, 30, 20, 20, 40}, weight{1, 2, 0.5, 3, 1.5}, half{1, 2, 0, 0, 1.5};
const Parameters z{{"normalisation", "z"}, {"direction", R"(["higher", "lower"])"}, {"weights", "[3, 1]"}};

Indicator composite(const Parameters& parameters, const List& first = x, const List& second = y) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("x", first));
  columns.push_back(Column::numbers("y", second));
  return Indicator(shipped("composite"), parameters, std::move(columns));
}

Parameters goalposts(const std::string& low, const std::string& high, const Parameters& more = {}) {
  Parameters all{{"normalisation", "goalposts"}, {"low", low}, {"high", high}};
  all.insert(more.begin(), more.end());
  return all;
}

void expect_estimates(const Evaluated& e, const List& by_hand) {
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  ASSERT_EQ(e.estimates.size(), by_hand.size());
  for (std::size_t k = 0; k < by_hand.size(); ++k) EXPECT_NEAR(e.estimates[k], by_hand[k], 1e-14) << k;
}

TEST(Composite, TheScaleIsThatOfTheReference) {
  // x runs from 1 to 9 and y from 10 to 40, whoever the domain is: of the third row alone, 3/8 and 1 - 1/3.
  const Parameters min_max{{"direction", R"(["higher", "lower"])"}};
  const List third{0, 0, 1, 0, 0};
  expect_estimates(composite(min_max)(third, weight), {(0.375 + 2.0 / 3) / 2, 0.375, 2.0 / 3});
  // Rows of the reference without weight draw no scale: then x runs from 1 to 5, and the fourth row lies beyond.
  expect_estimates(composite(min_max)({0, 0, 0, 1, 0}, half), {(2 + 2.0 / 3) / 2, 2, 2.0 / 3});
  // Means of 1, 3 with weights 1, 1: 2, and a standard deviation of 1, not of the square root of 2.
  expect_estimates(composite({{"normalisation", "z"}}, {1, 3}, {4, 0})({0, 1}, {1, 1}), {0, 1, -1});
}

TEST(Composite, GoalpostsClipUnlessToldOtherwise) {
  const List ends{0, 0, 0, 1, 1};  // x: 9 and 5, y: 20 and 40
  expect_estimates(composite(goalposts("[1, 0]", "[5, 40]"))(ends, weight), {0.875, 1, 0.75});
  expect_estimates(composite(goalposts("[1, 0]", "[5, 40]", {{"clip", "false"}}))(ends, weight), {1.125, 1.5, 0.75});
  expect_estimates(composite(goalposts("[1, 0]", "[5, 40]",
                                       {{"clip", "true"}, {"direction", R"(["lower", "higher"])"}}))(ends, weight),
                   {0.375, 0, 0.75});
}

TEST(Composite, OfUnequalPartsTheGeometricMeanIsLower) {
  // 0.25 and 1 under equal weights: 0.5, and 0.625 by the arithmetic mean.
  const Parameters posts = goalposts("[0, 0]", "[16, 20]");
  Parameters geometric = posts;
  geometric["aggregation"] = "geometric";
  const List third{0, 0, 1, 0, 0};
  expect_estimates(composite(geometric)(third, weight), {0.5, 0.25, 1});
  expect_estimates(composite(posts)(third, weight), {0.625, 0.25, 1});
}

TEST(Composite, InfluenceIsTheDerivativeInBothWeightings) {
  const List d = half;
  for (const Parameters& p :
       {z, Parameters{}, goalposts("[0, 0]", "[10, 50]", {{"aggregation", "geometric"}, {"weights", "[1, 2]"}})}) {
    const Indicator it = composite(p);
    const Evaluated e = it(d, weight);
    ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
    const double h = 1e-5;
    for (std::size_t output = 0; output < 3; ++output) {
      for (std::size_t row = 0; row < x.size(); ++row) {
        const auto slope = [&](bool in_domain) {
          const auto moved = [&](double by) {
            List of_d = d, of_r = weight;
            (in_domain ? of_d : of_r)[row] += by;
            return it(of_d, of_r).estimates[output];
          };
          return (moved(h) - moved(-h)) / (2 * h);
        };
        EXPECT_NEAR(e.u[output][row], slope(true), 1e-9) << output << ", row " << row;
        EXPECT_NEAR(e.v[output][row], slope(false), 1e-9) << output << ", row " << row;
      }
    }
  }
}

TEST(Composite, TheMeanOfEveryonesZIsNothingWithoutError) {
  const Evaluated e = composite(z)(weight, weight);
  expect_estimates(e, {0, 0, 0});
  for (std::size_t output = 0; output < 3; ++output)
    for (std::size_t row = 0; row < 5; ++row) EXPECT_NEAR(e.u[output][row], -e.v[output][row], 1e-15);
}

TEST(Composite, ScoresGiveTheEstimateAndItsReferenceBack) {
  for (const Parameters& p : {z, goalposts("[0, 0]", "[10, 50]", {{"aggregation", "geometric"}})}) {
    const Indicator it = composite(p);
    const Evaluated e = it(half, weight);
    const auto* linear = static_cast<const clusia_indicator_linear*>(it.face().power(CLUSIA_INDICATOR_LINEAR));
    ASSERT_NE(linear, nullptr);
    const clusia_weighting r{5, nullptr, weight.data()};
    List s(15);
    clusia_error error{};
    ASSERT_EQ(linear->scores(it.instance(), &r, s.data(), &error), CLUSIA_OK) << error.message;
    for (std::size_t output = 0; output < 3; ++output) {
      double mean = 0;
      List l(5), v(5);
      for (std::size_t row = 0; row < 5; ++row) {
        l[row] = half[row] / 4.5;
        mean += l[row] * s[5 * output + row];
      }
      EXPECT_NEAR(mean, e.estimates[output], 1e-15);
      ASSERT_EQ(linear->reference(it.instance(), static_cast<int64_t>(output), &r, l.data(), v.data(), &error),
                CLUSIA_OK);
      for (std::size_t row = 0; row < 5; ++row) EXPECT_NEAR(v[row], e.v[output][row], 1e-15);
    }
  }
}

TEST(Composite, AMissingPartDropsTheRowFromTheScaleToo) {
  const List d{1, 1, 1, 1, 1};
  const Evaluated e = composite({}, x, {10, 30, 20, std::nan(""), 40})(d, d);
  expect_estimates(e, {0.5, 0.5, 0.5});  // x runs to 5, no longer to 9
  EXPECT_EQ(e.u[0][3], 0);
}

TEST(Composite, OneUnitHasItsOwnIndex) {
  const Evaluated e = composite(goalposts("[0, 0]", "[2, 40]"), {1}, {10})({3}, {3});
  expect_estimates(e, {0.375, 0.5, 0.25});
  EXPECT_EQ(e.u[0][0], 0);
}

TEST(Composite, WhatDoesNotExistSaysWhy) {
  const List d{1, 1, 1, 1, 1}, nobody(5, 0);
  const List tenth(5, 0.1);  // whose weighted mean is not 0.1 to the last bit
  const Parameters geometric = goalposts("[1, 0]", "[10, 30]", {{"aggregation", "geometric"}, {"clip", "false"}});
  const auto expect_words = [](const Evaluated& e, const std::string& words) {
    EXPECT_EQ(e.status, CLUSIA_UNDEFINED) << words;
    EXPECT_THAT(e.message, testing::HasSubstr(words));
  };
  expect_words(composite({}, x, tenth)(d, weight), "part 'y' is the same on all rows of the reference");
  expect_words(composite(z, x, tenth)(d, weight), "part 'y' is the same on all rows of the reference");
  expect_words(composite(z, {1}, {1})({1}, {1}), "part 'x' is the same on all rows of the reference");
  expect_words(composite({})(d, nobody), "nobody with a positive weight and all parts in the reference");
  expect_words(composite({})(nobody, d), "nobody with a positive weight and a value in the domain");
  expect_words(composite(geometric)(d, d), "normalised part 'x' is 0 or less on a row of the domain");
  expect_words(composite(geometric)({0, 0, 0, 0, 1}, d), "normalised part 'y' is above 1 on a row of the domain");
  EXPECT_EQ(composite(geometric)({0, 1, 1, 1, 0}, d).status, CLUSIA_OK);  // rows outside weigh nothing
}

TEST(Composite, RefusesWithTheMend) {
  const auto expect_refused = [](const Parameters& p, const std::string& words) {
    try {
      composite(p);
      ADD_FAILURE() << "was not refused: " << words;
    } catch (const std::runtime_error& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr(words));
    }
  };
  expect_refused({{"weights", "[1]"}}, "there are 1 for 2 parts: write one for each, in order");
  expect_refused({{"weights", "[1, 0]"}}, "that of part 'y' is not positive: leave out a part that does not count");
  expect_refused({{"direction", R"(["higher", "down"])"}}, "'down' of part 'y' is neither 'higher' nor 'lower'");
  expect_refused({{"low", "[0, 0]"}}, "is for normalisation = \"goalposts\" alone");
  expect_refused({{"clip", "false"}}, "is for normalisation = \"goalposts\" alone");
  expect_refused({{"normalisation", "goalposts"}}, "goalposts are two, `low` and `high`, for each part");
  expect_refused(goalposts("[0, 5]", "[1, 5]"), "that of part 'y' is not above its `low`");
  expect_refused({{"normalisation", "z"}, {"aggregation", "geometric"}}, "a geometric mean needs values above 0");
}

}  // namespace
}  // namespace clusia::test
