// What a default or --set may look like, and what is said where it cannot be read.
#include "values.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace clusia::kit {
namespace {

clusia_parameter of_type(std::int32_t type) {
  static const char* const choices[]{"below", "above", nullptr};
  return {sizeof(clusia_parameter), "p", type, 0, nullptr, -HUGE_VAL, HUGE_VAL, choices, nullptr, "doc", nullptr};
}

std::string refused(const clusia_parameter& p, const std::string& toml) {
  try {
    read_value(p, toml);
  } catch (const std::exception& e) {
    return e.what();
  }
  return "not refused";
}

TEST(Values, AreReadAsAStudyWritesThem) {
  EXPECT_EQ(read_value(of_type(CLUSIA_NUMBER), " 6e-1 ").number, 0.6);
  EXPECT_EQ(read_value(of_type(CLUSIA_INTEGER), "-3").integer, -3);
  EXPECT_EQ(read_value(of_type(CLUSIA_BOOLEAN), "true").integer, 1);
  EXPECT_EQ(read_value(of_type(CLUSIA_TEXT), "\"a b\"").text, "a b");
  EXPECT_EQ(read_value(of_type(CLUSIA_TEXT), "a b").text, "a b") << "bare, as a command line has it";
  EXPECT_EQ(read_value(of_type(CLUSIA_CHOICE), "'above'").integer, 1);
  EXPECT_EQ(read_value(of_type(CLUSIA_WAVE), "\"last\"").integer, 2);
  EXPECT_EQ(read_value(of_type(CLUSIA_NUMBERS), "[0.1, 2,]").numbers, (std::vector<double>{0.1, 2}));
  EXPECT_EQ(read_value(of_type(CLUSIA_TEXTS), R"(["", "NA"])").texts, (std::vector<std::string>{"", "NA"}));
  const Value map = read_value(of_type(CLUSIA_TEXT_MAP), R"({ a = "1", "b c" = "2" })");
  EXPECT_EQ(map.keys, (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(map.texts, (std::vector<std::string>{"1", "2"}));
}

TEST(Values, AreRefusedInWords) {
  clusia_parameter part = of_type(CLUSIA_NUMBER);
  part.minimum = 0, part.maximum = 1;
  EXPECT_EQ(refused(part, "2"), "parameter 'p': '2' is outside its range: correct the range or the value");
  EXPECT_EQ(refused(part, "x"), "parameter 'p': 'x' is no number: write one as TOML, such as 0.6");
  EXPECT_EQ(refused(part, "0.5 1"), "parameter 'p': '0.5 1' has '1' left over: write one value as TOML");
  EXPECT_EQ(refused(of_type(CLUSIA_INTEGER), "0.5"),
            "parameter 'p': '0.5' is no integer: write one without a fraction");
  EXPECT_EQ(refused(of_type(CLUSIA_BOOLEAN), "yes"),
            "parameter 'p': 'yes' is neither true nor false: write one of them");
  EXPECT_EQ(refused(of_type(CLUSIA_CHOICE), "beside"),
            "parameter 'p': 'beside' is none of its choices: take one of below, above");
  EXPECT_EQ(refused(of_type(CLUSIA_TEXTS), "[\"a\" \"b\"]"),
            "parameter 'p': '[\"a\" \"b\"]' has no end or no comma: write [a, b]");
  EXPECT_EQ(refused(of_type(CLUSIA_NUMBERS), "1"), "parameter 'p': '1' is of another type: write it between [ and ]");
  EXPECT_EQ(refused(of_type(CLUSIA_TEXT), "\"a"), "parameter 'p': '\"a' has no closing quote: add it");
  EXPECT_EQ(refused(of_type(CLUSIA_WAVE), "1999"),
            "parameter 'p': '1999' is no wave of the kit's data: first, second or last");
}

}  // namespace
}  // namespace clusia::kit
