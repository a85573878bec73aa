// Replicates: their factors, and the standard errors that come of them beside the linearised ones.
#include "inference/replicates.hpp"

#include <cmath>

#include "studies/oracles.hpp"

namespace clusia::test {
namespace {

Codes levels(const std::vector<std::int32_t>& code) {
  Codes codes;
  codes.code = code;
  for (std::int32_t k = 0; k <= *std::max_element(code.begin(), code.end()); ++k)
    codes.names.push_back(std::to_string(k));
  return codes;
}

/// Three strata of 2, 3 and 5 PSUs, two rows each.
Clustering sample() {
  std::vector<std::int32_t> psu, stratum;
  for (std::int32_t k = 0; k < 10; ++k)
    for (int row = 0; row < 2; ++row) psu.push_back(k), stratum.push_back(k < 2 ? 0 : k < 5 ? 1 : 2);
  return clustering_of(20, levels(psu), levels(stratum));
}

TEST(Replicates, BootstrapFactorsSumToTheStratumAndAreOneOnAverage) {
  const Clustering design = sample();
  const Replicates all = Replicates::bootstrap(design, 4000, 7);
  std::vector<double> f(10), mean(10, 0);
  for (std::int64_t b = 0; b < all.count(); ++b) {
    all.factors(b, f);
    std::vector<double> sum(3, 0);
    for (std::size_t k = 0; k < 10; ++k) {
      sum[static_cast<std::size_t>(design.stratum[k])] += f[k];
      mean[k] += f[k] / static_cast<double>(all.count());
    }
    EXPECT_DOUBLE_EQ(sum[0], 2);
    EXPECT_NEAR(sum[1], 3, 1e-12);
    EXPECT_NEAR(sum[2], 5, 1e-12);
  }
  // A factor's variance is n/(n-1) (1 - 1/n) ... at most 1: four of its standard errors.
  for (const double m : mean) EXPECT_NEAR(m, 1, 4 / std::sqrt(4000.0));
}

/// The bootstrap's variance of a total is the linearised one, but for its own Monte-Carlo error.
TEST(Replicates, BootstrapOfATotalHasTheLinearisedVariance) {
  const Clustering design = sample();
  const double y[] = {3, 9, 4, 1, 7, 2, 8, 5, 5, 6};
  double linearised = 0;
  for (const auto& [first, n] : {std::pair(0, 2), {2, 3}, {5, 5}}) {
    double mean = 0, squares = 0;
    for (int k = first; k < first + n; ++k) mean += y[k] / n;
    for (int k = first; k < first + n; ++k) squares += (y[k] - mean) * (y[k] - mean);
    linearised += squares * n / (n - 1);
  }
  const Replicates all = Replicates::bootstrap(design, 20000, 3);
  std::vector<double> f(10), totals;
  for (std::int64_t b = 0; b < all.count(); ++b) {
    all.factors(b, f);
    double total = 0;
    for (std::size_t k = 0; k < 10; ++k) total += f[k] * y[k];
    totals.push_back(total);
  }
  EXPECT_NEAR(all.spread(totals).variance, linearised, 0.05 * linearised);
}

TEST(Replicates, WhatDoesNotExistInAReplicateIsLeftOutAndCounted) {
  const Replicates all = Replicates::bootstrap(sample(), 4, 1);
  const std::vector<double> estimates{1, 3, std::nan(""), 2};
  const Replicates::Spread spread = all.spread(estimates);
  EXPECT_EQ(spread.left_out, 1);
  EXPECT_DOUBLE_EQ(spread.variance, 2.0 / 3 * 4 / 3);
}

TEST(Replicates, HalfSamplesNeedTwoPsusInEveryStratum) {
  EXPECT_THROW(Replicates::balanced(sample()), std::invalid_argument);
}

// ---- in a run -------------------------------------------------------------------------------------------------------

class Runs : public testing::Test {
 protected:
  static std::map<std::string, double> std_errors(const fs::path& study, const std::string& variance,
                                                  const std::string& view, const std::string& threads = "2") {
    const Folder folder;
    fs::copy(study.parent_path(), folder.path(), fs::copy_options::recursive);
    for (const auto& file : fs::directory_iterator(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles"))
      if (file.path().extension() == ".csv") fs::copy(file, folder.path(), fs::copy_options::skip_existing);
    fs::copy(fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/data", folder.path().parent_path() / "data",
             fs::copy_options::skip_existing);
    const fs::path copy = folder / study.filename().string();
    write(copy, read(copy) + "\n[inference]\n" + variance + "\n");
    clusia_well({"run", copy.string(), "--out", (folder / "r").string(), "--quiet", "--threads", threads});
    Results results(folder / "r/results.sqlite");
    std::map<std::string, double> all;
    const bool effects = view == "effects";
    for (const auto& row : results.rows("SELECT indicator || '.' || output || '.' || group_label || '.' || " +
                                        std::string(effects ? "comparator || '.' || contrast" : "cell") +
                                        ", std_error FROM " + view + " WHERE std_error IS NOT NULL"))
      all[row[0]] = std::stod(row[1]);
    return all;
  }
};

const fs::path tests = fs::path(CLUSIA_SOURCE_DIR) / "tests";

/// Of a total both are the same sum of squares.
TEST_F(Runs, BalancedHalfSamplesOfATotalAreLinearisation) {
  const Folder folder;
  write(folder / "study.toml", R"([study]
id = "brr"
title = "Totals"

[data.d]
[data.d.source]
plugin = "csv"
parameters = { path = ")" + (tests / "oracles/data/scd.csv").string() +
                                   R"(" }

[data.d.roles]
stratum = "ESA"
psu = "ambulance"

[[indicator]]
name = "alive"
plugin = "total"
inputs = { value = "alive" }
)");
  const auto linearised = std_errors(folder / "study.toml", "variance = \"linearised\"", "estimates");
  const auto balanced = std_errors(folder / "study.toml", "variance = \"brr\"", "estimates");
  ASSERT_EQ(linearised.size(), 1U);
  for (const auto& [name, se] : linearised) EXPECT_NEAR(balanced.at(name), se, 1e-9 * se) << name;
}

/// Estimates under estimated weights, by T(d f) + g' sum (f - 1) phi: the bootstrap knows of the first step.
TEST_F(Runs, TheBootstrapAgreesWithLinearisationOnEstimatedWeights) {
  const auto linearised = std_errors(tests / "studies/lalonde/study.toml", "variance = \"linearised\"", "effects");
  const auto drawn =
      std_errors(tests / "studies/lalonde/study.toml", "variance = \"bootstrap\"\nreplicates = 1000", "effects");
  ASSERT_FALSE(linearised.empty());
  for (const auto& [name, se] : linearised) EXPECT_NEAR(drawn.at(name), se, 0.1 * se) << name;
}

TEST_F(Runs, TheBootstrapIsTheSameForAnyNumberOfThreads) {
  const auto one = std_errors(tests / "studies/survey/study.toml", "variance = \"bootstrap\"\nreplicates = 50",
                              "estimates", "1"),
             two = std_errors(tests / "studies/survey/study.toml", "variance = \"bootstrap\"\nreplicates = 50",
                              "estimates", "2");
  ASSERT_FALSE(one.empty());
  EXPECT_EQ(one, two);
}

}  // namespace
}  // namespace clusia::test
