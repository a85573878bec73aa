#include "report/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace clusia::report;

std::string report_on(const std::string& name) {
  const Folder folder;
  return clusia::html_report(clusia::test::results(folder, name));
}

/// The page without what its scripts and styles hold.
std::string markup(const std::string& page) {
  std::string rest;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = std::min(page.find("<script", at), page.find("<style", at));
    rest += page.substr(at, open - at);
    if (open == std::string::npos) break;
    at = page.find(page.compare(open, 7, "<script") == 0 ? "</script>" : "</style>", open);
  }
  return rest;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

/// What stands between the tags of one section.
std::string section(const std::string& page, const std::string& id) {
  const auto begin = page.find("<section id=\"" + id + "\"");
  EXPECT_NE(begin, std::string::npos) << id;
  return page.substr(begin, page.find("</section>", begin) - begin);
}

TEST(Html, EscapesText) {
  EXPECT_EQ(text("<a href=\"x\" b='y'>&amp;\x01\n").string(), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;\n");
  EXPECT_EQ(tag("p", {{"title", "\"><script>"}}, text("<")).string(), "<p title=\"&quot;&gt;&lt;script&gt;\">&lt;</p>");
}

TEST(Html, FillsAPageOnce) {
  EXPECT_EQ(fill("{{a}} and {{b}}", {{"a", "{{b}}"}, {"b", "2"}}), "{{b}} and 2");
  EXPECT_THROW(fill("{{c}}", {}), std::logic_error);
}

TEST(Html, ListsInWords) {
  EXPECT_EQ(enumeration({"a"}), "a");
  EXPECT_EQ(enumeration({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(enumeration({"a", "b", "c", "d", "e"}, 3), "a, b and 3 more");
}

TEST(Report, TellsTheVerdictInWords) {
  const std::string verdict = section(report_on("italy"), "verdict");
  EXPECT_THAT(verdict, HasSubstr("What was assessed: Employment and Average salary, for 20 groups."));
  EXPECT_THAT(verdict, HasSubstr("Of 27 effects, 27 read as gains and 0 as losses."));
  EXPECT_THAT(verdict, HasSubstr("Employment, Growth differential: +8.04\u00a0percentage\u00a0points (a gain)"));
  EXPECT_THAT(verdict, HasSubstr("Of 66 published values set beside the results, 45 are reproduced and 21 are not."));
  EXPECT_THAT(verdict, HasSubstr("The run is complete: 36 tasks, none failed."));
}

TEST(Report, PrintsTheFiguresOfTheTable) {
  // Table A.1 prints -2.8 and -7.3 for the food industry, and -2.2 and -10.2 for all.
  const std::string effects = section(report_on("italy"), "effects");
  EXPECT_THAT(effects, HasSubstr("<th scope=\"row\">Food industry</th><td class=\"number\">\u22122.83</td><td "
                                 "class=\"number\">\u22127.26</td>"));
  EXPECT_THAT(effects, HasSubstr("<tr class=\"everyone\"><th scope=\"row\">Everyone</th><td "
                                 "class=\"number\">\u22122.19</td><td class=\"number\">\u221210.24</td>"));
}

TEST(Report, PutsMissesBeforeWhatHolds) {
  const std::string published = section(report_on("italy"), "published");
  const auto closed = published.find("<details>");
  ASSERT_NE(closed, std::string::npos);
  EXPECT_EQ(count(published.substr(0, closed), "<th scope=\"row\">"), 21u);
  EXPECT_EQ(count(published.substr(closed), "<th scope=\"row\">"), 45u);
  // White collars, outside, leather, 1998: 109.9 printed, 107.957 computed.
  EXPECT_THAT(
      published.substr(0, closed),
      HasSubstr(
          "<td class=\"number\">109.9</td><td class=\"number\">107.957</td><td class=\"number\">\u22121.943</td>"));
}

TEST(Report, StatesEachAssumptionForItsIndicators) {
  const std::string method = section(report_on("italy"), "method");
  EXPECT_THAT(method, HasSubstr("Without the districts, Employment inside them would have grown"));
  EXPECT_THAT(method, HasSubstr("Without the districts, Average salary inside them would have risen"));
  EXPECT_THAT(method, HasSubstr("The data are everyone, not a sample"));
  EXPECT_THAT(method, Not(HasSubstr("{indicator}")));
}

TEST(Report, HasEverySectionWhateverTheRunHolds) {
  for (const char* name : {"italy", "sample", "empty"}) {
    const std::string page = report_on(name);
    for (const char* id : {"verdict", "method", "effects", "levels", "published", "diagnostics", "messages", "quality",
                           "conventions", "provenance"})
      EXPECT_GT(section(page, id).size(), 100u) << name << ", " << id;
    EXPECT_THAT(markup(page), Not(HasSubstr("{{method}}")));
  }
}

TEST(Report, NamesWhatFailed) {
  const std::string verdict = section(report_on("sample"), "verdict");
  EXPECT_THAT(verdict, AllOf(HasSubstr("2 of 63 tasks failed"), HasSubstr("Region 59; Region 60"),
                             HasSubstr("indicator poverty: &lt;no&gt; row has an income")));
  EXPECT_THAT(verdict, HasSubstr("no row is &lt;treated&gt;"));
  EXPECT_THAT(section(report_on("empty"), "verdict"), HasSubstr("The run was interrupted after 0 tasks."));
}

TEST(Report, ShowsUncertaintyWhereThereIsSome) {
  const std::string effects = section(report_on("sample"), "effects");
  EXPECT_THAT(effects, AllOf(HasSubstr("90% interval"), HasSubstr("Standard error"), HasSubstr("fewer than 2 PSUs"),
                             HasSubstr("&lt;0.001")));
  EXPECT_THAT(effects, HasSubstr("The chart shows the 40 largest effects; the table has all."));
  EXPECT_THAT(section(report_on("italy"), "effects"),
              AllOf(Not(HasSubstr("interval")), Not(HasSubstr("Standard error"))));
}

TEST(Report, LetsNoTextOfTheDataBecomeMarkup) {
  const std::string page = report_on("sample");
  EXPECT_EQ(count(page, "<script"), count(page, "</script>"));
  const std::string rest = markup(page);
  for (const char* hostile :
       {"<script>alert", "<img", "onerror=alert(1)>", "<svg", "<b>poor", "<i>design", "<treated>", "<no>"})
    EXPECT_THAT(rest, Not(HasSubstr(hostile)));
  EXPECT_THAT(page, HasSubstr("\\u003c/script>\\u003csvg onload=alert(3)>")) << "in the data of a chart";
  EXPECT_THAT(rest, HasSubstr("{{vega}}")) << "a title may say so";
}

TEST(Report, LoadsNothing) {
  for (const char* name : {"italy", "sample", "empty"}) {
    const std::string page = report_on(name), rest = markup(page);
    EXPECT_FALSE(std::regex_search(rest, std::regex(R"(<[^>]*\s(src|srcset|data|poster|action|background)\s*=)")))
        << name;
    EXPECT_FALSE(std::regex_search(rest, std::regex(R"(<[^>]*\shref\s*=\s*"[^#])"))) << name;
    EXPECT_FALSE(std::regex_search(rest, std::regex(R"(<(link|iframe|object|embed|base)\b)"))) << name;
    EXPECT_THAT(page,
                AllOf(Not(HasSubstr("@import")), Not(HasSubstr("sourceMappingURL=")), HasSubstr("default-src 'none'")));
    EXPECT_LT(page.size(), 1'000'000u);
  }
}

TEST(Report, RefusesWhatIsNotAResultsDatabase) {
  const Folder folder;
  EXPECT_THROW(clusia::html_report(folder / "none.sqlite"), std::runtime_error);
  std::ofstream(folder / "text.sqlite") << "this is no database, but it is long enough to be taken for one by its name";
  EXPECT_THROW(clusia::html_report(folder / "text.sqlite"), std::runtime_error);
  const auto later = clusia::test::results(folder, "empty");
  SQLite::Database(later.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 2");
  try {
    clusia::html_report(later);
    FAIL() << "nothing was said";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("holds results of version 2, and this program reads version 1"));
  }
}

TEST(Report, IsTheSameEachTime) { EXPECT_EQ(report_on("sample"), report_on("sample")); }

}  // namespace
