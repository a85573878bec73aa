/// The one variance routine: clusters, strata, degrees of freedom.
#include "inference/variance.hpp"

#include "contract.hpp"
#include "design/linear_model.hpp"

namespace clusia::test {
namespace {

std::shared_ptr<const Clusterings> over(std::vector<Clustering> ids) {
  return std::make_shared<const Clusterings>(clusterings_of(std::move(ids)));
}

class Petersen : public testing::Test {
 protected:
  Table table{"petersen.csv"}, oracle{"clustered_petersen.csv"};
  std::int64_t n = static_cast<std::int64_t>(table.rows());
  Clustering firm = clustering_of(n, codes(table.texts("firm")), {}),
             year = clustering_of(n, codes(table.texts("year")), {});
  Fit ols = fit("ols", Vector::Ones(n), beside({Vector::Ones(n), vector_of(table.numbers("x"))}));
  LinearModel model{ols, table.numbers("y")};

  Totals totals(std::vector<Clustering> ids) const {
    Totals z(over(std::move(ids)));
    const std::vector<double> slope = model.solved({0, 1});
    for (std::int64_t row = 0; row < n; ++row) z.add(row, model.value_of_row(static_cast<std::size_t>(row), slope));
    return z;
  }
  double printed(const std::string& cluster, const std::string& type, const std::string& cadjust) const {
    return oracle.value({{"cluster", cluster}, {"type", type}, {"cadjust", cadjust}}, "std_error");
  }
};

TEST_F(Petersen, AsSandwichPrints) {
  EXPECT_NEAR(printed("firm", "HC1", "TRUE"), .050596, 5e-7);  // the figures that everyone quotes
  EXPECT_NEAR(printed("year", "HC1", "TRUE"), .033389, 5e-7);
  EXPECT_NEAR(printed("both", "HC1", "TRUE"), .053558, 5e-7);
  const std::map<std::string, std::vector<Clustering>> clusters{
      {"firm", {firm}}, {"year", {year}}, {"both", {firm, year}}};
  for (const auto& [name, ids] : clusters) {
    const Totals z = totals(ids);
    // Row values of a regression sum to zero: centring takes nothing out, and each part has its own G/(G-1).
    expect_close(std::sqrt(variance(z, Factor::uncentred, {}).value), printed(name, "HC0", "FALSE"), 1e-9, name);
    expect_close(std::sqrt(variance(z, Factor::design, {}).value), printed(name, "HC0", "TRUE"), 1e-9, name);
    // sandwich gives each part its own G/(G-1), fixest (and this) the least G to all: the same where there is one id.
    const RegressionSize size = regression_size(ols, model, z.over());
    EXPECT_EQ(size.rows, 5000);
    EXPECT_EQ(size.parameters, 2);
    EXPECT_EQ(size.clusters, name == "firm" ? 500 : 10);
    const double own = std::sqrt(variance(z, Factor::regression, size).value);
    if (name != "both") expect_close(own, printed(name, "HC1", "TRUE"), 1e-9, name);
    if (name == "both") expect_close(own, printed(name, "HC1", "FALSE") * std::sqrt(10.0 / 9), 1e-9, name);
  }
}

TEST_F(Petersen, ANestedIdFallsAway) {
  Codes row;
  for (std::int32_t k = 0; k < n; ++k) row.code.push_back(k), row.names.push_back(std::to_string(k));
  const Clustering alone = clustering_of(n, row, {});
  EXPECT_EQ(clusterings_of({alone, firm}).size(), 1U);
  EXPECT_EQ(clusterings_of({firm, alone, year}).size(), 3U);
  EXPECT_EQ(clusterings_of({firm, firm}).size(), 1U);
  EXPECT_EQ(variance(totals({alone, firm}), Factor::uncentred, {}).value,
            variance(totals({firm}), Factor::uncentred, {}).value);
}

TEST(DegreesOfFreedom, OfADomainAsSurveyCounts) {
  const Table survey("survey.csv"), oracle("degrees_of_freedom.csv");
  const auto n = static_cast<std::int64_t>(survey.rows());
  const auto clusters = over({clustering_of(n, codes(survey.texts("psu")), codes(survey.texts("stratum")))});
  const auto expect = [&](const std::string& name, const Vector& in) {
    Domain domain(clusters);
    for (std::int64_t row = 0; row < n; ++row)
      if (in[row] != 0) domain.add(row);
    EXPECT_EQ(domain.degrees_of_freedom(), oracle.value({{"domain", name}}, "df")) << name;
  };
  const Vector first_psu = where(survey.texts("psu"), survey.texts("psu").front());
  expect("all", Vector::Ones(n));
  expect("s1", where(survey.texts("stratum"), "s1"));
  expect("first_psu_and_s2", first_psu + where(survey.texts("stratum"), "s2"));
  expect("casual", where(survey.texts("node"), "casual"));
}

/// Rows a a | b b | c, in strata 1 1 1 1 2: stratum 2 has one PSU.
class LonelyPsu : public testing::Test {
 protected:
  Totals z{over({clustering_of(5, codes({"a", "a", "b", "b", "c"}), codes({"1", "1", "1", "1", "2"}))})};
};

TEST_F(LonelyPsu, SaysWhichStratum) {
  for (std::int64_t row = 0; row < 5; ++row) z.add(row, static_cast<double>(row * row));
  for (const Factor factor : {Factor::design, Factor::none}) {
    const Variance v = variance(z, factor, {});
    EXPECT_NE(v.problem.find("stratum '2'"), std::string::npos) << v.problem;
  }
  EXPECT_EQ(variance(z, Factor::uncentred, {}).problem, "");
  EXPECT_EQ(variance(z, Factor::uncentred, {}).value, 1 + 13 * 13 + 16 * 16);
}

TEST_F(LonelyPsu, WithNoPartInTheEstimateAddsNothing) {
  for (std::int64_t row = 0; row < 4; ++row) z.add(row, static_cast<double>(row * row));
  EXPECT_EQ(variance(z, Factor::design, {}).problem, "");
  EXPECT_EQ(variance(z, Factor::design, {}).value, 2.0 * (6 * 6 + 6 * 6));  // totals 1 and 13 around 7
  EXPECT_EQ(variance(z, Factor::none, {}).value, 6 * 6 + 6 * 6);
}

TEST(Variance, ARegressionNeedsTwoClustersAndMoreRowsThanParameters) {
  Totals z(over({clustering_of(3, codes({"a", "a", "b"}), {})}));
  EXPECT_NE(variance(z, Factor::regression, RegressionSize{3, 1, 1}).problem, "");
  EXPECT_NE(variance(z, Factor::regression, RegressionSize{3, 3, 2}).problem, "");
  EXPECT_EQ(variance(z, Factor::regression, RegressionSize{3, 1, 2}).problem, "");
}

TEST(Interval, StudentsT) {
  // R 4.2.2: qt(.975, 11) = 2.20098516009164; 2 * pt(-1.5, 11) = 0.161758017055454
  const auto i = interval_of(3, 4, 11, .95, 0).value();
  EXPECT_NEAR(i.high, 3 + 2 * 2.20098516009164, 1e-12);
  EXPECT_NEAR(i.low, 3 - 2 * 2.20098516009164, 1e-12);
  EXPECT_NEAR(i.p_value, 0.161758017055454, 1e-12);
  EXPECT_FALSE(interval_of(3, 4, 0, .95, 0));
  EXPECT_FALSE(interval_of(3, 0, 11, .95, 0));
}

}  // namespace
}  // namespace clusia::test
