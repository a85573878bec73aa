/// The inequality measures on the edges: what their pages say of few rows, ties, zeros and negative incomes, and what
/// holds of all of them whatever the data.
#include <numeric>

#include "boundary.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;
using Parameters = std::map<std::string, std::string>;

Evaluated of(const std::string& id, const Parameters& p, const List& income, const List& d) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("income", income));
  if (id == "concentration") columns.push_back(Column::numbers("rank", income));
  if (id == "ge_decomposition") {
    std::vector<std::string> half;
    for (std::size_t k = 0; k < income.size(); ++k) half.push_back(income[k] > 30 ? "a" : "b");
    columns.push_back(Column::categories("group", half));
  }
  return Indicator(shipped(id), p, std::move(columns))(d, d);
}

struct Measure {
  std::string id;
  Parameters parameters;
  double equal, one;  ///< where all incomes are 7, and of one row: NaN where undefined
};

const double nan = std::nan("");

const std::vector<Measure> measures{
    {"gini", {}, 0, 0},
    {"gini", {{"form", "osier"}}, 0.0, nan},
    {"gini", {{"form", "corrected"}}, 0, nan},
    {"quantile_share_ratio", {}, 0, 0},
    {"quantile_share_ratio", {{"at_quantile", "split"}}, 1, 1},
    {"palma", {}, 0.25, 0.25},
    {"palma", {{"at_quantile", "whole"}}, 0, 0},
    {"income_share", {}, 0.4, 0.4},
    {"income_share", {{"p", "0.1"}, {"of", "top"}}, 0.1, 0.1},
    {"income_share", {{"at_quantile", "whole"}, {"of", "top"}}, 0, 0},
    {"atkinson", {}, 0, 0},
    {"atkinson", {{"epsilon", "2"}}, 0, 0},
    {"generalised_entropy", {}, 0, 0},
    {"generalised_entropy", {{"alpha", "0"}}, 0, 0},
    {"generalised_entropy", {{"alpha", "-1"}}, 0, 0},
    {"generalised_entropy", {{"alpha", "2"}}, 0, 0},
    {"zenga", {}, 0, 0},
    {"lorenz", {{"p", "[0.3]"}}, 0.3, 0.3},
    {"lorenz", {{"p", "[0.3]"}, {"generalised", "true"}}, 2.1, 2.1},
    {"concentration", {}, 0, 0},
    {"ge_decomposition", {}, 0, 0},
};

std::string name_of(const Measure& m) {
  std::string name = m.id;
  for (const auto& [key, value] : m.parameters) name += ", " + key + " = " + value;
  return name;
}

bool whole_rows(const Measure& m) {
  const auto set = m.parameters.find("at_quantile");
  return set == m.parameters.end() ? m.id == "quantile_share_ratio" : set->second == "whole";
}

TEST(Inequality, OfEqualIncomes) {
  for (const Measure& m : measures) {
    SCOPED_TRACE(name_of(m));
    const List d{1.5, 2, 0.25, 4, 1};
    const Evaluated e = of(m.id, m.parameters, List(5, 7), d);
    ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
    // Osier's form counts a row's own weight: sum d^2 / W^2 - 1 / W.
    const double osier = (2.25 + 4 + 0.0625 + 16 + 1) / (8.75 * 8.75) - 1 / 8.75;
    EXPECT_NEAR(e.estimates[0], m.parameters.contains("form") && m.parameters.at("form") == "osier" ? osier : m.equal,
                1e-15);
  }
}

TEST(Inequality, OfOneRow) {
  for (const Measure& m : measures) {
    SCOPED_TRACE(name_of(m));
    const Evaluated e = of(m.id, m.parameters, {7}, {3});
    if (m.parameters.contains("form") && m.parameters.at("form") == "osier") {
      EXPECT_NEAR(e.estimates[0], 1 - 1.0 / 3, 1e-15);
    } else if (std::isnan(m.one)) {
      EXPECT_EQ(e.status, CLUSIA_UNDEFINED);
      EXPECT_NE(e.message, "");
    } else {
      ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
      EXPECT_NEAR(e.estimates[0], m.one, 1e-14);
      // Whole rows: the quantile's influence is that of a distribution that meets p, which one row does not.
      if (!whole_rows(m)) {
        EXPECT_NEAR(e.u[0][0], 0, 1e-15);
      }
    }
  }
}

TEST(Inequality, OfNobodySaysWhy) {
  for (const Measure& m : measures)
    for (const List& d : {List{}, List{0, 0}}) {
      const Evaluated e = of(m.id, m.parameters, List(d.size(), 7), d);
      EXPECT_EQ(e.status, CLUSIA_UNDEFINED) << name_of(m);
      EXPECT_NE(e.message, "");
    }
}

TEST(Inequality, OfIncomesThatSumToNothing) {
  for (const Measure& m : measures) {
    const Evaluated e = of(m.id, m.parameters, {-5, 2, 3, 0, 0}, {1, 1, 1, 1, 1});
    if (m.parameters.contains("generalised")) {
      EXPECT_EQ(e.status, CLUSIA_OK) << e.message;
    } else {
      EXPECT_EQ(e.status, CLUSIA_UNDEFINED) << name_of(m);
      EXPECT_NE(e.message, "");
    }
  }
}

