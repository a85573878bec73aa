/// The poverty line, through fgt: how it is stated, and what is refused.
#include "boundary.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;
using Set = std::map<std::string, std::string>;

Indicator fgt(const List& incomes, const Set& parameters, const List& lines = {}) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("income", incomes));
  if (!lines.empty()) columns.push_back(Column::numbers("line", lines));
  return Indicator(shipped("fgt"), parameters, std::move(columns));
}

std::string refusal(const Set& parameters, const List& lines = {}) {
  try {
    fgt({1, 2, 3}, parameters, lines);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}

TEST(Line, IsStatedInExactlyOneWay) {
  const auto begins = [](const std::string& message, const std::string& with) { return message.rfind(with, 0) == 0; };
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}}), "no poverty line"));
  EXPECT_TRUE(
      begins(refusal({{"alpha", "0"}, {"line", "2"}, {"relative_to", "mean"}, {"percent", "0.5"}}), "two poverty"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}, {"line", "2"}}, {1, 1, 1}), "two poverty lines"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}, {"relative_to", "mean"}}), "is needed where the line is relative"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}, {"line", "2"}, {"percent", "0.5"}}), "belongs to a relative line"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}, {"relative_to", "quantile"}, {"percent", "1"}}), "is needed where"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}, {"relative_to", "median"}, {"percent", "1"}, {"quantile", "0.4"}}),
                     "belongs to"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0"}}, {1, 0, 1}), "the line of row 2 is not positive"));
  EXPECT_TRUE(begins(refusal({{"alpha", "0.5"}, {"relative_to", "mean"}, {"percent", "0.5"}}), "between 0 and 1"));
  EXPECT_EQ(refusal({{"alpha", "0.5"}, {"line", "2"}}), "");
}

/// Gaps of 1/2 of 4 and 3/4 of 8, weights 2 and 1; the third is above its line.
TEST(Line, OfEachRow) {
  const List w{2, 1, 1};
  const Evaluated e = fgt({2, 2, 5}, {{"alpha", "2"}}, {4, 8, 4})(w, w);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  EXPECT_DOUBLE_EQ(e.estimates[0], (2 * 0.25 + 0.5625) / 4);
  EXPECT_DOUBLE_EQ(e.estimates[1], (2 * 4 + 8 + 4) / 4.0);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(e.v[0][k], 0);
}

TEST(Line, OfEachRowMayBeMissing) {
  const List w{1, 1};
  const Evaluated e = fgt({2, 2}, {{"alpha", "0"}}, {4, std::nan("")})(w, w);
  EXPECT_EQ(e.estimates[0], 1);
  EXPECT_EQ(e.estimates[1], 4);
}

/// Incomes 2, 4, 6, 8: mean 5, median 4 (math), 6 (next), 5 (school), lower quartile 2.
TEST(Line, IsAFractionOfTheReference) {
  const List income{2, 4, 6, 8}, w{1, 1, 1, 1};
  const auto line = [&](Set more) {
    more.insert({"alpha", "1"});
    more.insert({"percent", "0.5"});
    return fgt(income, more)({1, 0, 0, 0}, w).estimates[1];
  };
  EXPECT_DOUBLE_EQ(line({{"relative_to", "mean"}}), 2.5);
  EXPECT_DOUBLE_EQ(line({{"relative_to", "median"}}), 2);
  EXPECT_DOUBLE_EQ(line({{"relative_to", "median"}, {"quantile_rule", "next"}}), 3);
  EXPECT_DOUBLE_EQ(line({{"relative_to", "median"}, {"quantile_rule", "school"}}), 2.5);
  EXPECT_DOUBLE_EQ(line({{"relative_to", "quantile"}, {"quantile", "0.25"}}), 1);
}

/// The headcount is the one that the convention moves.
TEST(Line, AtTheLineIsADeclaredConvention) {
  const List income{1, 6, 10, 10}, w{1, 1, 1, 1};
  EXPECT_EQ(fgt(income, {{"alpha", "0"}, {"line", "6"}})(w, w).estimates[0], 0.25);
  EXPECT_EQ(fgt(income, {{"alpha", "0"}, {"line", "6"}, {"at_line", "at_or_below"}})(w, w).estimates[0], 0.5);
}

TEST(Line, IncomesOfZeroAndBelowHaveGapsOfOneAndMore) {
  EXPECT_DOUBLE_EQ(fgt({0, -4, 9}, {{"alpha", "1"}, {"line", "4"}})({1, 1, 1}, {1, 1, 1}).estimates[0], (1 + 2) / 3.0);
}

/// Incomes 2 and 4 under 8, and one of 9. H = 2/3, I = 5/8, G of 2 and 4 is 1/6: H (I + (1 - I) G) = 11/24. Sen's own
/// form has G q / (q + 1) = 1/9, and 1/7.5 when each stands twice.
TEST(Line, SenCountsAHouseholdThatStandsTwiceOnce) {
  const auto sen = [](const List& incomes) {
    std::vector<Column> columns;
    columns.push_back(Column::numbers("income", incomes));
    const List w(incomes.size(), 1);
    return Indicator(shipped("sen"), {{"line", "8"}}, std::move(columns))(w, w).estimates[0];
  };
  EXPECT_DOUBLE_EQ(sen({2, 4, 9}), 11 / 24.0);
  EXPECT_DOUBLE_EQ(sen({2, 2, 4, 4, 9, 9}), 11 / 24.0);
}

}  // namespace
}  // namespace clusia::test
