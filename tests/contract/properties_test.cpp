/// What must hold whatever the data: laws of the host that need no oracle.
#include <algorithm>
#include <numeric>
#include <random>

#include "contract.hpp"
#include "design/contrast.hpp"
#include "lalonde.hpp"

namespace clusia::test {
namespace {

/// The first effect of the survey's women against its men, in a panel of measures.
struct Survey {
  Table table{"survey.csv"};
  Vector w = vector_of(table.numbers("weight")), income = vector_of(table.numbers("income")),
         female = where(table.texts("sex"), "female"), one = Vector::Ones(w.size());

  Design gap(const Vector& of) const {
    Design d;
    d.cells = {cell("women", of.cwiseProduct(female)), cell("men", of.cwiseProduct(one - female))};
    d.contrasts = {contrast("gap", T(0) - T(1))};
    return d;
  }
  AssessedRows rows(const Vector& of) const {
    return rows_of(of, codes(table.texts("psu")), codes(table.texts("stratum")));
  }
};

void expect_same(const EffectResult& a, const EffectResult& b, double tolerance) {
  expect_close(a.estimate.value(), b.estimate.value(), tolerance, "estimate");
  expect_close(a.interval.value().std_error, b.interval.value().std_error, tolerance, "SE");
  EXPECT_EQ(a.interval->df, b.interval->df);
}

struct Measure {
  std::string library, toml;
};
const std::vector<Measure> measures{{shipped_library("mean"), ""},
                                    {shipped_library("arpr"), ""},
                                    {shipped_library("fgt"), "alpha = 2\nrelative_to = \"mean\"\npercent = 0.5"},
                                    {shipped_library("gini"), ""}};

TEST(Properties, TheOrderOfRowsIsOfNoMatter) {
  const Survey s;
  std::vector<std::size_t> order(s.table.rows());
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(3));
  const auto moved = [&](const Vector& v) {
    Vector to(v.size());
    for (std::size_t k = 0; k < order.size(); ++k)
      to[static_cast<Eigen::Index>(k)] = v[static_cast<Eigen::Index>(order[k])];
    return to;
  };
  const auto moved_texts = [&](const std::string& column) {
    std::vector<std::string> to;
    for (const std::size_t k : order) to.push_back(s.table.texts(column)[k]);
    return to;
  };
  Survey other = s;
  other.female = moved(s.female);
  const AssessedRows rows = rows_of(moved(s.w), codes(moved_texts("psu")), codes(moved_texts("stratum")));
  for (const Measure& m : measures) {
    BoundIndicator here(m.library, m.toml, s.income), there(m.library, m.toml, moved(s.income));
    expect_same(there.assess(other.gap(moved(s.w)), rows).effects[0][0],
                here.assess(s.gap(s.w), s.rows(s.w)).effects[0][0], 1e-9);
  }
}

TEST(Properties, TheScaleOfWeightsIsOfNoMatter) {
  const Survey s;
  for (const Measure& m : measures) {
    BoundIndicator indicator(m.library, m.toml, s.income);
    expect_same(indicator.assess(s.gap(s.w / 1000), s.rows(s.w / 1000)).effects[0][0],
                indicator.assess(s.gap(s.w), s.rows(s.w)).effects[0][0], 1e-9);
  }
}

TEST(Properties, EqualArmsHaveNoEffect) {
  const Survey s;
  Design d = s.gap(s.w);
  d.cells[1].domain = d.cells[0].domain;
  for (const Measure& m : measures) {
    BoundIndicator indicator(m.library, m.toml, s.income);
    const EffectResult effect = indicator.assess(d, s.rows(s.w)).effects[0][0];
    EXPECT_EQ(effect.estimate.value(), 0);
    EXPECT_FALSE(effect.interval);  // nothing varies: no test is made up
    EXPECT_NE(effect.note, "");
  }
}

TEST(Properties, TotalsOfGroupsAddUp) {
  const Survey s;
  Design d;
  d.cells = {cell("all", s.w)};
  d.contrasts = {contrast("total", T(0))};
  BoundIndicator total(shipped_library("total"), "", s.income);
  std::map<std::string, std::vector<bool>> groups;
  for (std::size_t k = 0; k < s.table.rows(); ++k) {
    auto& group = groups[s.table.texts("node")[k]];
    group.resize(s.table.rows(), false);
    group[k] = true;
  }
  const auto whole = total.assess(d, s.rows(s.w), {.keep_totals = true}).effects[0][0];
  double sum = 0;
  std::vector<double> by_psu(whole.kept.value().totals.part(0).size(), 0);
  for (const auto& [name, in] : groups) {
    const auto part = total.assess_in(in, d, s.rows(s.w), {.keep_totals = true}).effects[0][0];
    sum += part.estimate.value();
    for (std::size_t p = 0; p < by_psu.size(); ++p) by_psu[p] += part.kept.value().totals.part(0)[p];
  }
  ASSERT_GT(groups.size(), 1U);
  expect_close(sum, whole.estimate.value(), 1e-12, "total");
  for (std::size_t p = 0; p < by_psu.size(); ++p)
    expect_close(by_psu[p], whole.kept.value().totals.part(0)[p], 1e-10, "PSU");
}

/// Programs of random operations on positive arguments, and their gradients against central differences.
TEST(Properties, GradientsOfContrastsAreDerivatives) {
  std::mt19937 bits(8);
  const auto uniform = [&] { return 0.5 + static_cast<double>(bits()) / 4294967296.0; };
  for (int program = 0; program < 300; ++program) {
    std::vector<double> estimates(3), sizes(2);
    std::vector<std::vector<double>> coefficients{{0, 0}, {0}};
    const std::vector<double*> arguments{&estimates[0], &estimates[1],       &estimates[2],       &sizes[0],
                                         &sizes[1],     &coefficients[0][0], &coefficients[0][1], &coefficients[1][0]};
    for (double* x : arguments) *x = uniform();
    const std::vector<Program> leaves{
        T(0), T(1), T(2), size(0), size(1), coefficient(0, 0), coefficient(0, 1), coefficient(1, 0), number(1.5)};
    Program p = leaves[bits() % leaves.size()];
    for (int length = 0; length < 8; ++length) {
      const auto op = static_cast<std::int32_t>(CLUSIA_ADD + bits() % 6);
      if (op == CLUSIA_EXP) {
        p = p / number(10);  // no tower of exponentials
        p.push_back({op, 0, 0, 0});
      } else if (op == CLUSIA_LOG) {
        p = p * p + number(1);
        p.push_back({op, 0, 0, 0});
      } else {
        p = bits() % 2 == 0 ? joined(p, leaves[bits() % leaves.size()], op)
                            : joined(leaves[bits() % leaves.size()], p, op);
      }
    }
    const Contrast c = contrast("random", p);
    const auto value = [&] { return evaluate(c, {estimates, sizes, coefficients}); };
    const ContrastValue at = value();
    if (!std::isfinite(at.value) || std::abs(at.value) > 1e6) continue;
    const std::vector<double> gradient{at.by_estimate[0],       at.by_estimate[1],      at.by_estimate[2],
                                       at.by_size[0],           at.by_size[1],          at.by_coefficient[0][0],
                                       at.by_coefficient[0][1], at.by_coefficient[1][0]};
    for (std::size_t k = 0; k < arguments.size(); ++k) {
      if (std::abs(gradient[k]) > 1e4) continue;  // next to a pole differences say nothing
      const double x = *arguments[k], h = 1e-5;
      *arguments[k] = x + h;
      const double up = value().value;
      *arguments[k] = x - h;
      const double down = value().value;
      *arguments[k] = x;
      EXPECT_NEAR(gradient[k], (up - down) / (2 * h), 1e-4 * std::max(1.0, std::abs(gradient[k]))) << program;
    }
  }
}

TEST(Properties, AnIsolatedWorkerSaysTheSameBitForBit) {
  const Survey s;
  for (const int threads : {1, 3}) {
    ChannelOptions isolated;
    isolated.program = CLUSIA_PROGRAM;
    isolated.threads = threads;
    for (const Measure& m : measures) {
      BoundIndicator here(m.library, m.toml, s.income), there(m.library, m.toml, list_of(s.income), isolated);
      const EffectResult a = here.assess(s.gap(s.w), s.rows(s.w)).effects[0][0],
                         b = there.assess(s.gap(s.w), s.rows(s.w)).effects[0][0];
      EXPECT_EQ(a.estimate, b.estimate);
      EXPECT_EQ(a.interval.value().std_error, b.interval.value().std_error);
    }
  }
}

TEST(Properties, WithEveryoneInTheDataThereIsNoStandardError) {
  const Survey s;
  BoundIndicator mean(shipped_library("mean"), "", s.income);
  const TaskResult result = mean.assess(s.gap(s.w), s.rows(s.w), {.population = true});
  EXPECT_TRUE(result.effects[0][0].estimate);
  EXPECT_FALSE(result.effects[0][0].interval);
  EXPECT_FALSE(result.cells[0][0].interval);
}

}  // namespace
}  // namespace clusia::test
