// The map of a value chain: what its nodes get from a results database, and how it is drawn.
#include "report/map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/map_drawing.hpp"
#include "report/results.hpp"

namespace clusia {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Headcounts by node in 2022 and 2025.
std::filesystem::path database(const test::Folder& folder) {
  return test::results_of(folder, "r", R"sql(
    INSERT INTO plugin VALUES (1, 'source', 'csv', 'CSV', '1', '', '', '', ''), (2, 'indicator', 'fgt', 'Poverty', '1', '', '', '', '');
    INSERT INTO dataset VALUES (1, 'people', 'People', 1, 40, 'row');
    INSERT INTO unit_group VALUES (1, 1, '', 'all', 40), (2, 1, 'node', 'a', 10), (3, 1, 'node', 'b', 10), (4, 1, 'node', 'c', 10), (5, 1, 'node', 'd', 3);
    INSERT INTO unit_group_level SELECT id, 'node', label FROM unit_group WHERE id > 1;
    INSERT INTO indicator (id, name, title, dataset_id, plugin_id) VALUES (1, 'poor', 'Poverty', 1, 2);
    INSERT INTO output VALUES (1, 1, 'headcount', 'Headcount', '%', -1, 'plain', NULL, NULL), (2, 1, 'gap', 'Gap', '%', -1, 'plain', NULL, NULL);
    INSERT INTO design (id, comparator_id, dataset_id, state, summary, assumption, missing_rule, factor, weights) VALUES (1, NULL, 1, 'complete', '', '', 'row', 'none', 'known');
    INSERT INTO cell VALUES (1, 1, '2022', '2022', NULL, 40, 40), (2, 1, '2025', '2025', NULL, 40, 40);
    INSERT INTO task SELECT id, 1, 1, id, 'complete', NULL FROM unit_group;
    INSERT INTO estimate (task_id, output_id, cell_id, estimate, conf_low, conf_high, rows, missing, size, psus, mark) VALUES
      (2, 1, 1, 10, 5, 15, 10, 0, 10, 10, NULL), (2, 1, 2, 60, 50, 70, 10, 0, 10, 10, NULL), (2, 2, 2, 99, 98, 100, 10, 0, 10, 10, NULL),
      (3, 1, 2, 45, 35, 55, 10, 0, 10, 10, NULL), (4, 1, 2, 20, 10, 30, 10, 0, 10, 10, NULL), (5, 1, 2, 90, 80, 100, 3, 0, 3, 3, 'small'))sql");
}

ValueChain chain() {
  ValueChain c;
  c.column = Named{"node", {}};
  c.figures = {{"poor", "headcount", {}}};
  c.shade = ChainFigure{"poor", "", {}};
  c.shade_from = 40;
  for (const char* name : {"a", "b", "c", "d", "e"})
    c.nodes.push_back({name, std::string("<") + name + ">", "worker", "", {}, {}});
  c.links.push_back({{"a", {}}, {"b", {}}, "goods", 10, "pieces"});
  c.institutions.push_back({"bank", "Bank & sons", false, {{"a", {}}}, "credit"});
  return c;
}

class Map : public ::testing::Test {
 protected:
  test::Folder folder;
  SQLite::Database results{database(folder).string(), SQLite::OPEN_READWRITE};
  std::vector<NodeState> states = node_states(chain(), results);
};

TEST_F(Map, NodesHaveTheLevelsOfTheLastWave) {
  ASSERT_EQ(states[0].figures.size(), 1U);
  EXPECT_EQ(*states[0].figures[0].estimate, 60);
  EXPECT_EQ(states[0].figures[0].title, "Poverty, Headcount");
  EXPECT_EQ(states[0].rows, 10);
}

TEST_F(Map, ShadesWhatIsWorseThanTheStatedValue) {
  EXPECT_EQ(states[0].shade, Shade::poverty);
  EXPECT_EQ(states[1].shade, Shade::doubtful);  // 45, from 35 to 55
  EXPECT_EQ(states[2].shade, Shade::none);
  EXPECT_THAT(shading_rule(chain(), results), HasSubstr("Poverty, Headcount at 40"));
}

TEST_F(Map, OfTooFewRowsNothingIsShownOrShaded) {
  EXPECT_TRUE(states[3].figures[0].held_back);
  EXPECT_EQ(states[3].shade, Shade::none);
  EXPECT_THAT(map_svg(chain(), states), AllOf(HasSubstr("too few"), Not(HasSubstr("(80"))));
}

TEST_F(Map, ANodeWithoutDataSaysSo) {
  EXPECT_FALSE(states[4].rows);
  EXPECT_TRUE(states[4].figures.empty());
}

TEST_F(Map, WhereMoreIsBetterLessIsShaded) {
  results.exec("UPDATE output SET direction = 1");
  const auto turned = node_states(chain(), results);
  EXPECT_EQ(turned[0].shade, Shade::none);
  EXPECT_EQ(turned[2].shade, Shade::poverty);
}

TEST_F(Map, IsDrawnWithItsTextsEscaped) {
  const std::string svg = map_svg(chain(), states);
  EXPECT_TRUE(svg.starts_with("<svg"));
  EXPECT_THAT(svg, HasSubstr("&lt;a&gt;"));
  EXPECT_THAT(svg, HasSubstr("Bank &amp; sons"));
  EXPECT_THAT(svg, Not(HasSubstr("<a>")));
  EXPECT_THAT(svg, HasSubstr("goods"));
}

TEST_F(Map, StandsInTablesBesideThePicture) {
  const std::string html = map_figure(chain(), states, "the rule").string();
  EXPECT_THAT(html, HasSubstr("<svg"));
  EXPECT_THAT(html, HasSubstr("too few"));
  EXPECT_THAT(html, HasSubstr("the rule"));
  EXPECT_THAT(html, HasSubstr("external"));
}

TEST(MapInFrench, SaysTheSame) {
  const test::Folder folder;
  const SQLite::Database results(database(folder).string());
  const report::Words words("fr");
  const std::string figure =
      map_figure(chain(), node_states(chain(), results, words), shading_rule(chain(), results, words), words).string();
  EXPECT_THAT(figure, AllOf(HasSubstr("Les maillons de pauvreté sont ombrés"), HasSubstr("40\u202f% ou plus"),
                            HasSubstr("<td>travailleurs</td>"), HasSubstr("biens"), HasSubstr("trop peu de cas"),
                            HasSubstr("50,0 à 70,0")));
  EXPECT_THAT(figure, AllOf(Not(HasSubstr("too few")), Not(HasSubstr("goods")), Not(HasSubstr("rows of data"))));
}

}  // namespace
}  // namespace clusia
