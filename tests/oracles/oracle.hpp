/// A study whose figures somebody else printed: FOLDER/<id>.toml is the study, FOLDER/<id>.csv holds what, and who
/// (`origin`). Columns that are empty, or not there, were not printed.
#pragma once

#include <algorithm>
#include <cmath>

#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {

/// The ids of a folder's studies, in order.
inline std::vector<std::string> studies_in(const fs::path& folder) {
  std::vector<std::string> ids;
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".toml") ids.push_back(file.path().stem().string());
  std::sort(ids.begin(), ids.end());
  return ids;
}

class Oracle : public testing::Test {
 public:
  Oracle(fs::path folder, std::string id) : folder_(std::move(folder)), id_(std::move(id)) {}

  void TestBody() override {
    const auto printed = csv(folder_ / (id_ + ".csv"));
    ASSERT_FALSE(printed.empty());
    const Folder out;
    const Said said = clusia({"run", (folder_ / (id_ + ".toml")).string(), "--out", (out / "r").string()});
    ASSERT_EQ(said.status, 0) << said.err;
    Results results(out / "r/results.sqlite");
    bool any_error = false;
    for (const Row& row : printed) {
      const auto ours = found(results, row);
      const std::string which = row.at("indicator") + ", " + row.at("output") + ", " + row.at("group") + " " +
                                text(row, "wave") + text(row, "difference");
      ASSERT_EQ(ours.size(), 1U) << which << ": the study has no such figure, or several";
      for (std::size_t k = 0; k < std::size(columns); ++k)
        if (!text(row, columns[k]).empty()) expect_near(row, columns[k], ours[0][k], which);
      any_error = any_error || !text(row, "std_error").empty();
    }
    EXPECT_TRUE(any_error) << "no standard error was compared";
  }

 private:
  using Row = std::map<std::string, std::string>;
  static constexpr const char* columns[] = {"estimate", "std_error", "df", "conf_low", "conf_high", "design_effect"};

  static std::string text(const Row& row, const std::string& column) {
    return row.count(column) > 0 ? row.at(column) : "";
  }
  static std::vector<Results::Row> found(Results& results, const Row& row) {
    if (const std::string difference = text(row, "difference"); !difference.empty())
      return results.rows(
          "SELECT estimate, std_error, df, conf_low, conf_high, NULL FROM differences WHERE comparator = '' AND "
          "indicator = ? AND output = ? AND difference = ?",
          {row.at("indicator"), row.at("output"), difference});
    return results.rows(
        "SELECT estimate, std_error, df, conf_low, conf_high, design_effect FROM estimates WHERE comparator = '' AND "
        "indicator = ? AND output = ? AND group_label = ? AND coalesce(wave, '') = ?",
        {row.at("indicator"), row.at("output"), row.at("group"), text(row, "wave")});
  }
  static void expect_near(const Row& row, const std::string& what, const std::string& ours, const std::string& which) {
    ASSERT_NE(ours, "NULL") << which << ": no " << what;
    const double expected = std::stod(row.at(what)), got = std::stod(ours);
    const double tolerance = row.at("tolerance").empty() ? 1e-8 : std::stod(row.at("tolerance"));
    // A figure that is nothing but rounding (an influence that cancels) is measured against one.
    const double scale = std::fabs(expected) < 1e-12 ? 1 : std::fabs(expected);
    EXPECT_LE(std::fabs(got - expected), tolerance * scale)
        << which << ": " << what << " " << ours << ", printed " << row.at(what) << " by " << row.at("origin");
  }
  fs::path folder_;
  std::string id_;
};

/// One test a study of the folder, named by it.
inline bool register_oracles(const char* suite, const fs::path& folder) {
  std::set<std::string> ids;
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == ".toml") ids.insert(file.path().stem().string());
  for (const std::string& id : ids)
    testing::RegisterTest(suite, id.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [folder, id]() -> testing::Test* { return new Oracle(folder, id); });
  return true;
}

}  // namespace clusia::test
