// The command as one types it: what it prints, writes and refuses.
#include <nlohmann/json.hpp>

#include "voices/studies.hpp"

namespace clusia::test {
namespace {

const std::string ranking =
    "group,who,item,rank\nw,a,food,1\nw,a,wage,2\nw,b,food,1\nw,b,wage,2\nm,c,food,2\nm,c,wage,1\n";
const std::string talk =
    "group,who,indicator,direction,quote\nw,a,wage,worse,<b>less</b> than before\nm,c,wage,better,more\n";

TEST(VoicesCommand, WritesTableAndPageAndTellsAtAGlance) {
  const Folder folder;
  const auto study =
      study_in(folder, exercise("r", "ranking") + exercise("s", "segments"), {{"r.csv", ranking}, {"s.csv", talk}});
  const auto said = clusia_well({"voices", study.string(), "--out", (folder / "out").string()});
  EXPECT_NE(said.out.find("  food          1.0 (100 %)    2.0 (0 %)  1.0 (67 %)\n"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("  Kendall's W          1.00            -        0.11\n"), std::string::npos) << said.out;
  EXPECT_EQ(said.out.find('\033'), std::string::npos) << "no colours in a pipe";
  std::size_t found = 0;
  for (const auto& row : csv(folder / "out/voices.csv"))
    if (row.at("exercise") == "r" && row.at("group") == "w" && row.at("item") == "food" &&
        row.at("measure") == "weight") {
      EXPECT_EQ(row.at("value"), "1");
      ++found;
    }
  EXPECT_EQ(found, 1U);
}

/// People said it in confidence, unless the study says that they did not.
TEST(VoicesCommand, ShowsQuotesOnlyWhereTheStudyAllowsIt) {
  for (const bool allowed : {false, true}) {
    const Folder folder;
    const auto study = study_in(folder, exercise("s", "segments", allowed ? "quotes = true\n" : ""), {{"s.csv", talk}});
    const auto said = clusia_well({"voices", study.string(), "--json", "--out", (folder / "out").string()});
    const std::string page = read(folder / "out/voices.html");
    EXPECT_EQ(page.find("&lt;b&gt;less&lt;/b&gt; than before") != std::string::npos, allowed);
    EXPECT_EQ(page.find("<b>less"), std::string::npos);
    EXPECT_EQ((said.out + read(folder / "out/voices.csv")).find("than before"), std::string::npos);
    EXPECT_EQ(nlohmann::json::parse(said.out).at("exercises").at(0).at("kind"), "segments");
  }
}

TEST(VoicesCommand, WritesNothingWhereSomethingIsWrong) {
  const Folder folder;
  const auto study = study_in(folder, exercise("r", "ranking"), {{"r.csv", "group,who,item,rank\nw,a,food,x\n"}});
  const auto said = clusia({"voices", study.string(), "--out", (folder / "out").string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_NE(said.err.find("r.csv:2:10: 'x' is no ranking answer"), std::string::npos) << said.err;
  EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(VoicesCommand, AsksForVoices) {
  const Folder folder;
  const auto study = study_in(folder, "", {});
  const auto said = clusia({"voices", study.string()});
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, study.string() +
                          ": the study has no [[voices]]: add one that names a sheet, file = \"data/ranking.csv\"\n");
}

}  // namespace
}  // namespace clusia::test
