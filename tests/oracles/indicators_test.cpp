// Each indicators/<id>.toml is a study whose estimates and standard errors somebody else printed: indicators/<id>.csv
// holds what, and who (`origin`). A test an indicator, registered by the files that stand there.
#include <cmath>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/indicators";

class Oracle : public testing::Test {
 public:
  explicit Oracle(std::string id) : id_(std::move(id)) {}

  void TestBody() override {
    const auto printed = csv(folder / (id_ + ".csv"));
    ASSERT_FALSE(printed.empty());
    const Folder out;
    const Said said = clusia({"run", (folder / (id_ + ".toml")).string(), "--out", (out / "r").string()});
    ASSERT_EQ(said.status, 0) << said.err;
    Results results(out / "r/results.sqlite");
    bool any_error = false;
    for (const auto& row : printed) {
      const auto ours = results.rows(
          "SELECT estimate, std_error FROM estimates WHERE comparator = '' AND indicator = ? AND output = ? AND "
          "group_label = ? AND coalesce(wave, '') = ?",
          {row.at("indicator"), row.at("output"), row.at("group"), wave_of(row)});
      const std::string which =
          row.at("indicator") + ", " + row.at("output") + ", " + row.at("group") + " " + wave_of(row);
      ASSERT_EQ(ours.size(), 1U) << which << ": the study has no such estimate, or several";
      expect_near(row, "estimate", ours[0][0], which);
      if (row.at("std_error").empty()) continue;
      any_error = true;
      expect_near(row, "std_error", ours[0][1], which);
    }
    EXPECT_TRUE(any_error) << "no standard error was compared";
  }

 private:
  using Row = std::map<std::string, std::string>;

  /// Studies over data with waves have one more column.
  static std::string wave_of(const Row& row) { return row.count("wave") > 0 ? row.at("wave") : ""; }
  static void expect_near(const Row& row, const std::string& what, const std::string& ours, const std::string& which) {
    ASSERT_NE(ours, "NULL") << which << ": no " << what;
    const double expected = std::stod(row.at(what)), got = std::stod(ours);
    const double tolerance = row.at("tolerance").empty() ? 1e-8 : std::stod(row.at("tolerance"));
    // A figure that is nothing but rounding (an influence that cancels) is measured against one.
    const double scale = std::fabs(expected) < 1e-12 ? 1 : std::fabs(expected);
    EXPECT_LE(std::fabs(got - expected), tolerance * scale)
        << which << ": " << what << " " << ours << ", printed " << row.at(what) << " by " << row.at("origin");
  }
  std::string id_;
};

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

const bool registered = [] {
  std::set<std::string> ids;
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".toml") ids.insert(file.path().stem().string());
  for (const std::string& id : ids)
    testing::RegisterTest("oracle", id.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [id]() -> testing::Test* { return new Oracle(id); });
  return true;
}();

}  // namespace
}  // namespace clusia::test
