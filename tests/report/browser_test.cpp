// Opens reports in a real browser: every chart has to draw, and nothing may complain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "report/report.hpp"
#include "report/results.hpp"

namespace {

using clusia::test::Folder;

const std::string chromium = CLUSIA_CHROMIUM;
const std::map<std::string, std::size_t> charts_of = {{"italy", 3}, {"sample", 2}, {"empty", 0}};

/// Ubuntu's `chromium` may be a script that asks to install a snap.
bool works() {
  return !chromium.empty() && std::system(("\"" + chromium + "\" --version >/dev/null 2>&1 </dev/null").c_str()) == 0;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

struct Visit {
  std::string page, log;  ///< the document after its scripts ran, and what the browser said
};

Visit visit(const Folder& folder, const std::string& options) {
  const std::string command =
      "timeout 120 \"" + chromium +
      "\" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking" +
      " --disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=10000 "
      "--user-data-dir=" +
      (folder / "profile").string() + " " + options + " file://" + (folder / "report.html").string() + " >" +
      (folder / "page").string() + " 2>" + (folder / "log").string() + " </dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return {clusia::test::read(folder / "page"), clusia::test::read(folder / "log")};
}

class Browser : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!works())
      GTEST_SKIP() << "no Chromium on this machine: the report was not opened in a browser (apt-get install chromium)";
    std::ofstream(folder_ / "report.html") << clusia::html_report(clusia::test::results(folder_, GetParam()));
  }
  Folder folder_;
};

TEST_P(Browser, DrawsEveryChartWithoutComplaint) {
  const auto picture = folder_ / "page.png";
  const Visit visited =
      visit(folder_, "--window-size=1280,3000 --hide-scrollbars --dump-dom --screenshot=" + picture.string());
  EXPECT_EQ(count(visited.log, "CONSOLE"), 0u) << visited.log;
  const std::size_t charts = count(visited.page, "<div class=\"chart\"");
  EXPECT_EQ(charts, charts_of.at(GetParam()));
  EXPECT_EQ(count(visited.page, "class=\"marks\""), charts);
  ASSERT_TRUE(std::filesystem::exists(picture));
  EXPECT_GT(std::filesystem::file_size(picture), 60'000u);
}

INSTANTIATE_TEST_SUITE_P(Reports, Browser, testing::Values("italy", "sample", "empty"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
