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
  for (const char* name : {"italy", "sample", "empty", "levels"}) {
    const std::string page = report_on(name);
    for (const char* id : {"verdict", "method", "effects", "levels", "differences", "published", "diagnostics",
                           "messages", "quality", "conventions", "provenance"})
      EXPECT_GT(section(page, id).size(), 100u) << name << ", " << id;
    EXPECT_THAT(markup(page), Not(HasSubstr("{{method}}")));
  }
}

TEST(Report, SaysWhatWasFixedBeforehand) {
  const std::string fixed = section(report_on("sample"), "provenance");
  EXPECT_THAT(fixed, HasSubstr("Design fixed on 2025-06-01, 08:15 UTC; 3 deviations since."));
  EXPECT_THAT(fixed,
              HasSubstr("Before outcomes were read, Clusia 0.0.9 fixed 3 designs and 240 hypotheses; 1 design could "
                        "not be made yet. SHA-256 of the study then: 77."));
  EXPECT_THAT(fixed,
              HasSubstr("<code>comparator.did.title</code></th><td>not there</td><td><code>&quot;&lt;script&gt;"));
  EXPECT_THAT(fixed,
              HasSubstr("Design of comparator did, data survey</th><td><code>a1</code></td><td><code>b2</code>"));
  EXPECT_THAT(fixed, HasSubstr("<code>&quot;holm&quot;</code></td><td>not there</td>"));
  EXPECT_THAT(fixed, HasSubstr("The study as it was fixed"));
  EXPECT_THAT(section(report_on("italy"), "provenance"),
              HasSubstr("<p class=\"caution\">Nothing was fixed before the outcomes were seen.</p>"));
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

TEST(Report, PutsWhatCameOutBeforeHowItWasDone) {
  const std::string page = report_on("levels");
  EXPECT_LT(page.find("<section id=\"effects\""), page.find("<section id=\"levels\""));
  EXPECT_LT(page.find("<section id=\"differences\""), page.find("<section id=\"method\""));
}

TEST(Report, ShowsNoFigureOfTooFewRows) {
  const std::string page = report_on("levels");
  EXPECT_THAT(page, Not(HasSubstr("7777"))) << "in a chart's data";
  EXPECT_THAT(page, Not(HasSubstr("7,777")));
  for (const char* id : {"effects", "levels", "differences"})
    EXPECT_THAT(section(page, id), HasSubstr("<span class=\"few\">too few</span>")) << id;
  const std::string levels = section(page, "levels");
  EXPECT_THAT(levels, HasSubstr("“Too few”: fewer than 20 rows. Such figures are not shown here"));
  EXPECT_THAT(levels, HasSubstr("<td class=\"number\">&lt;20</td>"));
  EXPECT_THAT(levels, HasSubstr("Too few rows to be shown: Islet.")) << "the chart says who is missing in it";
  const std::string verdict = section(page, "verdict");
  EXPECT_THAT(verdict,
              HasSubstr("The run holds 88 estimates of levels. 22 are of too few rows to be shown. 2 are marked"));
  EXPECT_THAT(verdict, HasSubstr("Of 3 effects, 3 read as gains")) << "the fourth is of too few rows";
}

TEST(Report, PutsLevelsInTablesWithTheirIntervals) {
  const std::string levels = section(report_on("levels"), "levels");
  // Everyone, 2001: 10 + 1 + 1, interval of a tenth, standard error of a twentieth.
  EXPECT_THAT(levels,
              HasSubstr("<th scope=\"row\">Rate</th><td>2001</td>"
                        "<td>%</td><td class=\"number\"><strong>12.00</strong></td>"
                        "<td class=\"number\">10.80 to 13.20</td><td class=\"number\">0.60</td>"
                        "<td class=\"number\">500</td><td class=\"number\">3</td><td class=\"number\">1.88</td>"));
  EXPECT_THAT(levels, HasSubstr("imprecise"));
  EXPECT_THAT(levels, HasSubstr("the standard error is above 25% of the estimate"));
  EXPECT_THAT(levels, HasSubstr("<p>2000: nothing was before.</p>")) << "once, and in no table";
  EXPECT_EQ(count(levels, "nothing was before"), 4u) << "of four indicators";
}

TEST(Report, DrawsCurvesAndProfiles) {
  const std::string levels = section(report_on("levels"), "levels");
  EXPECT_EQ(count(levels, R"("kind":"curve")"), 1u);
  EXPECT_EQ(count(levels, R"("kind":"levels")"), 3u) << "the rate, and the profile for everyone and by region";
  EXPECT_THAT(levels, HasSubstr(R"("at":20.0)"));
  EXPECT_THAT(levels, HasSubstr("\"name\":\"Deprived in item 5\""));
  EXPECT_THAT(levels, Not(HasSubstr("\"title\":\"Rate: Line\"")))
      << "what has no better direction is no chart's matter";
  EXPECT_THAT(levels, Not(HasSubstr("\"title\":\"Pay\""))) << "it is drawn with its effects";
}

TEST(Report, SetsGroupsBesideEachOther) {
  const std::string differences = section(report_on("levels"), "differences");
  EXPECT_THAT(differences, HasSubstr("North and south: North less South, Survey"));
  EXPECT_THAT(differences, HasSubstr("North and islet: North over Islet, Survey"));
  EXPECT_THAT(differences,
              HasSubstr("<td class=\"number\"><strong>\u22121.500</strong></td><td class=\"number\">\u22122.500 to "
                        "\u22120.500</td><td class=\"number\">0.500</td><td class=\"number\">0.004</td>"));
  EXPECT_THAT(section(report_on("sample"), "differences"), HasSubstr("The study sets no groups beside each other."));
}

TEST(Report, SaysHowItInferred) {
  const std::string page = report_on("levels"), method = section(page, "method");
  EXPECT_THAT(method, HasSubstr("the rescaled bootstrap of Rao, Wu and Yue over PSUs within strata, 250 replicates"));
  EXPECT_THAT(method, HasSubstr("what the others add on average"));
  EXPECT_THAT(method, HasSubstr("cells where more than 50% of the rows have no value"));
  EXPECT_THAT(method, HasSubstr("a standard error above 25% of the estimate"));
  EXPECT_THAT(method, HasSubstr("fewer than 20 rows"));
  EXPECT_THAT(section(page, "effects"),
              AllOf(HasSubstr("“p, adjusted” is adjusted by Holm&#39;s method for the number of tests in a "
                              "family: all indicators of one contrast in one group."),
                    HasSubstr("<td class=\"number\">0.013</td><td class=\"number\">0.038</td>")));
  EXPECT_THAT(section(report_on("sample"), "effects"), Not(HasSubstr("adjusted")));
  EXPECT_THAT(section(report_on("italy"), "method"), Not(HasSubstr("linearisation"))) << "the data are everyone";
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
  for (const char* name : {"italy", "sample", "empty", "levels"}) {
    const std::string page = report_on(name), rest = markup(page);
    EXPECT_FALSE(std::regex_search(rest, std::regex(R"(<[^>]*\s(src|srcset|data|poster|action|background)\s*=)")))
        << name;
    EXPECT_FALSE(std::regex_search(rest, std::regex(R"re(<[^>]*\shref\s*=\s*"(?!#|indicators\.html["#]))re"))) << name;
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
