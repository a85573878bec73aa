// Every Arrow format that a source may use, with an offset and a validity bitmap, in its own memory and in the host's.
#include <cmath>
#include <cstring>
#include <limits>

#include "faults/faults.hpp"
#include "frame/column.hpp"

namespace clusia::faults {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One column as a source would give it. The first of its values stands before `offset` and must never be seen.
struct Given {
  ArrowSchema schema{}, dictionary_schema{};
  ArrowArray array{}, dictionary{};
  const void* buffers[3]{};
  const void* dictionary_buffers[3]{};

  Given(const char* format, std::int64_t length, const void* values, const void* bytes = nullptr) {
    schema.format = format;
    schema.name = "a";
    array.length = length;
    array.offset = 1;
    array.n_buffers = bytes == nullptr ? 2 : 3;
    array.buffers = buffers;
    buffers[1] = values;
    buffers[2] = bytes;
  }
};

Column imported(Given& given, const std::shared_ptr<Segment>& segment = Segment::create()) {
  ArrowSchema schema{};
  ArrowArray array{};
  ArrowSchema* schemas[] = {&given.schema};
  ArrowArray* arrays[] = {&given.array};
  schema.format = "+s";
  schema.n_children = array.n_children = 1;
  schema.children = schemas;
  array.children = arrays;
  array.length = given.array.length;
  const std::vector<Layout> layouts = import_arrow(schema, array, *segment);
  segment->seal();
  return {layouts.at(0), segment};
}

std::vector<std::string> texts_of(const Column& column) {
  std::vector<std::string> texts;
  for (std::int64_t row = 0; row < column.size(); ++row)
    texts.push_back(column.valid(row) ? column.as_text(row) : "missing");
  return texts;
}

/// Values 7 (before the offset), 1, 2 (missing), 3.
constexpr std::uint8_t third_missing[] = {0b1011};

template <class T>
void expect_format(const char* format, Type type) {
  const T values[] = {7, 1, 2, 3};
  Given given(format, 3, values);
  given.buffers[0] = third_missing;
  given.array.null_count = -1;  // not counted
  const Column column = imported(given);
  EXPECT_EQ(column.type(), type) << format;
  EXPECT_EQ(column.missing(), 1) << format;
  EXPECT_EQ(texts_of(column), (std::vector<std::string>{"1", "missing", "3"})) << format;
  Given complete(format, 3, values);
  EXPECT_EQ(texts_of(imported(complete)), (std::vector<std::string>{"1", "2", "3"})) << format;
}

TEST(Import, ReadsEveryNumberFormat) {
  expect_format<double>("g", Type::number);
  expect_format<float>("f", Type::number);
  expect_format<std::uint64_t>("L", Type::number);
  expect_format<std::int8_t>("c", Type::integer);
  expect_format<std::uint8_t>("C", Type::integer);
  expect_format<std::int16_t>("s", Type::integer);
  expect_format<std::uint16_t>("S", Type::integer);
  expect_format<std::int32_t>("i", Type::integer);
  expect_format<std::uint32_t>("I", Type::integer);
  expect_format<std::int64_t>("l", Type::integer);
}

TEST(Import, KeepsTheExtremesOfIntegers) {
  const std::int64_t values[] = {0, INT64_MIN, INT64_MAX};
  Given given("l", 2, values);
  EXPECT_EQ(texts_of(imported(given)), (std::vector<std::string>{"-9223372036854775808", "9223372036854775807"}));
  const std::uint32_t high[] = {0, UINT32_MAX};
  Given unsigned_one("I", 1, high);
  EXPECT_EQ(texts_of(imported(unsigned_one)), std::vector<std::string>{"4294967295"});
}

TEST(Import, ANaNIsMissingAndAnInfinityIsNot) {
  const double values[] = {0, 1, nan, nan, -HUGE_VAL};
  const std::uint8_t valid[] = {0b11011};  // one of the two NaN is marked as missing already
  Given given("g", 4, values);
  given.buffers[0] = valid;
  const Column column = imported(given);
  EXPECT_EQ(column.missing(), 2);
  EXPECT_EQ(texts_of(column), (std::vector<std::string>{"1", "missing", "missing", "-inf"}));
  const float floats[] = {0, 1, std::numeric_limits<float>::quiet_NaN()};
  Given single("f", 2, floats);
  EXPECT_EQ(imported(single).missing(), 1);
}

TEST(Import, ReadsBooleansBitByBit) {
  const std::uint8_t bits[] = {0b10110101, 0b00000010};
  Given given("b", 9, bits);
  EXPECT_EQ(texts_of(imported(given)),
            (std::vector<std::string>{"false", "true", "false", "true", "true", "false", "true", "false", "true"}));
}

TEST(Import, ReadsDays) {
  const std::int32_t days[] = {0, 0, -1, 19782};
  Given given("tdD", 3, days);
  EXPECT_EQ(texts_of(imported(given)), (std::vector<std::string>{"1970-01-01", "1969-12-31", "2024-02-29"}));
}

template <class End>
void expect_texts(const char* format) {
  const End ends[] = {0, 3, 7, 7, 11, 15};
  Given given(format, 4, ends, "notTurinTurin");
  const End own[] = {0, 3, 8, 8, 13, 13};
  given.buffers[1] = own;
  const std::uint8_t valid[] = {0b01111};
  given.buffers[0] = valid;
  const Column column = imported(given);
  EXPECT_EQ(column.type(), Type::text);
  EXPECT_EQ(texts_of(column), (std::vector<std::string>{"Turin", "", "Turin", "missing"})) << format;
  EXPECT_EQ(column.levels(), 2) << format;  // "not" stands before the offset
}

TEST(Import, ReadsTextsOfBothWidths) {
  expect_texts<std::int32_t>("u");
  expect_texts<std::int64_t>("U");
}

TEST(Import, ReadsDictionariesWithOffsetsOfTheirOwn) {
  const std::int32_t codes[] = {9, 1, 0, 77};
  const std::int32_t ends[] = {0, 3, 5, 8};
  Given given("i", 3, codes);
  const std::uint8_t valid[] = {0b0111};  // the last is missing: its code may be anything
  given.buffers[0] = valid;
  given.dictionary_schema.format = "u";
  given.dictionary.length = 2;
  given.dictionary.offset = 1;
  given.dictionary.n_buffers = 3;
  given.dictionary.buffers = given.dictionary_buffers;
  given.dictionary_buffers[1] = ends;
  given.dictionary_buffers[2] = "notnoyes";
  given.schema.dictionary = &given.dictionary_schema;
  given.array.dictionary = &given.dictionary;
  EXPECT_EQ(texts_of(imported(given)), (std::vector<std::string>{"yes", "no", "missing"}));
  const std::uint8_t one_missing[] = {0b101};
  given.dictionary_buffers[0] = one_missing;
  given.dictionary.null_count = 1;
  EXPECT_THROW(imported(given), std::runtime_error);
}

TEST(Import, AcceptsNoRowsAtAll) {
  for (const char* format : {"g", "l", "i", "b", "tdD"}) {
    Given given(format, 0, nullptr);
    given.array.offset = 0;
    EXPECT_EQ(imported(given).size(), 0) << format;
  }
  Given texts("u", 0, nullptr, "");
  EXPECT_EQ(imported(texts).size(), 0);
}

TEST(Import, LeavesNumbersOfTheHostsOwnMemoryWhereTheyAre) {
  const std::shared_ptr<Segment> segment = Segment::create();
  auto* x = static_cast<double*>(segment->allocate(4 * sizeof(double)));
  for (int k = 0; k < 4; ++k) x[k] = k;
  const std::uint64_t at = segment->offset_of(x + 1);
  Given given("g", 3, x);
  const Column column = imported(given, segment);
  EXPECT_EQ(column.layout().values, at);
  EXPECT_EQ(texts_of(column), (std::vector<std::string>{"1", "2", "3"}));
}

TEST(ASegment, GivesNothingBeyondWhatThereIsAndStaysUsable) {
  const std::shared_ptr<Segment> segment = Segment::create();
  auto* first = static_cast<char*>(segment->allocate(100));
  ASSERT_NE(first, nullptr);
  first[99] = 'x';
  for (const std::size_t bytes : {SIZE_MAX, SIZE_MAX - 63, SIZE_MAX - 127, std::size_t{1} << 62})
    EXPECT_EQ(segment->allocate(bytes), nullptr) << bytes;
  auto* second = static_cast<char*>(segment->allocate(100));
  ASSERT_NE(second, nullptr);
  EXPECT_GE(second, first + 100);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second) % 64, 0U);
  EXPECT_EQ(second[0], 0);
  EXPECT_EQ(first[99], 'x');
  segment->seal();
  EXPECT_EQ(segment->allocate(1), nullptr);
}

TEST(ASegment, OfAnotherProcessIsAdoptedOnlyWhenItIsSealed) {
  const std::shared_ptr<Segment> open = Segment::create();
  open->allocate(64);
  EXPECT_THROW(Segment::adopt(dup(open->fd())), std::system_error);
  open->seal();
  EXPECT_EQ(Segment::adopt(dup(open->fd()))->size(), 64U);
}

}  // namespace
}  // namespace clusia::faults
