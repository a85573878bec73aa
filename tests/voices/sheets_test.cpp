// Every word that is said of wrong sheets and of wrong keys.
#include "voices/studies.hpp"

namespace clusia::test {
namespace {

std::string said_of_sheet(const std::string& kind, const std::string& sheet, const std::string& more = "") {
  const Folder folder;
  return problems_in(study_in(folder, exercise("x", kind, more), {{"x.csv", sheet}}));
}

TEST(VoicesSheets, Rankings) {
  EXPECT_EQ(
      said_of_sheet("ranking", "group,who,item,rank\nw,a,food,1\nw,a,food,2\nw,,wage,1\nw,b,wage,0\nw,c,wage,first\n"),
      "x.csv:3:5: 'a' of 'w' answers 'food' twice: remove one of the lines\n"
      "x.csv:4:3: the line has no 'who': fill the field\n"
      "x.csv:5:10: '0' is no ranking answer: write a number above 0, 1 for the best\n"
      "x.csv:6:10: 'first' is no ranking answer: write a number above 0, 1 for the best\n");
  EXPECT_EQ(said_of_sheet("ranking", "group,who,item,score\n"),
            "x.csv:1:1: there is no column 'rank': the columns are 'group', 'who', 'item', 'score'\n");
  EXPECT_EQ(said_of_sheet("ranking", "group,who,item,rank\n"), "x.csv: the sheet has no answers: fill it\n");
}

TEST(VoicesSheets, ScoresPairsAndChanges) {
  EXPECT_EQ(said_of_sheet("scoring", "group,who,item,score\nw,a,food,-1\n"),
            "x.csv:2:10: '-1' is no scoring answer: write a number, at least 0\n");
  EXPECT_EQ(said_of_sheet("pairs", "group,who,preferred,other\nw,a,food,food\n"),
            "x.csv:2:10: 'food' is compared with itself: name the two items\n");
  EXPECT_EQ(said_of_sheet("change", "group,who,item,before,after\nw,a,food,1,11\n", "highest = 10\n"),
            "x.csv:2:12: '11' is no change answer: write a number from 1 to 10\n");
}

TEST(VoicesSheets, Segments) {
  EXPECT_EQ(said_of_sheet("segments", "group,who,indicator,direction,strength\nw,a,food,beter,1\nw,b,food,worse,4\n"),
            "x.csv:2:10: 'beter' is no direction: write 'better'\n"
            "x.csv:3:16: '4' is no strength: write a number from 1 (weak) to 3 (strong), or nothing\n");
}

TEST(VoicesSheets, AreKeptWithoutNamesAndWithoutWhatIsNotRead) {
  const Folder folder;
  write(folder / "x.csv",
        "group,phone,who,indicator,direction,quote\nw,07,Ada,pay,better,\"say "
        "\"\"no\"\"\"\nw,08,Bo,,,\nm,07,Ada,pay,worse,\n");
  Problems problems(folder / "x.csv");
  const auto sheet = read_sheet(folder / "x.csv", {}, problems);
  ASSERT_TRUE(sheet);
  Exercise exercise;
  exercise.kind = "segments";
  EXPECT_EQ(csv_of(*sheet, kept_columns(exercise)),
            "\"group\",\"who\",\"indicator\",\"direction\"\n\"w\",\"1\",\"pay\",\"better\"\n\"w\",\"2\",\"\",\"\"\n"
            "\"m\",\"1\",\"pay\",\"worse\"\n");
  exercise.quotes = true;
  const std::string quoted = csv_of(*sheet, kept_columns(exercise));
  EXPECT_NE(quoted.find(",\"say \"\"no\"\"\"\n"), std::string::npos) << quoted;
  EXPECT_TRUE(read_sheet("anywhere", needed_columns("segments"), problems, [&](const fs::path&) { return quoted; }));
  EXPECT_TRUE(problems.empty());
}

TEST(VoicesSheets, EveryoneIsNoGroup) {
  const std::string words =
      "x.csv:2:1: a group is called 'everyone', as all groups together are: give it another name\n";
  EXPECT_EQ(said_of_sheet("ranking", "group,who,item,rank\neveryone,a,food,1\n"), words);
  EXPECT_EQ(said_of_sheet("segments", "group,who,indicator,direction\neveryone,a,food,worse\n"), words);
}

TEST(VoicesSheets, KemenyIsForTenItems) {
  std::string sheet = "group,who,item,rank\n";
  for (int k = 1; k <= 11; ++k) sheet += "w,a,i" + std::to_string(k) + "," + std::to_string(k) + "\n";
  EXPECT_EQ(
      said_of_sheet("ranking", sheet, "method = \"kemeny\"\n"),
      "x.csv: the sheet has 11 items, and Kemeny's order is computed for 10 at most: write method = \"borda\", or let "
      "people choose fewer\n");
}

TEST(VoicesSheets, KeysThatMeanNothing) {
  const Folder folder;
  const std::string voices = exercise("r", "ranking", "lowest = 0\nquotes = true\n") +
                             exercise("p", "pairs", "method = \"mean_rank\"\n") +
                             exercise("c", "change", "priorities = \"s\"\nmethod = \"borda\"\n");
  EXPECT_EQ(
      problems_in(study_in(folder, voices, {{"r.csv", ""}, {"p.csv", ""}, {"c.csv", ""}})),
      "study.toml:8:10: 'lowest' means nothing where kind is \"ranking\": remove it, it is for \"change\"\n"
      "study.toml:9:10: 'quotes' means nothing where kind is \"ranking\": remove it, it is for \"segments\"\n"
      "study.toml:14:10: comparisons of pairs have no ranks: write \"borda\" or \"kemeny\"\n"
      "study.toml:19:14: no exercise above with priorities is called 's': the exercises with priorities are 'r', 'p'\n"
      "study.toml:20:10: 'method' means nothing where kind is \"change\": remove it, it is for \"ranking\", "
      "\"scoring\" and "
      "\"pairs\"\n");
}

TEST(VoicesSheets, ItemsWithoutAPriority) {
  const Folder folder;
  EXPECT_EQ(problems_in(study_in(folder, exercise("r", "ranking") + exercise("c", "change", "priorities = \"r\"\n"),
                                 {{"r.csv", "group,who,item,rank\nw,a,food,1\nw,a,wages,2\n"},
                                  {"c.csv", "group,who,item,before,after\nw,a,wage,1,2\n"}})),
            "c.csv: exercise 'r' gives 'wage' no priority: write 'wages'\n");
}

}  // namespace
}  // namespace clusia::test
