// Priorities, changes and what people said, against sums by hand and R's rankings (judgement.R).
#include <algorithm>
#include <cmath>

#include "judgement/tables.hpp"
#include "voices/studies.hpp"

namespace clusia::test {
namespace {

/// The rankings of tests/oracles/judgement, each as a group of a sheet.
std::string sheet_of(const std::string& name) {
  std::string sheet = "group,who,item,rank\n";
  for (const auto& row : csv(judgement_oracles / "rankings.csv"))
    if (row.at("case") == name) sheet += "g," + row.at("judge") + ",i" + row.at("item") + "," + row.at("rank") + "\n";
  return sheet;
}

TEST(Voices, oracle_r_borda_mean_ranks_kemeny_and_w_of_a_sheet) {
  std::size_t compared = 0;
  for (const char* name : {"siegel_1956", "ties", "large", "strict"}) {
    const Folder folder;
    const auto heard =
        heard_in(study_in(folder, exercise("r", "ranking", "method = \"mean_rank\"\n"), {{"r.csv", sheet_of(name)}}));
    const auto& of = std::get<Priorities>(heard.front().what);
    ASSERT_EQ(of.groups.size(), 1U);
    const GroupPriorities& g = of.groups.front();
    const auto n = static_cast<double>(of.items.size()), m = static_cast<double>(g.voices);
    for (const auto& row : csv(judgement_oracles / "orders.csv")) {
      if (row.at("case") != name) continue;
      const auto k = static_cast<std::size_t>(std::ranges::find(of.items, "i" + row.at("item")) - of.items.begin());
      EXPECT_NEAR(g.borda[k] * m * (n - 1), std::stod(row.at("borda")), 1e-9) << name;
      EXPECT_NEAR(g.mean_rank[k], std::stod(row.at("mean_rank")), 1e-8) << name;
      EXPECT_NEAR(g.weights[k], (n + 1 - std::stod(row.at("mean_rank"))) / (n * (n + 1) / 2), 1e-8) << name;
      EXPECT_EQ(g.kemeny->places[k].first, std::stoul(row.at("best_place"))) << name;
      EXPECT_EQ(g.kemeny->places[k].second, std::stoul(row.at("worst_place"))) << name;
      EXPECT_EQ(g.kemeny->orders, std::stol(row.at("orders"))) << name;
      ++compared;
    }
    for (const auto& row : csv(judgement_oracles / "concordance.csv"))
      if (row.at("case") == name) {
        EXPECT_NEAR(*g.agreement.w, std::stod(row.at("w")), 1e-8) << name;
      }
  }
  EXPECT_EQ(compared, 6U + 4 + 7 + 7);
}

/// Beans and ranks that say the same are the same priorities; so are comparisons of all pairs.
TEST(Voices, ScoresRanksAndPairsThatSayTheSameAgree) {
  const Folder folder;
  const auto heard = heard_in(
      study_in(folder, exercise("r", "ranking") + exercise("s", "scoring") + exercise("p", "pairs"),
               {{"r.csv", "group,who,item,rank\nw,a,x,1\nw,a,y,2\nw,a,z,3\nw,b,x,1\nw,b,y,3\nw,b,z,2\n"},
                {"s.csv", "group,who,item,score\nw,a,x,9\nw,a,y,5\nw,a,z,0\nw,b,x,10\nw,b,y,1\nw,b,z,2\n"},
                {"p.csv", "group,who,preferred,other\nw,a,x,y\nw,a,x,z\nw,a,y,z\nw,b,x,y\nw,b,x,z\nw,b,z,y\n"}}));
  const auto& ranks = std::get<Priorities>(heard[0].what).groups[0];
  // x wins all four comparisons, y and z one each of four.
  EXPECT_EQ(ranks.borda, (std::vector<double>{1, 0.25, 0.25}));
  EXPECT_EQ(ranks.places, (std::vector<double>{1, 2.5, 2.5}));
  EXPECT_NEAR(ranks.weights[0], 2.0 / 3, 1e-15);
  EXPECT_EQ(ranks.kemeny->orders, 2) << "y and z are open";
  for (const std::size_t other : {1U, 2U}) {
    EXPECT_EQ(std::get<Priorities>(heard[other].what).groups[0].borda, ranks.borda);
    EXPECT_EQ(std::get<Priorities>(heard[other].what).groups[0].weights, ranks.weights);
  }
  EXPECT_FALSE(std::get<Priorities>(heard[2].what).groups[0].agreement.w) << "pairs have no ranks";
}

/// Women weigh food 1, men wage 1; food falls from 5 to 1 and wage rises from 1 to 3, on a scale from 1 to 5.
TEST(Voices, AnIndexByOwnPrioritiesCanTurnAGainIntoALoss) {
  const Folder folder;
  const auto heard = heard_in(
      study_in(folder, exercise("r", "ranking") + exercise("c", "change", "priorities = \"r\"\n"),
               {{"r.csv", "group,who,item,rank\nwomen,a,food,1\nwomen,a,wage,2\nmen,b,food,2\nmen,b,wage,1\n"},
                {"c.csv",
                 "group,who,item,before,after\nwomen,a,food,5,1\nwomen,a,wage,1,3\nmen,b,food,5,1\nmen,b,wage,1,3\n"
                 "youth,c,food,3,\nyouth,c,wage,1,2\n"}}));
  const auto& of = std::get<Changes>(heard[1].what);
  ASSERT_EQ(of.groups.size(), 4U);
  EXPECT_EQ(of.groups[0].equal.before, 50);
  EXPECT_EQ(of.groups[0].equal.after, 25);
  EXPECT_EQ(of.groups[0].own->before, 100) << "women: food alone";
  EXPECT_EQ(of.groups[0].own->after, 0);
  EXPECT_EQ(of.groups[1].own->before, 0) << "men: wage alone";
  EXPECT_EQ(of.groups[1].own->after, 50);
  EXPECT_FALSE(of.groups[2].own) << "the youth set no priorities";
  EXPECT_EQ(of.groups[2].equal.before, 0) << "what was not scored after does not count before";
  EXPECT_EQ(of.groups[2].equal.after, 25);
  EXPECT_EQ(of.groups[2].items[0].missing, 1);
  EXPECT_EQ(of.groups[3].group, "everyone");
  EXPECT_EQ(of.groups[3].items[0].worse, 2);
  EXPECT_EQ(of.groups[3].items[1].better, 3);
  EXPECT_EQ(of.groups[3].own->before, 50);
  EXPECT_EQ(of.groups[3].own->after, 25);
}

/// One loud person is one person.
TEST(Voices, PeopleAreCountedNotMentions) {
  const Folder folder;
  const auto heard = heard_in(study_in(folder, exercise("s", "segments"),
                                       {{"s.csv",
                                         "group,who,indicator,direction,strength,quote\nw,a,wage,better,1,up\n"
                                         "w,a,wage,better,3,\nw,a,wage,same,,\nw,b,wage,worse,2,\nw,b,wage,better,,\n"
                                         "w,c,,,,\nm,d,wage,same,,\nm,d,health,worse,,ill\n"}}));
  const auto& of = std::get<std::vector<Spoken>>(heard[0].what);
  ASSERT_EQ(of.size(), 6U) << "two indicators for two groups and everyone";
  EXPECT_EQ(of[0].better, 1);
  EXPECT_EQ(of[0].mixed, 1);
  EXPECT_EQ(of[0].worse, 0);
  EXPECT_EQ(of[0].silent, 1);
  EXPECT_EQ(of[0].mentions, 5);
  EXPECT_EQ(*of[0].strength, 2.5) << "3 and 2: each by their strongest";
  EXPECT_EQ(of[1].same, 1);
  EXPECT_FALSE(of[1].strength);
  EXPECT_EQ(of[3].silent, 3) << "health is no topic of the women";
  EXPECT_EQ(of[5].worse, 1);
  EXPECT_EQ(of[5].silent, 3);
}

}  // namespace
}  // namespace clusia::test
