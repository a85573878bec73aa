#include <gtest/gtest.h>

#include <random>

#include "document.hpp"
#include "split.hpp"

namespace test {
namespace {

using csv::Type;

/// What a file gives, columns or words, whatever the grain and the threads.
struct Answer {
  Columns columns;
  std::string words;
  bool operator==(const Answer&) const = default;
};

Answer answer(const Document& document, const csv::Dialect& dialect, csv::Grain grain, int threads) {
  try {
    return {read(document, dialect, grain, threads), ""};
  } catch (const clusia::Error& error) {
    return {{}, error.what()};
  }
}

void expect_same_for_every_grain(std::string_view bytes, const csv::Dialect& dialect = {}) {
  const Document document(bytes);
  const Answer whole = answer(document, dialect, {bytes.size() + 1, 1000}, 1);
  for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk)
    for (const int64_t sampled : {int64_t{0}, int64_t{1}, int64_t{1000}})
      ASSERT_EQ(answer(document, dialect, {chunk, sampled}, static_cast<int>(1 + chunk % 3)), whole)
          << "chunks of " << chunk << " bytes, " << sampled << " rows sampled: " << whole.words;
}

TEST(Grain, ChangesNothing) {
  expect_same_for_every_grain(
      "id,name,income,poor,born\r\n1,\"a, "
      "\"\"b\"\"\",1.5,TRUE,2000-01-01\r\n2,\"two\r\nlines\",NA,FALSE,\r\n3,x,,NA,1999-12-31\r\n"
      "4,\"\"\"\",7,TRUE,2001-01-01\r\n\r\n");
  expect_same_for_every_grain("a,b,c\n1,1,NA\n2,2.5,NA\n3,x,NA\n4,\"x\ny\",NA\n\xC3\xA4,\xF0\x9F\x98\x80,\xE2\x82\xAC");
  expect_same_for_every_grain("a\n\n\"\n\"\n\n\"\"\"\n\"\n1\n");
  expect_same_for_every_grain("a,b\n");
  expect_same_for_every_grain("a,b\nx,1\n\"1\ny\",2\n3\nz,\"\n\"\n4,5,6\n", declaring("a", Type::number));
}

TEST(Grain, ChangesNoMessage) {
  expect_same_for_every_grain("a,b\n1,2\n3\n4,\"x\n5,6\n7,\"8\"\n9,10,11\n");
  expect_same_for_every_grain("a,b\n1,2\n3,x\"\n\"4\",\"5\n\",6\n7\n");
  expect_same_for_every_grain("a,b\n1,2\n3,\"x\ny,z\n");
  expect_same_for_every_grain("a,b\n1,\xC3\xA4\n2,\xE2\x82\n3,\x80\x80\x80\x80\n");
  expect_same_for_every_grain("a,b\n1,\xF0\x9F\x98\x80\x80\x80\x80\x80\n");
}

/// Rows and their first bytes, found in the plainest way.
TEST(Split, GivesEachRowToOneChunk) {
  const std::string text = "h\na\n\"b\nc\"\n\"\"\"\n\"\nd\ne";
  const Document document(text);
  const csv::File file(document.path());
  const std::vector<std::size_t> starts{2, 4, 10, 16, 18};
  Host host(1);
  const clusia_host services = host.table();
  for (std::size_t bytes = 1; bytes < 20; ++bytes) {
    int64_t row = 0;
    for (const csv::Chunk& chunk : csv::split(file, 2, bytes, clusia::Host(&services))) {
      EXPECT_EQ(chunk.first_row, row);
      row = chunk.last_row;
      if (chunk.first_row < row) {
        EXPECT_EQ(csv::first_row_of(chunk, file.text()), starts[static_cast<std::size_t>(chunk.first_row)]);
      }
    }
    EXPECT_EQ(row, 5);
  }
}

/// Bytes that mean something to the grammar, at random: never a crash, always the same words or the same columns.
TEST(RandomBytes, GiveColumnsOrWords) {
  std::mt19937 random(7);
  const std::string_view alphabet = "\"\"\"\n\n\n,,,\r;a1.-NA \t\xC3\xA4";
  int refused = 0, accepted = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = round % 2 == 0 ? "a,b\n" : "";
    const std::size_t length = random() % 40;
    for (std::size_t k = 0; k < length; ++k)
      bytes += round % 10 == 9 ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
    const Document document(bytes);
    const Answer whole = answer(document, {}, {1000, 1000}, 1);
    ASSERT_EQ(answer(document, {}, {1 + random() % 8, static_cast<int64_t>(random() % 3)}, 1 + round % 2), whole)
        << bytes;
    ASSERT_EQ(whole.words.empty(), !whole.columns.names.empty());
    if (!whole.words.empty()) {
      ASSERT_EQ(whole.words.substr(0, document.path().size() + 1), document.path() + ":");
    }
    ++(whole.words.empty() ? accepted : refused);
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace test
