/// A report in headless Chromium: what it drew, and what it complained of.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace clusia::test {

inline const std::string chromium = CLUSIA_CHROMIUM;

/// Ubuntu's `chromium` may be a script that asks to install a snap.
inline bool browser_works() {
  return !chromium.empty() && std::system(("\"" + chromium + "\" --version >/dev/null 2>&1 </dev/null").c_str()) == 0;
}

inline constexpr const char* no_browser =
    "no Chromium on this machine: the report was not opened in a browser (apt-get install chromium)";

inline std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

struct Visit {
  std::string page, log;  ///< the document after its scripts ran, and what the browser said
};

/// Opens the report; a profile, the page and the log are left in `folder`.
inline Visit visit(const std::filesystem::path& report, const std::filesystem::path& folder,
                   const std::string& options) {
  const auto text = [](const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string command =
      "timeout 120 \"" + chromium +
      "\" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking" +
      " --disable-component-update --disable-sync --enable-logging=stderr --virtual-time-budget=10000 "
      "--user-data-dir=" +
      (folder / "profile").string() + " " + options + " file://" + report.string() + " >" + (folder / "page").string() +
      " 2>" + (folder / "log").string() + " </dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return {text(folder / "page"), text(folder / "log")};
}

/// Every chart has drawn its marks, nothing complained, and the picture holds more than an empty page would.
inline void expect_drawn(const std::filesystem::path& report, const std::filesystem::path& folder, std::size_t charts) {
  const std::filesystem::path picture = folder / "page.png";
  const Visit visited =
      visit(report, folder, "--window-size=1280,3000 --hide-scrollbars --dump-dom --screenshot=" + picture.string());
  EXPECT_EQ(count(visited.log, "CONSOLE"), 0U) << visited.log;
  EXPECT_EQ(count(visited.page, "<div class=\"chart\""), charts);
  EXPECT_EQ(count(visited.page, "class=\"marks\""), charts);
  ASSERT_TRUE(std::filesystem::exists(picture));
  EXPECT_GT(std::filesystem::file_size(picture), 60'000U);
}

}  // namespace clusia::test
