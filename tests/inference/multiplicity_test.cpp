// p-values adjusted for the number of tests, against R (multiplicity.R).
#include "inference/multiplicity.hpp"

#include <cmath>

#include "studies/csv.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles";

std::vector<double> column(const std::string& file, const std::string& name) {
  std::vector<double> values;
  for (const auto& row : csv(oracles / file)) values.push_back(std::stod(row.at(name)));
  return values;
}

void expect_column(const std::vector<double>& ours, const std::string& name) {
  const std::vector<double> printed = column("multiplicity.csv", name);
  ASSERT_EQ(ours.size(), printed.size());
  for (std::size_t k = 0; k < ours.size(); ++k) EXPECT_NEAR(ours[k], printed[k], 1e-12) << name << " " << k;
}

TEST(Multiplicity, HolmAndBenjaminiHochbergAsR) {
  const std::vector<double> p = column("multiplicity.csv", "p");
  expect_column(holm(p), "holm");
  expect_column(benjamini_hochberg(p), "bh");
}

TEST(Multiplicity, RomanoAndWolfAsTheirAlgorithm) {
  std::vector<double> draws;
  for (const auto& row : csv(oracles / "multiplicity_draws.csv"))
    for (int k = 1; k <= 6; ++k) draws.push_back(std::stod(row.at("t" + std::to_string(k))));
  expect_column(romano_wolf(column("multiplicity.csv", "t"), draws), "romano_wolf");
}

Codes each_row(std::int32_t n) {
  Codes codes;
  for (std::int32_t k = 0; k < n; ++k) codes.code.push_back(k), codes.names.push_back(std::to_string(k));
  return codes;
}

/// Of one test, the signs' distribution is that of its statistic under the null: its adjusted p is its own p.
TEST(Multiplicity, OneTestIsAdjustedByNothing) {
  const auto over =
      std::make_shared<const Clusterings>(clusterings_of_stages(stages_of(400, {{each_row(400), {}, {}}}), nullptr));
  Totals z(over);
  for (std::int64_t row = 0; row < 400; ++row) z.add(row, std::sin(static_cast<double>(row)));
  const Totals* one[] = {&z};
  const std::vector<double> draws = signed_statistics(one, 4000, 1);
  for (const double t : {0.5, 1.0, 1.96, 2.58}) {
    const double p = std::erfc(t / std::sqrt(2.0));
    EXPECT_NEAR(romano_wolf(std::vector{t}, draws)[0], p, 4 * std::sqrt(p * (1 - p) / 4000)) << t;
  }
}

/// Twice the same test is one test: the dependence is known.
TEST(Multiplicity, TheSameTestTwiceCostsNothing) {
  const auto over =
      std::make_shared<const Clusterings>(clusterings_of_stages(stages_of(60, {{each_row(60), {}, {}}}), nullptr));
  Totals z(over);
  for (std::int64_t row = 0; row < 60; ++row) z.add(row, std::cos(3.0 * static_cast<double>(row)));
  const Totals *one[] = {&z}, *two[] = {&z, &z};
  const double alone = romano_wolf(std::vector{2.0}, signed_statistics(one, 999, 1))[0];
  EXPECT_EQ(romano_wolf(std::vector{2.0, 2.0}, signed_statistics(two, 999, 1)), (std::vector{alone, alone}));
  EXPECT_GT(holm(std::vector{alone, alone})[0], 1.5 * alone);
}

}  // namespace
}  // namespace clusia::test
