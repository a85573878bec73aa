#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "document.hpp"

namespace test {
namespace {

using csv::Type;
using namespace std::string_literals;

std::string opening(const std::string& path) {
  try {
    const csv::Table table(path, {});
  } catch (const clusia::Error& error) {
    return std::to_string(error.status()) + " " + error.subject() + " " + error.what();
  }
  return "opened";
}

TEST(Opening, SaysWhyAPathIsNoFile) {
  EXPECT_EQ(opening("/nowhere/f.csv"), "2 path /nowhere/f.csv: there is no such file: correct path");
  EXPECT_EQ(opening("/tmp"), "2 path /tmp: this is a folder: path must name one CSV file in it");
  EXPECT_EQ(opening("/dev/null"), "2 path /dev/null: this is no ordinary file: path must name a CSV file");
  EXPECT_EQ(
      opening("/dev/null/f.csv"),
      "2 path /dev/null/f.csv: the file cannot be opened (Not a directory): correct path, or the rights of the file");
}

TEST(Header, MustNameEachColumnOnce) {
  EXPECT_EQ(refusal(""), "f.csv:1:1: the file is empty: its first line must name the columns");
  EXPECT_EQ(refusal("\n\n"), "f.csv:1:1: the first line is blank: it must name the columns");
  EXPECT_EQ(refusal("\xEF\xBB\xBF"), "f.csv:1:1: the first line is blank: it must name the columns");
  EXPECT_EQ(refusal("\na,b\n"), "f.csv:1:1: the first line is blank: it must name the columns");
  EXPECT_EQ(refusal("\"\",a,, b ,a,b\n1,2,3,4,5,6\n"),
            "f.csv:1:1: column 1 has no name: name every column in the first line (from R: row.names = FALSE)\n"
            "f.csv:1:6: column 3 has no name\n"
            "f.csv:1:11: column name 'a' is used already at 1:4: give each column a name of its own\n"
            "f.csv:1:13: column name 'b' is used already at 1:7");
}

TEST(Grammar, SaysWhichQuoteIsWrong) {
  EXPECT_EQ(refusal("a,b\n1,x\"y\n"),
            "f.csv:2:4: a quote inside a field that does not begin with one: put the whole field in quotes and double "
            "the quote "
            "in it");
  EXPECT_EQ(refusal("a,b\n1, \"x\"\n"),
            "f.csv:2:4: a quote inside a field that does not begin with one: put the whole field in quotes and double "
            "the quote "
            "in it");
  EXPECT_EQ(refusal("a,b\n1,\"x\"y\n"),
            "f.csv:2:6: text follows the closing quote of the field that opened at 2:3: end the field there, or double "
            "the quotes "
            "inside it");
  EXPECT_EQ(refusal("a,b\n1,\"x\n2,y\n3,\"z\"\n"),
            "f.csv:4:4: text follows the closing quote of the field that opened at 2:3: end the field there, or double "
            "the quotes "
            "inside it");
  EXPECT_EQ(refusal("a,b\n1,2\n3,\"x\n4,5\n"),
            "f.csv:3:3: the quote that opens here is never closed: close it, or double the quotes inside the field");
  EXPECT_EQ(refusal("a,\"b\n1,2\n"),
            "f.csv:1:3: the quote that opens here is never closed: close it, or double the quotes inside the field");
  EXPECT_EQ(refusal("a,b\n1,2\r3,4\n"),
            "f.csv:2:4: a carriage return without a line feed: save the file with LF or CRLF line ends");
  EXPECT_EQ(refusal("a,b\r1,2\r"),
            "f.csv:1:4: a carriage return without a line feed: save the file with LF or CRLF line ends");
}

TEST(Rows, HaveAsManyFieldsAsTheHeader) {
  EXPECT_EQ(refusal("a,b,c,d\n1,2,3,4\n1,2,3\n\n1,2,3,4,5,6\n1\n"),
            "f.csv:3:6: this row has 3 fields where the header has 4: add what is missing, with nothing between the "
            "delimiters "
            "where there is no value\n"
            "f.csv:4:1: this line is blank: remove it\n"
            "f.csv:5:9: this row has 6 fields where the header has 4: put a field that holds the delimiter in quotes, "
            "or remove "
            "the surplus\n"
            "f.csv:6:2: this row has 1 field where the header has 4");
}

TEST(Encoding, IsUtf8) {
  EXPECT_EQ(refusal("a,b\n1,M\xE4rz\n"),
            "f.csv:2:4: byte 0xE4 is no UTF-8: save the file as UTF-8 (it may be Latin-1 or Windows-1252)");
  EXPECT_EQ(refusal("a,b\xFC\n1,2\n"),
            "f.csv:1:4: byte 0xFC is no UTF-8: save the file as UTF-8 (it may be Latin-1 or Windows-1252)");
  EXPECT_EQ(refusal("a,b\n1,\0\n"s), "f.csv:2:3: a NUL byte: this is no text file, or UTF-16: save it as UTF-8");
  EXPECT_EQ(refusal("\xFF\xFE"
                    "a\0,\0b\0\n\0"s),
            "f.csv:1:1: the file is UTF-16: save it as UTF-8");
  EXPECT_EQ(column("\xC3\xA4,b\n\xF0\x9F\x98\x80,1\n", "\xC3\xA4"), "i: \xF0\x9F\x98\x80");
  for (const char* bad : {"\xC0\xAF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                          "\xF8\x88\x80\x80", "\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98"})
    EXPECT_THAT(refusal("a,b\nx,"s + bad + "\n"), testing::StartsWith("f.csv:2:3: byte 0x"));
}

TEST(Positions, CountCharactersAndTheLinesInsideQuotes) {
  EXPECT_EQ(refusal("a,b\n\"two\nlines\",2\n\xC3\xA4\xC3\xB6,x\"\n"),
            "f.csv:4:5: a quote inside a field that does not begin with one: put the whole field in quotes and double "
            "the quote "
            "in it");
}

TEST(Values, ThatAreNotOfTheDeclaredTypeAreToldTogether) {
  EXPECT_EQ(refusal("id,income\n1,abc\n2,5\n3,\"1,5\"\n4,inf\n", declaring("income", Type::number)),
            "f.csv:2:3: 'abc' is no number in column 'income': correct the value, or add it to missing = [...], or set "
            "types = { "
            "income = \"text\" }\n"
            "f.csv:4:3: '1,5' is no number in column 'income'\n"
            "f.csv:5:3: 'inf' is no number in column 'income'");
  EXPECT_EQ(refusal("n of\n1.5\n", declaring("n of", Type::integer)),
            "f.csv:2:1: '1.5' is no integer in column 'n of': correct the value, or add it to missing = [...], or set "
            "types = { "
            "\"n of\" = \"number\" }");
  EXPECT_EQ(refusal("poor\nyes\n", declaring("poor", Type::boolean)),
            "f.csv:2:1: 'yes' is neither true nor false in column 'poor': correct the value, or add it to missing = "
            "[...], or set "
            "types = { poor = \"text\" }");
  EXPECT_EQ(refusal("born\n1.2.1980\n", declaring("born", Type::date)),
            "f.csv:2:1: '1.2.1980' is no date (yyyy-mm-dd) in column 'born': correct the value, or add it to missing = "
            "[...], or "
            "set types = { born = \"text\" }");
  EXPECT_THAT(
      refusal("a\n\"one\ntwo three four five six seven eight nine ten\"\n", declaring("a", Type::number)),
      testing::StartsWith("f.csv:2:1: 'one two three four five six seven eight ...' is no number in column 'a': "));
}

TEST(Values, AreToldWithRowsInTheOrderOfTheFileUpToTheFirstWrongQuote) {
  EXPECT_EQ(refusal("a,b\nx,1\n2\nz,\"3\"4\ny,1\n", declaring("a", Type::number)),
            "f.csv:2:1: 'x' is no number in column 'a': correct the value, or add it to missing = [...], or set types "
            "= { a = "
            "\"text\" }\n"
            "f.csv:3:2: this row has 1 field where the header has 2: add what is missing, with nothing between the "
            "delimiters "
            "where there is no value\n"
            "f.csv:4:1: 'z' is no number in column 'a'\n"
            "f.csv:4:6: text follows the closing quote of the field that opened at 4:3: end the field there, or double "
            "the quotes "
            "inside it");
}

/// The lines that fit, then how many there are besides.
void expect_all_counted(const std::string& message, int problems) {
  EXPECT_LT(message.size(), sizeof(clusia_error::message));
  const auto told = std::count(message.begin(), message.end(), '\n');
  EXPECT_LE(told, 20);
  EXPECT_THAT(message, testing::EndsWith("\nand " + std::to_string(problems - told) + " more"));
}

TEST(Values, AreToldUpToTwentyAndTheRestCounted) {
  std::string many = "a\n", few = "a\n";
  for (int k = 0; k < 5000; ++k) many += "x\n";
  for (int k = 0; k < 21; ++k) few += "a rather long text that is no number\n";
  expect_all_counted(refusal(many, declaring("a", Type::number)), 5000);
  expect_all_counted(refusal(many, declaring("a", Type::number), {7, 1000}), 5000);
  expect_all_counted(refusal(few, declaring("a", Type::number)), 21);
}

TEST(Columns, ThatAreNotThereAreRefusedWithThoseThatAre) {
  const Document document("income,age\n1,2\n");
  const auto words = [&](auto&& body) -> std::string {
    try {
      body();
    } catch (const clusia::Error& error) {
      return error.subject() + ": " + document.shortened(error.what());
    }
    return "nothing";
  };
  EXPECT_EQ(words([&] { csv::Table(document.path(), declaring("incom", Type::number)); }),
            "types: f.csv has no column 'incom': the columns are 'income', 'age'");
  EXPECT_EQ(words([&] {
              Host host;
              const clusia_host services = host.table();
              const clusia_allocator allocator = host.allocator();
              clusia::ColumnWriter writer(&allocator);
              const std::vector<std::string_view> asked{"sex"};
              csv::Table(document.path(), {}).read(asked, writer, clusia::Host(&services));
            }),
            ": f.csv:1:1: there is no column 'sex': the columns are 'income', 'age'");
}

}  // namespace
}  // namespace test
