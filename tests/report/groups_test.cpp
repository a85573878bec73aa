#include <gmock/gmock.h>

#include <regex>

#include "report/browser.hpp"
#include "report/html.hpp"
#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::count;
using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string pages_on(const std::string& name, const std::string& change = "") {
  const Folder folder;
  const auto database = clusia::test::results(folder, name);
  if (!change.empty()) SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec(change);
  return clusia::group_pages(database);
}

/// The page of the group with this name.
std::string wall(const std::string& pages, const std::string& name) {
  const auto title = pages.find("\">" + name + "</h2>");
  EXPECT_NE(title, std::string::npos) << name;
  const auto begin = pages.rfind("<section", title);
  return pages.substr(begin, pages.find("</section>", title) - begin);
}

/// What stands on a page under "better", "worse" or "not clear".
std::string under(const std::string& page, const std::string& word) {
  const auto begin = page.find("<h3 class=\"" + word + "\"");
  EXPECT_NE(begin, std::string::npos) << word;
  return page.substr(begin, std::min(page.find("<h3", begin + 1), page.find("<div", begin)) - begin);
}

TEST(GroupPages, HaveOneForEachGroupOfOneColumn) {
  for (const auto& [name, groups] : {std::pair("italy", 14U), {"sample", 60U}, {"levels", 3U}}) {
    const std::string pages = pages_on(name);
    EXPECT_EQ(count(pages, "<section class=\"wall\""), groups) << name;
    EXPECT_EQ(count(pages, "href=\"#group-"), groups) << name;
    EXPECT_EQ(count(pages, "<section id=\"across\""), 1U) << name;
  }
  EXPECT_THAT(pages_on("italy"), Not(HasSubstr("blue"))) << "labour, sector is a crossing";
}

TEST(GroupPages, AreAbsentWhereNoGroupsAreCompared) {
  EXPECT_EQ(pages_on("empty"), "");
  EXPECT_EQ(pages_on("levels", "DELETE FROM effect"), "") << "levels alone say nothing of better and worse";
  const Folder with, without;
  clusia::write_results(clusia::test::results(with, "levels"), with / "");
  clusia::write_results(clusia::test::results(without, "empty"), without / "");
  EXPECT_TRUE(std::filesystem::exists(with / "groups.html"));
  EXPECT_FALSE(std::filesystem::exists(without / "groups.html"));
}

TEST(GroupPages, SayGainsWithTheirRange) {
  const std::string north = wall(pages_on("levels"), "North");
  EXPECT_THAT(under(north, "gain"), HasSubstr("<li>Pay came out 2.5\u00a0euro higher than before: between 0.5 and 4.5 "
                                              "higher.</li>"));
  EXPECT_THAT(under(north, "loss"), AllOf(Not(HasSubstr("<li>")), HasSubstr("no proof that nobody lost")));
  EXPECT_THAT(north, HasSubstr("Of 100 studies made like this one, about 95"));
}

TEST(GroupPages, SayLossesAndWhatIsNotClear) {
  const std::string lost = "UPDATE effect SET estimate = -2.5, conf_low = -4.5, conf_high = -0.5, reading = 'loss'";
  const std::string unclear = "UPDATE effect SET estimate = 0.5, conf_low = -1.5, conf_high = 2.5, reading = 'unclear'";
  EXPECT_THAT(under(wall(pages_on("levels", lost), "North"), "loss"),
              HasSubstr("Pay came out 2.5\u00a0euro lower than before: between 0.5 and 4.5 lower."));
  EXPECT_THAT(under(wall(pages_on("levels", unclear), "North"), "unclear"),
              HasSubstr("Pay: the study cannot say. It may be anything from 1.5 lower to 2.5\u00a0euro higher than "
                        "before."));
}

TEST(GroupPages, SayWhereAnIndexStands) {
  const std::string index =
      "UPDATE contrast SET null_value = 100; UPDATE effect SET estimate = 107.4, conf_low = 104, "
      "conf_high = 111";
  EXPECT_THAT(under(wall(pages_on("levels", index), "North"), "gain"),
              HasSubstr("Pay came out at 107, where 100 is no difference: between 104 and 111."));
}

