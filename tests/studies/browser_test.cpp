// The report of the study of Annex I, made by the program, in a real browser.
#include "report/browser.hpp"

#include "studies/csv.hpp"
#include "studies/program.hpp"

namespace clusia::test {
namespace {

TEST(ItalyInABrowser, DrawsItsChartsAndSaysWhatWasFound) {
  if (!browser_works()) GTEST_SKIP() << no_browser;
  const Folder folder;
  clusia_well({"run", "configs/italy-districts/study.toml", "--out", (folder / "italy").string()},
              {.in = CLUSIA_SOURCE_DIR, .environment = {}});
  // One for each comparator: employment, salaries, and the index of either year.
  expect_drawn(folder / "italy" / "report.html", folder.path(), 4);
  const std::string page = read(folder / "page");
  for (const char* said : {"45 are reproduced and 21 are not", "−2.19", "−10.24"})
    EXPECT_GT(count(page, said), 0U) << said;
  for (const auto& row : csv(fs::path(CLUSIA_SOURCE_DIR) / "configs/italy-districts/data/employment_1991_1996.csv"))
    EXPECT_GT(count(page, row.at("sector")), 0U) << row.at("sector");
}

}  // namespace
}  // namespace clusia::test
