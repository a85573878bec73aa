#include <numeric>
#include <random>

#include "answer.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

using Settings = std::map<std::string, std::string>;

/// panel.csv as a frame, its rows in a given order.
Frame panel(const std::vector<std::size_t>& order = {}) {
  const Table table("panel.csv");
  const auto ordered = [&](auto values) {
    auto out = values;
    for (std::size_t k = 0; k < order.size(); ++k) out[k] = values[order[k]];
    return out;
  };
  Frame frame;
  frame.unit = ordered(table.texts("unit"));
  frame.wave = ordered(table.texts("year"));
  frame.cohort = ordered(table.texts("first_treated"));
  for (const auto& first : frame.cohort) frame.arm.push_back(first == "0" ? "0" : "1");
  for (auto& first : frame.cohort)
    if (first == "0") first.clear();
  frame.weight = ordered(table.numbers("weight"));
  for (const char* x : {"x1", "x2"}) frame.numbers.emplace_back(x, ordered(table.numbers(x)));
  return frame;
}

/// What rows weigh in cells and fits, and what they are described by, by row of the data.
std::map<std::string, std::vector<double>> by_row(const Recorded& answer, const std::vector<std::size_t>& order = {}) {
  std::map<std::string, std::vector<double>> all;
  const auto take = [&](const std::string& name, const auto& rows, const auto& values) {
    const std::size_t width = rows.empty() ? 0 : values.size() / rows.size();
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const auto row = static_cast<std::size_t>(rows[k]);
      const auto from = values.begin() + static_cast<std::ptrdiff_t>(k * width);
      all[name + " " + std::to_string(order.empty() ? row : order[row])] = {from,
                                                                            from + static_cast<std::ptrdiff_t>(width)};
    }
  };
  for (std::size_t k = 0; k < answer.steps.size(); ++k)
    take("step " + std::to_string(k), answer.steps[k].rows, answer.steps[k].phi);
  for (const auto& fit : answer.fits) {
    take("weight in fit " + fit.name, fit.rows, fit.weight);
    take("regressors of fit " + fit.name, fit.rows, fit.x);
  }
  for (const auto& cell : answer.cells) {
    take("weight in cell " + cell.name, cell.rows, cell.weight);
    if (cell.first_step >= 0) take("slope in cell " + cell.name, cell.rows, cell.slope);
  }
  return all;
}

class Panels : public testing::TestWithParam<std::pair<std::string, Settings>> {};

TEST_P(Panels, AnswerTheSameToTheLastBitInAnyOrderOfRows) {
  const auto& [id, settings] = GetParam();
  std::vector<std::size_t> order(4800);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(5));
  const Recorded forth = design(id, panel(), settings), shuffled = design(id, panel(order), settings);
  ASSERT_EQ(forth.status, CLUSIA_OK) << forth.message;
  const auto a = by_row(forth), b = by_row(shuffled, order);
  EXPECT_GT(a.size(), 1000U);
  EXPECT_TRUE(a == b);
  ASSERT_EQ(forth.diagnostics.size(), shuffled.diagnostics.size());
  for (std::size_t k = 0; k < forth.diagnostics.size(); ++k)
    EXPECT_EQ(forth.diagnostics[k].value, shuffled.diagnostics[k].value) << forth.diagnostics[k].name;
}
INSTANTIATE_TEST_SUITE_P(
    Comparators, Panels,
    testing::Values(std::pair{"doubly_robust", Settings{}},
                    std::pair{"doubly_robust", Settings{{"method", "traditional"}}},
                    std::pair{"doubly_robust", Settings{{"method", "weighting"}}}, std::pair{"staggered", Settings{}},
                    std::pair{"staggered", Settings{{"comparison", "not_yet_treated"}, {"unbalanced", "rows"}}},
                    std::pair{"panel", Settings{}}, std::pair{"panel", Settings{{"model", "sun_abraham"}}}));

/// de Chaisemartin and D'Haultfoeuille 2020, section I: of two groups in three periods, one treated in the last two and
/// one in the last, the coefficient is 1/2 of the one effect, plus the other, less 1/2 of the last.
TEST(Panel, WeightsMayBeNegative) {
  Frame frame;
  for (const char* unit : {"1", "2"})
    for (const char* wave : {"1", "2", "3"}) {
      frame.unit.emplace_back(unit);
      frame.wave.emplace_back(wave);
      frame.cohort.emplace_back(std::string(unit) == "1" ? "3" : "2");
      frame.weight.push_back(1);
    }
  const Recorded answer = design("panel", frame);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_NEAR(answer.diagnostic("weight_of_effect", "3 in 3"), 0.5, 1e-12);
  EXPECT_NEAR(answer.diagnostic("weight_of_effect", "2 in 2"), 1, 1e-12);
  EXPECT_NEAR(answer.diagnostic("weight_of_effect", "2 in 3"), -0.5, 1e-12);
  EXPECT_EQ(answer.diagnostic("negative_weights", "number"), 1);
  EXPECT_NEAR(answer.diagnostic("negative_weights", "sum"), -0.5, 1e-12);
}

