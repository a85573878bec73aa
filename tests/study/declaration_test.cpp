#include "plugin/declaration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <cmath>
#include <limits>

#include "study/plugins.hpp"
#include "study/values.hpp"

namespace clusia {
namespace {

using testing::parameter;

Value number(double of) {
  Value value;
  value.is_set = true;
  value.number = of;
  return value;
}

Value text(std::string of) {
  Value value;
  value.is_set = true;
  value.text = std::move(of);
  return value;
}

TEST(Kind, HasAName) {
  EXPECT_EQ(name_of(Kind::source), "source");
  EXPECT_EQ(name_of(Kind::indicator), "indicator");
  EXPECT_EQ(name_of(Kind::comparator), "comparator");
  EXPECT_THROW(name_of(static_cast<Kind>(9)), std::logic_error);
}

TEST(Declaration, FindsItsParametersAndInputs) {
  const Declaration& poverty = testing::all_plugins()[2];
  ASSERT_NE(poverty.parameter("percent"), nullptr);
  EXPECT_EQ(poverty.parameter("percent")->doc, "the line as a share of the median");
  EXPECT_EQ(poverty.parameter("percen"), nullptr);
  ASSERT_NE(poverty.input("income"), nullptr);
  EXPECT_EQ(poverty.input("percent"), nullptr);
}

TEST(TextOf, IsWhatTomlWouldWrite) {
  const auto of = [](std::int32_t type, const Value& value) { return text_of(parameter(type, "p", ""), value); };
  EXPECT_EQ(of(CLUSIA_NUMBER, number(0.6)), "0.6");
  EXPECT_EQ(of(CLUSIA_NUMBER, number(1)), "1");
  EXPECT_EQ(of(CLUSIA_NUMBER, number(-0.1)), "-0.1");
  EXPECT_EQ(of(CLUSIA_NUMBER, number(std::nan(""))), "nan");
  EXPECT_EQ(of(CLUSIA_NUMBER, number(-std::numeric_limits<double>::infinity())), "-inf");
  EXPECT_EQ(of(CLUSIA_TEXT, text("say \"é\"\n\\\x01")), R"("say \"é\"\n\\\u0001")");
  EXPECT_EQ(of(CLUSIA_CHOICE, text("median")), "\"median\"");
  EXPECT_EQ(of(CLUSIA_WAVE, text("1991")), "\"1991\"");

  Value value;
  EXPECT_EQ(of(CLUSIA_NUMBER, value), "") << "not set";
  value.is_set = true;
  value.integer = -3;
  EXPECT_EQ(of(CLUSIA_INTEGER, value), "-3");
  EXPECT_EQ(of(CLUSIA_BOOLEAN, value), "true");
  value.integer = 0;
  EXPECT_EQ(of(CLUSIA_BOOLEAN, value), "false");
  EXPECT_EQ(of(CLUSIA_NUMBERS, value), "[]");
  EXPECT_EQ(of(CLUSIA_TEXT_MAP, value), "{}");
  value.numbers = {0.25, 1e-9};
  value.keys = {"bare-key_1", "two words"};
  value.texts = {"a", "b"};
  EXPECT_EQ(of(CLUSIA_NUMBERS, value), "[0.25, 1e-09]");
  EXPECT_EQ(of(CLUSIA_TEXTS, value), R"(["a", "b"])");
  EXPECT_EQ(of(CLUSIA_TEXT_MAP, value), R"({ bare-key_1 = "a", "two words" = "b" })");
}

/// What is stored of a run must say to the last bit what held in it.
TEST(TextOf, ReadsBackAsTheSameValue) {
  const auto read_back = [](std::int32_t type, const Value& value) {
    auto declaration = parameter(type, "p", "");
    declaration.default_text = text_of(declaration, value);
    return default_of(declaration);
  };
  for (const double x : {0.1, 1.0 / 3, 1e300, 5e-324, 12345678901234567000.0, -9007199254740993.0, 1e22, 0.0})
    EXPECT_EQ(read_back(CLUSIA_NUMBER, number(x)).number, x);
  std::string every;
  for (int c = 1; c < 128; ++c) every += static_cast<char>(c);
  EXPECT_EQ(read_back(CLUSIA_TEXT, text(every + "é\u20ac")).text, every + "é\u20ac");
  Value map;
  map.is_set = true;
  map.keys = {"", "a b", "c"};
  map.texts = {"1", "\"2\"", ""};
  EXPECT_EQ(read_back(CLUSIA_TEXT_MAP, map).keys, map.keys);
  EXPECT_EQ(read_back(CLUSIA_TEXT_MAP, map).texts, map.texts);
}

TEST(DefaultOf, IsMarkedAsADefault) {
  const Value value = default_of(parameter(CLUSIA_NUMBER, "p", "", "0.6"));
  EXPECT_TRUE(value.is_set);
  EXPECT_TRUE(value.is_default);
  EXPECT_EQ(value.number, 0.6);
  EXPECT_FALSE(default_of(parameter(CLUSIA_NUMBER, "p", "")).is_set);
}

TEST(DefaultOf, KnowsTheFirstAndTheLastWave) {
  EXPECT_EQ(default_of(parameter(CLUSIA_WAVE, "p", "", "first")).text, "first");
  EXPECT_EQ(default_of(parameter(CLUSIA_WAVE, "p", "", "last")).text, "last");
  EXPECT_EQ(default_of(parameter(CLUSIA_WAVE, "p", "", "1991")).text, "1991");
}

TEST(DefaultOf, RefusesWhatDoesNotFitTheDeclaration) {
  EXPECT_THROW(default_of(parameter(CLUSIA_NUMBER, "p", "", "\"0.6\"")), std::invalid_argument);
  EXPECT_THROW(default_of(parameter(CLUSIA_TEXT, "p", "", "median")), std::invalid_argument);
  EXPECT_THROW(default_of(parameter(CLUSIA_INTEGER, "p", "", "")), std::invalid_argument);
  EXPECT_THROW(default_of(testing::within(0, 1, parameter(CLUSIA_NUMBERS, "p", "", "[0.5, 2]"))),
               std::invalid_argument);
}

TEST(LentValues, HoldEachTypeInItsPlace) {
  const std::vector<ParameterDeclaration> declared{
      parameter(CLUSIA_NUMBER, "number", ""), parameter(CLUSIA_INTEGER, "integer", ""),
      parameter(CLUSIA_CHOICE, "choice", ""), parameter(CLUSIA_NUMBERS, "numbers", ""),
      parameter(CLUSIA_TEXTS, "texts", ""),   parameter(CLUSIA_TEXT_MAP, "map", ""),
      parameter(CLUSIA_TEXT, "unset", ""),    parameter(CLUSIA_WAVE, "wave", "")};
  Values values(8);
  for (std::size_t k = 0; k < 8; ++k) values[k].is_set = k != 6;
  values[0].number = 0.5;
  values[1].integer = 7;
  values[2].integer = 1;
  values[2].text = "second";
  values[3].numbers = {1, 2};
  values[4].texts = {"a", "b", "c"};
  values[5].keys = {"k"};
  values[5].texts = {"v"};
  values[7].text = "1996";
  values[7].integer = 1;

  const LentValues lent(declared, values);
  const clusia_value* v = lent.data();
  EXPECT_EQ(v[0].is_set, 1);
  EXPECT_EQ(v[0].number, 0.5);
  EXPECT_EQ(v[0].text, nullptr);
  EXPECT_EQ(v[1].integer, 7);
  EXPECT_EQ(v[2].integer, 1);
  EXPECT_STREQ(v[2].text, "second");
  ASSERT_EQ(v[3].n, 2);
  EXPECT_EQ(v[3].numbers[1], 2.0);
  ASSERT_EQ(v[4].n, 3);
  EXPECT_STREQ(v[4].texts[2], "c");
  EXPECT_EQ(v[4].keys, nullptr);
  ASSERT_EQ(v[5].n, 1);
  EXPECT_STREQ(v[5].keys[0], "k");
  EXPECT_STREQ(v[5].texts[0], "v");
  EXPECT_EQ(v[6].is_set, 0);
  EXPECT_EQ(v[6].text, nullptr);
  EXPECT_EQ(v[7].integer, 1);
  EXPECT_EQ(v[7].text, nullptr) << "a plugin is told the index of a wave";
}

TEST(LentValues, AreAsManyAsWereDeclared) {
  EXPECT_THROW(LentValues({parameter(CLUSIA_NUMBER, "p", "")}, {}), std::logic_error);
  EXPECT_NO_THROW(LentValues({}, {}));
}

}  // namespace
}  // namespace clusia
