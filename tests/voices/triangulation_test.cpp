// What the figures, the interviews and the scores of a small study say, and what is made of them together.
#include "voices/triangulation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/results.hpp"

namespace clusia {
namespace {

using ::testing::HasSubstr;

/// Effects on "income" (direct), "work" (direct and proxy) and "voice" (proxy), for weavers and dyers.
std::filesystem::path database(const test::Folder& folder) {
  return test::results_of(folder, "r", R"sql(
    INSERT INTO run VALUES (1, 'complete', 's', 'S', NULL, 'study.toml', '', 'ab', 0, 0.95, 'att', 'population', 1, 'process', 'linearised', 1000, 'fail', 1, NULL, 1, 10, 'cr2',
      'none', 'groups', '0', '1', 'g++', '2026-01-01T00:00:00Z', NULL, 'm');
    INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV', '1', '', '', '', ''), (2, 'indicator', 'mean', 'Mean', '1', '', '', '', ''),
      (3, 'comparator', 'did', 'DiD', '1', '', '', '', '');
    INSERT INTO dataset (id, name, title, plugin_id, rows, psu_from) VALUES (1, 'people', 'People', 1, 20, 'row');
    INSERT INTO unit_group VALUES (1, 1, '', 'all', 20), (2, 1, 'node', 'weavers', 10), (3, 1, 'node', 'dyers', 10), (4, 1, 'gender, node', 'women · weavers', 5);
    INSERT INTO unit_group_level VALUES (2, 'node', 'weavers'), (3, 'node', 'dyers'), (4, 'node', 'weavers'), (4, 'gender', 'women');
    INSERT INTO indicator (id, name, title, dataset_id, plugin_id, state, nature) VALUES (1, 'wage', 'Wage', 1, 2, 'income', 'direct'),
      (2, 'days', 'Days', 1, 2, 'work', 'direct'), (3, 'orders', 'Orders', 1, 2, 'work', 'proxy'), (4, 'meetings', 'Meetings', 1, 2, 'voice', 'proxy'),
      (5, 'age', 'Age', 1, 2, NULL, NULL);
    INSERT INTO output VALUES (1, 1, 'mean', 'Wage', '', 1, 'plain', NULL, NULL), (2, 2, 'mean', 'Days', '', 1, 'plain', NULL, NULL),
      (3, 3, 'mean', 'Orders', '', 1, 'plain', NULL, NULL), (4, 4, 'mean', 'Meetings', '', 1, 'plain', NULL, NULL), (5, 5, 'mean', 'Age', '', 0, 'plain', NULL, NULL);
    INSERT INTO comparator VALUES (1, 'did', 'Difference in differences', 3), (2, 'other', 'Another', 3);
    INSERT INTO design (id, comparator_id, dataset_id, state, summary, assumption, missing_rule, factor, weights)
      VALUES (1, 1, 1, 'complete', '', '', 'row', 'none', 'known'), (2, 2, 1, 'complete', '', '', 'row', 'none', 'known');
    INSERT INTO contrast (id, design_id, name, title, is_effect, null_value, formula) VALUES (1, 1, 'effect', 'Effect', 1, 0, ''), (2, 1, 'trend', 'Trend', 0, 0, ''),
      (3, 2, 'effect', 'Effect', 1, 0, '');
    INSERT INTO task SELECT i.id * 10 + g.id, i.id, 1, g.id, 'complete', NULL FROM indicator i, unit_group g;
    INSERT INTO task VALUES (99, 1, 2, 2, 'complete', NULL);
    INSERT INTO effect (task_id, output_id, contrast_id, estimate, reading, mark) VALUES
      (12, 1, 1, 1, 'gain', NULL), (13, 1, 1, 1, 'gain', NULL), (14, 1, 1, -1, 'loss', NULL), (12, 1, 2, -1, 'loss', NULL), (99, 1, 3, -1, 'loss', NULL),
      (22, 2, 1, 0.1, 'unclear', NULL), (32, 3, 1, -1, 'loss', NULL), (42, 4, 1, -1, 'loss', NULL), (43, 4, 1, -1, 'loss', 'small'), (52, 5, 1, 1, 'none', NULL))sql");
}

std::vector<Heard> voices() {
  std::vector<Heard> heard(2);
  heard[0].what = std::vector<Spoken>{{"weavers", "income", 2, 1, 0, 0, 5, 3, {}, {}},
                                      {"dyers", "income", 0, 5, 1, 0, 0, 6, {}, {}},
                                      {"weavers", "voice", 1, 3, 1, 1, 0, 6, {}, {}}};
  Changes scores;
  scores.items = {"income", "work"};
  scores.groups.push_back({"weavers", 6, {{4, 6, 5, 0, 1, 0}, {4, 4, 2, 2, 2, 0}}, {}, {}});
  heard[1].what = std::move(scores);
  return heard;
}

class Triangulated : public ::testing::Test {
 protected:
  const Triangle& row(const std::string& state, const std::string& group) {
    for (const Triangle& r : made.rows)
      if (r.state == state && r.group == group) return r;
    throw std::runtime_error("no row of " + state + ", " + group);
  }
  test::Folder folder;
  Triangulation made = triangulate(SQLite::Database(database(folder).string()), voices());
};

TEST_F(Triangulated, StrandsThatSayTheSameAgree) {
  const Triangle& r = row("income", "weavers");
  EXPECT_EQ(r.direct.direction, 1);
  EXPECT_EQ(r.direct.told, "1 gain");
  EXPECT_EQ(r.qualitative.direction, 1);  // 2 better less 1 worse of 3: a third is just enough
  EXPECT_EQ(r.participatory.direction, 1);
  EXPECT_FALSE(r.proxy.direction);
  EXPECT_EQ(r.verdict, Verdict::agree);
}

TEST_F(Triangulated, OppositeStrandsDisagreeAndComeFirst) {
  EXPECT_EQ(row("income", "dyers").verdict, Verdict::disagree);
  EXPECT_EQ(made.rows.front().verdict, Verdict::disagree);
  EXPECT_EQ(row("income", "dyers").qualitative.told, "0 better, 5 worse, 1 neither, of 6 people");
}

TEST_F(Triangulated, ProxiesCountOnlyWhereNothingIsDirect) {
  EXPECT_EQ(row("work", "weavers").direct.direction, 0);
  EXPECT_EQ(row("work", "weavers").proxy.direction, -1);
  EXPECT_EQ(row("work", "weavers").participatory.direction, 0);
  EXPECT_EQ(row("work", "weavers").verdict, Verdict::agree);  // neither, and neither
  EXPECT_EQ(row("voice", "weavers").proxy.direction, -1);
  EXPECT_EQ(row("voice", "weavers").qualitative.direction, -1);  // 1 better less 3 worse of 6
  EXPECT_EQ(row("voice", "weavers").verdict, Verdict::agree);
}

TEST_F(Triangulated, OtherComparatorsComponentsCrossingsAndSmallCellsStayOut) {
  EXPECT_EQ(made.comparator, "Difference in differences");
  for (const Triangle& r : made.rows) {
    EXPECT_NE(r.group, "women · weavers");
    EXPECT_NE(r.state, "");
  }
  EXPECT_THROW(row("voice", "dyers"), std::runtime_error);
}

TEST_F(Triangulated, FiguresOfAgreement) {
  EXPECT_EQ(made.speaking, 4);
  EXPECT_EQ(made.agree, 3);
  EXPECT_THAT(agreement_in_words(made),
              HasSubstr("Of 4 states and groups that two strands of evidence speak of, 3 agree, "
                        "1 disagrees and 0 are unclear."));
  ASSERT_TRUE(made.alpha);
  EXPECT_LT(*made.alpha, 1);
}

TEST_F(Triangulated, TableAndPage) {
  write_triangulation_csv(made, folder / "t.csv");
  EXPECT_THAT(test::read(folder / "t.csv"), HasSubstr("income,dyers,better,silent,worse,silent,disagree,"));
  Study study;
  study.title = "<b>S</b>";
  const std::string page = triangulation_page(study, made);
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;S"));
  EXPECT_LT(page.find("Where the evidence disagrees"), page.find("Where it agrees"));
  EXPECT_EQ(json_of(made)["rows"].size(), made.rows.size());
}

TEST_F(Triangulated, PageInTheLanguageOfTheStudy) {
  Study study;
  study.language = "fr";
  const Triangulation told =
      triangulate(SQLite::Database((folder / "r.sqlite").string()), voices(), report::Words("fr"));
  const std::string page = triangulation_page(study, told);
  EXPECT_THAT(page, HasSubstr("<html lang=\"fr\">"));
  EXPECT_THAT(page, HasSubstr("Pour 4 états et groupes dont parlent deux sources de données\u202f: 3 concordants, 1 "
                              "discordant et 0 incertain."));
  EXPECT_THAT(page, HasSubstr("<small>2 mieux, 1 moins bien, 0 neutre, sur 3 personnes</small>"));
  EXPECT_EQ(json_of(told)["rows"][0]["verdict"], "disagree") << "programs read the same words in every language";
}

TEST(Triangulation, OfNothingIsSilent) {
  const test::Folder folder;
  const Triangulation none = triangulate(SQLite::Database(database(folder).string()), {});
  EXPECT_EQ(none.speaking, 0);
  EXPECT_FALSE(none.alpha);
  for (const Triangle& r : none.rows) EXPECT_EQ(r.verdict, Verdict::silent);
}

}  // namespace
}  // namespace clusia
