// Every word that is said of wrong sheets and of wrong keys.
#include "diagnosis/scores.hpp"

#include "diagnosis/studies.hpp"

namespace clusia::test {
namespace {

/// What is wrong, with paths as one would type them in the folder.
std::string problems_of(const std::string& scores, const std::string& more = "") {
  const Folder folder;
  const fs::path path = study_in(folder, scores, more);
  Checked checked = read_outline(path);
  std::vector<Problem> problems;
  if (auto* wrong = std::get_if<std::vector<Problem>>(&checked)) {
    problems = *wrong;
  } else {
    auto read = read_scores(std::get<Study>(checked));
    if (auto* of_scores = std::get_if<std::vector<Problem>>(&read)) problems = *of_scores;
  }
  std::string all;
  for (Problem problem : problems) {
    problem.file = problem.file.filename();
    all += text_of(problem) + "\n";
  }
  return all;
}

const std::string header = "cluster,rater,characteristic,score\n";

TEST(Scores, AllThatIsWrongIsSaidAtOnce) {
  EXPECT_EQ(
      problems_of(header + "A,r,locaton,3\nA,r,spread,6\nA,r,good,some\n,r,firms,2\nA,r,market,NA\nA,r,market,2\n"),
      "scores.csv:2:5: there is no characteristic 'locaton': write 'location'\n"
      "scores.csv:3:12: '6' is no score: write a number from 1 to 5, or nothing where there is none\n"
      "scores.csv:4:10: 'some' is no score: write a number from 1 to 5, or nothing where there is none\n"
      "scores.csv:5:1: the line names no cluster: write which cluster it is\n"
      "scores.csv:7:1: rater 'r' scores 'market' of 'A' twice: remove one of the lines\n");
}

TEST(Scores, SheetsThatAreNoTables) {
  EXPECT_EQ(problems_of("cluster,rater,caracteristic,score\nA,r,location,3\n"),
            "scores.csv:1:1: there is no column 'characteristic': rename 'caracteristic'\n");
  EXPECT_EQ(problems_of(header + "A,r,location\n"),
            "scores.csv:2:1: this line has 3 fields, and there are 4 columns: put texts with separators in quotes\n");
  EXPECT_EQ(problems_of(header + "\"A,r,location,3\n"),
            "scores.csv:2:1: a quoted field has no end: close it with '\"'\n"
            "scores.csv:2:1: this line has 1 field, and there are 4 columns: put texts with separators in quotes\n");
  EXPECT_EQ(problems_of(""), "scores.csv: the file is empty: begin with a line of column names\n");
  EXPECT_EQ(problems_of(header + "A\xE9,r,location,3\n"),
            "scores.csv: the file is not in UTF-8: save it as \"CSV UTF-8\"\n");
}

TEST(Scores, SheetsAsSpreadsheetsSaveThem) {
  const Folder folder;
  const Study study =
      outline_of(study_in(folder,
                          "\xEF\xBB\xBF"
                          "cluster;rater;characteristic;score;basis;note\r\n\"A; the first\";r;location; 3 ;\"he said "
                          "\"\"yes\"\"\";\r\n\r\nB;r;location;NA;;\r\n"));
  const auto read = read_scores(study);
  const auto* scores = std::get_if<Scores>(&read);
  ASSERT_NE(scores, nullptr);
  EXPECT_EQ(scores->clusters, (std::vector<std::string>{"A; the first", "B"}));
  ASSERT_EQ(scores->given.size(), 1U);
  EXPECT_EQ(scores->given[0].value, 3);
  EXPECT_EQ(scores->given[0].basis, "he said \"yes\"");
}

TEST(Scores, KeysThatAreWrong) {
  EXPECT_EQ(problems_of(header, "weight = { gender = 2 }\n"),
            "study.toml:7:1: unknown key 'weight' in [diagnosis]: write 'weights'\n");
  EXPECT_EQ(problems_of(
                header,
                "weights = { gendr = 2, growth = -1 }\nfamily_weights = { general = 0, social = 0, processes = 0 }\n"),
            "study.toml:7:13: unknown key 'gendr' in 'weights' of [diagnosis]: write 'gender'\n"
            "study.toml:7:33: the weight of 'growth' is -1: it must be at least 0\n"
            "study.toml:8:18: every weight in 'family_weights' is 0: give one of them more\n");
  EXPECT_EQ(
      problems_of(header,
                  "weightings = 0\n[[diagnosis.characteristics]]\nname = \"gender\"\nfamily = \"socail\"\nanchors = { "
                  "0 = \"none\" }\n"),
      "study.toml:7:14: 'weightings' is 0: it must be between 1 and 1e+05\n"
      "study.toml:9:8: there is a characteristic 'gender' already (Gender and difference): give this one another name\n"
      "study.toml:10:10: 'family' is the text \"socail\": it must be one of 'general', 'social', 'processes'\n"
      "study.toml:11:13: '0' is no level of 'gender': the levels are '1', '2', '3', '4', '5'\n");
}

TEST(Scores, AFileThatIsNotThere) {
  const Folder folder;
  write(folder / "study.toml", beginning);
  const Checked checked = read_outline(folder / "study.toml");
  const auto* problems = std::get_if<std::vector<Problem>>(&checked);
  ASSERT_NE(problems, nullptr);
  EXPECT_EQ(problems->front().what, "file not found: scores.csv");
  EXPECT_EQ(problems->front().mend, "correct the path; it is taken from the study's folder");
}

}  // namespace
}  // namespace clusia::test
