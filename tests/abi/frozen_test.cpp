// Plugins that were built by the headers of interface 1.0 load today and give today's figures, to the last bit.
#include <gtest/gtest.h>

#include "studies/program.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

const fs::path frozen = fs::path(CLUSIA_SOURCE_DIR) / "tests/abi/v1_0";

TEST(Interface1_0, PluginsOfItsDayGiveTheFiguresOfToday) {
  const Folder folder;
  clusia_well({"run", (frozen / "study.toml").string(), "--plugin-path", CLUSIA_FROZEN, "--out",
               (folder / "out").string(), "-q"});
  Results results(folder / "out/results.sqlite");
  const std::string levels =
      "SELECT group_label, cell, estimate, std_error, missing FROM estimates WHERE comparator = '' AND indicator = ";
  const auto estimates = results.rows(levels + "'then' ORDER BY 1, 2");
  EXPECT_EQ(estimates.size(), 12U);  // three groups, two waves, two arms
  EXPECT_EQ(estimates, results.rows(levels + "'now' ORDER BY 1, 2"));
  const std::string effects =
      "SELECT indicator, group_label, estimate, std_error, conf_low, conf_high FROM effects WHERE comparator = ";
  const auto then = results.rows(effects + "'compared_then' ORDER BY 1, 2");
  EXPECT_EQ(then.size(), 6U);
  EXPECT_EQ(then, results.rows(effects + "'compared_now' ORDER BY 1, 2"));
}

TEST(Interface1_0, ItsFilesAreAsTheyWere) {
  const Said said = said_by({"sha256sum", "--check", "--quiet", "SHA256SUMS"}, {.in = frozen, .environment = {}});
  EXPECT_EQ(said.status, 0) << said.out << said.err << "restore them: a new minor version gets a folder of its own";
}

}  // namespace
}  // namespace clusia::test
