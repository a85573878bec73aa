// The command as one types it: what it prints, writes and refuses.
#include <nlohmann/json.hpp>

#include "diagnosis/studies.hpp"

namespace clusia::test {
namespace {

const fs::path example = fs::path(CLUSIA_SOURCE_DIR) / "configs/eight-clusters";

Said diagnose(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"diagnose"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return clusia(all);
}

TEST(Diagnose, RanksTheEightClustersOfTheReport) {
  const Folder folder;
  const Said said = diagnose({(example / "study.toml").string(), "--out", (folder / "out").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_NE(said.out.find("8 clusters, 1 rater, 19 characteristics from 1 to 5; 88 scores of 152 missing\n"),
            std::string::npos)
      << said.out;
  EXPECT_NE(said.out.find("One rater scored alone, so nothing can be said about agreement.\n"), std::string::npos);
  EXPECT_NE(said.out.find("This is a screening aid and no proof"), std::string::npos);
  EXPECT_EQ(said.out.find('\033'), std::string::npos) << "no colours in a pipe";
  EXPECT_EQ(csv(folder / "out/diagnosis.csv").size(), 8U * (19 + 3 + 1));
  const std::string page = read(folder / "out/diagnosis.html");
  for (const char* name : {"Sialkot", "Tiruppur", "Agra", "Torreon", "Gamarra", "Jepara", "Kumasi", "Palar Valley"})
    EXPECT_NE(page.find(std::string("<th scope=\"col\">") + name + "</th>"), std::string::npos) << name;
  EXPECT_NE(page.find("This is a screening aid and no proof"), std::string::npos);
}

TEST(Diagnose, WritesItsPageInTheLanguageOfTheStudy) {
  const Folder folder;
  const fs::path study = study_in(folder, "cluster,rater,characteristic,score\nA,r,location,3\nB,r,location,4.5\n");
  std::string text = read(study);
  text.replace(text.find("[study]\n"), 8, "[study]\nlanguage = \"fr\"\n");
  write(study, text);
  const Said said = diagnose({study.string(), "--out", (folder / "out").string()});
  ASSERT_EQ(said.status, 0) << said.err;
  EXPECT_NE(said.out.find("This is a screening aid"), std::string::npos) << "the terminal is in English";
  const std::string page = read(folder / "out/diagnosis.html");
  for (const char* words : {"<html lang=\"fr\">", "2 clusters notés sur 19 caractéristiques par 1 évaluateur.",
                            "4,50 sur 5", "C\u2019est une aide au tri", "<h2>Classement</h2>"})
    EXPECT_NE(page.find(words), std::string::npos) << words;
  for (const char* words : {"Ranking", "screening", "not scored", "Overall"})
    EXPECT_EQ(page.find(words), std::string::npos) << words;
}

/// What is scored rests on the text, and says where.
TEST(Diagnose, EveryScoreOfTheExampleNamesItsSection) {
  const auto scores = csv(example / "data/scores.csv");
  EXPECT_EQ(scores.size(), 64U);
  for (const auto& row : scores) {
    EXPECT_EQ(row.at("rater"), "desk");
    EXPECT_TRUE(row.at("basis").starts_with("Section 4, ")) << row.at("basis");
  }
}

TEST(Diagnose, GivesTheSameFactsToPrograms) {
  const Folder folder;
  const std::string study =
      study_in(folder, "cluster,rater,characteristic,score\nA,r,location,3\nB,r,location,4\n").string();
  const Said said = diagnose({study, "--json", "--out", (folder / "out").string()});
  const auto facts = nlohmann::json::parse(said.out);
  EXPECT_EQ(facts.at("clusters").at(0).at("cluster"), "B");
  EXPECT_EQ(facts.at("clusters").at(0).at("rank").at("share_first"), 1);
  EXPECT_EQ(facts.at("clusters").at(0).at("scores").at("spread"), nullptr);
  EXPECT_EQ(facts.at("missing"), 36);
  EXPECT_EQ(facts.at("agreement").at("overall").at("alpha"), nullptr);
  for (const auto& row : csv(folder / "out/diagnosis.csv"))
    if (row.at("level") == "overall" && row.at("cluster") == "A") {
      EXPECT_EQ(row.at("score"), "3");
      EXPECT_EQ(row.at("rank"), "2");
      EXPECT_EQ(row.at("scored"), "1");
    }
}

TEST(Diagnose, WritesNothingWhereSomethingIsWrong) {
  const Folder folder;
  const std::string study = study_in(folder, "cluster,rater,characteristic,score\nA,r,locatio,3\n").string();
  const Said said = diagnose({study, "--out", (folder / "out").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("scores.csv:2:5: there is no characteristic 'locatio': write 'location'\n"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Diagnose, AsksForADiagnosis) {
  const Folder folder;
  write(folder / "study.toml", "[study]\nid = \"x\"\ntitle = \"X\"\n");
  const Said said = diagnose({(folder / "study.toml").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, (folder / "study.toml").string() +
                          ": the study has no [diagnosis]: add one that names its score files, scores = "
                          "[\"data/scores.csv\"]\n");
}

/// Names of clusters come from people: none of them becomes markup or moves a terminal's cursor.
TEST(Diagnose, ShowsNamesAsTheyAre) {
  const Folder folder;
  const std::string study =
      study_in(folder, "cluster,rater,characteristic,score,basis\n<b>&A,r,location,3,<script>x</script>\n").string();
  ASSERT_EQ(diagnose({study, "--quiet", "--out", (folder / "out").string()}).out, "");
  const std::string page = read(folder / "out/diagnosis.html");
  EXPECT_NE(page.find("&lt;b&gt;&amp;A"), std::string::npos);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
}

}  // namespace
}  // namespace clusia::test
