/// Indicators that compare a group with itself at baseline, through poverty_change.
#include "boundary.hpp"

namespace clusia::test {
namespace {

/// Two waves of two women and two men; all are poor below 10.
struct Survey {
  Indicator change;
  explicit Survey(bool by_sex) : change(shipped("poverty_change"), {{"alpha", "0"}, {"line", "10"}}, columns(by_sex)) {}

  static std::vector<Column> columns(bool by_sex) {
    std::vector<Column> all;
    all.push_back(Column::numbers("income", {5, 5, 20, 5, 5, 20, 20, 20}));
    all.push_back(Column::categories("wave", {"1", "1", "1", "1", "2", "2", "2", "2"}));
    if (by_sex) all.push_back(Column::categories("sex", {"f", "f", "m", "m", "f", "f", "m", "m"}));
    return all;
  }
  /// Estimates of the listed domain under the listed reference.
  Evaluated of(const std::vector<int64_t>& domain, const std::vector<int64_t>& reference) const {
    const auto m = static_cast<std::size_t>(change.face().n_outputs);
    Evaluated out;
    out.estimates.assign(m, 0);
    out.undefined.assign(m, 0);
    const std::vector<double> one(8, 1);
    const clusia_evaluation evaluation{sizeof evaluation,
                                       {static_cast<int64_t>(domain.size()), domain.data(), one.data()},
                                       {static_cast<int64_t>(reference.size()), reference.data(), one.data()},
                                       out.estimates.data(),
                                       out.undefined.data(),
                                       nullptr,
                                       nullptr};
    clusia_error error{};
    out.status = change.face().evaluate(change.instance(), &evaluation, &error);
    out.message = error.message;
    return out;
  }
};

const std::vector<int64_t> baseline{0, 1, 2, 3}, now{4, 5, 6, 7}, women_now{4, 5};

TEST(Baseline, EveryoneIsComparedWithEveryone) {
  const Evaluated e = Survey(false).of(now, baseline);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  EXPECT_DOUBLE_EQ(e.estimates[0], 0.75);
  EXPECT_DOUBLE_EQ(e.estimates[1], 0.25);
}

TEST(Baseline, AGroupIsComparedWithItself) {
  const Evaluated e = Survey(true).of(women_now, baseline);
  ASSERT_EQ(e.status, CLUSIA_OK) << e.message;
  EXPECT_DOUBLE_EQ(e.estimates[0], 1);  // both women were poor, of all three of four
  EXPECT_DOUBLE_EQ(e.estimates[1], 0.5);
}

TEST(Baseline, AGroupThatNoColumnDescribesIsNotComparedWithEveryone) {
  const Evaluated e = Survey(false).of(women_now, baseline);
  EXPECT_EQ(e.status, CLUSIA_UNDEFINED);
  EXPECT_NE(e.message.find("'by'"), std::string::npos) << e.message;
}

TEST(Baseline, AReferenceOfTheSameWaveOrOfSeveralIsNone) {
  EXPECT_EQ(Survey(false).of(now, now).status, CLUSIA_UNDEFINED);
  EXPECT_EQ(Survey(false).of(baseline, baseline).status, CLUSIA_UNDEFINED);
  EXPECT_EQ(Survey(false).of(now, {0, 1, 2, 3, 4, 5, 6, 7}).status, CLUSIA_UNDEFINED);
}

}  // namespace
}  // namespace clusia::test
