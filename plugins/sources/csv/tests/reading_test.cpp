#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "document.hpp"

namespace test {
namespace {

using csv::Type;

TEST(Reading, FollowsTheGrammar) {
  EXPECT_EQ(column("a,b\n\"x, y\",1\n", "a"), "i: x, y");
  EXPECT_EQ(column("a,b\n\"say \"\"no\"\"\",1\n", "a"), "i: say \"no\"");
  EXPECT_EQ(column("a,b\n\"two\nlines\",1\n", "a"), "i: two\nlines");
  EXPECT_EQ(column("a,b\r\n\"two\r\nlines\",1\r\n", "a"), "i: two\r\nlines");
  EXPECT_EQ(column("a,b\r\n1,2\r\n3,4\r\n", "b"), "l: 2 4");
  EXPECT_EQ(column("a,b\n1,2\r\n3,4", "b"), "l: 2 4");
  EXPECT_EQ(column("a,b\n1,2\n3,", "b"), "l: 2 .");
  EXPECT_EQ(column("\xEF\xBB\xBF"
                   "a,b\n1,2\n",
                   "a"),
            "l: 1");
  EXPECT_EQ(column("a,b\n1,2\n\n\r\n\n", "a"), "l: 1");
  EXPECT_EQ(column("\"a\nb\",c\n1,2\n", "a\nb"), "l: 1");
  EXPECT_EQ(column("\"a\"\"b\",c\n1,2\n", "a\"b"), "l: 1");
}

TEST(Reading, IgnoresBlanksAroundUnquotedFieldsOnly) {
  EXPECT_EQ(column("a, b\n1, 2 \n1,\t3\n", "b"), "l: 2 3");
  EXPECT_EQ(column("a,b\n1, x y \n1,\" z \"\n", "b"), "i: x y  z ");
  EXPECT_EQ(column("a,b\n1, NA\n1,  \n", "b"), "b: . .");
  csv::Dialect tabs;
  tabs.delimiter = '\t';
  EXPECT_EQ(column("a\tb\n\t 2\n", "a", tabs), "b: .");
  EXPECT_EQ(column("a\tb\n\t 2\n", "b", tabs), "l: 2");
}

TEST(Reading, KnowsOtherDelimitersAndTheDecimalComma) {
  csv::Dialect dialect;
  dialect.delimiter = ';';
  dialect.decimal = ',';
  EXPECT_EQ(column("a;b\n1,5;x,y\n-,25;2\n", "a", dialect), "g: 1.5 -0.25");
  EXPECT_EQ(column("a;b\n1.234;2\n", "a", dialect), "i: 1.234");  // a thousands separator is no decimal sign
  dialect.delimiter = '\t';
  EXPECT_EQ(column("a\tb\tc\n\t2\t\n", "b", dialect), "l: 2");
  dialect.delimiter = '|';
  EXPECT_EQ(column("a|b\n1|2\n", "b", dialect), "l: 2");
}

TEST(Types, AreInferredOverTheWholeColumn) {
  EXPECT_EQ(column("a\n1\n2\n", "a"), "l: 1 2");
  EXPECT_EQ(column("a\n1\n2.5\n", "a"), "g: 1 2.5");
  EXPECT_EQ(column("a\nTRUE\nfalse\n", "a"), "b: TRUE FALSE");
  EXPECT_EQ(column("a\n1970-01-02\n1969-12-31\n", "a"), "tdD: 1 -1");
  EXPECT_EQ(column("a\n1970-01-02\n1970-02-30\n", "a"), "i: 1970-01-02 1970-02-30");
  EXPECT_EQ(column("a\n1\nTRUE\n", "a"), "i: 1 TRUE");
  EXPECT_EQ(column("a\n1\n1970-01-01\n", "a"), "i: 1 1970-01-01");
  EXPECT_EQ(column("a\n12\n007\n", "a"), "i: 12 007");
  EXPECT_EQ(column("a\n1.5\nNaN\n", "a"), "i: 1.5 NaN");
  EXPECT_EQ(column("a\n1.5\ninf\n", "a"), "i: 1.5 inf");
  EXPECT_EQ(column("a\nNA\n\"\"\n", "a"), "b: . .");
  EXPECT_EQ(column("a\n\"1\"\n2\n", "a"), "l: 1 2");
}

TEST(Types, WidenHoweverLateTheRowThatAsksForIt) {
  std::string rows = "a,b,c,d,e\n";
  for (int k = 0; k < 5000; ++k) rows += "1,1,TRUE,1970-01-01,NA\n";
  const Columns all = read(rows + "2.5,x,NA,y,7\n");
  EXPECT_EQ(all.values.at("a").format, "g");
  EXPECT_EQ(all.values.at("b").format, "i");
  EXPECT_EQ(all.values.at("c").format, "b");
  EXPECT_EQ(all.values.at("d").format, "i");
  EXPECT_EQ(all.values.at("e").format, "l");
  EXPECT_EQ(all.values.at("a").rows.front(), "1");
  EXPECT_EQ(all.values.at("b").levels, (std::vector<std::string>{"1", "x"}));
  EXPECT_EQ(all.values.at("d").rows[4999], "1970-01-01");
  EXPECT_EQ(all.values.at("e").rows.front(), std::nullopt);
  EXPECT_EQ(all.values.at("e").rows.back(), "7");
  EXPECT_EQ(all.values.at("c").rows.back(), std::nullopt);
}

TEST(Types, BeyondSixtyFourBitsAreNumbersAndAWarning) {
  const Columns columns = read("id,b\n9223372036854775807,1\n9223372036854775808,2\n");
  EXPECT_EQ(column(columns, "id"), "g: 9.2233720368547758e+18 9.2233720368547758e+18");
  ASSERT_EQ(columns.warnings.size(), 1U);
  EXPECT_EQ(columns.warnings[0],
            "f.csv: column 'id' has integers beyond 64 bits and is read as rounded numbers: set types = { id = "
            "\"text\" } to keep "
            "every digit");
  EXPECT_EQ(column("id\n9223372036854775808\n", "id", declaring("id", Type::text)), "i: 9223372036854775808");
}

TEST(Types, AreAsDeclared) {
  EXPECT_EQ(column("a\n007\n1\n", "a", declaring("a", Type::number)), "g: 7 1");
  EXPECT_EQ(column("a\n007\n1\n", "a", declaring("a", Type::integer)), "l: 7 1");
  EXPECT_EQ(column("a\n0\n1\ntrue\n", "a", declaring("a", Type::boolean)), "b: FALSE TRUE TRUE");
  EXPECT_EQ(column("a\n1\nNA\n2.5\n", "a", declaring("a", Type::text)), "i: 1 . 2.5");
  EXPECT_EQ(column("a\n2000-01-01\n", "a", declaring("a", Type::date)), "tdD: 10957");
  EXPECT_EQ(column("a\nNA\n", "a", declaring("a", Type::date)), "tdD: .");
}

TEST(Missing, IsWhatTheStudySaysQuotedOrNot) {
  EXPECT_EQ(column("a\nNA\n\"NA\"\n\n5\n", "a"), "l: . . . 5");
  csv::Dialect dialect;
  dialect.missing = csv::Missing({"-99", "."});
  EXPECT_EQ(column("a,b\n-99,1\n.,1\n5,1\n", "a", dialect), "l: . . 5");
  EXPECT_EQ(column("a,b\nNA,1\n,1\n", "a", dialect), "i: NA ");
  dialect.missing = csv::Missing({});
  EXPECT_EQ(column("a,b\n,1\n\"\",1\nx,2\n", "a", dialect), "i:   x");
}

TEST(Texts, AreNumberedByFirstAppearance) {
  EXPECT_EQ(read("a\nb\na\nNA\nb\nc\n").values.at("a").levels, (std::vector<std::string>{"b", "a", "c"}));
}

TEST(Rows, MayBeNone) {
  const Columns columns = read("a,b\n", declaring("b", Type::text));
  EXPECT_EQ(column(columns, "a"), "b:");
  EXPECT_EQ(column(columns, "b"), "i:");
  EXPECT_EQ(column("a,b", "a"), "b:");
  EXPECT_EQ(column("a,b\r\n\r\n", "a"), "b:");
}

TEST(Rows, OfOneColumnMayBeBlankBetweenOthers) { EXPECT_EQ(column("a\n1\n\n2\n\n", "a"), "l: 1 . 2"); }

TEST(Columns, AreReadInTheOrderAskedForAndOnlyThose) {
  const Document document("a,b,c\n1,x,2.5\n2,y,3.5\n");
  Host host;
  const clusia_host services = host.table();
  const clusia_allocator allocator = host.allocator();
  const csv::Table table(document.path(), {});
  clusia::ColumnWriter writer(&allocator);
  const std::vector<std::string_view> asked{"c", "a", "c"};
  table.read(asked, writer, clusia::Host(&services));
  const char* names[] = {"c", "a", "c"};
  ArrowSchema schema;
  ArrowArray array;
  writer.finish(names, &schema, &array);
  EXPECT_EQ(array.n_children, 3);
  EXPECT_EQ(array.children[0]->buffers[1], array.children[2]->buffers[1]);
  EXPECT_EQ(host.memory.size(), 2U);  // nothing for b, no bitmap where nothing is missing
  const auto values = take(schema, array);
  EXPECT_EQ(values.at("c").rows, (std::vector<std::optional<std::string>>{"2.5", "3.5"}));
  EXPECT_EQ(values.at("a").rows, (std::vector<std::optional<std::string>>{"1", "2"}));
}

/// What R 4.2.2 prints of the same file: see oracles/read_csv.R.
TEST(Reading, AgreesWithR) {
  const Document document([] {
    std::ifstream in(CSV_ORACLES "/read_csv.csv", std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }());
  const Columns columns = read(document);
  std::ifstream expected(CSV_ORACLES "/read_csv.txt");
  const std::map<std::string, std::string> formats{
      {"integer", "l"}, {"numeric", "g"}, {"logical", "b"}, {"Date", "tdD"}, {"character", "i"}};
  int seen = 0;
  for (std::string line; std::getline(expected, line); ++seen) {
    std::istringstream words(line);
    std::string name, type, text, value;
    words >> name >> type;
    text = formats.at(type) + ":";
    while (words >> value) text += " " + value;
    EXPECT_EQ(column(columns, name), text) << name;
  }
  EXPECT_EQ(seen, static_cast<int>(columns.names.size()));
}

}  // namespace
}  // namespace test
