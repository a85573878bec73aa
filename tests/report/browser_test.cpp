// Opens reports in a real browser: every chart has to draw, and nothing may complain.
#include "report/browser.hpp"

#include <gmock/gmock.h>

#include <map>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;

const std::map<std::string, std::size_t> charts_of = {{"italy", 3}, {"sample", 3}, {"empty", 0}, {"levels", 5}};

class Browser : public testing::TestWithParam<const char*> {};

TEST_P(Browser, DrawsEveryChartWithoutComplaint) {
  if (!clusia::test::browser_works()) GTEST_SKIP() << clusia::test::no_browser;
  const Folder folder;
  std::ofstream(folder / "report.html") << clusia::html_report(clusia::test::results(folder, GetParam()));
  clusia::test::expect_drawn(folder / "report.html", folder / "", charts_of.at(GetParam()));
}

TEST(IndicatorPages, DrawEveryChart) {
  if (!clusia::test::browser_works()) GTEST_SKIP() << clusia::test::no_browser;
  const Folder folder;
  std::ofstream(folder / "indicators.html") << clusia::indicator_pages(clusia::test::results(folder, "levels"));
  clusia::test::expect_drawn(folder / "indicators.html", folder / "",
                             6);  // the report's, and levels of what is compared
}

TEST(FrenchPages, DrawEveryChart) {
  if (!clusia::test::browser_works()) GTEST_SKIP() << clusia::test::no_browser;
  const Folder folder;
  const auto database = clusia::test::results(folder, "levels");
  SQLite::Database(database.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE run SET study_text = '[study]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"fr\"\n'");
  std::ofstream(folder / "report.html") << clusia::html_report(database);
  clusia::test::expect_drawn(folder / "report.html", folder / "", charts_of.at("levels"));
}

INSTANTIATE_TEST_SUITE_P(Reports, Browser, testing::Values("italy", "sample", "empty", "levels"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
