#include "lalonde_frame.hpp"

namespace clusia::test {
namespace {

const std::string id = "reweighted";
const std::map<std::string, int32_t> estimand_named{{"att", CLUSIA_ATT}, {"ate", CLUSIA_ATE}, {"ato", CLUSIA_ATO}};
/// Each way of weighting under each estimand that it serves.
const std::vector<std::pair<int32_t, Settings>> every_way{{CLUSIA_ATT, {}},
                                                          {CLUSIA_ATE, {}},
                                                          {CLUSIA_ATO, {}},
                                                          {CLUSIA_ATT, {{"method", "entropy"}}},
                                                          {CLUSIA_ATE, {{"method", "entropy"}}},
                                                          {CLUSIA_ATT, {{"method", "entropy"}, {"moments", "2"}}}};

void expect_equal_means(const Recorded& answer) {
  ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
  for (const Diagnostic& d : answer.diagnostics)
    EXPECT_TRUE(d.name != "standardised_difference_after" || std::abs(d.value) < 1e-12) << d.subject << d.value;
}

/// reweighted_lalonde.txt, printed by base R.
TEST(Reweighted, LalondeAtTenDigits) {
  const Lalonde att(CLUSIA_ATT), ate(CLUSIA_ATE);
  const Settings known{{"weights", "known"}};
  expect_close(att.effect(id).estimate, 1214.0712232929, 1e-12, "ATT");
  expect_close(length(att.effect(id).z), 798.1546278316, 1e-12, "ATT, estimated");
  expect_close(length(att.effect(id, known).z), 824.0517121186, 1e-12, "ATT, known");
  expect_close(ate.effect(id).estimate, 224.6763091039, 1e-12, "ATE");
  expect_close(length(ate.effect(id).z), 876.1931911722, 1e-12, "ATE, estimated");
  expect_close(length(ate.effect(id, known).z), 909.4776740421, 1e-12, "ATE, known");
}

class ReweightedOracle : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  const std::string weights = std::get<0>(GetParam()), estimand = std::get<1>(GetParam());
  const Lalonde data{estimand_named.at(estimand), weights == "survey"};
  void expect_effect(const Table& oracle, const std::map<std::string, std::string>& row, Settings settings,
                     const std::string& ending) const {
    const auto printed = [&](const std::string& what) {
      auto where = row;
      where.insert({{"weights", weights}, {"estimand", estimand}, {"what", what + ending}});
      return oracle.value(where, "value");
    };
    expect_close(data.effect(id, settings).estimate, printed("estimate"), 1e-10, "estimate");
    expect_close(length(data.effect(id, settings).z), printed("se_estimated"), 1e-9, "estimated");
    settings["weights"] = "known";
    expect_close(length(data.effect(id, settings).z), printed("se_known"), 1e-9, "known");
  }
};

TEST_P(ReweightedOracle, BalanceOverlapAndErrors) {
  const Table oracle("reweighted_balance.csv");
  expect_effect(oracle, {}, {}, "");
  const Recorded answer = design(id, data.frame);
  const auto expect = [&](const std::string& what, const std::string& subject) {
    const double printed =
        oracle.value({{"weights", weights}, {"estimand", estimand}, {"what", what}, {"subject", subject}}, "value");
    EXPECT_NEAR(answer.diagnostic(what, subject), printed, 1e-9 * std::max(1.0, std::abs(printed)))
        << what << " " << subject;
  };
  for (const std::string when : {"before", "after"}) {
    for (const char* subject : {"age", "re74", "married", "race: black"}) {
      expect("standardised_difference_" + when, subject);
      expect("kolmogorov_smirnov_" + when, subject);
    }
    for (const char* subject : {"age", "re74"}) expect("variance_ratio_" + when, subject);
  }
  for (const char* what : {"effective_sample_size", "score_lowest", "score_highest"})
    for (const char* subject : {"treated", "comparison"}) expect(what, subject);
  EXPECT_EQ(answer.diagnostic("rows_left_out", ""), 0);
}

TEST_P(ReweightedOracle, BoundsOfTheScoreTakeRowsOut) {
  const Table oracle("reweighted_balance.csv");
  expect_effect(oracle, {}, {{"trim", "0.1"}}, "_trimmed");
  const Recorded answer = design(id, data.frame, {{"trim", "0.1"}});
  double dropped = 0;
  for (const char* arm : {"treated", "comparison"}) {
    EXPECT_EQ(answer.diagnostic("rows_dropped", arm),
              oracle.value({{"weights", weights}, {"estimand", estimand}, {"what", "rows_dropped"}, {"subject", arm}},
                           "value"));
    dropped += answer.diagnostic("rows_dropped", arm);
  }
  EXPECT_EQ(answer.cells[0].rows.size() + answer.cells[1].rows.size(), 614 - static_cast<std::size_t>(dropped));
}
INSTANTIATE_TEST_SUITE_P(Lalonde, ReweightedOracle,
                         testing::Combine(testing::Values("none", "survey"), testing::Values("att", "ate", "ato")));

class EntropyOracle : public ReweightedOracle {};

TEST_P(EntropyOracle, EqualsRakingCalibration) {
  const Table oracle("reweighted_entropy.csv");
  for (const std::string moments : {"1", "2"})
    expect_effect(oracle, {{"moments", moments}}, {{"method", "entropy"}, {"moments", moments}}, "");
}

TEST_P(EntropyOracle, MeansAreEqualToTheLastDigits) {
  for (const std::string moments : {"1", "2"}) {
    const Recorded answer = design(id, data.frame, {{"method", "entropy"}, {"moments", moments}});
    expect_equal_means(answer);
  }
}
INSTANTIATE_TEST_SUITE_P(Lalonde, EntropyOracle,
                         testing::Combine(testing::Values("none", "survey"), testing::Values("att", "ate")));

/// Known answer of the field's software where it does not stop early (1273.26181).
TEST(Reweighted, ExactEntropyBalancingOnLalonde) {
  expect_close(Lalonde().effect(id, {{"method", "entropy"}}).estimate, 1273.26181391, 1e-11, "ATT");
}

/// Li, Morgan and Zaslavsky 2018, theorem 3: overlap weights from a logit leave no difference in any mean.
TEST(Reweighted, OverlapWeightsBalanceMeansExactly) {
  const Recorded answer = design(id, Lalonde(CLUSIA_ATO, true).frame);
  expect_equal_means(answer);
}

/// z_i is the derivative of the estimate in the log weight of row i, the weights made anew.
TEST(Reweighted, RowValuesAreDerivativesOfTheWholePipeline) {
  for (const auto& [estimand, settings] : every_way) {
    const Lalonde data(estimand, true);
    const Indicator outcome = data.outcome();
    const Effect effect = data.effect(id, settings);
    const double scale = length(effect.z) / std::sqrt(static_cast<double>(effect.z.size()));
    for (std::size_t row = 0; row < data.y.size(); row += 23) {
      const auto at = [&](double factor) {
        Frame frame = data.frame;
        frame.weight[row] *= factor;
        return effect_of(design(id, frame, settings), "effect", outcome, frame.weight).estimate;
      };
      EXPECT_NEAR(effect.z[row], (at(1 + 1e-4) - at(1 - 1e-4)) / 2e-4, 1e-5 * scale) << "row " << row;
    }
  }
}

TEST(Reweighted, RowsMayStandInAnyOrderToTheLastBit) {
  for (const auto& [estimand, settings] : every_way) {
    const auto order = shuffled_rows(7);
    const Lalonde forth(estimand, true), shuffled(estimand, true, order);
    expect_same_cells(design(id, forth.frame, settings), design(id, shuffled.frame, settings), order);
    const Effect x = forth.effect(id, settings), y = shuffled.effect(id, settings);
    expect_close(y.estimate, x.estimate, 1e-12, "estimate");
    for (std::size_t k = 0; k < order.size(); ++k) EXPECT_NEAR(y.z[k], x.z[order[k]], 1e-10 * length(x.z));
  }
}

TEST(Reweighted, ArmsThatAreAlikeHaveNoEffect) {
  for (const auto& [estimand, settings] : every_way) {
    const Lalonde twice = Lalonde(estimand).doubled();
    const Recorded answer = design(id, twice.frame, settings);
    ASSERT_EQ(answer.status, CLUSIA_OK) << answer.message;
    for (const auto& cell : answer.cells)
      for (const double w : cell.weight) EXPECT_NEAR(w, cell.weight.front(), 1e-10);
    EXPECT_NEAR(twice.effect(id, settings).estimate, 0, 1e-8);
  }
}

TEST(Reweighted, MissingCovariatesAndIdleColumnsAreReported) {
  Lalonde data;
  const Effect before = data.effect(id);
  Frame more = data.frame;
  List twice_age = more.numbers[0].second;
  for (double& x : twice_age) x = 3 + 2 * x;
  more.numbers.emplace_back("twice_age", twice_age);
  more.numbers.emplace_back("same", List(614, 4.5));
  more.categories.emplace_back("country", std::vector<std::string>(614, "US"));
  const Recorded idle = design(id, more);
  ASSERT_EQ(idle.status, CLUSIA_OK) << idle.message;
  for (const char* name : {"twice_age", "same", "country: US"})
    EXPECT_EQ(idle.diagnostic("column_left_out", name), 1) << name;
  expect_close(effect_of(idle, "effect", data.outcome(), more.weight).estimate, before.estimate, 1e-11, "idle columns");

  Frame gaps = data.frame, cut = data.frame;
  gaps.numbers[1].second[3] = std::nan("");
  gaps.categories[0].second[400] = "";
  const Recorded answer = design(id, gaps);
  EXPECT_EQ(answer.diagnostic("rows_left_out", ""), 2);
  cut.weight[3] = cut.weight[400] = 0;
  expect_close(effect_of(answer, "effect", data.outcome(), gaps.weight).estimate,
               effect_of(design(id, cut), "effect", data.outcome(), cut.weight).estimate, 1e-11, "rows left out");
}

TEST(Reweighted, RefusesWhatHasNoScore) {
  Lalonde data;
  Frame separated = data.frame;
  List predictor;
  for (const auto& arm : separated.arm) predictor.push_back(arm == "1" ? 2 : 1);
  separated.numbers.emplace_back("programme", predictor);
  const Recorded one = design(id, separated);
  EXPECT_EQ(one.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(one.message.find("'programme' does by itself"), std::string::npos) << one.message;

  Frame level = data.frame;  // a level that only treated rows have
  for (std::size_t k = 0; k < 5; ++k) level.categories[0].second[k] = "only";
  const Recorded two = design(id, level);
  EXPECT_EQ(two.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(two.message.find("'race: only'"), std::string::npos) << two.message;

  Frame joint = data.frame;  // the sum of two covariates tells the arms apart, neither does alone
  List a, b;
  for (std::size_t k = 0; k < joint.arm.size(); ++k) {
    a.push_back(static_cast<double>(k * 37 % 101));
    b.push_back((joint.arm[k] == "1" ? 1 : 0) - a.back());
  }
  joint.numbers = {{"a", a}, {"b", b}};
  joint.categories.clear();
  const Recorded three = design(id, joint);
  EXPECT_EQ(three.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(three.message.find("a combination of covariates"), std::string::npos) << three.message;

  Frame nobody = data.frame;
  nobody.arm.assign(614, "0");
  nobody.arm[0] = "1";
  nobody.numbers[0].second[0] = std::nan("");
  const Recorded four = design(id, nobody);
  EXPECT_EQ(four.status, CLUSIA_UNSUPPORTED);
  EXPECT_NE(four.message.find("an arm has no row with all covariates"), std::string::npos) << four.message;
}

TEST(Reweighted, RefusesMeansThatNoWeightsReach) {
  const Settings entropy{{"method", "entropy"}};
  const auto refused = [&](const Frame& frame, const std::string& words) {
    const Recorded answer = design(id, frame, entropy);
    EXPECT_EQ(answer.status, CLUSIA_UNSUPPORTED) << words;
    EXPECT_NE(answer.message.find(words), std::string::npos) << answer.message;
  };
  Lalonde data;
  Frame beyond = data.frame;  // the treated are older than anyone
  for (std::size_t k = 0; k < data.y.size(); ++k)
    if (beyond.arm[k] == "1") beyond.numbers[0].second[k] += 60;
  refused(beyond, "'age' lies at or beyond the end");

  Frame only = data.frame;  // a level that no comparison row has
  only.categories[0].second[0] = "only";
  refused(only, "'race: only' lies at or beyond the end");

  Frame tied = data.frame;  // among the comparison rows a second covariate repeats the first
  std::vector<double> again = tied.numbers[0].second;
  for (std::size_t k = 0; k < again.size(); ++k)
    if (tied.arm[k] == "1") again[k] = 0.9 * again[k] + 1;
  tied.numbers.emplace_back("age_again", again);
  refused(tied, "'age_again' is constant or follows from other covariates");

  Frame corner = data.frame;  // each mean lies within its range, but not the pair of them
  corner.categories.clear();
  List a, b;
  for (std::size_t k = 0; k < corner.arm.size(); ++k) {
    const bool treated = corner.arm[k] == "1", even = k % 2 == 0;
    a.push_back(treated ? 0.9 : even ? 1 : 0);
    b.push_back(treated ? 0.9 : even ? 0.1 * static_cast<double>(k % 3) : 1);
  }
  corner.numbers = {{"a", a}, {"b", b}};
  refused(corner, "their covariates do not surround them");

  data.frame.estimand = CLUSIA_ATO;
  refused(data.frame, "no overlap estimand");
}

TEST(Reweighted, RefusesParametersThatSayNothing) {
  const Lalonde data(CLUSIA_ATE);
  const Recorded bounds = design(id, data.frame, {{"method", "entropy"}, {"trim", "0.1"}}),
                 moments = design(id, data.frame, {{"moments", "2"}}),
                 nobody = design(id, data.frame, {{"trim", "0.49"}});
  EXPECT_EQ(bounds.subject, "trim");
  EXPECT_EQ(moments.subject, "moments");
  EXPECT_EQ(nobody.status, CLUSIA_OK) << nobody.message;
}

}  // namespace
}  // namespace clusia::test