TEST(GroupPages, CountSharesOutOfAHundred) {
  const std::string shares =
      "UPDATE output SET kind = 'proportion', unit = '' WHERE id = 30; "
      "UPDATE effect SET estimate = 0.25, conf_low = 0.13, conf_high = 0.37";
  EXPECT_THAT(under(wall(pages_on("levels", shares), "North"), "gain"),
              HasSubstr("Pay came out 25\u00a0in\u00a0100 higher than before: between 13 and 37 higher."));
}

TEST(GroupPages, HoldBackSmallCells) {
  const std::string pages = pages_on("levels"), islet = wall(pages, "Islet");
  EXPECT_THAT(pages, AllOf(Not(HasSubstr("7777")), Not(HasSubstr("7,777"))));
  EXPECT_THAT(under(islet, "unclear"), HasSubstr("Too few people to say: Pay."));
  EXPECT_THAT(islet, HasSubstr("fewer than 20 in 2001")) << "ten rows are counted there";
  EXPECT_THAT(wall(pages, "North"), HasSubstr("Survey, 303 in 2000, 303 in 2001 and 303 in 2002."));
  EXPECT_THAT(pages, HasSubstr("<th scope=\"row\">Islet</th><td><span class=\"few\">too few</span></td>"));
}

TEST(GroupPages, SayWhatHasNoAnswer) {
  const std::string pages = pages_on("sample");
  EXPECT_THAT(under(wall(pages, "Region 59"), "unclear"), HasSubstr("No answer could be worked out: Poverty: "));
  const std::string none = "UPDATE effect SET estimate = 0, reading = 'none'";
  EXPECT_THAT(under(wall(pages_on("levels", none), "North"), "unclear"), HasSubstr("No difference: Pay."));
}

TEST(GroupPages, GiveNoRangesWhereEveryoneIsInTheData) {
  // Annex I, Table A.1: -2.8 inside and -7.3 outside.
  const std::string food = wall(pages_on("italy"), "Food industry");
  EXPECT_THAT(under(food, "gain"),
              HasSubstr("<li>Employment came out 4.4\u00a0percentage\u00a0points higher than if it "
                        "had changed as it did among those compared.</li>"));
  EXPECT_THAT(food, AllOf(HasSubstr("These are the figures of everyone"), HasSubstr("there are no ranges"),
                          Not(HasSubstr("between"))));
  EXPECT_THAT(food, HasSubstr("without the districts, each of these things inside them would have grown at the rate"));
}

TEST(GroupPages, SpeakWithTheFirstComparatorAndItsLastWave) {
  const std::string pages = pages_on("levels", R"sql(
      INSERT INTO comparator VALUES (2, 'later', 'Later', 3);
      INSERT INTO design SELECT 3, 2, dataset_id, output_id, state, reason, summary, 'another', missing_rule, factor, weights FROM design WHERE id = 2;
      INSERT INTO contrast (id, design_id, name, title, is_effect, wave, null_value, formula) VALUES (2, 3, 'x', 'X', 1, NULL, 0, 'x'),
        (3, 2, 'early', 'Early', 1, '1', 0, 'x'), (4, 2, 'late', 'Late', 1, '2', 0, 'x');
      UPDATE contrast SET wave = '0' WHERE id = 1;
      INSERT INTO task VALUES (200, 4, 3, 2, 'complete', NULL);
      INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading) VALUES (200, 30, 2, 888, 'gain'), (102, 30, 3, 777, 'gain'), (102, 30, 4, 6.5, 'gain');
  )sql");
  EXPECT_THAT(under(wall(pages, "North"), "gain"), HasSubstr("Pay came out 6.5\u00a0euro higher than before."));
  EXPECT_THAT(pages, AllOf(Not(HasSubstr("888")), Not(HasSubstr("777"))));
}

TEST(GroupPages, LeaveOutWhatHasNoBetterDirection) {
  EXPECT_EQ(pages_on("levels", "UPDATE output SET direction = 0"), "");
}

