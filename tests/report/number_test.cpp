#include "report/number.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

using namespace clusia::report;

TEST(Number, ShortestFormReadsBackToTheSameBits) {
  for (const double value :
       {0.1, 1.0 / 3, -2.19436682239099, 5e-324, std::numeric_limits<double>::max(), 123456789012345678.0})
    EXPECT_EQ(std::strtod(shortest(value).c_str(), nullptr), value);
  EXPECT_EQ(shortest(0.1), "0.1");
}

TEST(Number, ForPeopleHasATrueMinusAndSeparatedThousands) {
  EXPECT_EQ(rounded(-1234567.891, 2), "\u22121,234,567.89");
  EXPECT_EQ(rounded(999.5, 0), "1,000");
  EXPECT_EQ(rounded(123.0, 0), "123");
  EXPECT_EQ(rounded(0.0, 2), "0.00");
  EXPECT_EQ(rounded(-0.0, 1), "0.0");
  EXPECT_EQ(rounded(std::nullopt, 3), "\u2013");
  EXPECT_EQ(rounded(-std::numeric_limits<double>::infinity(), 3), "\u2212\u221e");
}

TEST(Number, ThatExistsIsNotRoundedToNothing) {
  EXPECT_EQ(rounded(0.0004, 2), "0.0004");
  EXPECT_EQ(rounded(-0.00062, 1), "\u22120.0006");
}

TEST(Number, ColumnHasThreeToFourSignificantDigits) {
  EXPECT_EQ(decimals_for({-20.13, 0.34, std::nullopt}), 2);
  EXPECT_EQ(decimals_for({116.2, 0.5}), 1);
  EXPECT_EQ(decimals_for({510858.0, 2004.0}), 0);
  EXPECT_EQ(decimals_for({0.2649}), 4);
  EXPECT_EQ(decimals_for({0.0, std::nullopt}), 0);
}

TEST(Number, UnitStaysOnTheLine) {
  EXPECT_EQ(with_unit("5.2", "%"), "5.2%");
  EXPECT_EQ(with_unit("5.2", "percentage points"), "5.2\u00a0percentage\u00a0points");
  EXPECT_EQ(with_unit("5.2", ""), "5.2");
  EXPECT_EQ(with_unit(rounded(std::nullopt, 1), "%"), "\u2013");
}

TEST(Number, SmallPIsABound) {
  EXPECT_EQ(p_value(0.00099), "<0.001");
  EXPECT_EQ(p_value(0.0421), "0.042");
  EXPECT_EQ(p_value(std::nullopt), "\u2013");
}
