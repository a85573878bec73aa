// Pages of indicators: what the run holds of each, and nothing that the report keeps back.
#include <gmock/gmock.h>

#include <regex>
#include <set>

#include "report/browser.hpp"
#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::count;
using clusia::test::Folder;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The pages of a fixture with this put into its database, without scripts and styles.
std::string pages_on(const std::string& name, const std::string& change = "") {
  const Folder folder;
  const auto database = clusia::test::results(folder, name);
  if (!change.empty()) SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec(change);
  const std::string page = clusia::indicator_pages(database);
  return page.substr(std::min(page.find("<body"), page.size()), page.find("</main>") - page.find("<body"));
}

std::string page_of(const std::string& pages, const std::string& title) {
  const auto heading = pages.find("\">" + title + "</h2>");
  EXPECT_NE(heading, std::string::npos) << title;
  const auto begin = pages.rfind("<section", heading);
  return pages.substr(begin, pages.find("</section>", begin) - begin);
}

/// What stands on a page under one of its headings.
std::string under(const std::string& page, const std::string& heading) {
  const auto begin = page.find("<h3>" + heading);
  EXPECT_NE(begin, std::string::npos) << heading;
  return page.substr(begin, page.find("<h3>", begin + 1) - begin);
}

std::set<std::string> all(const std::string& page, const char* pattern) {
  const std::regex wanted(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(page.begin(), page.end(), wanted), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

TEST(IndicatorPages, AreOneForEachIndicatorWithLinksBothWays) {
  for (const auto& [name, n] : {std::pair("italy", 2U), {"sample", 1U}, {"levels", 4U}}) {
    const std::string pages = pages_on(name);
    EXPECT_EQ(count(pages, "<section class=\"indicator\""), n) << name;
    EXPECT_THAT(pages, HasSubstr("<a href=\"report.html\">Back to the report</a>"));
    const auto ids = all(pages, " id=\"([^\"]+)\"");
    for (const std::string& target : all(pages, "href=\"#([^\"]+)\"")) EXPECT_TRUE(ids.count(target)) << target;
    EXPECT_EQ(count(pages, " id=\""), ids.size()) << "an id stands twice";
    const Folder folder;
    const std::string report = clusia::html_report(clusia::test::results(folder, name));
    const auto linked = all(report, "href=\"indicators\\.html#([^\"]+)\"");
    EXPECT_EQ(linked.size(), n) << name;
    for (const std::string& target : linked) EXPECT_TRUE(ids.count(target)) << target;
  }
}

TEST(IndicatorPages, AreAbsentWhereThereIsNoIndicator) {
  const Folder folder;
  const auto database = clusia::test::results(folder, "empty");
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE).exec("DELETE FROM indicator");
  clusia::write_results(database, folder / "");
  EXPECT_FALSE(std::filesystem::exists(folder / "indicators.html"));
  EXPECT_THAT(clusia::html_report(database), Not(HasSubstr("indicators.html")));
}

TEST(IndicatorPages, SayWhatAnIndicatorIs) {
  const std::string what =
      under(page_of(pages_on("levels",
                             "INSERT INTO parameter VALUES ('indicator', 4, 'form', '\"plain\"', 1, 'Smith'), "
                             "('indicator', 1, 'other', '7', 0, NULL);"
                             "INSERT INTO dataset_column VALUES (1, 'w', 'number', 0, 'weight');"
                             "UPDATE indicator SET reference = 'baseline' WHERE id = 4;"
                             "UPDATE run SET study_text = '[[indicator]]\nname = \"pay\"\ninputs = { y = \"euro\" }'"),
                    "Pay"),
            "What it is");
  EXPECT_THAT(what, AllOf(HasSubstr("<dd>Measures</dd>"), HasSubstr("Any (any), version 1.0.0"),
                          HasSubstr("Survey, 1,000 rows"), HasSubstr("w (weight)"), HasSubstr("the first wave"),
                          HasSubstr("higher is better"), HasSubstr("<td>euro</td>")));
  EXPECT_THAT(what, AllOf(HasSubstr("<code>&quot;plain&quot;</code></td><td>default</td><td>Smith</td>"),
                          Not(HasSubstr("other")), HasSubstr("inputs = { y = &quot;euro&quot; }")));
}

TEST(IndicatorPages, HaveLevelsEffectsAndDifferencesOfTheirIndicatorAlone) {
  const std::string pages = pages_on("levels"), pay = page_of(pages, "Pay"), rate = page_of(pages, "Rate");
  EXPECT_THAT(pay, HasSubstr("<li>Pay came out 2.5\u00a0euro higher than before: between 0.5 and 4.5 higher.</li>"));
  EXPECT_THAT(under(pay, "Levels"), AllOf(HasSubstr("<figure>"), HasSubstr("2000: nothing was before.")));
  EXPECT_THAT(under(pay, "Effects"), AllOf(HasSubstr("<h4>Pay: Change, Survey</h4>"), HasSubstr("0.500 to 4.500"),
                                           HasSubstr("gain"), HasSubstr("<figure>"), HasSubstr("0.038")));
  EXPECT_THAT(pay, Not(HasSubstr("North and south")));
  EXPECT_THAT(under(rate, "Differences between groups"), HasSubstr("North and south"));
  EXPECT_THAT(under(rate, "Effects"), HasSubstr("It is compared with nothing."));
  EXPECT_THAT(under(page_of(pages_on("italy"), "Employment"), "Effects"),
              HasSubstr("Assumption: without the districts, Employment inside them"));
  EXPECT_THAT(under(page_of(pages_on("italy"), "Average salary"), "Published values"), HasSubstr("107.957"));
}

TEST(IndicatorPages, CountWhoWasLeftOut) {
  const std::string counted = under(page_of(pages_on("levels"), "Pay"), "Who is counted");
  EXPECT_THAT(counted, HasSubstr("<tr><th scope=\"row\">Levels</th><td>2001</td><td class=\"number\">500</td><td "
                                 "class=\"number\">3</td><td class=\"number\">0.6%</td>"));
  EXPECT_THAT(counted, HasSubstr("the row with a missing value"));
}

TEST(IndicatorPages, HoldBackWhatTheReportHoldsBack) {
  const std::string everyone_few = "UPDATE estimate SET mark = 'small', rows = 17, missing = 7777, estimate = 7777";
  for (const std::string& change : {std::string(), everyone_few}) {
    const std::string pages = pages_on("levels", change);
    EXPECT_THAT(pages, AllOf(Not(HasSubstr("7777")), Not(HasSubstr("7,777")), HasSubstr("too few")));
  }
  EXPECT_THAT(under(page_of(pages_on("levels", everyone_few), "Pay"), "Who is counted"),
              AllOf(HasSubstr("&lt;20</td>"), Not(HasSubstr("17"))));
  const std::string effect_few =
      "UPDATE effect SET mark = 'small', estimate = 7777, conf_low = 7777, conf_high = 7778, e_value = 7777, "
      "e_value_limit = 7777, detectable = 7777";
  EXPECT_THAT(page_of(pages_on("levels", effect_few), "Pay"),
              AllOf(Not(HasSubstr("7777")), Not(HasSubstr("7,777")), HasSubstr("Too few people to say: Pay.")));
}

TEST(IndicatorPages, SayWhatEffectsWithstand) {
  const std::string robust = "UPDATE effect SET e_value = 2.345, e_value_limit = 1.678 WHERE mark IS NULL";
  EXPECT_THAT(under(page_of(pages_on("levels", robust), "Pay"), "What it withstands"),
              AllOf(HasSubstr("2.35"), HasSubstr("1.68")));
  EXPECT_THAT(page_of(pages_on("levels", robust), "Rate"), Not(HasSubstr("What it withstands")));
}

TEST(IndicatorPages, NameFailuresAndMessages) {
  const std::string trouble = under(page_of(pages_on("sample"), "Poverty"), "Failures and messages");
  EXPECT_THAT(trouble, AllOf(HasSubstr("Region 59; Region 60"), HasSubstr("no row is &lt;treated&gt;")));
  const std::string said =
      "INSERT INTO message VALUES (1, 'error', 'indicator pay, levels, group all', 'of pay'), (2, 'note', 'data "
      "survey', 'of the data'), (3, 'note', 'indicator payment, levels, group all', 'of another')";
  EXPECT_THAT(page_of(pages_on("levels", said), "Pay"),
              AllOf(HasSubstr("of pay"), HasSubstr("of the data"), Not(HasSubstr("of another"))));
}

TEST(IndicatorPages, LetNoTextOfTheDataBecomeMarkup) {
  const std::string pages = pages_on("sample");
  for (const char* hostile : {"<img", "onerror=alert(1)>", "<svg", "<b>poor", "<i>design", "<treated>"})
    EXPECT_THAT(pages, Not(HasSubstr(hostile)));
  EXPECT_EQ(count(pages, "<script"), count(pages, "<script type=\"application/json\">"));
}

}  // namespace
