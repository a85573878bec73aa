#include <numeric>

#include "answer.hpp"
#include "table.hpp"

namespace clusia::test {
namespace {

using List = std::vector<double>;

/// Two waves of two arms, and a row in no arm.
struct Small {
  List y{10, 14, 20, 28, 9, 11, 12, 14, 100};
  Frame frame;
  Small() {
    frame.wave = {"2001", "2001", "2005", "2005", "2001", "2001", "2005", "2005", "2005"};
    frame.arm = {"1", "1", "1", "1", "0", "0", "0", "0", "other"};
    frame.treated = {"1"};
    frame.weight = {1, 3, 2, 2, 1, 1, 3, 1, 5};
  }
  Small(const Small&) = default;
};

/// The row in no arm is dropped from the arms: the roles of a study leave `other` out, code -1.
Frame with_no_arm(Frame frame) {
  for (auto& arm : frame.arm)
    if (arm == "other") arm = "";
  return frame;
}

double estimate(const Recorded& answer, const std::string& contrast, const Small& data) {
  std::vector<Column> columns;
  columns.push_back(Column::numbers("y", data.y));
  return effect_of(answer, contrast, Indicator(shipped("mean"), {}, std::move(columns)), data.frame.weight).estimate;
}

/// By hand: treated 13 before, 24 after; comparison 10 before, 12.5 after.
TEST(Comparators, ByHand) {
  Small data;
  data.frame = with_no_arm(data.frame);
  EXPECT_DOUBLE_EQ(estimate(design("before_after", data.frame), "change", data), 11);
  EXPECT_DOUBLE_EQ(estimate(design("before_after", data.frame, {{"scale", "growth"}}), "growth", data),
                   100 * (24. / 13 - 1));
  EXPECT_DOUBLE_EQ(estimate(design("before_after", data.frame, {{"scale", "index"}}), "index", data), 2400. / 13);
  EXPECT_DOUBLE_EQ(estimate(design("with_without", data.frame), "difference", data), 11.5);
  EXPECT_DOUBLE_EQ(estimate(design("with_without", data.frame, {{"wave", "first"}}), "difference", data), 3);
  const Recorded did = design("did", data.frame);
  EXPECT_DOUBLE_EQ(estimate(did, "effect", data), 8.5);
  EXPECT_DOUBLE_EQ(estimate(did, "change_treated", data), 11);
  EXPECT_DOUBLE_EQ(estimate(did, "change_comparison", data), 2.5);
  const Recorded growth = design("growth_differential", data.frame);
  EXPECT_NEAR(estimate(growth, "growth_treated", data), 1100. / 13, 1e-12);
  EXPECT_NEAR(estimate(growth, "growth_comparison", data), 25, 1e-12);
  EXPECT_NEAR(estimate(growth, "differential", data), 1100. / 13 - 25, 1e-12);
}

TEST(Comparators, SayWhatTheyAnswer) {
  Small data;
  data.frame = with_no_arm(data.frame);
  const Recorded did = design("did", data.frame), growth = design("growth_differential", data.frame);
  EXPECT_TRUE(did.contrast("effect").is_effect);
  EXPECT_FALSE(did.contrast("change_treated").is_effect);
  EXPECT_TRUE(did.contrast("effect").indicators_unit);
  EXPECT_EQ(growth.contrast("growth_treated").unit, "%");
  EXPECT_EQ(growth.contrast("differential").unit, "percentage points");
  const Recorded index = design("before_after", data.frame, {{"scale", "index"}});
  EXPECT_EQ(index.contrast("index").null_value, 100);
  EXPECT_EQ(index.contrast("index").unit, "index");
  for (const Recorded& of : {did, growth, index, design("with_without", data.frame)}) {
    EXPECT_EQ(of.designs, 1);
    EXPECT_NE(of.summary, "");
    EXPECT_NE(of.assumption.find("{indicator}"), std::string::npos) << of.assumption;
    for (const auto& contrast : of.contrasts) EXPECT_NE(contrast.title, "");
    for (const auto& cell : of.cells) {
      EXPECT_GE(cell.wave, 0);
      EXPECT_GE(cell.arm, 0);
    }
  }
}

TEST(Comparators, WithoutArmsBeforeAndAfterIsOfEveryone) {
  Small data;
  data.frame.arm.clear();
  const Recorded answer = design("before_after", data.frame);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_EQ(answer.cells[0].rows, (std::vector<int64_t>{0, 1, 4, 5}));
  EXPECT_EQ(answer.cells[1].rows, (std::vector<int64_t>{2, 3, 6, 7, 8}));
  EXPECT_EQ(answer.cells[0].arm, -1);
}

TEST(Comparators, WithoutWavesAllRowsAreCompared) {
  Small data;
  data.frame = with_no_arm(data.frame);
  data.frame.wave.clear();
  const Recorded answer = design("with_without", data.frame);
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_EQ(answer.cells[0].rows, (std::vector<int64_t>{0, 1, 2, 3}));
  EXPECT_EQ(answer.cells[1].rows, (std::vector<int64_t>{4, 5, 6, 7}));
  EXPECT_EQ(answer.cells[0].wave, -1);
}

TEST(Comparators, SeveralArmsOfOneSideAreOneCell) {
  Small data;
  data.frame.treated = {"1", "other"};
  const Recorded answer = design("with_without", data.frame);
  EXPECT_EQ(answer.cells[0].rows, (std::vector<int64_t>{2, 3, 8}));
  EXPECT_EQ(answer.cells[0].arm, -1);
}

/// Row values against central differences of the whole pipeline in each survey weight.
TEST(Comparators, RowValuesAreDerivatives) {
  Small data;
  data.frame = with_no_arm(data.frame);
  std::vector<Column> columns;
  columns.push_back(Column::numbers("y", data.y));
  const Indicator mean(shipped("mean"), {}, std::move(columns));
  const std::vector<std::tuple<std::string, std::string, std::map<std::string, std::string>>> all{
      {"before_after", "growth", {{"scale", "growth"}}},
      {"with_without", "difference", {}},
      {"did", "effect", {}},
      {"growth_differential", "differential", {}}};
  for (const auto& one : all) {
    const auto& id = std::get<0>(one);
    const auto& contrast = std::get<1>(one);
    const auto& parameters = std::get<2>(one);
    const Effect effect = effect_of(design(id, data.frame, parameters), contrast, mean, data.frame.weight);
    for (std::size_t row = 0; row < data.y.size(); ++row) {
      const auto at = [&](double factor) {
        Frame frame = data.frame;
        frame.weight[row] *= factor;
        return effect_of(design(id, frame, parameters), contrast, mean, frame.weight).estimate;
      };
      EXPECT_NEAR(effect.z[row], (at(1 + 1e-5) - at(1 - 1e-5)) / 2e-5, 1e-7) << id << " row " << row;
    }
  }
}

struct Refusal {
  std::string id;
  std::map<std::string, std::string> parameters;
  Frame frame;
  clusia_status status;
  std::string words, subject;
};

TEST(Comparators, RefuseWithTheReasonAndTheMend) {
  const Frame good = with_no_arm(Small().frame);
  Frame one_wave = good, no_treated_before = good, nobody_weighs = good, words = good;
  one_wave.wave.assign(9, "2001");
  no_treated_before.arm[0] = no_treated_before.arm[1] = "0";
  nobody_weighs.weight[4] = nobody_weighs.weight[5] = 0;
  std::vector<Refusal> all;
  for (const char* id : {"before_after", "did", "growth_differential"}) {
    all.push_back({id, {{"before", "last"}}, good, CLUSIA_BAD_PARAMETER, "two different waves", "after"});
    all.push_back(
        {id, {{"before", "last"}, {"after", "first"}}, good, CLUSIA_BAD_PARAMETER, "the other way round", "after"});
    all.push_back({id, {}, one_wave, CLUSIA_UNSUPPORTED, "a change needs two", ""});
    all.push_back({id, {}, no_treated_before, CLUSIA_UNSUPPORTED, "nobody in a treated arm in wave '2001'", ""});
  }
  all.push_back({"did", {}, nobody_weighs, CLUSIA_UNSUPPORTED, "nobody in a comparison arm in wave '2001'", ""});
  all.push_back(
      {"with_without", {{"wave", "first"}}, no_treated_before, CLUSIA_UNSUPPORTED, "nobody in a treated arm", ""});
  for (const auto& [id, parameters, frame, status, said, subject] : all) {
    const Recorded answer = design(id, frame, parameters);
    EXPECT_EQ(answer.status, status) << id << ": " << answer.message;
    EXPECT_NE(answer.message.find(said), std::string::npos) << id << ": " << answer.message;
    EXPECT_EQ(answer.subject, subject) << id;
  }
}

TEST(Comparators, NamedWavesStandInNoOrderOfTime) {
  Frame frame = with_no_arm(Small().frame);
  for (auto& wave : frame.wave) wave = wave == "2001" ? "pre" : "post";  // as bytes, post comes first
  const Recorded answer = design("did", frame, {{"before", "last"}, {"after", "first"}});
  EXPECT_EQ(answer.status, CLUSIA_OK) << answer.message;
  EXPECT_NE(answer.summary.find("from pre to post"), std::string::npos);
}

}  // namespace
}  // namespace clusia::test
