// Columns read as categories: levels ascend as numbers where all are numbers, else as bytes.
#include "frame/codes.hpp"

#include <cmath>
#include <cstring>

#include "faults/faults.hpp"

namespace clusia::faults {
namespace {

using Texts = std::vector<std::string>;
using Code = std::vector<std::int32_t>;

/// A text column; "" is missing. `dictionary`: its levels as they stand, possibly with some that do not occur.
Column texts(const Texts& values, Texts dictionary) {
  const std::shared_ptr<Segment> segment = Segment::create();
  Layout layout;
  layout.name = "a";
  layout.type = Type::text;
  layout.n = static_cast<std::int64_t>(values.size());
  layout.levels = static_cast<std::int64_t>(dictionary.size());
  auto* codes = static_cast<std::int32_t*>(segment->allocate(4 * values.size()));
  auto* valid = static_cast<std::uint8_t*>(segment->allocate(values.size()));
  for (std::size_t k = 0; k < values.size(); ++k) {
    if (values[k].empty()) {
      ++layout.missing;
      codes[k] = 1000;  // never to be read
      continue;
    }
    valid[k / 8] = static_cast<std::uint8_t>(valid[k / 8] | (1U << (k % 8)));
    codes[k] =
        static_cast<std::int32_t>(std::find(dictionary.begin(), dictionary.end(), values[k]) - dictionary.begin());
  }
  std::string bytes;
  auto* ends = static_cast<std::int32_t*>(segment->allocate(4 * (dictionary.size() + 1)));
  for (std::size_t k = 0; k < dictionary.size(); ++k) {
    bytes += dictionary[k];
    ends[k + 1] = static_cast<std::int32_t>(bytes.size());
  }
  auto* to = static_cast<char*>(segment->allocate(bytes.size() + 1));
  std::memcpy(to, bytes.data(), bytes.size());
  layout.values = segment->offset_of(codes);
  layout.validity = segment->offset_of(valid);
  layout.dictionary_ends = segment->offset_of(ends);
  layout.dictionary_bytes = segment->offset_of(to);
  segment->seal();
  return {layout, segment};
}

template <class T>
Column values_of(Type type, const std::vector<T>& values) {
  const std::shared_ptr<Segment> segment = Segment::create();
  auto* to = static_cast<T*>(segment->allocate(sizeof(T) * values.size()));
  std::copy(values.begin(), values.end(), to);
  Layout layout;
  layout.type = type;
  layout.n = static_cast<std::int64_t>(values.size());
  layout.values = segment->offset_of(to);
  segment->seal();
  return {layout, segment};
}

TEST(CodesOf, NumbersAsTextAscendAsNumbers) {
  const Codes codes = codes_of(texts({"10", "9", "", "2.5", "10"}, {"10", "9", "2.5"}));
  EXPECT_EQ(codes.names, (Texts{"2.5", "9", "10"}));
  EXPECT_EQ(codes.values, (std::vector<double>{2.5, 9, 10}));
  EXPECT_EQ(codes.code, (Code{2, 1, -1, 0, 2}));
}

TEST(CodesOf, OneTextThatIsNoNumberMakesAllAscendAsBytes) {
  const Codes codes = codes_of(texts({"10", "9", "x", "Z"}, {"10", "9", "x", "Z"}));
  EXPECT_EQ(codes.names, (Texts{"10", "9", "Z", "x"}));
  EXPECT_EQ(codes.code, (Code{0, 1, 3, 2}));
  EXPECT_EQ(codes.values[0], 10);
  EXPECT_TRUE(std::isnan(codes.values[3]));
}

TEST(CodesOf, LevelsThatDoNotOccurAreNone) {
  const Codes codes = codes_of(texts({"b", "", "b"}, {"never", "b", "a"}));
  EXPECT_EQ(codes.names, Texts{"b"});
  EXPECT_EQ(codes.code, (Code{0, -1, 0}));
  EXPECT_EQ(codes.find("b"), 0);
  EXPECT_EQ(codes.find("a"), -1);
}

TEST(CodesOf, ATextThatADictionaryHoldsTwiceIsOneLevel) {
  const std::shared_ptr<Segment> segment = Segment::create();
  auto* code = static_cast<std::int32_t*>(segment->allocate(12));
  code[0] = 0, code[1] = 1, code[2] = 2;
  auto* ends = static_cast<std::int32_t*>(segment->allocate(16));
  ends[1] = 1, ends[2] = 2, ends[3] = 3;
  auto* bytes = static_cast<char*>(segment->allocate(3));
  std::memcpy(bytes, "aba", 3);
  Layout layout;
  layout.type = Type::text;
  layout.n = layout.levels = 3;
  layout.values = segment->offset_of(code);
  layout.dictionary_ends = segment->offset_of(ends);
  layout.dictionary_bytes = segment->offset_of(bytes);
  segment->seal();
  const Codes codes = codes_of({layout, segment});
  EXPECT_EQ(codes.names, (Texts{"a", "b"}));
  EXPECT_EQ(codes.code, (Code{0, 1, 0}));
}

TEST(CodesOf, NumbersIntegersBooleansAndDates) {
  const Codes numbers = codes_of(values_of<double>(Type::number, {2, -1.5, 2, 1e10}));
  EXPECT_EQ(numbers.names, (Texts{"-1.5", "2", "1e+10"}));
  EXPECT_EQ(numbers.code, (Code{1, 0, 1, 2}));
  const Codes integers = codes_of(values_of<std::int64_t>(Type::integer, {2004, 1999, 2004}));
  EXPECT_EQ(integers.names, (Texts{"1999", "2004"}));
  EXPECT_EQ(integers.values, (std::vector<double>{1999, 2004}));
  EXPECT_EQ(integers.code, (Code{1, 0, 1}));
  Layout bits = values_of<std::uint8_t>(Type::boolean, {0b101}).layout();
  const Column three = values_of<std::uint8_t>(Type::boolean, {0b101});
  bits.n = 3;
  EXPECT_EQ(codes_of({bits, three.segment()}).names, (Texts{"false", "true"}));
  EXPECT_EQ(codes_of({bits, three.segment()}).code, (Code{1, 0, 1}));
  const Codes days = codes_of(values_of<std::int32_t>(Type::date, {31, 0}));
  EXPECT_EQ(days.names, (Texts{"1970-01-01", "1970-02-01"}));
}

TEST(Crossed, OnlyCrossingsThatOccurAndNoneWithAMissingPart) {
  const Codes colour = codes_of(texts({"red", "blue", "", "red", "red"}, {"red", "blue"}));
  const Codes size = codes_of(texts({"10", "9", "9", "", "9"}, {"10", "9"}));
  const Codes* parts[] = {&colour, &size};
  const Codes both = crossed(parts);
  EXPECT_EQ(both.names, (Texts{"blue · 9", "red · 9", "red · 10"}));
  EXPECT_EQ(both.code, (Code{2, 0, -1, -1, 1}));
  const Codes* three[] = {&colour, &size, &colour};
  EXPECT_EQ(crossed(three).names, (Texts{"blue · 9 · blue", "red · 9 · red", "red · 10 · red"}));
  const Codes* alone[] = {&colour};
  EXPECT_EQ(crossed(alone).code, colour.code);
}

}  // namespace
}  // namespace clusia::faults