/// The order of rows is of no matter, not even of tied ones with other weights; a row of weight 0 changes nothing, and
/// its influence is finite.
TEST(Inequality, OrderAndRowsWithoutWeight) {
  const List income{10, 40, 40, 25, 10, 60, 33, 40, 90, 18}, d{1, 2, 0.5, 3, 2.5, 1, 4, 1.5, 2, 1};
  for (const Measure& m : measures) {
    SCOPED_TRACE(name_of(m));
    const Evaluated e = of(m.id, m.parameters, income, d);
    ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
    List there = income, weight = d, u = e.u[0];
    for (List* list : {&there, &weight, &u}) std::reverse(list->begin(), list->end());
    const Evaluated reversed = of(m.id, m.parameters, there, weight);
    EXPECT_NEAR(reversed.estimates[0], e.estimates[0], 1e-14);
    for (std::size_t k = 0; k < u.size(); ++k) EXPECT_NEAR(reversed.u[0][k], u[k], 1e-14) << k;
    for (const double y : {1.0, 30.0, 40.0, 500.0}) {
      there = income;
      weight = d;
      there.push_back(y);
      weight.push_back(0);
      const Evaluated more = of(m.id, m.parameters, there, weight);
      ASSERT_EQ(more.status, CLUSIA_OK) << more.message;
      EXPECT_NEAR(more.estimates[0], e.estimates[0], 1e-15) << y;
      EXPECT_TRUE(std::isfinite(more.u[0].back())) << y;
    }
  }
}

/// u of a row that weighs nothing is the derivative to the right, where that is bounded and the quantile stands.
TEST(Inequality, InfluenceOfARowWithoutWeight) {
  const List income{10, 40, 41, 25, 12, 60, 33, 44, 90, 18, 30}, d{1, 2, 0.5, 3, 2.5, 1, 4, 1.5, 2, 1, 0};
  for (const Measure& m : measures) {
    if (whole_rows(m)) continue;
    if (m.parameters.contains("form") && m.parameters.at("form") == "corrected") continue;  // n would jump
    SCOPED_TRACE(name_of(m));
    const auto at = [&](double h) {
      List weight = d;
      weight.back() = h;
      return of(m.id, m.parameters, income, weight);
    };
    const double h = 1e-3, none = at(0).estimates[0];
    const double slope = (4 * at(h / 2).estimates[0] - at(h).estimates[0] - 3 * none) / h;  // of second order
    EXPECT_NEAR(at(0).u[0].back(), slope, 1e-7);
  }
}

TEST(Inequality, NonpositiveIncomesAreRefusedOrDroppedAndCounted) {
  const List income{0, 10, 20, 50, -3}, d{1, 2, 3, 1, 1};
  for (const char* id : {"atkinson", "generalised_entropy", "zenga", "ge_decomposition"}) {
    const Evaluated refused = of(id, {}, income, d);
    EXPECT_EQ(refused.status, CLUSIA_UNDEFINED);
    EXPECT_NE(refused.message.find("nonpositive = \"drop\""), std::string::npos);
    const Evaluated dropped = of(id, {{"nonpositive", "drop"}}, income, d);
    ASSERT_EQ(dropped.status, CLUSIA_OK) << dropped.message;
    EXPECT_NEAR(dropped.estimates[0], of(id, {}, {10, 20, 50}, {2, 3, 1}).estimates[0], 1e-15) << id;
    EXPECT_EQ(dropped.u[0].front(), 0);
    EXPECT_NEAR(dropped.estimates.back(), 2.0 / 8, 1e-15) << "excluded";
    EXPECT_NEAR(dropped.u.back().front(), (1 - 0.25) / 8, 1e-15);
  }
  // Half the squared coefficient of variation exists for zeros: mean 20, mean of squares 700 on 0, 10, 20, 50.
  EXPECT_NEAR(of("generalised_entropy", {{"alpha", "2"}}, {0, 10, 20, 50}, {1, 1, 1, 1}).estimates[0],
              (750.0 / 400 - 1) / 2, 1e-15);
}

/// Worked by hand: incomes 1, 2, 3, 6 of one person each.
TEST(Inequality, ByHand) {
  const List income{1, 2, 3, 6}, d{1, 1, 1, 1};
  EXPECT_NEAR(of("gini", {}, income, d).estimates[0], (1 * -3 + 2 * -1 + 3 * 1 + 6 * 3) / (4 * 12.0), 1e-15);
  EXPECT_NEAR(of("gini", {{"form", "corrected"}}, income, d).estimates[0], 16 / 48.0 * 4 / 3, 1e-15);
  EXPECT_NEAR(of("palma", {}, income, d).estimates[0], 0.4 * 6 / (1 + 0.6 * 2), 1e-15);
  EXPECT_NEAR(of("palma", {{"at_quantile", "whole"}}, income, d).estimates[0], 0, 1e-15);
  EXPECT_NEAR(of("quantile_share_ratio", {{"bottom", "0.5"}, {"top", "0.5"}}, income, d).estimates[0], 3, 1e-15);
  EXPECT_NEAR(of("quantile_share_ratio", {{"bottom", "0.5"}, {"top", "0.5"}, {"quantile_rule", "next"}}, income, d)
                  .estimates[0],
              1, 1e-15);
  EXPECT_NEAR(of("income_share", {{"p", "0.75"}}, income, d).estimates[0], 0.5, 1e-15);
  EXPECT_NEAR(of("lorenz", {{"p", "[0.25, 0.6]"}}, income, d).estimates[1], (3 + 0.4 * 3) / 12, 1e-15);
  EXPECT_NEAR(of("atkinson", {}, income, d).estimates[0], 1 - std::pow(36, 0.25) / 3, 1e-15);
  EXPECT_NEAR(of("concentration", {{"p", "[0.5]"}}, income, d).estimates[2], 0.25, 1e-15);
}

}  // namespace
}  // namespace clusia::test
