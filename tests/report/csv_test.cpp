#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;
using testing::ElementsAre;
using testing::StartsWith;

using Record = std::vector<std::string>;

/// RFC 4180 by the letter: records end with CR LF, quotes are doubled inside quotes.
std::vector<Record> parsed(const std::string& csv) {
  std::vector<Record> records(1, Record(1));
  bool inside = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (inside && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
      records.back().back() += csv[++i];
    } else if (c == '"') {
      inside = !inside;
    } else if (!inside && c == ',') {
      records.back().emplace_back();
    } else if (!inside && c == '\r') {
      EXPECT_EQ(csv.at(++i), '\n');
      if (i + 1 < csv.size()) records.emplace_back(1);
    } else {
      records.back().back() += c;
    }
  }
  EXPECT_FALSE(inside);
  return records;
}

std::vector<Record> effects_of(const std::string& name) {
  const Folder folder;
  clusia::write_effects_csv(clusia::test::results(folder, name), folder / "effects.csv");
  return parsed(clusia::test::read(folder / "effects.csv"));
}

std::size_t column(const std::vector<Record>& records, const std::string& name) {
  const auto& head = records.front();
  return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
}

TEST(Csv, HasTheNamesThatAnalystsKnow) {
  EXPECT_THAT(effects_of("empty"),
              ElementsAre(ElementsAre(
                  "indicator", "indicator_title", "output", "output_title", "comparator", "contrast", "contrast_title",
                  "is_effect", "is_placebo", "wave", "dataset", "group_columns", "group_label", "estimate", "std_error",
                  "statistic", "df", "p_value", "conf_low", "conf_high", "band_low", "band_high", "p_adjusted", "unit",
                  "test", "treated_clusters", "comparison_clusters", "effective_clusters", "detectable", "e_value",
                  "e_value_limit", "reading", "mark", "note", "unit_of_analysis")));
}

TEST(Csv, KeepsEveryBitOfANumber) {
  const auto records = effects_of("italy");
  ASSERT_EQ(records.size(), 94u);
  for (const Record& record : records) ASSERT_EQ(record.size(), records.front().size());
  const std::size_t label = column(records, "group_label"), contrast = column(records, "contrast"),
                    estimate = column(records, "estimate");
  const auto food = std::find_if(records.begin(), records.end(), [&](const Record& record) {
    return record[label] == "Food industry" && record[contrast] == "inside";
  });
  ASSERT_NE(food, records.end());
  EXPECT_EQ(std::stod((*food)[estimate]), 100 * (150883.0 / 155278.0 - 1)) << "Table A.1";
}

TEST(Csv, QuotesWhatNeedsIt) {
  const Folder folder;
  clusia::write_effects_csv(clusia::test::results(folder, "sample"), folder / "effects.csv");
  const std::string csv = clusia::test::read(folder / "effects.csv");
  EXPECT_NE(csv.find(",\"a \"\"quoted\"\", region\","), std::string::npos);
}

TEST(Csv, WritesNothingWhereThereIsNothing) {
  const auto records = effects_of("sample");
  const std::size_t note = column(records, "note");
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const Record& record) { return record[note] == "fewer than 2 PSUs"; });
  ASSERT_NE(found, records.end());
  for (const char* name : {"estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high"})
    EXPECT_EQ((*found)[column(records, name)], "") << name;
}

TEST(Csv, HoldsNoFormula) {
  const auto effects = effects_of("sample");
  const Folder folder;
  clusia::write_estimates_csv(clusia::test::results(folder, "sample"), folder / "estimates.csv");
  const auto estimates = parsed(clusia::test::read(folder / "estimates.csv"));
  const std::size_t label = column(effects, "group_label");
  EXPECT_TRUE(
      std::any_of(effects.begin(), effects.end(), [&](const Record& record) { return record[label] == "'=1+1"; }));
  EXPECT_EQ(estimates.at(3).at(column(estimates, "output_title")), "'-Gap");
  EXPECT_EQ(estimates.at(3).at(column(estimates, "note")), "'@no rows, \"none\"");
  const std::size_t number = column(effects, "estimate");
  EXPECT_TRUE(std::any_of(effects.begin() + 1, effects.end(), [&](const Record& record) {
    return record[number].starts_with("-");
  })) << "a negative number is no formula";
}

TEST(Csv, KeepsWhatTheReportHoldsBack) {
  const Folder folder;
  const auto database = clusia::test::results(folder, "levels");
  clusia::write_estimates_csv(database, folder / "estimates.csv");
  clusia::write_differences_csv(database, folder / "differences.csv");
  const auto estimates = parsed(clusia::test::read(folder / "estimates.csv"));
  const std::size_t mark = column(estimates, "mark"), estimate = column(estimates, "estimate");
  for (const Record& record : estimates) {
    if (record[mark] == "small") {
      EXPECT_EQ(record[estimate], "7777.125");
    }
  }
  EXPECT_EQ(std::count_if(estimates.begin(), estimates.end(), [&](const Record& r) { return r[mark] == "small"; }), 22);
  const auto differences = parsed(clusia::test::read(folder / "differences.csv"));
  ASSERT_EQ(differences.size(), 4u);
  const Record& ratio = differences.at(2);
  EXPECT_EQ(ratio[column(differences, "against_label")], "Islet");
  EXPECT_EQ(ratio[column(differences, "estimate")], "7777.25");
  EXPECT_EQ(ratio[column(differences, "unit")], "") << "a ratio has none";
}

TEST(Csv, SaysWhereItCannotWrite) {
  const Folder folder;
  const auto database = clusia::test::results(folder, "empty");
  try {
    clusia::write_effects_csv(database, folder / "no such folder/effects.csv");
    FAIL() << "nothing was said";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("no such folder/effects.csv: cannot be written"));
  }
}

}  // namespace
