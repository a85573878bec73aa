#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <limits>
#include <random>
#include <string>

#include "value.hpp"

namespace csv {
namespace {

TEST(Integer, IsReadExactlyToTheLimits) {
  EXPECT_EQ(integer("9223372036854775807", Reading::inferred), std::numeric_limits<int64_t>::max());
  EXPECT_EQ(integer("-9223372036854775808", Reading::inferred), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(integer("+12", Reading::inferred), 12);
  EXPECT_EQ(integer("0", Reading::inferred), 0);
  for (const char* no : {"9223372036854775808", "", "-", "+", "+-1", "--1", "1 ", "1.0", "1e3", "0x1A", "007", "-07"})
    EXPECT_FALSE(integer(no, Reading::inferred)) << no;
  EXPECT_EQ(integer("007", Reading::declared), 7);
}

TEST(Number, AgreesWithStrtodBitForBit) {
  std::mt19937_64 random(20240501);
  for (int k = 0; k < 300000; ++k) {
    char text[64];
    if (k % 3 == 0) {
      std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 17),
                    (static_cast<double>(random() % 2000001) - 1e6) / std::pow(10, static_cast<double>(random() % 9)));
    } else if (k % 3 == 1) {
      double value = 0;
      const uint64_t bits = random();
      static_assert(sizeof bits == sizeof value);
      std::memcpy(&value, &bits, sizeof value);
      if (value != value || value - value != 0) continue;
      std::snprintf(text, sizeof text, "%.*g", static_cast<int>(1 + random() % 20), value);
    } else {
      std::snprintf(text, sizeof text, "%llu.%llue%d", static_cast<unsigned long long>(1 + random() % 100000),
                    static_cast<unsigned long long>(random()), static_cast<int>(random() % 700) - 350);
    }
    const double expected = std::strtod(text, nullptr);
    const auto value = number(text, '.', Reading::inferred);
    if (expected - expected != 0) {
      EXPECT_FALSE(value) << text;
    } else {
      ASSERT_TRUE(value) << text;
      EXPECT_EQ(*value, expected) << text;
    }
  }
}

TEST(Number, IsWrittenAsDataFilesWriteIt) {
  EXPECT_EQ(number(".5", '.', Reading::inferred), .5);  // Stata
  EXPECT_EQ(number("-.5", '.', Reading::inferred), -.5);
  EXPECT_EQ(number("5.", '.', Reading::inferred), 5.);
  EXPECT_EQ(number("+1e3", '.', Reading::inferred), 1000.);
  EXPECT_EQ(number("1e-400", '.', Reading::inferred), 0.);
  EXPECT_EQ(number("1,25", ',', Reading::inferred), 1.25);
  for (const char* no :
       {"inf", "-inf", "NaN", "nan", "Infinity", "1e400", ".", "-", "e5", "1e", "0x10", "1,000", "007.5", "1 000"})
    EXPECT_FALSE(number(no, '.', Reading::inferred)) << no;
  for (const char* no : {"1.234", "1.234,5", "1,2,3", ","}) EXPECT_FALSE(number(no, ',', Reading::inferred)) << no;
  EXPECT_EQ(number("007.5", '.', Reading::declared), 7.5);
}

TEST(Date, AgreesWithTheCLibraryOverFourCenturies) {
  for (int year = 1800; year < 2200; ++year)
    for (int month = 0; month <= 13; ++month)
      for (int day = 0; day <= 32; ++day) {
        std::tm parts{};
        parts.tm_year = year - 1900, parts.tm_mon = month - 1, parts.tm_mday = day;
        const std::time_t seconds = ::timegm(&parts);  // normalises days that do not exist to others
        const bool exists = parts.tm_year == year - 1900 && parts.tm_mon == month - 1 && parts.tm_mday == day;
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        const auto days = date(text);
        ASSERT_EQ(days.has_value(), exists) << text;
        if (exists) {
          ASSERT_EQ(int64_t{*days} * 86400, static_cast<int64_t>(seconds)) << text;
        }
      }
  for (const char* no : {"2024-1-1", "2024/01/01", "01.02.2024", "2024-01-01 ", "2024-01-0a", "-024-01-01"})
    EXPECT_FALSE(date(no)) << no;
}

TEST(Boolean, HasFourWordsAndWhereDeclaredTwoDigits) {
  for (const auto& [text, value] : {std::pair{"true", true}, {"TRUE", true}, {"false", false}, {"FALSE", false}})
    EXPECT_EQ(boolean(text, Reading::inferred), value);
  for (const char* no : {"True", "T", "F", "yes", "1", "0", ""}) EXPECT_FALSE(boolean(no, Reading::inferred)) << no;
  EXPECT_EQ(boolean("1", Reading::declared), true);
  EXPECT_EQ(boolean("0", Reading::declared), false);
  EXPECT_FALSE(boolean("2", Reading::declared));
}

TEST(Classify, TakesTheNarrowestType) {
  for (const auto& [text, type] : {std::pair{"12", Type::integer},
                                   {"9223372036854775808", Type::number},
                                   {"1.0", Type::number},
                                   {"007", Type::text},
                                   {"-0", Type::integer},
                                   {"0.5", Type::number},
                                   {"TRUE", Type::boolean},
                                   {"2024-02-29", Type::date},
                                   {"2023-02-29", Type::text},
                                   {"NaN", Type::text},
                                   {"1e400", Type::text}})
    EXPECT_EQ(classify(text, '.'), type) << text;
}

TEST(Join, IsASemilattice) {
  const Type all[] = {Type::none, Type::integer, Type::number, Type::boolean, Type::date, Type::text};
  for (const Type a : all) {
    EXPECT_EQ(join(a, a), a);
    EXPECT_EQ(join(Type::none, a), a);
    EXPECT_EQ(join(Type::text, a), Type::text);
    for (const Type b : all) {
      EXPECT_EQ(join(a, b), join(b, a));
      for (const Type c : all) EXPECT_EQ(join(a, join(b, c)), join(join(a, b), c));
    }
  }
  EXPECT_EQ(join(Type::integer, Type::number), Type::number);
  EXPECT_EQ(join(Type::boolean, Type::integer), Type::text);
  EXPECT_EQ(join(Type::date, Type::number), Type::text);
}

}  // namespace
}  // namespace csv
