// Composites, bounds, ranks and their ranges, against R (composites.R) and by hand.
#include "diagnosis/evaluation.hpp"

#include <cmath>

#include "diagnosis/studies.hpp"

namespace clusia::test {
namespace {

const fs::path oracles = fs::path(CLUSIA_SOURCE_DIR) / "tests/oracles/judgement";
const std::string own = "weights = { employment = 2, gender = 0.5, linkages = 0 }\n";
const std::map<std::string, std::string> cases{
    {"plain", ""}, {"own", own}, {"families", own + "family_weights = { social = 2 }\n"}};

void expect_value(const std::optional<double>& ours, const std::string& printed, const std::string& what) {
  ASSERT_EQ(ours.has_value(), !printed.empty()) << what;
  if (!ours) return;
  EXPECT_NEAR(*ours, std::stod(printed), 1e-8 * std::stod(printed)) << what;
}

TEST(Evaluation, oracle_r_composites_bounds_ranks_and_first_places) {
  std::size_t compared = 0;
  for (const auto& [name, more] : cases) {
    const Folder folder;
    const Evaluation ours = evaluated(
        outline_of(study_in(folder, read(oracles / "composites_scores.csv"), "weightings = 20000\n" + more)), 3);
    for (const auto& row : csv(oracles / "composites.csv")) {
      if (row.at("case") != name) continue;
      const AssessedCluster& of = cluster(ours, row.at("cluster"));
      const std::string what = name + ", " + of.name;
      expect_value(of.overall, row.at("overall"), what);
      expect_value(of.least, row.at("least"), what + ", least");
      expect_value(of.most, row.at("most"), what + ", most");
      const char* families[] = {"general", "social", "processes"};
      for (std::size_t f = 0; f < 3; ++f) expect_value(of.by_family[f], row.at(families[f]), what + ", " + families[f]);
      EXPECT_EQ(of.rank->rank, std::stol(row.at("rank"))) << what;
      const double first = std::stod(row.at("first"));
      EXPECT_NEAR(of.rank->first, first, 4 * std::sqrt(first * (1 - first) * (1 / 20000.0 + 1 / 100000.0)) + 1e-4)
          << what;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 12U);
}

/// A has 5 and 1, B 1 and 4: A is first where 4 w > 3 (1 - w), w uniform: in 4 of 7 weightings.
TEST(Evaluation, RandomWeightingsAreUniform) {
  const Folder folder;
  const Study study = outline_of(study_in(folder,
                                          "cluster,rater,characteristic,score\nA,r,location,5\nA,r,spread,1\n"
                                          "B,r,location,1\nB,r,spread,4\n",
                                          "weightings = 50000\n"));
  const Evaluation ours = evaluated(study);
  EXPECT_NEAR(cluster(ours, "A").rank->first, 4.0 / 7, 4 * std::sqrt(12.0 / 49 / 50000));
  EXPECT_EQ(cluster(ours, "A").rank->best, 1);
  EXPECT_EQ(cluster(ours, "A").rank->worst, 2);
  EXPECT_EQ(cluster(evaluated(study, 1), "A").rank->first, cluster(ours, "A").rank->first) << "the seed alone decides";
  EXPECT_NE(cluster(evaluated(study, 2), "A").rank->first, cluster(ours, "A").rank->first);
}

/// Higher on everything: first whatever the weights.
TEST(Evaluation, WhoLeadsInAllLeadsAlways) {
  const Folder folder;
  const Evaluation ours =
      evaluated(outline_of(study_in(folder,
                                    "cluster,rater,characteristic,score\nA,r,location,3\nA,r,spread,2\n"
                                    "B,r,location,4\nB,r,spread,3\nC,r,location,\n")));
  const AssessedCluster& b = cluster(ours, "B");
  EXPECT_EQ(b.rank->first, 1);
  EXPECT_EQ(b.rank->low, 1);
  EXPECT_EQ(b.rank->high, 1);
  EXPECT_EQ(cluster(ours, "A").rank->best, 2);
  EXPECT_EQ(ours.clusters.front().name, "B");
  EXPECT_EQ(ours.clusters.back().name, "C");
  EXPECT_FALSE(cluster(ours, "C").rank) << "nobody scored it, so it has no rank";
  EXPECT_FALSE(cluster(ours, "C").overall);
  EXPECT_EQ(ours.missing, 3 * 19 - 4);
}

TEST(Evaluation, EqualCompositesShareARank) {
  const Folder folder;
  const Evaluation ours = evaluated(outline_of(
      study_in(folder, "cluster,rater,characteristic,score\nA,r,location,3\nB,r,location,3\nC,r,location,2\n")));
  EXPECT_EQ(cluster(ours, "A").rank->rank, 1);
  EXPECT_EQ(cluster(ours, "B").rank->rank, 1);
  EXPECT_EQ(cluster(ours, "C").rank->rank, 3);
}

/// Two raters who agree in all but one of four scores; a third is the only one to score the last.
TEST(Evaluation, AgreementIsOfWhatTwoScored) {
  const Folder folder;
  const Evaluation ours = evaluated(
      outline_of(study_in(folder,
                          "cluster,rater,characteristic,score,basis\nA,r,location,3,seen\nA,s,location,3,told\nA,r,"
                          "gender,1,\nA,s,gender,2,\n"
                          "B,r,location,5,\nB,s,location,5,\nB,r,gender,4,\nB,s,gender,4,\nB,t,growth,2,\n")));
  EXPECT_EQ(ours.agreement.things, 4);
  EXPECT_EQ(ours.agreement.scores, 8);
  EXPECT_EQ(ours.by_family[0].things, 2);
  EXPECT_EQ(*ours.by_family[0].alpha, 1) << "general features: the same scores";
  EXPECT_LT(*ours.by_family[1].alpha, 1);
  EXPECT_FALSE(ours.by_family[2].alpha) << "one rater alone";
  EXPECT_EQ(cluster(ours, "A").bases[0], "r: seen\ns: told");
  EXPECT_EQ(*cluster(ours, "A").scores[10], 1.5) << "the mean of two raters";
}

}  // namespace
}  // namespace clusia::test
