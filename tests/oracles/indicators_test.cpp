// Estimates and standard errors of every indicator: indicators/<id>.toml and indicators/<id>.csv.
#include "oracles/oracle.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators";

/// No indicator without a study, and no study of another indicator than the one that names its file.
TEST(oracle, every_indicator_has_one) {
  std::set<std::string> indicators, studies;
  for (const auto& plugin : fs::directory_iterator(fs::path(CLUSIA_SOURCE_DIR) / "plugins/indicators"))
    if (plugin.is_directory()) indicators.insert(plugin.path().filename().string());
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".toml") studies.insert(file.path().stem().string());
  EXPECT_EQ(studies, indicators);
  for (const std::string& id : studies) {
    EXPECT_TRUE(fs::exists(folder / (id + ".csv"))) << id << ": nobody printed anything";
    const std::string study = read(folder / (id + ".toml"));
    EXPECT_NE(study.find("plugin = \"" + id + "\""), std::string::npos) << id << " is not in its own study";
  }
}

const bool registered = register_oracles("oracle", folder);

}  // namespace
}  // namespace clusia::test
