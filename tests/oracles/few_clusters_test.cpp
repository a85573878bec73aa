// Few clusters: few_clusters.toml against what clubSandwich prints (few_clusters.csv), and the two other tests.
#include <algorithm>
#include <cmath>

#include "plugins/table.hpp"
#include "studies/csv.hpp"
#include "studies/results.hpp"

namespace clusia::test {
namespace {

const fs::path folder = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

struct Effect {
  std::vector<std::string> cells;
  double number(std::size_t k) const { return std::stod(cells[k]); }
};

/// The study with other lines under [inference].
class Study {
 public:
  explicit Study(const std::string& inference) {
    std::string text = read(folder / "few_clusters.toml");
    const std::string path = "\"few_clusters_rows.csv\"";
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at + 1))
      text.replace(at, path.size(), '"' + (folder / "few_clusters_rows.csv").string() + '"');
    write(folder_ / "study.toml", text + "\n[inference]\n" + inference);
    const Said said = clusia({"run", (folder_ / "study.toml").string(), "--out", (folder_ / "r").string()});
    EXPECT_EQ(said.status, 0) << said.err;
    results_ = std::make_unique<Results>(folder_ / "r/results.sqlite");
  }
  /// estimate, std_error, df, p_value, test, treated, comparison, effective clusters, note
  Effect effect(const std::string& indicator, const std::string& comparator) {
    const auto rows = results_->rows(
        "SELECT estimate, std_error, df, p_value, test, treated_clusters, comparison_clusters, effective_clusters, "
        "note FROM effects WHERE indicator = ? AND comparator = ? AND is_effect = 1",
        {indicator, comparator});
    EXPECT_GE(rows.size(), 1U) << indicator << " " << comparator;
    return {rows.at(0)};
  }

 private:
  Folder folder_;
  std::unique_ptr<Results> results_;
};

TEST(FewClusters, AreTestedAsClubSandwichDoes) {
  Study study("few_clusters = 10\n");
  const std::map<std::string, std::pair<std::string, std::string>> where{
      {"means", {"means", "with_without"}},
      {"weighted_means", {"weighted_means", "with_without"}},
      {"did", {"means", "did"}},
      {"two_way", {"two_way", "two_way"}}};
  const auto printed = csv(folder / "few_clusters.csv");
  ASSERT_EQ(printed.size(), where.size());
  for (const auto& row : printed) {
    const auto& [indicator, comparator] = where.at(row.at("case"));
    const Effect ours = study.effect(indicator, comparator);
    expect_close(ours.number(0), std::stod(row.at("estimate")), 1e-8, row.at("case") + ", estimate");
    expect_close(ours.number(1), std::stod(row.at("std_error")), 1e-8, row.at("case") + ", standard error");
    expect_close(ours.number(2), std::stod(row.at("df")), 1e-8, row.at("case") + ", df");
    expect_close(ours.number(3), std::stod(row.at("p_value")), 1e-8, row.at("case") + ", p");
    EXPECT_EQ(ours.cells[4], "cr2");
    EXPECT_EQ(ours.cells[5], "3");
    EXPECT_EQ(ours.cells[6], "11");
    EXPECT_NE(ours.cells[8].find("few clusters (3 treated, 11 compared)"), std::string::npos) << ours.cells[8];
  }
}

TEST(FewClusters, KeepThePlainTestWhereTheStudySaysSo) {
  Study plain("few_clusters = 0\n"), limit("few_clusters = 3\n");
  for (Study* study : {&plain, &limit}) {
    const Effect e = study->effect("means", "with_without");
    EXPECT_EQ(e.cells[4], "t");
    EXPECT_EQ(e.cells[5], "3");
    EXPECT_EQ(e.number(2), 13);
    EXPECT_EQ(e.cells[8], "NULL");
  }
}

/// Of equal clusters the effective number with 3 of 14 would be 4 (3 * 11 / 14) ... (sum g)^2 / sum g^2, by hand.
TEST(FewClusters, CountForAsManyAsTheirSizesSay) {
  const auto rows = csv(folder / "few_clusters_rows.csv");
  std::map<std::string, double> size;
  double arm[2] = {0, 0};
  std::map<std::string, int> side;
  for (const auto& row : rows) {
    if (row.at("year") != "4") continue;
    size[row.at("village")] += 1;
    side[row.at("village")] = std::stoi(row.at("treated"));
    arm[std::stoi(row.at("treated"))] += 1;
  }
  double sum = 0, squares = 0;
  for (const auto& [village, n] : size) {
    const double g = n / (arm[side[village]] * arm[side[village]]);
    sum += g;
    squares += g * g;
  }
  Study study("few_clusters = 10\n");
  expect_close(study.effect("means", "with_without").number(7), sum * sum / squares, 1e-10, "effective clusters");
}

/// All 364 choices of 3 villages out of 14, from the rows of the file.
TEST(FewClusters, AreReassignedInEveryWay) {
  std::vector<double> sum(14, 0), n(14, 0);
  std::vector<bool> treated(14, false);
  for (const auto& row : csv(folder / "few_clusters_rows.csv")) {
    if (row.at("year") != "4") continue;
    const auto g = static_cast<std::size_t>(std::stoi(row.at("village")) - 1);
    sum[g] += std::stod(row.at("y"));
    n[g] += 1;
    treated[g] = row.at("treated") == "1";
  }
  const auto difference = [&](const std::vector<bool>& of) {
    double s[2] = {0, 0}, m[2] = {0, 0};
    for (std::size_t g = 0; g < 14; ++g) s[of[g]] += sum[g], m[of[g]] += n[g];
    return std::fabs(s[1] / m[1] - s[0] / m[0]);
  };
  std::vector<bool> choice(14, false);
  std::fill(choice.end() - 3, choice.end(), true);
  int as_far = 0, all = 0;
  do {
    ++all;
    as_far += difference(choice) >= difference(treated) - 1e-12 ? 1 : 0;
  } while (std::next_permutation(choice.begin(), choice.end()));
  ASSERT_EQ(all, 364);
  Study study("few_clusters = 10\nfew_clusters_test = \"randomisation\"\n");
  const Effect ours = study.effect("means", "with_without"), cr2 = Study("").effect("means", "with_without");
  EXPECT_NEAR(ours.number(3), as_far / 364.0, 1e-12);
  EXPECT_EQ(ours.cells[4], "randomisation");
  EXPECT_EQ(ours.cells[1], cr2.cells[1]);
  EXPECT_EQ(study.effect("two_way", "two_way").cells[4], "cr2");  // a regression is no matter of rows in two arms
}

TEST(FewClusters, WildDrawsDependOnTheSeedAlone) {
  const std::string wild = "few_clusters = 10\nfew_clusters_test = \"wild\"\nreplicates = 500\n";
  const Effect a = Study(wild).effect("means", "with_without"), b = Study(wild).effect("means", "with_without");
  EXPECT_EQ(a.cells, b.cells);
  EXPECT_EQ(a.cells[4], "wild");
  const double p = a.number(3) * 501;
  EXPECT_NEAR(p, std::round(p), 1e-9);
  EXPECT_GT(a.number(3), 0.002);
  EXPECT_LT(a.number(3), 1);
}

}  // namespace
}  // namespace clusia::test