TEST(Panels, SayWhoWasDropped) {
  Frame frame = panel();
  frame.unit[0] = "stranger";                 // its unit and it are each in part of the waves
  frame.numbers[0].second[9] = std::nan("");  // unit 2 lacks a covariate in its second wave
  const Recorded staggered = design("staggered", frame);
  EXPECT_EQ(staggered.diagnostic("rows_left_out", ""), 1);
  EXPECT_EQ(staggered.diagnostic("units_not_in_every_wave", ""), 3);

  Frame two = panel();
  two.arm[7] = two.arm[7] == "1" ? "0" : "1";  // unit 1, last wave
  two.unit[8] = "stranger";                    // unit 2, first wave
  two.numbers[1].second[16] = std::nan("");    // unit 3, first wave
  const Recorded did = design("doubly_robust", two);
  ASSERT_EQ(did.status, CLUSIA_OK) << did.message;
  EXPECT_EQ(did.diagnostic("units_that_changed_sides", ""), 1);
  EXPECT_EQ(did.diagnostic("units_in_one_wave", ""), 2);
  EXPECT_EQ(did.diagnostic("units_left_out", ""), 1);
}

TEST(Staggered, LeavesOutWhatHasNobodyToCompareWith) {
  Frame frame = panel();
  for (std::size_t k = 0; k < frame.cohort.size(); ++k)
    if (frame.cohort[k].empty()) frame.weight[k] = 0;
  const Recorded refused = design("staggered", frame);
  EXPECT_EQ(refused.status, CLUSIA_BAD_PARAMETER);
  EXPECT_EQ(refused.subject, "comparison");
  const Recorded answer = design("staggered", frame, {{"comparison", "not_yet_treated"}});
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_EQ(answer.diagnostic("effect_left_out", "2004 in 2007"), 1);
  EXPECT_THROW(answer.contrast("att_2004_2007"), std::out_of_range);
  EXPECT_TRUE(answer.contrast("att_2004_2006").is_effect);
  EXPECT_FALSE(answer.contrast("att_2004_2003").is_effect);
  EXPECT_THROW(answer.contrast("calendar_2007"), std::out_of_range);
}

struct PanelRefusal {
  std::string id;
  Settings settings;
  Frame frame;
  clusia_status status;
  std::string words;
};

TEST(Panels, RefuseWithTheReasonAndTheMend) {
  Frame words = panel(), nobody = panel(), twice = panel(), all_treated = panel(), separated = panel();
  for (auto& wave : words.wave) wave = "w" + wave;
  for (auto& first : words.cohort) first = first.empty() ? first : "w" + first;
  nobody.cohort.assign(4800, "");
  twice.unit[8] = twice.unit[0];
  for (auto& first : all_treated.cohort) first = first.empty() ? "2006" : first;
  for (std::size_t k = 0; k < separated.arm.size(); ++k)
    separated.numbers[0].second[k] = separated.arm[k] == "1" ? 1 : 0;
  const std::vector<PanelRefusal> all{
      {"staggered", {}, words, CLUSIA_UNSUPPORTED, "words stand in no order of time"},
      {"panel", {}, words, CLUSIA_UNSUPPORTED, "words stand in no order of time"},
      {"staggered", {}, nobody, CLUSIA_UNSUPPORTED, "nobody is first treated after the first wave"},
      {"panel", {}, nobody, CLUSIA_UNSUPPORTED, "nobody is left who is treated"},
      {"staggered", {}, twice, CLUSIA_UNSUPPORTED, "stands twice in wave '2001'"},
      {"doubly_robust", {}, twice, CLUSIA_UNSUPPORTED, "stands twice in wave '2001'"},
      {"panel",
       {{"model", "event_study"}},
       all_treated,
       CLUSIA_UNSUPPORTED,
       "exposures and waves cannot be told apart"},
      {"doubly_robust", {}, separated, CLUSIA_UNSUPPORTED, "hardly overlap"},
      {"doubly_robust", {{"method", "traditional"}}, separated, CLUSIA_UNSUPPORTED, "no propensity score exists"}};
  for (const auto& [id, settings, frame, status, said] : all) {
    const Recorded answer = design(id, frame, settings);
    EXPECT_EQ(answer.status, status) << id << ": " << answer.message;
    EXPECT_NE(answer.message.find(said), std::string::npos) << id << ": " << answer.message;
  }
}

}  // namespace
}  // namespace clusia::test