TEST(GroupPages, SpareReadersTheTermsOfStatistics) {
  const std::regex terms(R"(\b(p.values?|standard errors?|SE|confidence|significan\w+|null|contrasts?|estimates?)\b)",
                         std::regex::icase);
  for (const char* name : {"italy", "sample", "levels"}) {
    const std::string pages = pages_on(name), body = pages.substr(pages.find("<main"));
    EXPECT_FALSE(std::regex_search(body, terms)) << name;
  }
}

TEST(GroupPages, LetNoTextOfTheDataBecomeMarkup) {
  const std::string pages = pages_on("sample"), body = pages.substr(pages.find("<body"));
  for (const char* hostile : {"<script", "<img", "onerror=alert(1)>", "<svg", "<b>poor", "<i>design", "<treated>"})
    EXPECT_THAT(body, Not(HasSubstr(hostile)));
  EXPECT_THAT(body, HasSubstr("&lt;script&gt;alert(&quot;group&quot;)&lt;/script&gt;</h2>"));
  EXPECT_THAT(body, HasSubstr("{{vega}}")) << "a title may say so";
}

TEST(GroupPages, LoadNothingAndRunNothing) {
  const std::string pages = pages_on("italy");
  EXPECT_THAT(pages, AllOf(HasSubstr("default-src 'none'"), Not(HasSubstr("<script")), Not(HasSubstr("src=")),
                           Not(HasSubstr("@import")), Not(HasSubstr("http://")), Not(HasSubstr("https://"))));
  EXPECT_FALSE(std::regex_search(pages, std::regex(R"(<[^>]*\shref\s*=\s*"[^#])")));
}

class GroupSheets : public testing::TestWithParam<std::string> {};

std::ptrdiff_t sheets(const Folder& folder, const std::string& page) {
  const auto printed = folder / "groups.pdf";
  std::ofstream(folder / "groups.html") << page;
  clusia::test::visit(folder / "groups.html", folder / "", "--no-pdf-header-footer --print-to-pdf=" + printed.string());
  const std::string pdf = clusia::test::read(printed);
  const std::regex sheet(R"(/Type\s*/Page\b)");
  return std::distance(std::sregex_iterator(pdf.begin(), pdf.end(), sheet), {});
}

TEST_P(GroupSheets, AreOneOfA4ForEachGroup) {
  if (!clusia::test::browser_works()) GTEST_SKIP() << clusia::test::no_browser;
  const Folder folder;
  const std::string pages = pages_on("levels", GetParam());
  const std::string without = pages.substr(0, pages.find("<section class=\"wall\"")) + "</main></body></html>";
  const auto before = sheets(folder, without);
  EXPECT_GE(before, 1);
  EXPECT_EQ(sheets(folder, pages), before + 3) << "three groups";
}

std::string more_results(int n) {
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(n) +
         R"sql() INSERT INTO output SELECT 100 + i, 4, 'x' || i, 'A title that takes much more than half a line on its own, ' || i,
           'euro', 1, 'plain', NULL, NULL FROM n;
         INSERT INTO effect (task_id, output_id, contrast_id, estimate, conf_low, conf_high, reading)
           SELECT t.id, o.id, 1, 2.5, 0.5, 4.5, iif(o.id % 3, 'gain', 'loss') FROM task t, output o WHERE t.design_id = 2 AND o.id > 100;
      )sql";
}

TEST(GroupPages, CountWhatDoesNotFit) {
  const std::string north = wall(pages_on("levels", more_results(80)), "North");
  const auto said = count(under(north, "gain"), "<li>") + count(under(north, "loss"), "<li>");
  EXPECT_GT(said, 15U);
  EXPECT_THAT(under(north, "unclear"), HasSubstr("<li>" + std::to_string(81 - said) + " more are in report.html"));
}

/// A short page, a full one, and one on which more is to be said than there is room for.
INSTANTIATE_TEST_SUITE_P(Levels, GroupSheets,
                         testing::Values(std::string("SELECT 1"), more_results(12), more_results(80)));

}  // namespace
